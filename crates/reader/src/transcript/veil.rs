//! Which bytes nobody may read afterwards.

use std::fmt;
use std::str::FromStr;

use apdu::{Command, Form};

/// Bytes of which some are veiled, written `0020008004********`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Veiled(Vec<Option<u8>>);

impl Veiled {
    /// A command with its secret veiled: of one that carries a PIN or a password
    /// everything but the header and a well-formed Lc.
    pub(super) fn command(command: &[u8]) -> Self {
        let clear = match Command::parse(command) {
            _ if !is_secret(command) => command.len(),
            Ok(Command { data: [], .. }) | Err(_) => 4,
            Ok(Command { form, .. }) => match form {
                Form::Short => 5,
                Form::Extended => 7,
            },
        };
        Self::with(command, |at| at >= clear)
    }

    /// The answer to `command`. A card may send a secret back: of an answer to one
    /// only the status word is clear.
    pub(super) fn answer(command: &[u8], answer: &[u8]) -> Self {
        let status = answer.len().saturating_sub(2);
        let secret = is_secret(command);
        Self::with(answer, |at| secret && (at < status || answer.len() < 2))
    }

    fn with(bytes: &[u8], is_veiled: impl Fn(usize) -> bool) -> Self {
        let bytes = bytes.iter().enumerate();
        Self(
            bytes
                .map(|(at, byte)| (!is_veiled(at)).then_some(*byte))
                .collect(),
        )
    }

    /// The bytes, 00 for each that is veiled.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.iter().map(|byte| byte.unwrap_or_default()).collect()
    }

    /// Where `bytes` first differ, counted from 0. A veiled byte equals any.
    pub(super) fn first_difference(&self, bytes: &[u8]) -> Option<usize> {
        let differs = |(ours, theirs): (&Option<u8>, &u8)| ours.is_some_and(|ours| ours != *theirs);
        let shorter = self.0.len().min(bytes.len());
        self.0
            .iter()
            .zip(bytes)
            .position(differs)
            .or_else(|| (self.0.len() != bytes.len()).then_some(shorter))
    }
}

/// Whether a command carries a PIN or a password: VERIFY, CHANGE REFERENCE DATA and
/// RESET RETRY COUNTER with plain data or data objects (ISO 7816-4, 11.6), and the
/// card maker's own change of a PIN (`80 32`), in any class: channel, chaining and
/// secure messaging are told there.
fn is_secret(command: &[u8]) -> bool {
    matches!(
        command,
        [_, 0x20 | 0x21 | 0x24 | 0x25 | 0x2C | 0x2D | 0x32, _, _, ..]
    )
}

impl fmt::Display for Veiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| match byte {
            Some(byte) => write!(f, "{byte:02X}"),
            None => f.write_str("**"),
        })
    }
}

/// The text is not made of pairs of hexadecimal digits or asterisks.
pub(super) struct NotBytes;

impl FromStr for Veiled {
    type Err = NotBytes;

    fn from_str(text: &str) -> Result<Self, NotBytes> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
            return Err(NotBytes);
        };
        let byte = |pair: &[u8; 2]| {
            let mut byte = [0];
            match pair {
                b"**" => Ok(None),
                pair => hex::decode_to_slice(pair, &mut byte)
                    .map(|()| Some(byte[0]))
                    .map_err(|_| NotBytes),
            }
        };
        pairs.iter().map(byte).collect::<Result<_, _>>().map(Self)
    }
}
