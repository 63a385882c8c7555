//! Terminal authentication: the card's user-authentication key without a PIN.
//!
//! SIMULATED. Real cards let accredited organisations do so (特定機関認証), with
//! certificates that are issued to them and by steps that are not public. Of a real
//! card nothing is asked here but who made it.

use apdu::{Command, Transport};

use crate::application::File;
use crate::command::{
    AUTHENTICATE, CERTIFICATE_BODY, CERTIFICATE_SIGNATURE, CHALLENGE, select_file,
};
use crate::error::CardError;
use crate::link::is_refusal;
use crate::session::{Card, Locked, UnlockMethod, Unlocked};
use crate::signature::SIGNATURE_LENGTH;

/// How many bytes the card gives a terminal to sign.
pub(crate) const CHALLENGE_LENGTH: usize = 32;
/// How a terminal's certificate begins: the whole certificate's tag and length,
/// then those of its body.
pub(crate) const BODY_HEAD: [u8; 10] = [0x7F, 0x21, 0x82, 0x02, 0x33, 0x5F, 0x4E, 0x82, 0x01, 0x29];
/// The length of a terminal's certificate without its signature.
pub(crate) const BODY_LENGTH: usize = BODY_HEAD.len() + 297;
/// How the certificate's signature begins.
pub(crate) const SIGNATURE_HEAD: [u8; 5] = [0x5F, 0x37, 0x82, 0x01, 0x00];

/// A terminal with a certificate and private key of its own.
pub trait Terminal {
    /// The certificate up to its signature: 307 bytes, `7F21 820233 5F4E 820129 …`.
    fn certificate_body(&self) -> &[u8];
    /// The certificate's signature: 261 bytes, `5F37 820100 …`.
    fn certificate_signature(&self) -> &[u8];
    /// Signs the card's challenge (RSA PKCS#1 v1.5 with SHA-256, 256 bytes); `None`
    /// when the key cannot be used.
    fn sign(&self, challenge: &[u8]) -> Option<Vec<u8>>;
}

/// What became of terminal authentication.
pub enum TerminalOutcome<T> {
    /// The card accepted the terminal.
    Accepted(Card<T, Unlocked>),
    /// It is not to be had; the PIN is.
    NotAvailable {
        /// The card, still locked.
        card: Card<T, Locked>,
        /// Why.
        why: WhyNotAvailable,
    },
}

/// Why a card cannot be used without its PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNotAvailable {
    /// It is no simulated card, and was sent nothing of the terminal's.
    NotASimulator,
    /// It is a simulated card and said no.
    CardRefused,
    /// This terminal's own certificate or key cannot be used.
    TerminalUnusable,
}

/// How far the exchange came.
enum Step {
    Done,
    NotAvailable(WhyNotAvailable),
}

impl<T: Transport> Card<T, Locked> {
    /// Shows a simulated card this terminal's certificate and signs its challenge.
    /// Then the card signs without a PIN, until another application is selected or
    /// the power goes.
    ///
    /// # Errors
    /// [`CardError`] when no usable answer came.
    pub fn authenticate_terminal(
        mut self,
        terminal: &(impl Terminal + ?Sized),
    ) -> Result<TerminalOutcome<T>, CardError> {
        Ok(match self.show_terminal(terminal)? {
            Step::Done => {
                TerminalOutcome::Accepted(self.into_state(Unlocked(UnlockMethod::Terminal)))
            }
            Step::NotAvailable(why) => TerminalOutcome::NotAvailable { card: self, why },
        })
    }

    fn show_terminal(&mut self, terminal: &(impl Terminal + ?Sized)) -> Result<Step, CardError> {
        use WhyNotAvailable::{CardRefused, NotASimulator, TerminalUnusable};

        let (body, signature) = (
            terminal.certificate_body(),
            terminal.certificate_signature(),
        );
        if !is_certificate(body, signature) {
            return Ok(Step::NotAvailable(TerminalUnusable));
        }
        if !self.is_simulated()? {
            return Ok(Step::NotAvailable(NotASimulator));
        }
        let shown = [
            select_file(&File::TERMINAL_AUTHORITY),
            CERTIFICATE_BODY.with_data(body),
            CERTIFICATE_SIGNATURE.with_data(signature),
        ];
        for command in shown {
            if self.offer(&command)?.is_none() {
                return Ok(Step::NotAvailable(CardRefused));
            }
        }
        let Some(challenge) = self.offer(&CHALLENGE)? else {
            return Ok(Step::NotAvailable(CardRefused));
        };
        if challenge.len() != CHALLENGE_LENGTH {
            return Err(CardError::Malformed {
                what: "its challenge has the wrong length",
            });
        }
        let Some(answer) = terminal
            .sign(&challenge)
            .filter(|answer| answer.len() == SIGNATURE_LENGTH)
        else {
            return Ok(Step::NotAvailable(TerminalUnusable));
        };
        Ok(match self.offer(&AUTHENTICATE.with_data(&answer))? {
            Some(_) => Step::Done,
            None => Step::NotAvailable(CardRefused),
        })
    }

    /// Sends one command of the exchange; `None` when the card says no.
    fn offer(&mut self, command: &Command<'_>) -> Result<Option<Vec<u8>>, CardError> {
        let answer = self.link.send(command)?;
        if answer.status.is_ok() {
            Ok(Some(answer.data.to_vec()))
        } else if is_refusal(answer.status) {
            Ok(None)
        } else {
            Err(CardError::Protocol {
                doing: "judge this terminal",
                status: answer.status,
            })
        }
    }
}

fn is_certificate(body: &[u8], signature: &[u8]) -> bool {
    body.len() == BODY_LENGTH
        && body.starts_with(&BODY_HEAD)
        && signature.len() == SIGNATURE_HEAD.len() + SIGNATURE_LENGTH
        && signature.starts_with(&SIGNATURE_HEAD)
}
