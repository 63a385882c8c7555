//! The one place that sends commands to the card.

mod read;
mod verify;

pub(crate) use verify::Verified;

use apdu::{Command, Response, StatusWord, Transport};
use zeroize::Zeroizing;

use crate::CardError;
use crate::allowed::Situation;
use crate::application::{Application, File};
use crate::command::{get_response, select_application, select_file};

/// How many commands one session may take, continuations included.
///
/// Each comparison of a face reads the front and, to know the card again, a
/// certificate of some 2 KB: beside a dozen other commands, 128 and 8 of 256 bytes for
/// the largest front (32 KiB), or 320 and 32 of 64 bytes for an ordinary one (20 KiB)
/// through a reader that passes no more. Ten of them, as many as a desk's policy
/// allows, take about 1,500, or 3,640; beginning, PIN and signature with two more
/// certificates take about 100. A card that gives its files byte by byte comes to its
/// end here.
pub const MAX_COMMANDS: usize = 4096;
/// How often one answer may be continued (`61xx`).
pub(crate) const MAX_CONTINUATIONS: usize = 64;

/// An answer, owned, and wiped when dropped: it may be a person's picture.
pub(crate) struct Answer {
    pub(crate) data: Zeroizing<Vec<u8>>,
    pub(crate) status: StatusWord,
}

/// The card at the other end.
pub(crate) struct Link<T> {
    transport: T,
    situation: Situation,
    sent: usize,
    /// Why nothing is sent any more.
    ended: Option<CardError>,
}

impl<T: Transport> Link<T> {
    pub(crate) fn new(transport: T) -> Self {
        Self {
            transport,
            situation: Situation::default(),
            sent: 0,
            ended: None,
        }
    }

    /// Sends nothing any more; whatever is asked for fails with `error`.
    pub(crate) const fn end(&mut self, error: CardError) -> CardError {
        self.ended = Some(error);
        error
    }

    /// The card said that it is a simulated one.
    pub(crate) const fn mark_simulator(&mut self) {
        self.situation.mark_simulator();
    }

    /// Sends one command exactly once. After an answer that is none, or no answer
    /// at all, the link has ended: whose card answers next is not known.
    pub(crate) fn send(&mut self, command: &Command<'_>) -> Result<Answer, CardError> {
        let refused = CardError::NotAllowed {
            instruction: command.instruction,
        };
        if let Some(error) = self.ended {
            return Err(error);
        }
        if !self.situation.allows(command) {
            return Err(refused);
        }
        let bytes = command.to_bytes().map_err(|_| refused)?;
        let answer = self.exchange(command, &bytes);
        self.ended = answer.as_ref().err().copied();
        answer
    }

    fn exchange(&mut self, command: &Command<'_>, bytes: &[u8]) -> Result<Answer, CardError> {
        if self.sent == MAX_COMMANDS {
            return Err(CardError::Malformed {
                what: "it takes too many commands",
            });
        }
        self.sent += 1;
        self.situation = self.situation.during(command);
        let Command {
            class,
            instruction,
            p1,
            p2,
            expected,
            ..
        } = *command;
        tracing::trace!(
            header = format_args!("{class:02X} {instruction:02X} {p1:02X} {p2:02X}"),
            // Not even its length: a password's helps those who guess.
            with_data = !command.data.is_empty(),
            expected,
            "to the card"
        );
        let mut data = Zeroizing::new(self.transport.exchange(bytes)?);
        let status = Response::parse(&data)
            .map_err(|_| CardError::Malformed {
                what: "it has no status",
            })?
            .status;
        let length = data.len().saturating_sub(2);
        data.truncate(length);
        tracing::trace!(length, %status, "from the card");
        if length > expected {
            return Err(CardError::Malformed {
                what: "it is longer than what was asked for",
            });
        }
        if status.is_ok() {
            self.situation = self.situation.after(command);
        }
        Ok(Answer { data, status })
    }

    /// Sends one command and fetches the rest of an answer that comes in parts
    /// (`61xx`, as T=0 gives it). The command itself is sent once.
    pub(crate) fn ask(&mut self, command: &Command<'_>) -> Result<Answer, CardError> {
        let mut answer = self.send(command)?;
        for _ in 0..MAX_CONTINUATIONS {
            let [0x61, waiting] = answer.status.0.to_be_bytes() else {
                return Ok(answer);
            };
            let more = self.send(&get_response(expected_of(waiting)))?;
            let length = answer.data.len() + more.data.len();
            if length > command.expected {
                return Err(self.end(CardError::Malformed {
                    what: "it is longer than what was asked for",
                }));
            }
            let mut data = Zeroizing::new(Vec::with_capacity(length));
            data.extend_from_slice(&answer.data);
            data.extend_from_slice(&more.data);
            answer = Answer { data, ..more };
        }
        Err(self.end(CardError::Malformed {
            what: "it never ends",
        }))
    }

    /// Selects an application; gives what the card says to it.
    pub(crate) fn select_application(
        &mut self,
        application: &Application,
    ) -> Result<StatusWord, CardError> {
        Ok(self.send(&select_application(application))?.status)
    }

    /// Selects a file that should be there.
    pub(crate) fn select(&mut self, doing: &'static str, file: &File) -> Result<(), CardError> {
        let status = self.send(&select_file(file))?.status;
        if status.is_ok() {
            Ok(())
        } else {
            Err(CardError::Protocol { doing, status })
        }
    }

    /// Selects a file, or finds that the card has none such.
    pub(crate) fn find(&mut self, doing: &'static str, file: &File) -> Result<bool, CardError> {
        match self.select(doing, file) {
            Ok(()) => Ok(true),
            Err(CardError::Protocol {
                status: StatusWord::NOT_FOUND,
                ..
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Whether the card says that it will not do what it was asked, and has not: the
/// checking errors of ISO 7816-4, 5.6, but for `6Cxx`, which asks for another
/// length, and `6F00`, which says nothing.
pub(crate) const fn is_refusal(status: StatusWord) -> bool {
    matches!(status.0 >> 8, 0x67..=0x6B | 0x6D..=0x6E)
}

fn expected_of(byte: u8) -> usize {
    match byte {
        0 => 256,
        n => usize::from(n),
    }
}

#[cfg(test)]
mod tests;
