//! Keys and certificates that are not what they should be: a card's without the
//! card, a foreign authority's, a card's as an institution's.

use std::path::Path;
use std::sync::Arc;

use card::{Card, Pin, PinOutcome};
use pki::{Authority, CardRequest, Credentials, Folder, NetworkSubject};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::SigningKey;
use virtual_card::CounterMemory;

use super::clinic::PIN;

/// Signs a challenge as a card does: RSA PKCS#1 v1.5 over SHA-256.
type Sign = Arc<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// Who signs challenges.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) certificate: Vec<u8>,
    sign: Sign,
}

impl Signer {
    /// The card that was issued into `folder`, which signs after its PIN.
    pub(crate) fn of_card(folder: &Path) -> Self {
        let folder = folder.to_owned();
        let certificate = virtual_card::issued_certificate(&folder).unwrap();
        let sign = move |challenge: &[u8]| {
            let image = virtual_card::issued_image(&folder).unwrap();
            let tries = CounterMemory::fresh(&image);
            let likeness = virtual_card::Card::new(image, tries);
            let card = Card::new(likeness).select_jpki().unwrap();
            let PinOutcome::Accepted(mut card) = card.verify(Pin::parse(PIN).unwrap()).unwrap()
            else {
                panic!("the PIN was not accepted");
            };
            card.sign(challenge).unwrap()
        };
        Self {
            certificate,
            sign: Arc::new(sign),
        }
    }

    /// A new key, certified by `authority` for the years of the stories.
    pub(crate) fn certified_by(authority: &Authority, seed: u64) -> Self {
        Self::certified(authority, &key(seed), SignatureScheme::RSA_PKCS1_SHA256)
    }

    /// A key that certifies itself.
    pub(crate) fn self_signed(seed: u64) -> Self {
        let (authority, pkcs8) = authority(seed);
        Self::certified(&authority, &pkcs8, SignatureScheme::RSA_PKCS1_SHA256)
    }

    /// A key, certified by `authority`, which signs in that way.
    pub(crate) fn certified(authority: &Authority, pkcs8: &[u8], scheme: SignatureScheme) -> Self {
        let key = signing_key(pkcs8);
        let certificate = certificate_for(authority, key.as_ref());
        let sign = move |challenge: &[u8]| {
            let signer = key.choose_scheme(&[scheme]).unwrap();
            signer.sign(challenge).unwrap()
        };
        Self {
            certificate,
            sign: Arc::new(sign),
        }
    }

    /// This certificate with that one's key: a clone that lacks the card.
    pub(crate) fn with_key_of(&self, other: &Self) -> Self {
        Self {
            certificate: self.certificate.clone(),
            sign: Arc::clone(&other.sign),
        }
    }

    pub(crate) fn sign(&self, challenge: &[u8]) -> Vec<u8> {
        (self.sign)(challenge)
    }
}

/// A new key. To make one takes long.
pub(crate) fn key(seed: u64) -> Vec<u8> {
    let key = Authority::rsa_key(&mut ChaCha20Rng::seed_from_u64(seed));
    key.unwrap().to_vec()
}

/// A card's certificate for this key.
fn certificate_for(authority: &Authority, key: &dyn SigningKey) -> Vec<u8> {
    let request = CardRequest {
        public_key: &key.public_key().unwrap(),
        not_before: "2026-04-01T00:00:00+09:00".parse().unwrap(),
        not_after: "2031-02-17T23:59:59+09:00".parse().unwrap(),
    };
    authority.issue_card(request).unwrap().to_vec()
}

/// An authority above cards that nobody trusts, and its key.
pub(crate) fn authority(seed: u64) -> (Authority, Vec<u8>) {
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = "2040-01-01T00:00:00Z".parse().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let (authority, key) = Authority::for_cards(from, until, &mut rng).unwrap();
    (authority, key.to_vec())
}

/// A card with its key out in the open, as if it were an institution.
pub(crate) fn as_an_institution(pki: &Folder) -> Credentials {
    let pkcs8 = Authority::rsa_key(&mut ChaCha20Rng::seed_from_u64(5)).unwrap();
    let key = signing_key(&pkcs8);
    let authority = pki.card_authority().unwrap();
    Credentials {
        certificate: certificate_for(&authority, key.as_ref()).into(),
        key: PrivatePkcs8KeyDer::from(pkcs8.to_vec()),
        authority: pki.server().unwrap().authority,
    }
}

/// A client certificate of `pki`'s network authority in that name, until then.
pub(crate) fn certified(pki: &Folder, name: &str, until: &str) -> Credentials {
    let from = "2024-01-01T00:00:00Z".parse().unwrap();
    let until = until.parse().unwrap();
    let subject = NetworkSubject::Institution {
        code: name.into(),
        terminal: NetworkSubject::FIRST_TERMINAL.into(),
    };
    let authority = pki.network_authority().unwrap();
    let issued = authority.issue_client(&subject, "clinic", from, until);
    let issued = issued.unwrap();
    Credentials {
        certificate: issued.certificate,
        key: issued.key,
        authority: authority.certificate().clone(),
    }
}

fn signing_key(pkcs8: &[u8]) -> Arc<dyn SigningKey> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8.to_vec()));
    any_supported_type(&key).unwrap()
}
