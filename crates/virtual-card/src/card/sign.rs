//! COMPUTE DIGITAL SIGNATURE, in the form a My Number card knows it (`80 2A`).

use apdu::{Command, StatusWord};
use rand_core::OsRng;
use rsa::Pkcs1v15Sign;
use rsa::traits::PublicKeyParts;

use super::{Card, NO_DIAGNOSIS, Reply, Target};
use crate::image::{File, Purpose};

/// P1: the card pads the data as they are given; the caller has put its hash into
/// a `DigestInfo`, or has not.
const AS_GIVEN: u8 = 0x00;
/// What PKCS#1 v1.5 padding takes at least, in bytes (RFC 8017, 9.2).
const SHORTEST_PADDING: usize = 11;

impl Card {
    /// Pads 1 to 245 bytes by PKCS#1 v1.5, type 1, and signs; 256 bytes.
    pub(super) fn compute_digital_signature(&mut self, command: &Command) -> Reply {
        if command.p1 != AS_GIVEN {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let target = Target::from_byte(command.p2)?;
        let image = &self.persistent.image;
        let (application, _, file) = self.volatile.locate(target, image)?;
        let File::Key {
            key,
            purpose: Purpose::Sign(sign),
        } = file
        else {
            return Err(StatusWord::WRONG_FILE_KIND);
        };
        if !self.volatile.allows(*sign, application) {
            return Err(StatusWord::NOT_AUTHORISED);
        }
        let longest = key.size().saturating_sub(SHORTEST_PADDING);
        let fits = (1..=longest).contains(&command.data.len()) && command.expected >= key.size();
        if !fits {
            return Err(StatusWord::WRONG_LENGTH);
        }
        // Randomness blinds the computation; the signature does not depend on it.
        key.sign_with_rng(&mut OsRng, Pkcs1v15Sign::new_unprefixed(), command.data)
            .map_err(|_| NO_DIAGNOSIS)
    }
}

#[cfg(test)]
mod tests {
    use rsa::Pkcs1v15Sign;
    use sha2::{Digest, Sha256};

    use crate::card::bench::{self, JPKI, SIGN, VERIFY, send, status, status_after};

    #[test]
    fn signing_says_why_not() {
        let long = format!("802A0097 F6 {} 00", "5A".repeat(246));
        let longest = format!("802A0097 F5 {} 00", "5A".repeat(245));
        for (commands, want) in [
            (&[SIGN][..], "6A82"),
            (&[JPKI, "802A0080 03 010203 00"], "6986"),
            (&[JPKI, SIGN], "6982"),
            (&[JPKI, VERIFY, SIGN], "9000"),
            (&[JPKI, VERIFY, &longest], "9000"),
            (&[JPKI, VERIFY, &long], "6700"),
            (&[JPKI, VERIFY, "802A0097 00"], "6700"),
            (&[JPKI, VERIFY, "802A0097 03 010203"], "6700"),
            (&[JPKI, VERIFY, "802A0097 03 010203 FF"], "6700"),
            (&[JPKI, VERIFY, "802A0097 000003 010203 0000"], "9000"),
            (&[JPKI, VERIFY, "802A0098 03 010203 00"], "6981"),
            (&[JPKI, VERIFY, "802A009A 03 010203 00"], "6A82"),
            (&[JPKI, VERIFY, "802A0000 03 010203 00"], "6A86"),
            (&[JPKI, VERIFY, "802A0197 03 010203 00"], "6A86"),
            (&[JPKI, VERIFY, "802A0597 03 010203 00"], "6A86"),
            (&[JPKI, VERIFY, "802A0697 03 010203 00"], "6A86"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn a_signature_verifies_with_the_key_in_the_certificate() {
        let hash = Sha256::digest("窓口".as_bytes());
        let info = format!("3031300d060960864801650304020105000420{hash:x}");
        let mut card = bench::card();
        let answer = send(
            &mut card,
            &[
                JPKI,
                VERIFY,
                "00A4020C020017",
                &format!("802A0080 33 {info} 00"),
            ],
        );
        assert_eq!((answer.len(), status(&answer)), (258, "9000".to_owned()));
        bench::public_key()
            .verify(Pkcs1v15Sign::new::<Sha256>(), &hash, &answer[..256])
            .unwrap();
    }
}
