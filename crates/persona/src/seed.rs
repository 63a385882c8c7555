//! What a file leaves out is drawn from its seed, so that the same file always
//! makes the same card.
//!
//! Every draw is `SHA-256("madoguchi persona" 00 what 00 from)`, where *what* names
//! the draw and *from* is the seed as eight bytes, most significant first. The seed
//! itself, left out, is the draw `seed` from the name, a zero byte and the day of
//! birth as `1980-02-17`: its first eight bytes, without the highest bit, so that a
//! file can write it.

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::{Number, Pin};

/// The seed of who has that name and day of birth.
pub(crate) fn of(name: &str, birth: Date) -> u64 {
    let drawn = hash("seed", format!("{name}\0{birth}").as_bytes());
    let (first, _) = drawn.split_first_chunk().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*first) >> 1
}

/// The draw `what`: 32 bytes.
pub(crate) fn draw(seed: u64, what: &str) -> [u8; 32] {
    hash(what, &seed.to_be_bytes())
}

/// The draw `number`: [`Number::drawn`].
pub(crate) fn number(seed: u64) -> Number {
    Number::drawn(&draw(seed, "number"))
}

/// The draw `security code`: each digit is a byte's remainder by ten.
pub(crate) fn security_code(seed: u64) -> Pin {
    Pin::drawn(&draw(seed, "security code"))
}

fn hash(what: &str, from: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"madoguchi persona\0")
        .chain_update(what.as_bytes())
        .chain_update([0])
        .chain_update(from)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_seed_is_someones_own_and_can_be_written_in_a_file() {
        let hanako = of("窓口　花子", date(1980, 2, 17));
        assert_ne!(hanako, of("窓口　花子", date(1980, 2, 18)));
        assert_ne!(hanako, of("窓口　華子", date(1980, 2, 17)));
        assert!(i64::try_from(hanako).is_ok());
        // The same today as on the day this was written, or issued cards would change.
        assert_eq!(hanako, 8_616_645_229_996_895_377);
    }

    #[test]
    fn draws_are_told_apart_by_seed_and_purpose() {
        assert_ne!(draw(1, "number"), draw(2, "number"));
        assert_ne!(draw(1, "number"), draw(1, "security code"));
        assert_ne!(number(1).bytes(), number(2).bytes());
        assert_ne!(security_code(1).bytes(), security_code(2).bytes());
    }
}
