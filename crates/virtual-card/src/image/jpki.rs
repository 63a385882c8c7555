//! 公的個人認証AP (JPKI-AP): certificates and the keys they are for.

use persona::CardKind;

use super::contents::pin_file;
use super::{Access, Aid, Change, Purpose, Row, Table, Written};
use crate::VirtualCardError;

/// The AID, as every public client selects it.
const AID: Aid = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

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

/// Its files and who may use them. On a plastic card anyone reads the
/// user-authentication certificate, on an Android phone (as public clients have it)
/// who has given the PIN. What 0005 and 0009 are for is not known; nobody reads them.
pub(super) fn table(kind: CardKind) -> Table {
    let user_certificate = match kind {
        CardKind::AndroidPhone => Access::After(&[USER_PIN]),
        CardKind::Plastic | CardKind::WithoutPin | CardKind::IPhone => Access::Free,
    };
    let with_password = Access::After(&[SIGNATURE_PASSWORD]);
    Table {
        aid: &AID,
        rows: vec![
            (0x0001, Row::Transparent(with_password)),
            (0x0002, Row::Transparent(Access::Free)),
            (0x0005, Row::Transparent(Access::Never)),
            (0x0006, Row::Transparent(Access::Free)),
            (0x0008, Row::Transparent(Access::Free)),
            (0x0009, Row::Transparent(Access::Never)),
            (0x000A, Row::Transparent(user_certificate)),
            (0x000B, Row::Transparent(Access::Free)),
            (0x0016, Row::TerminalAuthority),
            (
                0x0017,
                Row::Key(Purpose::Sign(Access::AfterOrTerminal(&[USER_PIN]))),
            ),
            (
                USER_PIN,
                Row::Pin {
                    tries: 3,
                    change: Change::Standard(4..=4),
                },
            ),
            (0x001A, Row::Key(Purpose::Sign(with_password))),
            (
                SIGNATURE_PASSWORD,
                Row::Pin {
                    tries: 5,
                    change: Change::Standard(6..=16),
                },
            ),
        ],
        default_key: None,
    }
}

/// A key of the card and the certificate over it.
pub(crate) struct Certified<'a> {
    /// RSA-2048, PKCS#8 DER.
    pub(crate) key: &'a [u8],
    /// DER.
    pub(crate) certificate: &'a [u8],
}

/// What is written into the application.
pub(crate) struct Jpki<'a> {
    pub(crate) kind: CardKind,
    pub(crate) user: Certified<'a>,
    /// The certificate of the authority over it, DER.
    pub(crate) user_authority: &'a [u8],
    /// None on a card that was issued without one.
    pub(crate) signature: Option<Certified<'a>>,
    /// The certificate of the authority over it, DER.
    pub(crate) signature_authority: &'a [u8],
    /// None on a card without PIN.
    pub(crate) user_pin: Option<&'a [u8]>,
    /// The tries the user PIN starts with.
    pub(crate) user_pin_tries: u8,
    /// The password of the signature key; none without one.
    pub(crate) signature_password: Option<&'a [u8]>,
    /// Key identifier and modulus of the authority whose terminals may do without
    /// the PIN.
    pub(crate) terminal_authority: (&'a [u8; 16], &'a [u8]),
}

impl Jpki<'_> {
    /// The files. Without a signature certificate its file is there all the same,
    /// empty, behind a password that has not been set; on a card without PIN that
    /// password is blocked as well.
    pub(crate) fn application(&self) -> Result<Written, VirtualCardError> {
        let present = |certificate: bool| if certificate { 0x8F } else { 0x00 };
        let own = match &self.signature {
            Some(signature) => padded(0x0001, signature.certificate, CERTIFICATE_SIZE)?,
            None => vec![0; CERTIFICATE_SIZE],
        };
        let (user_tries, password_tries) = match self.user_pin {
            Some(_) => (self.user_pin_tries, 5),
            None => (0, 0),
        };
        let mut files = vec![
            (0x0001, own.into()),
            (
                0x0002,
                padded(0x0002, self.signature_authority, AUTHORITY_SIZE)?.into(),
            ),
            (0x0006, token_info(self.kind).into()),
            (
                0x0008,
                vec![present(self.signature.is_some()), present(true), 0x00].into(),
            ),
            (
                0x000A,
                padded(0x000A, self.user.certificate, CERTIFICATE_SIZE)?.into(),
            ),
            (
                0x000B,
                padded(0x000B, self.user_authority, AUTHORITY_SIZE)?.into(),
            ),
            (0x0017, self.user.key.to_vec().into()),
            (USER_PIN, pin_file(user_tries, self.user_pin)),
            (
                SIGNATURE_PASSWORD,
                pin_file(password_tries, self.signature_password),
            ),
        ];
        if let Some(signature) = &self.signature {
            files.push((0x001A, signature.key.to_vec().into()));
        }
        // Terminals do without the PIN on cards alone: a phone asks for its own.
        if matches!(self.kind, CardKind::Plastic | CardKind::WithoutPin) {
            let (key_id, modulus) = self.terminal_authority;
            files.extend([
                (0x0005, vec![0xFF; 16].into()),
                (0x0009, vec![0xFF; 16].into()),
                (0x0016, [key_id.as_slice(), modulus].concat().into()),
            ]);
        }
        Ok((AID, files))
    }
}

/// EF 0006: a `CK_TOKEN_INFO` of PKCS#11 with big-endian numbers, 160 bytes. Clients
/// know a plastic card and a phone by the label, and this simulator by the
/// manufacturer.
fn token_info(kind: CardKind) -> Vec<u8> {
    let label = match kind {
        CardKind::Plastic | CardKind::WithoutPin => "JPKIAPICCTOKEN2",
        CardKind::AndroidPhone => "JPKIAPGPSETOKEN",
        CardKind::IPhone => "JPKIAPIOSTOKEN",
    };
    let mut info = Vec::with_capacity(160);
    for (text, width) in [
        (label, 32),
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
    fn the_token_info_is_160_bytes_with_the_label_of_its_kind() {
        for (kind, label) in [
            (CardKind::Plastic, "JPKIAPICCTOKEN2"),
            (CardKind::WithoutPin, "JPKIAPICCTOKEN2"),
            (CardKind::AndroidPhone, "JPKIAPGPSETOKEN"),
            (CardKind::IPhone, "JPKIAPIOSTOKEN"),
        ] {
            let text = format!("{label:<32}MADOGUCHI SIMULATOR             ");
            assert_eq!(token_info(kind)[..64], *text.as_bytes());
        }
        let info = token_info(CardKind::Plastic);
        assert_eq!(info.len(), 160);
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
}
