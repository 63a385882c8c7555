//! A passcode as the file keeps it: argon2id, as a PHC string.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, Version};

use super::Passcode;

/// Bytes of a salt and of a hash.
pub(super) const SALT: usize = 16;
const HASH: usize = 32;

/// 19 MiB, two passes, one lane: the OWASP password storage cheat sheet's first choice.
/// One comparison takes about 30 ms on a desk's computer.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The most that a file may ask for, so that a damaged one costs neither memory nor
/// time.
const MOST_MEMORY_KIB: u32 = 64 * 1024;
const MOST_PASSES: u32 = 8;
const MOST_LANES: u32 = 4;

/// The hash to keep.
pub(super) fn hash(passcode: &Passcode, salt: [u8; SALT]) -> argon2::password_hash::Result<String> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::encode_b64(&salt)?;
    let hash = argon2.hash_password(passcode.characters(), &salt)?;
    Ok(hash.to_string())
}

/// Whether `text` is a hash that is compared with here.
pub(super) fn is_hash(text: &str) -> bool {
    let Ok(hash) = PasswordHash::new(text) else {
        return false;
    };
    let Ok(params) = Params::try_from(&hash) else {
        return false;
    };
    hash.algorithm == ARGON2ID_IDENT
        && hash.version == Some(Version::V0x13.into())
        && hash.salt.is_some()
        && hash.hash.is_some_and(|it| it.len() == HASH)
        && params.m_cost() <= MOST_MEMORY_KIB
        && params.t_cost() <= MOST_PASSES
        && params.p_cost() <= MOST_LANES
}

/// Whether it is the hash of `passcode`, which is wiped. Takes the same time for any
/// passcode.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a passcode is compared once, and then gone"
)]
pub(super) fn matches(hash: &str, passcode: Passcode) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        let argon2 = Argon2::default();
        argon2.verify_password(passcode.characters(), &hash).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$";

    fn passcode(text: &str) -> Passcode {
        Passcode::parse(text).unwrap()
    }

    #[test]
    fn a_passcode_matches_its_own_hash_alone() {
        let hash = hash(&passcode("mado-2026"), [7; SALT]).unwrap();
        assert!(hash.starts_with(KNOWN), "{hash}");
        assert!(is_hash(&hash));
        assert!(matches(&hash, passcode("ｍａｄｏ－２０２６")));
        assert!(!matches(&hash, passcode("mado-2027")));
        assert!(!matches(&hash, passcode("Mado-2026")));
    }

    #[test]
    fn another_salt_gives_another_hash() {
        let of = |salt| hash(&passcode("mado-2026"), [salt; SALT]).unwrap();
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn what_is_no_argon2id_of_bearable_cost_is_no_hash() {
        let good = format!("{KNOWN}{}", "A".repeat(43));
        assert!(is_hash(&good));
        for (from, to) in [
            ("argon2id", "argon2i"),
            ("argon2id", "scrypt"),
            ("v=19", "v=16"),
            ("$v=19", ""),
            ("m=19456", "m=4000000"),
            ("t=2", "t=400"),
            ("p=1", "p=5"),
            ("p=1", "p=0"),
            ("BwcHBwcHBwcHBwcHBwcHBw", ""),
            ("AAAA", ""),
            ("AAAA", "!!!!"),
            ("$argon2id", "argon2id"),
        ] {
            let bad = good.replacen(from, to, 1);
            assert!(!is_hash(&bad), "{bad}");
        }
        assert!(!is_hash(""));
    }
}
