//! The institution's passcode, in the file that all its desks share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::spawn_blocking;
use verification::{
    Passcode, PasscodeFailure, PasscodeOutcome, Policy, StaffCheck, StaffCheckError,
    StaffCheckState,
};

/// How the staff's check stands now.
pub(super) fn state(file: &Path, now: Timestamp) -> StaffCheckState {
    let is_open = |check: Option<StaffCheck>| check.map(|it| it.is_open(now)).transpose();
    match StaffCheck::open(file).and_then(is_open) {
        Ok(None) => StaffCheckState::NotSet,
        Ok(Some(true)) => StaffCheckState::Open,
        Ok(Some(false)) => StaffCheckState::Closed,
        Err(error) => {
            unusable(&error);
            StaffCheckState::Unusable
        }
    }
}

/// Puts the passcode to the institution's own, where hashing holds up nobody.
pub(super) async fn compare(
    file: PathBuf,
    passcode: Passcode,
    policy: Arc<Policy>,
    now: Timestamp,
) -> Result<(), PasscodeFailure> {
    let compared = spawn_blocking(move || {
        let check = StaffCheck::open(&file)?;
        let check = check.map(|it| it.check(passcode, now, &policy.staff_check));
        check.transpose()
    });
    match compared.await {
        Ok(Ok(Some(PasscodeOutcome::Right))) => Ok(()),
        Ok(Ok(Some(PasscodeOutcome::Wrong { left_in_a_row: 1.. }))) => Err(PasscodeFailure::Wrong),
        Ok(Ok(Some(PasscodeOutcome::Wrong { .. } | PasscodeOutcome::Closed { .. }))) => {
            Err(PasscodeFailure::Closed)
        }
        Ok(Err(error)) => {
            unusable(&error);
            Err(PasscodeFailure::Unusable)
        }
        // It was taken away meanwhile, or its comparison broke off.
        Ok(Ok(None)) | Err(_) => Err(PasscodeFailure::Unusable),
    }
}

fn unusable(error: &StaffCheckError) {
    tracing::error!(%error, "the staff's check cannot be used");
}
