//! The name of one call, by which its lines in the log, its answer and what the caller
//! knows of it are found together.

use api::REQUEST_ID;
use tonic::codegen::http::{HeaderMap, HeaderValue};

use crate::given::{Entropy, random};

/// No name is longer.
const LONGEST: usize = 64;

/// Hexadecimal digits, at most 64: anything else could forge a log line, or carry what
/// must not be logged.
pub(crate) struct RequestId(String);

impl RequestId {
    /// The caller's name for the call if it is one, or else a new one.
    pub(crate) fn of(headers: &HeaderMap, entropy: &dyn Entropy) -> Self {
        let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
        let given = given.filter(|id| {
            (1..=LONGEST).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        Self(given.map_or_else(|| hex::encode(random::<16>(entropy)), str::to_owned))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Writes it, in place of what was there.
    pub(crate) fn put(&self, headers: &mut HeaderMap) {
        // Hexadecimal digits can stand in a header.
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            headers.insert(REQUEST_ID, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;

    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn what_is_no_hexadecimal_name_is_replaced() {
        let longest = "a".repeat(LONGEST);
        let too_long = "a".repeat(LONGEST + 1);
        let new = "07".repeat(16);
        for (given, taken) in [
            (&b"0123abCD"[..], "0123abCD"),
            (longest.as_bytes(), &longest),
            (too_long.as_bytes(), &new),
            (b"", &new),
            (b"12 34", &new),
            (b"1310000001x", &new),
            (b"${jndi:ldap://x}", &new),
            (b"\xE7\xAA\x93", &new),
            (b"a\tb", &new),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_bytes(given).unwrap());
            let id = RequestId::of(&headers, &Sevens);
            assert_eq!(id.as_str(), taken);
            id.put(&mut headers);
            assert_eq!(headers[REQUEST_ID], *taken);
        }
        assert_eq!(RequestId::of(&HeaderMap::new(), &Sevens).as_str(), new);
    }
}
