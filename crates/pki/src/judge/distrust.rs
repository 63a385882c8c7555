//! Why a card's certificate is not believed.

use webpki::Error;

/// Why a card's certificate is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// The bytes are no certificate, or too many.
    #[error("the certificate cannot be read")]
    Malformed,
    /// It is a certificate, and not one of a card that we know.
    #[error("the certificate is not believed: {0}")]
    NotTrusted(Flaw),
    /// It is on the suspended list.
    #[error("the certificate is suspended")]
    Suspended,
}

/// What is wrong with a certificate that is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is an authority's own.
    #[error("it is an authority's own")]
    Authority,
    /// It is not for signing, or not for client authentication.
    #[error("it is not for this use")]
    Use,
    /// Its key is not RSA with 2,048 to 4,096 bits.
    #[error("its key is no card's")]
    Key,
    /// Somebody else has issued it.
    #[error("another authority has issued it")]
    Issuer,
    /// The key of the authority that it names has not signed it.
    #[error("its signature is not its authority's")]
    Signature,
    /// It is not signed as cards are: RSA PKCS#1 v1.5 with SHA-256.
    #[error("it is signed in another way than cards")]
    Algorithm,
    /// It demands that something be understood that is not.
    #[error("an extension is critical and not known")]
    Extension,
    /// The suspended list is not of its authority, so nobody knows.
    #[error("the suspended list is not its authority's")]
    List,
}

impl From<Error> for Distrust {
    fn from(error: Error) -> Self {
        Self::NotTrusted(match error {
            Error::CertRevoked => return Self::Suspended,
            Error::CaUsedAsEndEntity => Flaw::Authority,
            Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => Flaw::Use,
            Error::UnknownIssuer => Flaw::Issuer,
            Error::InvalidSignatureForPublicKey => Flaw::Signature,
            Error::UnsupportedSignatureAlgorithmContext(_)
            | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Flaw::Algorithm,
            Error::UnsupportedCriticalExtension => Flaw::Extension,
            Error::UnknownRevocationStatus
            | Error::InvalidCrlSignatureForPublicKey
            | Error::UnsupportedCrlSignatureAlgorithmContext(_)
            | Error::UnsupportedCrlSignatureAlgorithmForPublicKeyContext(_)
            | Error::IssuerNotCrlSigner => Flaw::List,
            // What is left is about form: lengths, times, repeated extensions.
            _ => return Self::Malformed,
        })
    }
}
