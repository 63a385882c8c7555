//! 公的個人認証AP (JPKI-AP): certificates and the keys they are for.

use persona::Persona;
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;

use super::{Access, Application, Change, File, Material, Purpose, Secret};
use crate::VirtualCardError;

/// The AID, as every public client selects it.
const AID: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// PIN of the user-authentication certificate (利用者証明用).
const USER_PIN: u16 = 0x0018;
/// Password of the signature certificate (署名用).
const SIGNATURE_PASSWORD: u16 = 0x001B;

/// The physical size of a person's certificate file, in bytes. The file is longer
/// than the certificate; the rest is zeros.
const CERTIFICATE_SIZE: usize = 2000;
/// The physical size of an authority's certificate file, in bytes.
const AUTHORITY_SIZE: usize = 1900;
/// Every client reads a certificate's length from the four bytes `30 82 hh ll`.
const SHORTEST_CERTIFICATE: usize = 256;
/// RSA-2048, in bytes.
const MODULUS_SIZE: usize = 256;

/// The application. No signature certificate (署名用) is on it: its files are there,
/// empty, behind a password that has not been set.
pub(super) fn application(
    persona: &Persona,
    material: &Material,
) -> Result<Application, VirtualCardError> {
    let key = RsaPrivateKey::from_pkcs8_der(&material.user_key)
        .ok()
        .filter(|key| key.size() == MODULUS_SIZE)
        .ok_or(VirtualCardError::KeyUnusable)?;
    let certificate = padded(0x000A, &material.user_certificate, CERTIFICATE_SIZE)?;
    let authority = padded(0x000B, &material.user_ca_certificate, AUTHORITY_SIZE)?;
    let open = |contents| File::Transparent {
        contents,
        read: Access::Free,
    };
    Ok(Application {
        aid: &AID,
        files: vec![
            (
                0x0001,
                File::Transparent {
                    contents: vec![0; CERTIFICATE_SIZE],
                    read: Access::After(&[SIGNATURE_PASSWORD]),
                },
            ),
            (0x0002, open(vec![0; AUTHORITY_SIZE])),
            (0x0006, open(token_info())),
            (0x0008, open(vec![ABSENT, PRESENT, 0x00])),
            (0x000A, open(certificate)),
            (0x000B, open(authority)),
            (
                0x0017,
                File::Key {
                    key: Box::new(key),
                    purpose: Purpose::Sign(Access::AfterOrTerminal(&[USER_PIN])),
                },
            ),
            (
                USER_PIN,
                File::Pin {
                    secret: persona
                        .card
                        .pin
                        .as_ref()
                        .map_or(Secret(None), |pin| Secret::new(pin.bytes())),
                    tries: 3,
                    change: Change::Standard(4..=4),
                },
            ),
            (
                SIGNATURE_PASSWORD,
                File::Pin {
                    secret: Secret(None),
                    tries: 5,
                    change: Change::Standard(6..=16),
                },
            ),
        ],
        default_key: None,
    })
}

/// EF 0008: the certificate is on the card.
const PRESENT: u8 = 0x8F;
/// EF 0008: it is not.
const ABSENT: u8 = 0x00;

/// EF 0006: a `CK_TOKEN_INFO` of PKCS#11 with big-endian numbers, 160 bytes. The
/// label is the one by which clients know a plastic card.
fn token_info() -> Vec<u8> {
    let mut info = Vec::with_capacity(160);
    for (text, width) in [
        ("JPKIAPICCTOKEN2", 32),
        ("MADOGUCHI SIMULATOR", 32),
        ("SIMULATED", 16),
        ("", 16),
    ] {
        info.extend_from_slice(format!("{text:<width$}").as_bytes());
    }
    const UNAVAILABLE: u32 = u32::MAX;
    // Flags, sessions (most, open, most read-write, open read-write), longest and
    // shortest PIN, and the four sizes of memory.
    for number in [0x40D_u32, 1, 0, 1, 0, 16, 6]
        .into_iter()
        .chain([UNAVAILABLE; 4])
    {
        info.extend_from_slice(&number.to_be_bytes());
    }
    info.extend_from_slice(b"0301");
    info.extend_from_slice(&[b'9'; 16]);
    info
}

/// A certificate as the file holds it, zero-filled to the file's size.
fn padded(file: u16, certificate: &[u8], capacity: usize) -> Result<Vec<u8>, VirtualCardError> {
    let length = certificate.len();
    let claimed = match certificate {
        [0x30, 0x82, hi, lo, ..] => usize::from(u16::from_be_bytes([*hi, *lo])) + 4,
        _ => 0,
    };
    if claimed != length || !(SHORTEST_CERTIFICATE..=capacity).contains(&length) {
        return Err(VirtualCardError::CertificateUnusable {
            file,
            capacity,
            length,
        });
    }
    let mut contents = certificate.to_vec();
    contents.resize(capacity, 0);
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Image;
    use crate::card::bench;
    use zeroize::Zeroizing;

    #[test]
    fn the_token_info_is_160_bytes_with_the_label_of_a_plastic_card() {
        let info = token_info();
        assert_eq!(info.len(), 160);
        assert_eq!(&info[..32], b"JPKIAPICCTOKEN2                 ");
        assert_eq!(&info[96..100], [0, 0, 4, 0x0D]);
        assert_eq!(&info[140..], b"03019999999999999999");
    }

    #[test]
    fn a_certificate_clients_cannot_read_is_refused() {
        let short = [&[0x30, 0x82, 0x00, 0x04][..], &[0; 4]].concat();
        let lying = [&[0x30, 0x82, 0x02, 0x00][..], &[0; 300]].concat();
        let long = [&[0x30, 0x82, 0x08, 0x00][..], &[0; 0x800]].concat();
        for certificate in [&[][..], &[0x30, 0x03, 0, 0, 0], &short, &lying, &long] {
            assert!(matches!(
                padded(0x000A, certificate, CERTIFICATE_SIZE),
                Err(VirtualCardError::CertificateUnusable { file: 0x000A, .. })
            ));
        }
        let right = bench::certificate(1590);
        let file = padded(0x000A, &right, CERTIFICATE_SIZE).unwrap();
        assert_eq!(file.len(), CERTIFICATE_SIZE);
        assert!(file.starts_with(&right) && file[1590..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn a_key_that_is_no_rsa_2048_key_is_refused() {
        let material = Material {
            user_key: Zeroizing::new(vec![0x30, 0x00]),
            ..bench::material()
        };
        assert!(matches!(
            Image::new(&bench::persona(), &material),
            Err(VirtualCardError::KeyUnusable)
        ));
    }
}
