//! What is on the card: its applications and files as a table of data.

mod jpki;

use std::ops::RangeInclusive;

use persona::Persona;
use rsa::{RsaPrivateKey, RsaPublicKey};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::VirtualCardError;
use crate::counters::PinReference;

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
    pub(crate) applications: Vec<Application>,
    /// What GET DATA finds while no application is selected, by its tag.
    pub(crate) objects: Vec<(u16, Vec<u8>)>,
    /// Whether the card is an iPhone, which knows a command (`80 FC`) no other does.
    pub(crate) is_iphone: bool,
}

/// A dedicated file (DF): one application with its elementary files.
pub(crate) struct Application {
    pub(crate) aid: &'static [u8],
    pub(crate) files: Vec<(u16, File)>,
    /// The key that signs when a command names none (P2 00).
    pub(crate) default_key: Option<u16>,
}

/// An elementary file (EF).
pub(crate) enum File {
    /// Bytes to read.
    Transparent { contents: Vec<u8>, read: Access },
    /// Records to read, counted from 1.
    Records { records: Vec<Vec<u8>>, read: Access },
    /// A PIN or password.
    Pin {
        secret: Secret,
        tries: u8,
        change: Change,
    },
    /// A private key.
    Key {
        key: Box<RsaPrivateKey>,
        purpose: Purpose,
    },
    /// The key of the authority whose terminals may use the card without its PIN,
    /// by the key identifier of its verifiable certificates.
    TerminalAuthority {
        key_id: [u8; 16],
        key: Box<RsaPublicKey>,
    },
}

/// What a private key does.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    /// COMPUTE DIGITAL SIGNATURE.
    Sign(Access),
    /// INTERNAL AUTHENTICATE, for anyone.
    Authenticate,
}

/// Whether and how a PIN's holder changes it, once it has been given.
#[derive(Clone)]
pub(crate) enum Change {
    /// Not at all.
    Never,
    /// CHANGE REFERENCE DATA (`00 24`) with a new PIN of so many bytes.
    Standard(RangeInclusive<usize>),
    /// The maker's command (`80 32`) with a new PIN of so many bytes.
    Maker(RangeInclusive<usize>),
}

/// Who may use a file.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// Anyone.
    Free,
    /// Whoever has given one of these PINs of the same application.
    After(&'static [u16]),
    /// Whoever has given one of these PINs, or a terminal that the terminal
    /// authority vouches for.
    AfterOrTerminal(&'static [u16]),
    /// Nobody.
    Never,
}

/// The bytes a PIN is compared with; none while it has not been set, which no
/// input equals.
pub(crate) struct Secret(Option<Zeroizing<Vec<u8>>>);

impl Image {
    /// Puts a persona's PINs and the authorities' material on a card.
    ///
    /// # Errors
    /// [`VirtualCardError::KeyUnusable`] and
    /// [`VirtualCardError::CertificateUnusable`].
    pub fn new(persona: &Persona, material: &Material) -> Result<Self, VirtualCardError> {
        Ok(Self {
            applications: vec![jpki::application(persona, material)?],
            objects: Vec::new(),
            is_iphone: false,
        })
    }

    /// The application whose AID begins with `name` (ISO 7816-4, 12.3.3 allows a
    /// right-truncated name; the five bytes of the provider must be there).
    pub(crate) fn application(&self, name: &[u8]) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| name.len() >= 5 && application.aid.starts_with(name))
    }

    /// The data object with this tag.
    pub(crate) fn object(&self, tag: u16) -> Option<&[u8]> {
        self.objects
            .iter()
            .find_map(|(other, contents)| (*other == tag).then_some(contents.as_slice()))
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
    pub(crate) fn new(bytes: &[u8]) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

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
