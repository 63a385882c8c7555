//! The list of what may be sent to a card.

use apdu::{Command, Form};

use crate::application::{Application, File, Purpose};
use crate::command::{
    EXTERNAL_AUTHENTICATE, GET_CHALLENGE, GET_RESPONSE, PERFORM_SECURITY_OPERATION, READ_BINARY,
    SELECT, VERIFY, VERIFY_CERTIFICATE,
};
use crate::signature::{DIGEST_INFO_LENGTH, SIGNATURE_LENGTH};
use crate::terminal::{BODY_HEAD, BODY_LENGTH, CHALLENGE_LENGTH, SIGNATURE_HEAD};

/// What is selected on the card, as far as the terminal can know, and so what may
/// be sent to it next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Situation {
    application: Option<Application>,
    file: Option<File>,
    simulator: bool,
}

impl Situation {
    /// Whether a front desk sends this now. Everything else is held back, above
    /// all what leads to the twelve-digit number and to the signature key.
    pub(crate) fn allows(&self, command: &Command<'_>) -> bool {
        let Command {
            class,
            instruction,
            p1,
            p2,
            data,
            expected,
            form,
        } = *command;
        let short = form == Form::Short;
        match (class, instruction, p1, p2) {
            (0x00, SELECT, 0x04, 0x0C) => {
                short && expected == 0 && application_named(data).is_some()
            }
            (0x00, SELECT, 0x02, 0x0C) => short && expected == 0 && self.file(data).is_some(),
            (0x00, GET_RESPONSE, 0x00, 0x00) => short && data.is_empty() && expected > 0,
            _ => match self.file.map(File::purpose) {
                // From P1 80 on, READ BINARY names a file and would go past the list.
                Some(Purpose::Read) => {
                    matches!((class, instruction, p1), (0x00, READ_BINARY, 0x00..0x80))
                        && short
                        && data.is_empty()
                        && expected > 0
                }
                Some(Purpose::Verify(lengths)) => {
                    (class, instruction, p1, p2) == (0x00, VERIFY, 0x00, 0x80)
                        && short
                        && expected == 0
                        && (data.is_empty() || lengths.contains(&data.len()))
                }
                Some(Purpose::Sign) => {
                    (class, instruction, p1, p2) == (0x80, PERFORM_SECURITY_OPERATION, 0x00, 0x80)
                        && short
                        && data.len() == DIGEST_INFO_LENGTH
                }
                Some(Purpose::AuthenticateTerminal) => self.simulator && is_of_terminal(command),
                None => false,
            },
        }
    }

    /// What is selected while `command` is under way: nothing that could be
    /// relied on when it selects.
    pub(crate) fn during(self, command: &Command<'_>) -> Self {
        match (command.instruction, command.p1) {
            (SELECT, 0x04) => Self {
                application: None,
                file: None,
                ..self
            },
            (SELECT, _) => Self { file: None, ..self },
            _ => self,
        }
    }

    /// What is selected after the card did `command`.
    pub(crate) fn after(self, command: &Command<'_>) -> Self {
        match (command.instruction, command.p1) {
            (SELECT, 0x04) => Self {
                application: application_named(command.data),
                file: None,
                ..self
            },
            (SELECT, _) => Self {
                file: self.file(command.data),
                ..self
            },
            _ => self,
        }
    }

    /// Remembers that the card said it is a simulated one.
    pub(crate) const fn mark_simulator(&mut self) {
        self.simulator = true;
    }

    fn file(&self, id: &[u8]) -> Option<File> {
        File::ALL
            .into_iter()
            .find(|file| Some(file.application) == self.application && file.id == id)
            .filter(|file| self.simulator || file.purpose() != Purpose::AuthenticateTerminal)
    }
}

fn application_named(name: &[u8]) -> Option<Application> {
    Application::ALL.into_iter().find(|one| one.0 == name)
}

/// Whether this is one of the four commands of terminal authentication, in
/// exactly its form.
fn is_of_terminal(command: &Command<'_>) -> bool {
    let Command {
        class,
        instruction,
        p1,
        p2,
        data,
        expected,
        form,
    } = *command;
    match (class, instruction, p1, p2, form, expected) {
        (0x80, VERIFY_CERTIFICATE, 0x06, 0xC1, Form::Extended, 0) => {
            data.len() == BODY_LENGTH && data.starts_with(&BODY_HEAD)
        }
        (0x80, VERIFY_CERTIFICATE, 0x00, 0xC1, Form::Extended, 0) => {
            data.len() == SIGNATURE_HEAD.len() + SIGNATURE_LENGTH
                && data.starts_with(&SIGNATURE_HEAD)
        }
        (0x00, GET_CHALLENGE, 0x00, 0x00, Form::Short, CHALLENGE_LENGTH) => data.is_empty(),
        (0x00, EXTERNAL_AUTHENTICATE, 0x00, 0x80, Form::Extended, 0) => {
            data.len() == SIGNATURE_LENGTH
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
