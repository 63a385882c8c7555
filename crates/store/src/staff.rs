//! 職員: accounts, and the attempts to sign in to them.

use jiff::{SignedDuration, Timestamp};
use qualification::{Caller, Role, StaffId};

use crate::operation::event_of;
use crate::{AuditEvent, Operation};

/// How many wrong passcodes in a row an account takes.
pub const SIGN_IN_TRIES: u32 = 5;
/// How long it is locked after them.
pub const SIGN_IN_LOCK: SignedDuration = SignedDuration::from_mins(15);

/// An account. No `Debug`: it holds a passcode's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffAccount {
    /// Whose.
    pub id: StaffId,
    /// As what they work.
    pub role: Role,
    /// The passcode, as a PHC string of argon2id.
    pub passcode: String,
    /// The number of the sessions that are good now: see
    /// [`qualification::StaffOnDuty::session`]. A store counts it up when the account
    /// is enrolled again or signed out; one that was removed and is made anew goes on
    /// counting, so that no token of before is good for it.
    pub session: u32,
    /// Until when it is locked, if it is.
    pub locked_until: Option<Timestamp>,
}

/// Somebody wants to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who asks, at an institution; nobody is signed in yet.
    pub caller: Caller,
    /// To which account.
    pub staff: StaffId,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// When, by a clock that nobody sets, in microseconds.
    pub monotonic: u64,
}

/// What came of beginning to sign in.
#[derive(Clone, PartialEq, Eq)]
pub enum SignInBegun {
    /// The try is counted as a wrong one, durably, before the passcode is looked at, so
    /// that guesses side by side are counted each; it is forgiven when it was right.
    /// That it was counted is recorded, too: a try that nobody ends leaves a trace.
    /// The account is given as it stood before.
    Counted(StaffAccount),
    /// There is no such account; that is recorded as a wrong passcode is.
    NoAccount,
    /// Too many were wrong; that is recorded.
    Locked {
        /// Until then.
        until: Timestamp,
    },
}

/// What an audit record calls a step of signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignInStep {
    /// The passcode is about to be looked at.
    Counted,
    /// The passcode was right.
    SignedIn,
    /// It was not, or there is no such account.
    Wrong,
    /// It was not looked at.
    Locked,
}

impl SignIn {
    pub(crate) fn event(&self, step: SignInStep) -> AuditEvent {
        let result = match step {
            SignInStep::Counted => "COUNTED",
            SignInStep::SignedIn => "SIGNED_IN",
            SignInStep::Wrong => "WRONG",
            SignInStep::Locked => "LOCKED",
        };
        let when = (self.at, self.monotonic);
        AuditEvent {
            staff: Some(self.staff.clone()),
            ..event_of(Operation::SignIn, &self.caller, when, result)
        }
    }

    /// Until when an account is locked by this try, should it be the last one it takes.
    pub(crate) fn locks_until(&self) -> Timestamp {
        let until = self.at.checked_add(SIGN_IN_LOCK);
        until.unwrap_or(Timestamp::MAX)
    }
}
