//! The application and the files a front desk may name to a card.

/// JPKI (公的個人認証): the application with the certificates and keys.
pub(crate) const JPKI_AID: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// An elementary file of the JPKI application, by its identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct File(pub(crate) [u8; 2]);

impl File {
    /// Token information: its first 32 bytes are a label that says what kind of
    /// card this is.
    pub(crate) const TOKEN: Self = Self([0x00, 0x06]);
    /// 利用者証明用電子証明書, the certificate for user authentication.
    pub(crate) const CERTIFICATE: Self = Self([0x00, 0x0A]);
    /// 利用者証明用秘密鍵, the key for user authentication.
    pub(crate) const KEY: Self = Self([0x00, 0x17]);
    /// 利用者証明用電子証明書の暗証番号, four digits, three tries.
    pub(crate) const PIN: Self = Self([0x00, 0x18]);

    /// Every file a front desk selects; there is no other way to a file.
    pub(crate) const ALL: [Self; 4] = [Self::TOKEN, Self::CERTIFICATE, Self::KEY, Self::PIN];
}
