//! COMPUTE DIGITAL SIGNATURE, in the form a My Number card knows it (`80 2A`).

use apdu::{Command, StatusWord};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};
use sha2::{Digest, Sha256};

use super::{Card, NO_DIAGNOSIS, Reply, Target};
use crate::image::{Access, Application, File, Purpose};

/// P2: the key of the application that signs when none is named.
const DEFAULT_KEY: u8 = 0x00;
/// What PKCS#1 v1.5 padding takes at least, in bytes (RFC 8017, 9.2).
const SHORTEST_PADDING: usize = 11;
/// SHA-256, in bytes.
const HASH_SIZE: usize = 32;

/// What is signed: P1, as public readers of the card found it out.
#[derive(Clone, Copy)]
enum Mode {
    /// 00: the data as they are given, padded by PKCS#1 v1.5, type 1; the caller has
    /// put its hash into a `DigestInfo`, or has not. 1 to 245 bytes.
    AsGiven,
    /// 01: the card's SHA-256 of the data, padded without a `DigestInfo`.
    BareHash,
    /// 02: a SHA-256 in a `DigestInfo`, given or (03) made by the card.
    Pkcs1 { given: bool },
    /// 04: a SHA-256 by PSS with 32 bytes of salt, given or (05) made by the card.
    Pss { given: bool },
}

impl Mode {
    const fn from_byte(p1: u8) -> Result<Self, StatusWord> {
        match p1 {
            0x00 => Ok(Self::AsGiven),
            0x01 => Ok(Self::BareHash),
            0x02 => Ok(Self::Pkcs1 { given: true }),
            0x03 => Ok(Self::Pkcs1 { given: false }),
            0x04 => Ok(Self::Pss { given: true }),
            0x05 => Ok(Self::Pss { given: false }),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn takes(self, length: usize, key: &RsaPrivateKey) -> bool {
        match self {
            Self::AsGiven => (1..=key.size().saturating_sub(SHORTEST_PADDING)).contains(&length),
            Self::Pkcs1 { given: true } | Self::Pss { given: true } => length == HASH_SIZE,
            Self::BareHash | Self::Pkcs1 { given: false } | Self::Pss { given: false } => {
                length > 0
            }
        }
    }
}

impl Card {
    /// Signs by one of the six modes; the answer is 256 bytes.
    pub(super) fn compute_digital_signature(&mut self, command: &Command) -> Reply {
        let mode = Mode::from_byte(command.p1)?;
        let image = &self.persistent.image;
        let (application, file) = if command.p2 == DEFAULT_KEY {
            let application = self.volatile.application(image);
            default_key(application.ok_or(StatusWord::NO_CURRENT_FILE)?)?
        } else {
            let target = Target::from_byte(command.p2)?;
            let (application, _, file) = self.volatile.locate(target, image)?;
            (application, file)
        };
        let (key, access) = signing_key(file)?;
        if !self.volatile.allows(access, application) {
            return Err(StatusWord::NOT_AUTHORISED);
        }
        if !mode.takes(command.data.len(), key) || command.expected < key.size() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let hash = |given| match given {
            true => command.data.to_vec(),
            false => Sha256::digest(command.data).to_vec(),
        };
        // Randomness blinds the computation; only the salt of PSS shows it.
        let rng = &mut self.randomness;
        match mode {
            Mode::AsGiven => key.sign_with_rng(rng, Pkcs1v15Sign::new_unprefixed(), command.data),
            Mode::BareHash => key.sign_with_rng(rng, Pkcs1v15Sign::new_unprefixed(), &hash(false)),
            Mode::Pkcs1 { given } => {
                key.sign_with_rng(rng, Pkcs1v15Sign::new::<Sha256>(), &hash(given))
            }
            Mode::Pss { given } => {
                key.sign_with_rng(rng, Pss::new_blinded::<Sha256>(), &hash(given))
            }
        }
        .map_err(|_| NO_DIAGNOSIS)
    }
}

fn default_key(application: &Application) -> Result<(&Application, &File), StatusWord> {
    let file = application.default_key.and_then(|id| application.file(id));
    Ok((application, file.ok_or(StatusWord::WRONG_PARAMETERS)?))
}

fn signing_key(file: &File) -> Result<(&RsaPrivateKey, Access), StatusWord> {
    match file {
        File::Key {
            key,
            purpose: Purpose::Sign(access),
        } => Ok((key, *access)),
        // A key, but not for this.
        File::Key { .. } => Err(StatusWord::CONDITIONS_NOT_SATISFIED),
        _ => Err(StatusWord::WRONG_FILE_KIND),
    }
}

#[cfg(test)]
mod tests {
    use rsa::{Pkcs1v15Sign, Pss};
    use sha2::{Digest, Sha256};

    use crate::card::bench::{self, COMMON, FACE, JPKI, SIGN, VERIFY, send, status, status_after};

    #[test]
    fn signing_says_why_not() {
        let long = format!("802A0097 F6 {} 00", "5A".repeat(246));
        let longest = format!("802A0097 F5 {} 00", "5A".repeat(245));
        let hash = "5A".repeat(32);
        let with_hash = |p1: &str| format!("802A{p1}97 20 {hash} 00");
        for (commands, want) in [
            (&[SIGN][..], "6A82"),
            (&["802A0080 03 010203 00"], "6986"),
            (&["802A0000 03 010203 00"], "6986"),
            (&[JPKI, "802A0080 03 010203 00"], "6986"),
            (&[JPKI, SIGN], "6982"),
            (&[JPKI, VERIFY, SIGN], "9000"),
            (&[JPKI, VERIFY, &longest], "9000"),
            (&[JPKI, VERIFY, &long], "6700"),
            (&[JPKI, VERIFY, "802A0097 00"], "6700"),
            (&[JPKI, VERIFY, "802A0397 00"], "6700"),
            (&[JPKI, VERIFY, "802A0097 03 010203"], "6700"),
            (&[JPKI, VERIFY, "802A0097 03 010203 FF"], "6700"),
            (&[JPKI, VERIFY, "802A0097 000003 010203 0000"], "9000"),
            (&[JPKI, VERIFY, "802A0098 03 010203 00"], "6981"),
            (&[JPKI, VERIFY, "802A009A 03 010203 00"], "6A82"),
            (&[JPKI, VERIFY, "802A0000 03 010203 00"], "6A86"),
            (&[JPKI, VERIFY, "802A0017 03 010203 00"], "6A86"),
            (&[JPKI, VERIFY, "802A0297 03 010203 00"], "6700"),
            (&[JPKI, VERIFY, "802A0497 03 010203 00"], "6700"),
            (&[JPKI, VERIFY, &with_hash("02")], "9000"),
            (&[JPKI, VERIFY, &with_hash("04")], "9000"),
            (&[JPKI, VERIFY, &with_hash("06")], "6A86"),
            (&[COMMON, "802A0099 03 010203 00"], "6985"),
            (&[FACE, "802A0000 03 010203 00"], "9000"),
            (&[FACE, "802A009A 03 010203 00"], "9000"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn the_default_key_does_not_become_the_current_file() {
        let read = [FACE, "00B0830001", "802A0000 03 010203 00", "00B0000001"];
        assert_eq!(status_after(&read), "9000");
    }

    #[test]
    fn each_mode_signs_what_it_says() {
        let message = "窓口".as_bytes();
        let hash = Sha256::digest(message).to_vec();
        let info = [&DIGEST_INFO[..], &hash].concat();
        let bare = Pkcs1v15Sign::new_unprefixed;
        let pkcs1 = Pkcs1v15Sign::new::<Sha256>;
        let key = bench::public_key();
        for (mode, data, padding, signed) in [
            ("00", &info, pkcs1(), &hash),
            ("00", &message.to_vec(), bare(), &message.to_vec()),
            ("01", &message.to_vec(), bare(), &hash),
            ("02", &hash, pkcs1(), &hash),
            ("03", &message.to_vec(), pkcs1(), &hash),
        ] {
            let answer = signature(mode, data);
            key.verify(padding, signed, &answer).expect(mode);
        }
        for (mode, data) in [("04", &hash[..]), ("05", message)] {
            let answer = signature(mode, data);
            key.verify(Pss::new::<Sha256>(), &hash, &answer)
                .expect(mode);
            assert_ne!(answer, signature(mode, data), "the salt is random");
        }
    }

    /// What stands before a SHA-256 in its `DigestInfo` (RFC 8017, 9.2).
    const DIGEST_INFO: [u8; 19] = [
        0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
        0x05, 0x00, 0x04, 0x20,
    ];

    fn signature(mode: &str, data: &[u8]) -> Vec<u8> {
        let data: String = data.iter().map(|byte| format!("{byte:02X}")).collect();
        let sign = format!("802A{mode}80 {:02X} {data} 00", data.len() / 2);
        let mut card = bench::card();
        let answer = send(&mut card, &[JPKI, VERIFY, "00A4020C020017", &sign]);
        assert_eq!((answer.len(), status(&answer)), (258, "9000".to_owned()));
        answer[..256].to_vec()
    }
}
