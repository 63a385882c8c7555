//! Whether the passcode that was typed is the institution's, and how often it may be
//! tried.

use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::file::{self, Kept};
use super::{Passcode, StaffCheckError, hash};
use crate::StaffCheckPolicy;

/// The institution's passcode for 目視確認, in a file of the institution's own, which
/// all its desks share.
///
/// As on a card, a try is written down before the passcode is compared, and given back
/// by the right one: whoever ends the program in between has spent it. Too many wrong
/// ones in a row close the check for a while; then one more round begins. A clock that
/// is set back never opens it earlier. Nothing of a passcode is in the file but its
/// hash (argon2id).
///
/// Whoever may write the file may set another passcode: it is its owner's alone.
#[derive(Debug, Clone)]
pub struct StaffCheck {
    path: PathBuf,
}

/// What came of a passcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasscodeOutcome {
    /// It is the institution's. The count of wrong ones is 0 again.
    Right,
    /// It is not.
    Wrong {
        /// How many more in a row may be wrong; 0 when this one closed the check.
        left_in_a_row: u8,
    },
    /// It was not looked at, as the check is closed after too many wrong ones.
    Closed {
        /// The instant from which it is open again.
        until: Timestamp,
    },
}

/// How the check stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Wrong passcodes in a row; in a round that is over, those that closed it.
    pub wrong_in_a_row: u8,
    /// When the last of them came.
    pub last_wrong: Option<Timestamp>,
    /// The instant from which it is open again; `None` when it is open.
    pub closed_until: Option<Timestamp>,
}

impl StaffCheck {
    /// Sets the institution's passcode and begins its count at 0. The file is made, or
    /// replaced at once, and is readable by its owner alone; its folder must be there.
    /// `salt` is random.
    ///
    /// # Errors
    /// [`StaffCheckError::OpenToEveryone`] when everyone may write in the folder,
    /// [`StaffCheckError::File`], [`StaffCheckError::NotHashed`].
    pub fn set(path: &Path, passcode: &Passcode, salt: [u8; 16]) -> Result<(), StaffCheckError> {
        file::check_folder(path)?;
        let hash = hash::hash(passcode, salt).map_err(StaffCheckError::NotHashed)?;
        let _others_wait = file::lock(path)?;
        file::write(path, &Kept::fresh(hash))
    }

    /// The check that is set at `path`; `None` when none is.
    ///
    /// # Errors
    /// [`StaffCheckError::Damaged`] when the file holds something else,
    /// [`StaffCheckError::File`].
    pub fn open(path: &Path) -> Result<Option<Self>, StaffCheckError> {
        let kept = file::read(path)?;
        Ok(kept.map(|_| Self {
            path: path.to_owned(),
        }))
    }

    /// How it stands now. Another desk may change it at any time.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when it is no longer set.
    pub fn standing(&self, now: Timestamp) -> Result<Standing, StaffCheckError> {
        let kept = self.read()?;
        Ok(Standing {
            wrong_in_a_row: kept.wrong_in_a_row,
            last_wrong: kept.last_wrong,
            closed_until: kept.closed_until.filter(|until| now < *until),
        })
    }

    /// Whether a passcode would be compared now.
    ///
    /// # Errors
    /// As [`standing`](Self::standing).
    pub fn is_open(&self, now: Timestamp) -> Result<bool, StaffCheckError> {
        Ok(self.standing(now)?.closed_until.is_none())
    }

    /// Compares a passcode, once, and counts it if it is wrong. Takes some tens of
    /// milliseconds, and waits for other desks that are doing so.
    ///
    /// # Errors
    /// [`StaffCheckError`] when the file cannot be read, or the try not be written
    /// down: nothing was compared then; or when the right passcode's count could not be
    /// put back.
    pub fn check(
        &self,
        passcode: Passcode,
        now: Timestamp,
        policy: &StaffCheckPolicy,
    ) -> Result<PasscodeOutcome, StaffCheckError> {
        self.check_by(now, policy, |hash| hash::matches(hash, passcode))
    }

    fn check_by(
        &self,
        now: Timestamp,
        policy: &StaffCheckPolicy,
        is_right: impl FnOnce(&str) -> bool,
    ) -> Result<PasscodeOutcome, StaffCheckError> {
        let _others_wait = file::lock(&self.path)?;
        let kept = self.read()?;
        if let Some(until) = kept.closed_until.filter(|until| now < *until) {
            return Ok(PasscodeOutcome::Closed { until });
        }
        let counted = one_more_wrong(kept, now, policy);
        file::write(&self.path, &counted)?;
        let left_in_a_row = policy
            .mistakes_in_a_row
            .saturating_sub(counted.wrong_in_a_row);
        if !is_right(&counted.hash) {
            return Ok(PasscodeOutcome::Wrong { left_in_a_row });
        }
        file::write(&self.path, &Kept::fresh(counted.hash))?;
        Ok(PasscodeOutcome::Right)
    }

    fn read(&self) -> Result<Kept, StaffCheckError> {
        file::read(&self.path)?.ok_or_else(|| StaffCheckError::File {
            path: self.path.clone(),
            cause: io::ErrorKind::NotFound.into(),
        })
    }
}

/// What is written down before a passcode is compared: that it was wrong.
fn one_more_wrong(kept: Kept, now: Timestamp, policy: &StaffCheckPolicy) -> Kept {
    // What closed it once has been waited for.
    let (before, last) = match kept.closed_until {
        Some(_) => (0, None),
        None => (kept.wrong_in_a_row, kept.last_wrong),
    };
    let wrong_in_a_row = before.saturating_add(1);
    // Counted from the latest instant that was seen: a clock may have been set back.
    let last_wrong = last.map_or(now, |last| last.max(now));
    let closed_until = (wrong_in_a_row >= policy.mistakes_in_a_row).then(|| {
        let pause = SignedDuration::from_mins(policy.closed_minutes.into());
        last_wrong.checked_add(pause).unwrap_or(Timestamp::MAX)
    });
    Kept {
        wrong_in_a_row,
        last_wrong: Some(last_wrong),
        closed_until,
        hash: kept.hash,
    }
}

#[cfg(test)]
mod tests;
