//! What is on the card: its applications and files as a table of data.

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::counters::PinReference;
use crate::{Persona, VirtualCardError};

/// 公的個人認証AP (JPKI-AP), as every public client selects it.
const JPKI: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

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

/// Keys and certificates, made by a certification authority elsewhere.
pub struct Material {
    /// The user-authentication key (利用者証明用秘密鍵): RSA-2048, PKCS#8 DER.
    pub user_key: Zeroizing<Vec<u8>>,
    /// Its certificate (利用者証明用電子証明書), DER of 256 to 2,000 bytes.
    pub user_certificate: Vec<u8>,
    /// The certificate of the authority that issued it, DER of 256 to 1,900 bytes.
    pub user_ca_certificate: Vec<u8>,
}

/// The contents of one card, as they left the issuer.
pub struct Image {
    applications: Vec<Application>,
}

/// A dedicated file (DF): one application with its elementary files.
pub(crate) struct Application {
    pub(crate) aid: &'static [u8],
    files: Vec<(u16, File)>,
}

/// An elementary file (EF).
pub(crate) enum File {
    /// Bytes to read.
    Transparent { contents: Vec<u8>, read: Access },
    /// A PIN or password.
    Pin { secret: Secret, tries: u8 },
    /// A private key that signs.
    Key {
        key: Box<RsaPrivateKey>,
        sign: Access,
    },
}

/// Who may use a file.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// Anyone.
    Free,
    /// Whoever has given one of these PINs of the same application.
    After(&'static [u16]),
}

/// The bytes a PIN is compared with; none while it has not been set, which no
/// input equals.
pub(crate) struct Secret(Option<Zeroizing<Vec<u8>>>);

impl Image {
    /// Puts a persona's PIN and the authority's material on a card with the
    /// JPKI application. No signature certificate (署名用) is on it: its files are
    /// there, empty, behind a password that has not been set.
    ///
    /// # Errors
    /// [`VirtualCardError::KeyUnusable`] and
    /// [`VirtualCardError::CertificateUnusable`].
    pub fn new(persona: &Persona, material: &Material) -> Result<Self, VirtualCardError> {
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
        let jpki = Application {
            aid: &JPKI,
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
                        sign: Access::After(&[USER_PIN]),
                    },
                ),
                (
                    USER_PIN,
                    File::Pin {
                        secret: Secret::new(persona.card.pin.digits()),
                        tries: 3,
                    },
                ),
                (
                    SIGNATURE_PASSWORD,
                    File::Pin {
                        secret: Secret(None),
                        tries: 5,
                    },
                ),
            ],
        };
        Ok(Self {
            applications: vec![jpki],
        })
    }

    /// The application whose AID begins with `name` (ISO 7816-4, 12.3.3 allows a
    /// right-truncated name; the five bytes of the provider must be there).
    pub(crate) fn application(&self, name: &[u8]) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| name.len() >= 5 && application.aid.starts_with(name))
    }

    /// Every PIN of the card with the tries it is issued with.
    pub(crate) fn pins(&self) -> impl Iterator<Item = (PinReference, u8)> + '_ {
        self.applications.iter().flat_map(|application| {
            application
                .files
                .iter()
                .filter_map(|(id, file)| match file {
                    File::Pin { tries, .. } => {
                        Some((PinReference::new(application.aid, *id), *tries))
                    }
                    _ => None,
                })
        })
    }
}

impl Application {
    /// The file with this identifier.
    pub(crate) fn file(&self, id: u16) -> Option<&File> {
        self.files
            .iter()
            .find_map(|(other, file)| (*other == id).then_some(file))
    }
}

impl Secret {
    fn new(bytes: &[u8]) -> Self {
        Self(Some(Zeroizing::new(bytes.to_vec())))
    }

    /// Whether `given` is the secret. The time it takes tells nothing about the
    /// bytes.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        self.0
            .as_ref()
            .is_some_and(|secret| bool::from(secret.as_slice().ct_eq(given)))
    }
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
    use crate::card::bench;

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

    #[test]
    fn a_secret_that_was_never_set_equals_nothing() {
        for given in [&b""[..], b"1234", b"AB1234"] {
            assert!(!Secret(None).is(given));
        }
        assert!(Secret::new(b"1234").is(b"1234"));
        assert!(!Secret::new(b"1234").is(b"12345"));
        assert!(!Secret::new(b"1234").is(b"123"));
    }
}
