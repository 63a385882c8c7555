//! A signed statement of how far the audit trail is.

use jiff::Timestamp;

use crate::ChainHead;
use crate::audit::to_the_microsecond;

/// What every statement begins with: what it is, and its form.
const OPENING: &str = "madoguchi-audit-checkpoint-1";
/// What stands before the signature in a line.
const SIGNATURE: &str = " signature=";

/// How far the chain was at an instant, signed by the server. Kept in the store, and
/// by a witness outside of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The last record then.
    pub head: ChainHead,
    /// When.
    pub at: Timestamp,
    /// Ed25519 over the statement's bytes.
    pub signature: [u8; 64],
}

/// Which trail: the hash of its first record, which says when and by whom it was
/// begun. No two trails have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(pub [u8; 32]);

impl Checkpoint {
    /// States that the trail of `origin` is as far as `head`, signed by `sign`.
    pub fn signed(
        origin: Origin,
        head: ChainHead,
        at: Timestamp,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Self {
        let at = to_the_microsecond(at);
        let signature = sign(statement(origin, head, at).as_bytes());
        Self {
            head,
            at,
            signature,
        }
    }

    /// The bytes that are signed, all of it ASCII: what it is, the trail, the record's
    /// number and hash, and the instant, parted by single blanks.
    #[must_use]
    pub fn statement(&self, origin: Origin) -> String {
        statement(origin, self.head, self.at)
    }

    /// The statement with its signature, in one line without its end.
    #[must_use]
    pub fn to_line(&self, origin: Origin) -> String {
        let signature = hex::encode(self.signature);
        format!("{}{SIGNATURE}{signature}", self.statement(origin))
    }

    /// What a line says, if it is one that [`Checkpoint::to_line`] writes. Whether the
    /// signature is good is another question.
    #[must_use]
    pub fn from_line(line: &str) -> Option<(Origin, Self)> {
        let mut words = line.split(' ');
        let mut value = |name: &str| words.next()?.strip_prefix(name);
        value(OPENING).filter(|rest| rest.is_empty())?;
        let origin = Origin(bytes(value("origin=")?)?);
        let number = value("number=")?.parse().ok()?;
        let hash = bytes(value("hash=")?)?;
        let at = value("at=")?.parse().ok()?;
        let signature = bytes(value("signature=")?)?;
        let read = Self {
            head: ChainHead { number, hash },
            at,
            signature,
        };
        // One statement has one line.
        (read.to_line(origin) == line).then_some((origin, read))
    }
}

fn statement(origin: Origin, head: ChainHead, at: Timestamp) -> String {
    let (origin, hash) = (hex::encode(origin.0), hex::encode(head.hash));
    let number = head.number;
    format!("{OPENING} origin={origin} number={number} hash={hash} at={at:.6}")
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: Origin = Origin([0xA0; 32]);

    fn checkpoint() -> Checkpoint {
        let head = ChainHead {
            number: 1_234,
            hash: [0x5B; 32],
        };
        let at = "2026-11-21T09:00:00.1234567+09:00".parse().unwrap();
        Checkpoint::signed(ORIGIN, head, at, |_| [0xC7; 64])
    }

    #[test]
    fn a_statement_is_what_others_read_and_verify() {
        let (origin, hash) = ("a0".repeat(32), "5b".repeat(32));
        let expected = format!(
            "madoguchi-audit-checkpoint-1 origin={origin} number=1234 hash={hash} \
             at=2026-11-21T00:00:00.123456Z"
        );
        assert_eq!(checkpoint().statement(ORIGIN), expected);
        let line = format!("{expected} signature={}", "c7".repeat(64));
        assert_eq!(checkpoint().to_line(ORIGIN), line);
        assert_eq!(Checkpoint::from_line(&line), Some((ORIGIN, checkpoint())));
    }

    #[test]
    fn what_is_signed_is_the_whole_statement() {
        let head = checkpoint().head;
        let mut signed = Vec::new();
        let checkpoint = Checkpoint::signed(ORIGIN, head, checkpoint().at, |bytes| {
            signed = bytes.to_vec();
            [0; 64]
        });
        assert_eq!(signed, checkpoint.statement(ORIGIN).into_bytes());
    }

    #[test]
    fn a_line_is_read_in_one_form_only() {
        let line = checkpoint().to_line(ORIGIN);
        for length in 0..line.len() {
            assert_eq!(Checkpoint::from_line(&line[..length]), None, "{length}");
        }
        for other in [
            line.replace("number=1234", "number=01234"),
            line.replace("number=1234", "number=+1234"),
            line.replace(".123456Z", ".1234560Z"),
            line.replace("00:00:00.123456Z", "09:00:00.123456+09:00"),
            line.replace("a0a0", "A0A0"),
            line.replacen(' ', "  ", 1),
            line.replace("checkpoint-1", "checkpoint-2"),
            format!("{line} "),
            format!(" {line}"),
            format!("{line}\r"),
        ] {
            assert_eq!(Checkpoint::from_line(&other), None, "{other}");
        }
    }
}
