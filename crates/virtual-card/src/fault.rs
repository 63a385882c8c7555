//! What can be wrong with a card, for those who must live with such cards.

mod course;
mod tampering;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::VirtualCardError;
pub(crate) use course::{Course, Instead};

/// One thing that is wrong with a card. As text it is its name and, after a colon,
/// what it needs to know:
///
/// | text | what happens |
/// |---|---|
/// | `slow:MS` | every answer comes so many milliseconds late |
/// | `mute:N` | from the N-th command on commands are carried out, and not answered |
/// | `empty:N` | the N-th command is answered with 0 bytes, on which PC/SC waits for ever |
/// | `one-byte:N` | the N-th command is answered with the first byte of its answer |
/// | `huge:N` | the N-th command is answered with 65,002 bytes |
/// | `wrong-length:N` | the N-th command is answered with one byte more than asked for |
/// | `no-status:N` | the N-th answer lacks its status word; two zeros when nothing is left |
/// | `endless:N` | from the N-th command on there is always more to fetch (`61 10`) |
/// | `random:N` | from the N-th command on the answers are 2 to 257 random bytes |
/// | `pulled:N` | the card is pulled out when the N-th command comes |
/// | `pulled-after:N` | the card is pulled out once it has answered the N-th command |
/// | `swapped:N:OTHER` | from the N-th command on another card answers, until the end |
/// | `truncated-file:FID` | the file with this identifier has lost its second half |
/// | `tampered-certificate` | one bit of the certificates' signatures is wrong |
/// | `cloned-certificate` | a copy of what can be read, but not of the private keys |
/// | `says-9000-to-any-pin` | an interposer says yes to every VERIFY; the card behind it hears nothing of it |
///
/// N counts the commands since power came, from 1. `empty` to `no-status` do what
/// they do to an answer: the command has been carried out. `OTHER` names the other
/// card; whoever makes the cards looks it up and hands it in
/// ([`Card::with_swap`](crate::Card::with_swap)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// `slow:MS`.
    Slow(Duration),
    /// `mute:N`.
    Mute(u32),
    /// `empty:N`.
    Empty(u32),
    /// `one-byte:N`.
    OneByte(u32),
    /// `huge:N`.
    Huge(u32),
    /// `wrong-length:N`.
    WrongLength(u32),
    /// `no-status:N`.
    NoStatus(u32),
    /// `endless:N`.
    Endless(u32),
    /// `random:N`.
    Random(u32),
    /// `pulled:N`.
    Pulled(u32),
    /// `pulled-after:N`.
    PulledAfter(u32),
    /// `swapped:N:OTHER`.
    Swapped {
        /// The first command that the other card answers.
        from: u32,
        /// A name for the other card: a folder or a persona.
        other: String,
    },
    /// `truncated-file:FID`, with four hexadecimal digits.
    TruncatedFile(u16),
    /// `tampered-certificate`.
    TamperedCertificate,
    /// `cloned-certificate`.
    ClonedCertificate,
    /// `says-9000-to-any-pin`.
    AnyPin,
}

impl FromStr for Fault {
    type Err = VirtualCardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| VirtualCardError::UnknownFault(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Fault> {
    match text {
        "tampered-certificate" => return Some(Fault::TamperedCertificate),
        "cloned-certificate" => return Some(Fault::ClonedCertificate),
        "says-9000-to-any-pin" => return Some(Fault::AnyPin),
        _ => {}
    }
    let (name, rest) = text.split_once(':')?;
    let count = || number(rest).filter(|count| *count > 0);
    Some(match name {
        "slow" => Fault::Slow(Duration::from_millis(number(rest)?.into())),
        "mute" => Fault::Mute(count()?),
        "empty" => Fault::Empty(count()?),
        "one-byte" => Fault::OneByte(count()?),
        "huge" => Fault::Huge(count()?),
        "wrong-length" => Fault::WrongLength(count()?),
        "no-status" => Fault::NoStatus(count()?),
        "endless" => Fault::Endless(count()?),
        "random" => Fault::Random(count()?),
        "pulled" => Fault::Pulled(count()?),
        "pulled-after" => Fault::PulledAfter(count()?),
        "swapped" => {
            let (from, other) = rest.split_once(':')?;
            Fault::Swapped {
                from: number(from).filter(|from| *from > 0)?,
                other: Some(other.to_owned()).filter(|other| !other.is_empty())?,
            }
        }
        "truncated-file" => {
            let is_file = rest.len() == 4 && rest.bytes().all(|it| it.is_ascii_hexdigit());
            Fault::TruncatedFile(u16::from_str_radix(rest, 16).ok().filter(|_| is_file)?)
        }
        _ => return None,
    })
}

/// Decimal digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slow(late) => write!(f, "slow:{}", late.as_millis()),
            Self::Mute(from) => write!(f, "mute:{from}"),
            Self::Empty(at) => write!(f, "empty:{at}"),
            Self::OneByte(at) => write!(f, "one-byte:{at}"),
            Self::Huge(at) => write!(f, "huge:{at}"),
            Self::WrongLength(at) => write!(f, "wrong-length:{at}"),
            Self::NoStatus(at) => write!(f, "no-status:{at}"),
            Self::Endless(from) => write!(f, "endless:{from}"),
            Self::Random(from) => write!(f, "random:{from}"),
            Self::Pulled(at) => write!(f, "pulled:{at}"),
            Self::PulledAfter(at) => write!(f, "pulled-after:{at}"),
            Self::Swapped { from, other } => write!(f, "swapped:{from}:{other}"),
            Self::TruncatedFile(file) => write!(f, "truncated-file:{file:04X}"),
            Self::TamperedCertificate => f.write_str("tampered-certificate"),
            Self::ClonedCertificate => f.write_str("cloned-certificate"),
            Self::AnyPin => f.write_str("says-9000-to-any-pin"),
        }
    }
}

#[cfg(test)]
mod tests;
