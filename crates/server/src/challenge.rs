//! The challenge that a card signs: made without writing anything, known again
//! without having been kept.
//!
//! ```text
//! version 1 │ issued at, ms 8 │ nonce 16 │ HMAC-SHA-256 32     = 57 bytes
//! ```
//! The seal also covers the institution and the certificate, which the desk brings
//! again, so a challenge is worth nothing to another institution or another card.
//! That it is used once is the store's to see: the nonce is a unique row there.

use jiff::{SignedDuration, Timestamp};
use qualification::Institution;
use ring::{digest, hmac};

use crate::given::{Entropy, random};

/// How long a card may take to sign it.
pub const CHALLENGE_LIFE: SignedDuration = SignedDuration::from_mins(5);

/// How far another server's clock may be ahead. A challenge of later than that was made
/// before this server's clock was set back: it is refused, lest it outlive the memory of
/// its use.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

const VERSION: u8 = 1;
const HEAD: usize = 1 + 8 + 16;

/// Makes and knows challenges.
pub(crate) struct ChallengeSeal {
    key: hmac::Key,
}

/// A challenge is not this server's, not for this card or institution, too old, or of a
/// time to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotFresh;

impl ChallengeSeal {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
        }
    }

    /// A new challenge, and the first instant at which it is refused.
    pub(crate) fn make(
        &self,
        institution: &Institution,
        certificate: &[u8],
        now: Timestamp,
        entropy: &dyn Entropy,
    ) -> (Vec<u8>, Timestamp) {
        let nonce: [u8; 16] = random(entropy);
        let mut challenge = Vec::with_capacity(HEAD + 32);
        challenge.push(VERSION);
        challenge.extend_from_slice(&now.as_millisecond().to_be_bytes());
        challenge.extend_from_slice(&nonce);
        let seal = hmac::sign(&self.key, &covered(&challenge, institution, certificate));
        challenge.extend_from_slice(seal.as_ref());
        (challenge, end_of(now))
    }

    /// The nonce of a challenge that was made here, for this institution and
    /// certificate, and is still fresh.
    pub(crate) fn open(
        &self,
        challenge: &[u8],
        institution: &Institution,
        certificate: &[u8],
        now: Timestamp,
    ) -> Result<[u8; 16], NotFresh> {
        let (head, seal) = challenge.split_at_checked(HEAD).ok_or(NotFresh)?;
        hmac::verify(&self.key, &covered(head, institution, certificate), seal)
            .map_err(|_| NotFresh)?;
        let (_, rest) = head.split_first().ok_or(NotFresh)?;
        let (issued, nonce) = rest.split_first_chunk::<8>().ok_or(NotFresh)?;
        let issued = Timestamp::from_millisecond(i64::from_be_bytes(*issued));
        let issued = issued.map_err(|_| NotFresh)?;
        let begins = issued.checked_sub(AHEAD).map_err(|_| NotFresh)?;
        if now < begins || now >= end_of(issued) {
            return Err(NotFresh);
        }
        nonce.try_into().map_err(|_| NotFresh)
    }
}

fn end_of(issued: Timestamp) -> Timestamp {
    issued.checked_add(CHALLENGE_LIFE).unwrap_or(Timestamp::MAX)
}

/// What the seal is over. The institution's code and the digest have fixed
/// lengths, so no two triples read alike.
fn covered(head: &[u8], institution: &Institution, certificate: &[u8]) -> Vec<u8> {
    let certificate = digest::digest(&digest::SHA256, certificate);
    [head, institution.as_str().as_bytes(), certificate.as_ref()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.iter_mut().zip(1..).for_each(|(byte, n)| *byte = n);
        }
    }

    fn clinic(code: &str) -> Institution {
        Institution::parse(code).unwrap()
    }

    #[test]
    fn a_challenge_is_known_again_until_its_life_ends() {
        let seal = ChallengeSeal::new(&[3; 32]);
        let now: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let ours = clinic("1310000001");
        let (challenge, until) = seal.make(&ours, b"card", now, &Counting);
        let nonce = std::array::from_fn(|at| u8::try_from(at + 1).unwrap());
        let last = until - SignedDuration::from_millis(1);
        assert_eq!(seal.open(&challenge, &ours, b"card", last), Ok(nonce));
        assert_eq!(seal.open(&challenge, &ours, b"card", until), Err(NotFresh));
    }

    #[test]
    fn a_challenge_of_more_than_a_minute_ahead_is_refused() {
        let seal = ChallengeSeal::new(&[3; 32]);
        let issued: Timestamp = "2026-11-21T00:01:00Z".parse().unwrap();
        let ours = clinic("1310000001");
        let (challenge, _) = seal.make(&ours, b"card", issued, &Counting);
        let at = |text: &str| {
            let now = text.parse().unwrap();
            seal.open(&challenge, &ours, b"card", now)
        };
        assert!(at("2026-11-21T00:00:00Z").is_ok());
        assert_eq!(at("2026-11-20T23:59:59.999Z"), Err(NotFresh));
        assert_eq!(at("2026-11-20T00:01:00Z"), Err(NotFresh));
    }

    #[test]
    fn another_institution_card_key_or_byte_is_refused() {
        let seal = ChallengeSeal::new(&[3; 32]);
        let now: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let ours = clinic("1310000001");
        let (challenge, _) = seal.make(&ours, b"card", now, &Counting);
        let theirs = clinic("1310000002");
        assert_eq!(seal.open(&challenge, &theirs, b"card", now), Err(NotFresh));
        assert_eq!(seal.open(&challenge, &ours, b"other", now), Err(NotFresh));
        let other_key = ChallengeSeal::new(&[4; 32]);
        assert_eq!(
            other_key.open(&challenge, &ours, b"card", now),
            Err(NotFresh)
        );
        for at in 0..challenge.len() {
            let mut changed = challenge.clone();
            changed[at] ^= 1;
            assert_eq!(
                seal.open(&changed, &ours, b"card", now),
                Err(NotFresh),
                "byte {at}"
            );
            assert_eq!(
                seal.open(&challenge[..at], &ours, b"card", now),
                Err(NotFresh)
            );
        }
    }
}
