//! The applications and the files a front desk may name to a card.

use std::ops::RangeInclusive;

use crate::secret::{COLLATION_LENGTH, PASSWORD_LENGTH, PIN_LENGTH};

/// An application a front desk selects, by its name. There are no others: the
/// text application, which holds the twelve-digit number as text, is not among
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Application(pub(crate) [u8; 10]);

impl Application {
    /// JPKI (公的個人認証): the certificates and keys.
    pub(crate) const JPKI: Self =
        Self([0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01]);
    /// Face application (券面事項確認AP): the card's front as pictures.
    pub(crate) const FACE: Self =
        Self([0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02]);

    /// Every application a front desk selects.
    pub(crate) const ALL: [Self; 2] = [Self::JPKI, Self::FACE];
}

/// What a front desk does with a file once it is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It is read.
    Read,
    /// It is a secret of so many bytes, which is verified.
    Verify(RangeInclusive<usize>),
    /// It is a key, which signs a `DigestInfo`.
    Sign,
    /// It is the key that judges a terminal. Simulated cards alone are asked.
    AuthenticateTerminal,
}

/// An elementary file, by its application and identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) application: Application,
    pub(crate) id: [u8; 2],
}

impl File {
    /// 署名用電子証明書, the certificate for signatures. It names its holder, so
    /// the card shows it after the password only.
    pub(crate) const SIGNATURE_CERTIFICATE: Self = Self::of(Application::JPKI, 0x01);
    /// Token information: label and maker say what kind of card this is.
    pub(crate) const TOKEN: Self = Self::of(Application::JPKI, 0x06);
    /// Which certificates are on the card.
    pub(crate) const AVAILABILITY: Self = Self::of(Application::JPKI, 0x08);
    /// 利用者証明用電子証明書, the certificate for user authentication.
    pub(crate) const CERTIFICATE: Self = Self::of(Application::JPKI, 0x0A);
    /// The key of the authority that vouches for terminals.
    pub(crate) const TERMINAL_AUTHORITY: Self = Self::of(Application::JPKI, 0x16);
    /// 利用者証明用秘密鍵, the key for user authentication.
    pub(crate) const KEY: Self = Self::of(Application::JPKI, 0x17);
    /// 利用者証明用電子証明書の暗証番号, four digits, three tries.
    pub(crate) const PIN: Self = Self::of(Application::JPKI, 0x18);
    /// 署名用電子証明書の暗証番号, 6 to 16 letters and digits, five tries.
    pub(crate) const SIGNATURE_PASSWORD: Self = Self::of(Application::JPKI, 0x1B);
    /// The card's front: birth, sex, pictures, expiry, signed.
    pub(crate) const FACE: Self = Self::of(Application::FACE, 0x02);
    /// 照合番号B, the 14 digits printed on the front, ten tries.
    pub(crate) const COLLATION_NUMBER: Self = Self::of(Application::FACE, 0x12);

    /// Every file a front desk selects; there is no other way to a file. Not
    /// among them: the key for signatures (001A), and in the face application the
    /// picture of the twelve-digit number (0005) and the secret that opens it
    /// (0013).
    pub(crate) const ALL: [Self; 10] = [
        Self::SIGNATURE_CERTIFICATE,
        Self::TOKEN,
        Self::AVAILABILITY,
        Self::CERTIFICATE,
        Self::TERMINAL_AUTHORITY,
        Self::KEY,
        Self::PIN,
        Self::SIGNATURE_PASSWORD,
        Self::FACE,
        Self::COLLATION_NUMBER,
    ];

    const fn of(application: Application, id: u8) -> Self {
        let id = [0x00, id];
        Self { application, id }
    }

    /// What is done with it.
    pub(crate) const fn purpose(self) -> Purpose {
        match self {
            Self::TERMINAL_AUTHORITY => Purpose::AuthenticateTerminal,
            Self::KEY => Purpose::Sign,
            Self::PIN => Purpose::Verify(PIN_LENGTH..=PIN_LENGTH),
            Self::SIGNATURE_PASSWORD => Purpose::Verify(PASSWORD_LENGTH),
            Self::COLLATION_NUMBER => Purpose::Verify(COLLATION_LENGTH..=COLLATION_LENGTH),
            _ => Purpose::Read,
        }
    }
}
