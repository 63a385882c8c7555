//! Staff: requests and answers, in both directions.

mod message;

use jiff::Timestamp;
use qualification::{IdempotencyKey, Institution, Role, StaffId};
use zeroize::Zeroizing;

/// Characters of a passcode at least.
const SHORTEST: usize = 8;
/// And at most.
const LONGEST: usize = 64;

const UNKNOWN: &str = "is none of the values listed in the protocol";

/// What somebody of the staff signs in with (暗証番号). It cannot be printed, copied or
/// compared, and is wiped when dropped.
pub struct Passcode(Zeroizing<Vec<u8>>);

/// A text that is no passcode. It was compared with nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "職員の暗証番号は、英数字と記号で8文字から64文字です / a passcode of the staff has 8 to 64 letters, digits and signs"
)]
pub struct PasscodeFormat;

impl Passcode {
    /// The passcode that `text` is: 8 to 64 letters, digits and signs of ASCII, in half
    /// width or full width, which are the same. Capitals and small letters differ.
    ///
    /// # Errors
    /// [`PasscodeFormat`] when it is none.
    pub fn parse(text: &str) -> Result<Self, PasscodeFormat> {
        // It never grows, so that no copy is left behind.
        let mut folded = Zeroizing::new(Vec::with_capacity(LONGEST));
        for typed in text.chars() {
            if folded.len() == LONGEST {
                return Err(PasscodeFormat);
            }
            folded.push(half_width(typed).ok_or(PasscodeFormat)?);
        }
        let enough = folded.len() >= SHORTEST;
        enough.then_some(Self(folded)).ok_or(PasscodeFormat)
    }

    /// Its characters, in half width.
    #[must_use]
    pub fn characters(&self) -> &[u8] {
        &self.0
    }

    /// As a message carries it. Whoever sends the message has the copy to answer for.
    fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// What stood in a message is wiped there.
    fn taken(text: String) -> Result<Self, PasscodeFormat> {
        Self::parse(&Zeroizing::new(text))
    }
}

fn half_width(typed: char) -> Option<u8> {
    let code = u32::from(typed);
    let code = match typed {
        '！'..='～' => code - u32::from('！') + u32::from('!'),
        _ => code,
    };
    u8::try_from(code).ok().filter(u8::is_ascii_graphic)
}

/// Asks for a token.
pub struct SignIn {
    /// Who.
    pub staff: StaffId,
    /// Their passcode.
    pub passcode: Passcode,
}

/// Somebody is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffToken {
    /// What calls carry. No `Debug`: whoever has it, on this terminal, is them.
    pub token: String,
    /// As what.
    pub role: Role,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// No such account, or the passcode is another.
    Wrong,
    /// Too many were wrong.
    Locked {
        /// When it may be tried again.
        until: Timestamp,
    },
}

/// What came of signing in.
pub type SignInAnswer = Result<StaffToken, SignInRefusal>;

/// Ends every token of whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignOut {
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// Adds or changes an account.
pub struct EnrolStaff {
    /// Where; `None`: the administrator's own institution.
    pub institution: Option<Institution>,
    /// Who.
    pub staff: StaffId,
    /// As what.
    pub role: Role,
    /// With which passcode.
    pub passcode: Passcode,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// Removes an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveStaff {
    /// Where; `None`: the administrator's own institution.
    pub institution: Option<Institution>,
    /// Who.
    pub staff: StaffId,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// Asks for the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListStaff {
    /// Where; `None`: the administrator's own institution.
    pub institution: Option<Institution>,
}

/// An account, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAccount {
    /// Who.
    pub staff: StaffId,
    /// As what.
    pub role: Role,
    /// Until when it is locked, if it is.
    pub locked_until: Option<Timestamp>,
}

#[cfg(test)]
mod tests;
