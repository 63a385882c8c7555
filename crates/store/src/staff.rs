//! 職員: accounts, and the attempts to sign in to them.

use jiff::{SignedDuration, Timestamp};
use qualification::{Caller, Role, StaffId};

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
    /// is enrolled again or signed out.
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
    Counted(StaffAccount),
    /// There is no such account; that is recorded as a wrong passcode is.
    NoAccount,
    /// Too many were wrong; that is recorded.
    Locked {
        /// Until then.
        until: Timestamp,
    },
}
