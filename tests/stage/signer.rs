//! Keys and certificates that are not what they should be: a card's without the
//! card, a foreign authority's, a card's as an institution's.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use pki::{Authority, CardRequest, Credentials, Folder};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::SigningKey;

/// Who signs challenges.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) certificate: Vec<u8>,
    key: Arc<dyn SigningKey>,
}

impl Signer {
    /// The key and certificate of the card that was issued into `folder`.
    pub(crate) fn of_card(folder: &Path) -> Self {
        Self {
            certificate: virtual_card::issued_certificate(folder).unwrap(),
            key: signing_key(&card_key(folder)),
        }
    }

    /// A new key, certified by `authority` for the years of the stories.
    pub(crate) fn certified_by(authority: &Authority, seed: u64) -> Self {
        let pkcs8 = Authority::rsa_key(&mut ChaCha20Rng::seed_from_u64(seed)).unwrap();
        Self::certified(authority, &pkcs8)
    }

    /// A key that certifies itself.
    pub(crate) fn self_signed(seed: u64) -> Self {
        let (authority, pkcs8) = authority(seed);
        Self::certified(&authority, &pkcs8)
    }

    fn certified(authority: &Authority, pkcs8: &[u8]) -> Self {
        let key = signing_key(pkcs8);
        let request = CardRequest {
            public_key: &key.public_key().unwrap(),
            not_before: "2026-04-01T00:00:00+09:00".parse().unwrap(),
            not_after: "2031-02-17T23:59:59+09:00".parse().unwrap(),
        };
        Self {
            certificate: authority.issue_card(request).unwrap().to_vec(),
            key,
        }
    }

    /// This certificate with that one's key: a clone that lacks the card.
    pub(crate) fn with_key_of(&self, other: &Self) -> Self {
        Self {
            certificate: self.certificate.clone(),
            key: Arc::clone(&other.key),
        }
    }

    /// RSA PKCS#1 v1.5 over SHA-256, as a card signs.
    pub(crate) fn sign(&self, challenge: &[u8]) -> Vec<u8> {
        let scheme = [SignatureScheme::RSA_PKCS1_SHA256];
        let signer = self.key.choose_scheme(&scheme).unwrap();
        signer.sign(challenge).unwrap()
    }
}

/// An authority above cards that nobody trusts, and its key.
pub(crate) fn authority(seed: u64) -> (Authority, Vec<u8>) {
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = "2040-01-01T00:00:00Z".parse().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let (authority, key) = Authority::for_cards(from, until, &mut rng).unwrap();
    (authority, key.to_vec())
}

/// The insured person's card, as if it were an institution.
pub(crate) fn as_an_institution(pki: &Folder) -> Credentials {
    let folder = pki.card("insured");
    Credentials {
        certificate: virtual_card::issued_certificate(&folder).unwrap().into(),
        key: PrivatePkcs8KeyDer::from(card_key(&folder)),
        authority: pki.server().unwrap().authority,
    }
}

/// A client certificate of `pki`'s network authority in that name, until then.
pub(crate) fn certified(pki: &Folder, name: &str, until: &str) -> Credentials {
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = until.parse().unwrap();
    pki.add_institution(name, "clinic", from, until).unwrap();
    pki.institution(name).unwrap()
}

/// The private key of the card in `folder`, PKCS#8.
fn card_key(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("user.key")).unwrap()
}

fn signing_key(pkcs8: &[u8]) -> Arc<dyn SigningKey> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8.to_vec()));
    any_supported_type(&key).unwrap()
}
