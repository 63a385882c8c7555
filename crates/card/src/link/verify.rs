//! Giving the card a secret, or asking how it stands with it.

use apdu::{Command, Transport};

use super::Link;
use crate::CardError;
use crate::command::VERIFY_CURRENT;

/// What the card said to a secret, or of it.
pub(crate) enum Verified {
    Yes,
    TriesLeft(u8),
    Blocked,
}

impl<T: Transport> Link<T> {
    /// Gives the card the secret kept in the current file: one `VERIFY`, never
    /// repeated.
    pub(crate) fn verify(
        &mut self,
        doing: &'static str,
        secret: &[u8],
    ) -> Result<Verified, CardError> {
        self.send_verify(doing, &VERIFY_CURRENT.with_data(secret))
    }

    /// Asks how many tries of the current file's secret are left, which costs none.
    pub(crate) fn tries(&mut self, doing: &'static str) -> Result<Verified, CardError> {
        self.send_verify(doing, &VERIFY_CURRENT)
    }

    fn send_verify(
        &mut self,
        doing: &'static str,
        command: &Command<'_>,
    ) -> Result<Verified, CardError> {
        let status = self.send(command)?.status;
        match status.tries_left() {
            // The try that used up the counter is answered 63C0, later ones 6984.
            Some(0) => Ok(Verified::Blocked),
            Some(tries) => Ok(Verified::TriesLeft(tries)),
            None if status.is_blocked() => Ok(Verified::Blocked),
            None if status.is_ok() => Ok(Verified::Yes),
            None => Err(CardError::Protocol { doing, status }),
        }
    }
}
