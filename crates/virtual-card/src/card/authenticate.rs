//! GET CHALLENGE and INTERNAL AUTHENTICATE (ISO 7816-4, 11.5.3 and 11.5.2).

use apdu::{Command, Form, MAX_SHORT_EXPECTED, StatusWord};
use rand_core::RngCore as _;
use rsa::Pkcs1v15Sign;
use rsa::traits::PublicKeyParts;
use sha2::{Digest, Sha256};

use super::{Card, NO_DIAGNOSIS, Reply, Target};
use crate::image::{File, Purpose};

impl Card {
    /// 1 to 256 random bytes, exactly as many as a short Le asks for; an extended
    /// one is refused. The latest are what EXTERNAL AUTHENTICATE must answer.
    pub(super) fn get_challenge(&mut self, command: &Command) -> Reply {
        if (command.p1, command.p2) != (0x00, 0x00) {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        if !command.data.is_empty() || command.expected == 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if command.form == Form::Extended || command.expected > MAX_SHORT_EXPECTED {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        let mut challenge = vec![0; command.expected];
        self.randomness
            .try_fill_bytes(&mut challenge)
            .map_err(|_| NO_DIAGNOSIS)?;
        self.volatile.challenge.clone_from(&challenge);
        Ok(challenge)
    }

    /// Signs a challenge (sha256WithRSAEncryption) with a key made for that.
    pub(super) fn internal_authenticate(&mut self, command: &Command) -> Reply {
        if command.p1 != 0x00 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let target = Target::from_byte(command.p2)?;
        let image = &self.persistent.image;
        let (application, _, file) = self.volatile.locate(target, image)?;
        let File::Key { key, purpose } = file else {
            return Err(StatusWord::WRONG_FILE_KIND);
        };
        // A key of the other purpose: behind its PIN it is not even reached.
        if let Purpose::Sign(access) = purpose {
            return Err(if self.volatile.allows(*access, application) {
                StatusWord::CONDITIONS_NOT_SATISFIED
            } else {
                StatusWord::NOT_AUTHORISED
            });
        }
        if command.data.is_empty() || command.expected < key.size() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let hash = Sha256::digest(command.data);
        let padding = Pkcs1v15Sign::new::<Sha256>();
        key.sign_with_rng(&mut self.randomness, padding, &hash)
            .map_err(|_| NO_DIAGNOSIS)
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;
    use rsa::Pkcs1v15Sign;
    use sha2::{Digest, Sha256};

    use crate::card::bench::{self, COMMON, send, status_after};

    #[test]
    fn a_challenge_is_as_long_as_asked_for_and_never_the_same() {
        let mut card = bench::card().with_randomness(ChaCha20Rng::seed_from_u64(7));
        for (command, length) in [
            ("0084000001", 1),
            ("0084000010", 16),
            ("0084000020", 32),
            ("00840000FF", 255),
            ("0084000000", 256),
        ] {
            assert_eq!(send(&mut card, &[command]).len(), length + 2, "{command}");
        }
        assert_eq!(status_after(&["00840000000010"]), "6985");
        assert_eq!(status_after(&["00840000000101"]), "6985");
        let first = send(&mut card, &["0084000010"]);
        assert_ne!(first, send(&mut card, &["0084000010"]));
        let mut again = bench::card().with_randomness(ChaCha20Rng::seed_from_u64(7));
        let lengths = ["0084000001", "0084000010", "0084000020", "00840000FF"];
        let repeated = send(
            &mut again,
            &[&lengths[..], &["0084000000", "0084000010"]].concat(),
        );
        assert_eq!(first, repeated);
    }

    #[test]
    fn the_common_application_signs_a_challenge_for_anyone() {
        let answer = send(&mut bench::card(), &[COMMON, "00880099 04 01020304 00"]);
        let hash = Sha256::digest([1, 2, 3, 4]);
        bench::public_key()
            .verify(Pkcs1v15Sign::new::<Sha256>(), &hash, &answer[..256])
            .unwrap();
    }
}
