//! Is this card genuine, and was this signed by it?

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ring::digest;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{
    EndEntityCert, ExpirationPolicy, KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::{PkiError, SuspendedList};

/// A certificate that is longer is refused unread; real ones have 1,600 bytes.
const MAX_CERTIFICATE: usize = 4096;
/// RFC 5280 §4.1.2.2.
const MAX_SERIAL: usize = 20;

/// Which authority's cards are believed.
#[derive(Debug, Clone)]
pub struct CardTrust {
    anchor: Arc<TrustAnchor<'static>>,
}

/// A card whose certificate is genuine. Whether it is in its time is for the
/// caller to say: an expired card is still answered in its grace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedCard {
    /// SHA-256 of the certificate.
    pub fingerprint: [u8; 32],
    /// Its serial number, for a later look at the suspended list.
    pub serial: Vec<u8>,
    /// The first instant of validity.
    pub not_before: Timestamp,
    /// The last second of validity.
    pub not_after: Timestamp,
    public_key: Vec<u8>,
}

/// Why a card's certificate is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// The bytes are no certificate, or too many.
    #[error("the certificate cannot be read")]
    Malformed,
    /// Another authority signed it, or nobody, or it is not meant for this use.
    #[error("the certificate is not of the trusted authority or not for this use")]
    NotTrusted,
    /// It is on the suspended list, or the list does not tell.
    #[error("the certificate is suspended")]
    Suspended,
}

impl CardTrust {
    /// Believes cards of this authority.
    ///
    /// # Errors
    /// [`PkiError::Content`] when the bytes are no authority's certificate.
    pub fn new(authority: &CertificateDer<'_>) -> Result<Self, PkiError> {
        let anchor = anchor_from_trusted_cert(authority).map_err(|_| PkiError::Content {
            path: "card authority".into(),
            expected: "a certificate (DER)",
        })?;
        Ok(Self {
            anchor: Arc::new(anchor.to_owned()),
        })
    }

    /// Judges a card's certificate: form, chain, use, and the suspended list.
    ///
    /// # Errors
    /// [`Distrust`], which is an answer for the desk and not a failure.
    pub fn judge(
        &self,
        certificate: &[u8],
        suspended: &SuspendedList,
    ) -> Result<TrustedCard, Distrust> {
        let card = read(certificate)?;
        let der = CertificateDer::from(certificate);
        let end_entity = EndEntityCert::try_from(&der).map_err(|_| Distrust::Malformed)?;
        let lists = [&suspended.0];
        // Unknown is refused: a list of another authority tells nothing about this
        // card. The list's own age is the operator's business, not the patient's.
        let revocation = RevocationOptionsBuilder::new(&lists)
            .map_err(|_| Distrust::NotTrusted)?
            .with_depth(RevocationCheckDepth::EndEntity)
            .with_status_policy(UnknownStatusPolicy::Deny)
            .with_expiration_policy(ExpirationPolicy::Ignore)
            .build();
        // The chain is judged at the certificate's own last second, so that "who
        // signed it" and "is it in its time" stay two questions.
        let second = u64::try_from(card.not_after.as_second()).unwrap_or(0);
        let time = UnixTime::since_unix_epoch(Duration::from_secs(second));
        let anchors = [TrustAnchor::clone(&self.anchor)];
        end_entity
            .verify_for_usage(
                &[webpki::ring::RSA_PKCS1_2048_8192_SHA256],
                &anchors,
                &[],
                time,
                KeyUsage::client_auth(),
                Some(revocation),
                None,
            )
            .map_err(|error| match error {
                webpki::Error::CertRevoked => Distrust::Suspended,
                _ => Distrust::NotTrusted,
            })?;
        Ok(card)
    }
}

fn read(certificate: &[u8]) -> Result<TrustedCard, Distrust> {
    if certificate.len() > MAX_CERTIFICATE {
        return Err(Distrust::Malformed);
    }
    let (rest, parsed) = X509Certificate::from_der(certificate).map_err(|_| Distrust::Malformed)?;
    if !rest.is_empty() || parsed.raw_serial().len() > MAX_SERIAL {
        return Err(Distrust::Malformed);
    }
    let signs = matches!(parsed.key_usage(), Ok(Some(usage)) if usage.value.digital_signature());
    if !signs || parsed.is_ca() {
        return Err(Distrust::NotTrusted);
    }
    let instant = |time: x509_parser::time::ASN1Time| {
        Timestamp::from_second(time.timestamp()).map_err(|_| Distrust::Malformed)
    };
    let fingerprint = digest::digest(&digest::SHA256, certificate);
    Ok(TrustedCard {
        fingerprint: fingerprint
            .as_ref()
            .try_into()
            .map_err(|_| Distrust::Malformed)?,
        serial: parsed.raw_serial().to_vec(),
        not_before: instant(parsed.validity().not_before)?,
        not_after: instant(parsed.validity().not_after)?,
        public_key: parsed.public_key().subject_public_key.data.to_vec(),
    })
}

impl TrustedCard {
    /// Whether `signature` is this card's over `message` (RSA PKCS#1 v1.5, SHA-256).
    #[must_use]
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.public_key)
            .verify(message, signature)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Authority, CardRequest};
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use rsa::pkcs1v15::SigningKey;
    use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
    use rsa::sha2::Sha256;
    use rsa::signature::{SignatureEncoding, Signer};
    use rsa::{RsaPrivateKey, RsaPublicKey};
    use std::sync::OnceLock;

    struct World {
        ours: Authority,
        theirs: Authority,
        card_key: RsaPrivateKey,
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Making RSA keys takes long, so all tests share one set.
    fn world() -> &'static World {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            let mut rng = ChaCha20Rng::seed_from_u64(1);
            let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
            let key = Authority::rsa_key(&mut rng).unwrap();
            World {
                ours: Authority::for_cards(from, until, &mut rng).unwrap().0,
                theirs: Authority::for_cards(from, until, &mut rng).unwrap().0,
                card_key: RsaPrivateKey::from_pkcs8_der(&key).unwrap(),
            }
        })
    }

    fn card_of(authority: &Authority) -> Vec<u8> {
        let public = RsaPublicKey::from(&world().card_key);
        let public = public.to_public_key_der().unwrap();
        let request = CardRequest {
            public_key: public.as_bytes(),
            not_before: at("2026-01-01T00:00:00+09:00"),
            not_after: at("2026-10-10T23:59:59+09:00"),
        };
        authority.issue_card(request).unwrap().to_vec()
    }

    fn list_of(authority: &Authority, serials: &[Vec<u8>]) -> SuspendedList {
        let (now, next) = (at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
        let der = authority.suspended_list(serials, now, next).unwrap();
        SuspendedList::from_der(&der).unwrap()
    }

    fn judge(certificate: &[u8], list: &SuspendedList) -> Result<TrustedCard, Distrust> {
        CardTrust::new(world().ours.certificate())
            .unwrap()
            .judge(certificate, list)
    }

    #[test]
    fn a_card_of_our_authority_is_believed_whatever_its_age() {
        let card = judge(&card_of(&world().ours), &list_of(&world().ours, &[])).unwrap();
        assert_eq!(card.not_after, at("2026-10-10T14:59:59Z"));
    }

    #[test]
    fn a_card_of_another_authority_is_not_believed() {
        let list = list_of(&world().ours, &[]);
        assert_eq!(
            judge(&card_of(&world().theirs), &list),
            Err(Distrust::NotTrusted)
        );
        let authority_itself = world().ours.certificate();
        assert_eq!(judge(authority_itself, &list), Err(Distrust::NotTrusted));
    }

    #[test]
    fn a_suspended_card_is_told_apart_and_lifting_it_helps() {
        let certificate = card_of(&world().ours);
        let serial = read(&certificate).unwrap().serial;
        let on = list_of(&world().ours, std::slice::from_ref(&serial));
        assert_eq!(judge(&certificate, &on), Err(Distrust::Suspended));
        assert!(on.contains(&serial));
        let off = list_of(&world().ours, &[vec![7; 19]]);
        assert!(judge(&certificate, &off).is_ok());
        assert!(!off.contains(&serial));
    }

    #[test]
    fn a_list_signed_by_another_authority_lets_nobody_in() {
        let list = list_of(&world().theirs, &[]);
        assert_eq!(
            judge(&card_of(&world().ours), &list),
            Err(Distrust::NotTrusted)
        );
    }

    #[test]
    fn a_certificate_with_one_changed_byte_is_never_believed() {
        let list = list_of(&world().ours, &[]);
        let good = card_of(&world().ours);
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x01;
            assert!(judge(&bad, &list).is_err(), "byte {at}");
        }
        let mut trailing = good.clone();
        trailing.push(0);
        assert_eq!(judge(&trailing, &list), Err(Distrust::Malformed));
        assert_eq!(judge(&[], &list), Err(Distrust::Malformed));
        assert_eq!(judge(&vec![0x30; 5000], &list), Err(Distrust::Malformed));
    }

    #[test]
    fn only_the_cards_own_signature_over_the_message_counts() {
        let card = judge(&card_of(&world().ours), &list_of(&world().ours, &[])).unwrap();
        let key = SigningKey::<Sha256>::new(world().card_key.clone());
        let signature = key.sign(b"challenge").to_vec();
        assert!(card.signed(b"challenge", &signature));
        assert!(!card.signed(b"another challenge", &signature));
        assert!(!card.signed(b"challenge", &[]));
        for at in 0..signature.len() {
            let mut bad = signature.clone();
            bad[at] ^= 0x80;
            assert!(!card.signed(b"challenge", &bad), "byte {at}");
        }
    }

    #[test]
    fn the_profile_is_what_public_readers_know() {
        let der = card_of(&world().ours);
        let (_, certificate) = X509Certificate::from_der(&der).unwrap();
        assert!(
            (256..2000).contains(&der.len()),
            "fits its file: {}",
            der.len()
        );
        assert!(
            certificate
                .subject()
                .to_string()
                .starts_with("C=JP, CN=SIMULATOR")
        );
        assert!(
            certificate
                .issuer()
                .to_string()
                .contains("O=JPKI-SIMULATOR")
        );
        let oids: Vec<String> = certificate
            .extensions()
            .iter()
            .map(|extension| extension.oid.to_id_string())
            .collect();
        for oid in [
            "2.5.29.14",
            "2.5.29.15",
            "2.5.29.18",
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.35",
            "2.5.29.37",
            "1.3.6.1.5.5.7.1.1",
        ] {
            assert!(oids.iter().any(|found| found == oid), "{oid} in {oids:?}");
        }
        for extension in certificate.extensions() {
            assert!(
                !extension.parsed_extension().unsupported(),
                "{}",
                extension.oid
            );
        }
    }
}
