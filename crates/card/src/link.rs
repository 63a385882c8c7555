//! The one place that sends commands to the card, and the list of what may be
//! sent.

use apdu::{Command, Form, Response, StatusWord, Transport};
use zeroize::Zeroizing;

use crate::CardError;
use crate::file::{File, JPKI_AID};
use crate::pin::PIN_LENGTH;
use crate::signature::DIGEST_INFO_LENGTH;

const SELECT: u8 = 0xA4;
const READ_BINARY: u8 = 0xB0;
const GET_RESPONSE: u8 = 0xC0;
const VERIFY: u8 = 0x20;
const PERFORM_SECURITY_OPERATION: u8 = 0x2A;

/// SELECT an application by its name, without an answer (ISO 7816-4, 11.2.2).
pub(crate) const SELECT_JPKI: Command<'static> =
    Command::new(0x00, SELECT, 0x04, 0x0C).with_data(&JPKI_AID);
/// VERIFY against the current file; without data it asks for the tries left
/// (ISO 7816-4, 11.6.6).
pub(crate) const VERIFY_CURRENT: Command<'static> = Command::new(0x00, VERIFY, 0x00, 0x80);
/// COMPUTE DIGITAL SIGNATURE with the current key, padding done by the card
/// (class of the card's maker; ISO 7816-8 has it as `00 2A 9E 9A`).
pub(crate) const SIGN_CURRENT: Command<'static> =
    Command::new(0x80, PERFORM_SECURITY_OPERATION, 0x00, 0x80).expecting(256);

/// SELECT an elementary file below the application (ISO 7816-4, 11.2.2).
pub(crate) const fn select_file(file: &File) -> Command<'_> {
    Command::new(0x00, SELECT, 0x02, 0x0C).with_data(&file.0)
}

/// READ BINARY from the current file (ISO 7816-4, 11.3.3); offsets above 32,767
/// do not exist and are cut.
pub(crate) fn read_binary(offset: usize, expected: usize) -> Command<'static> {
    let [p1, p2] = u16::try_from(offset)
        .unwrap_or(u16::MAX)
        .min(0x7FFF)
        .to_be_bytes();
    Command::new(0x00, READ_BINARY, p1, p2).expecting(expected)
}

const fn get_response(expected: usize) -> Command<'static> {
    Command::new(0x00, GET_RESPONSE, 0x00, 0x00).expecting(expected)
}

/// How often one answer may be continued (`61xx`).
pub(crate) const MAX_CONTINUATIONS: usize = 64;
/// The most bytes one answer may have, continuations included.
const MAX_ANSWER: usize = 64 * 1024;
/// Bytes are returned although the file ended before Le (ISO 7816-4, 5.6).
const END_OF_FILE: StatusWord = StatusWord(0x6282);

/// Whether a front desk sends this to a card. Everything else is held back here,
/// above all SELECT of any application but JPKI: a sibling holds the twelve-digit
/// number.
fn is_allowed(command: &Command<'_>) -> bool {
    let Command {
        class,
        instruction,
        p1,
        p2,
        data,
        expected,
        form: Form::Short,
    } = *command
    else {
        return false;
    };
    match (class, instruction, p1, p2) {
        (0x00, SELECT, 0x04, 0x0C) => data == JPKI_AID && expected == 0,
        (0x00, SELECT, 0x02, 0x0C) => File::ALL.iter().any(|file| file.0 == data) && expected == 0,
        // From P1 80 on, READ BINARY names a file and would go past the list.
        (0x00, READ_BINARY, 0x00..0x80, _) | (0x00, GET_RESPONSE, 0x00, 0x00) => {
            data.is_empty() && expected > 0
        }
        (0x00, VERIFY, 0x00, 0x80) => {
            expected == 0 && (data.is_empty() || data.len() == PIN_LENGTH)
        }
        (0x80, PERFORM_SECURITY_OPERATION, 0x00, 0x80) => data.len() == DIGEST_INFO_LENGTH,
        _ => false,
    }
}

/// An answer, owned.
pub(crate) struct Answer {
    pub(crate) data: Vec<u8>,
    pub(crate) status: StatusWord,
}

/// The card at the other end.
pub(crate) struct Link<T> {
    transport: T,
}

impl<T: Transport> Link<T> {
    pub(crate) const fn new(transport: T) -> Self {
        Self { transport }
    }

    /// Sends one command exactly once.
    pub(crate) fn send(&mut self, command: &Command<'_>) -> Result<Answer, CardError> {
        let refused = CardError::NotAllowed {
            instruction: command.instruction,
        };
        if !is_allowed(command) {
            return Err(refused);
        }
        let bytes: Zeroizing<Vec<u8>> = command.to_bytes().map_err(|_| refused)?;
        tracing::trace!(?command, "to the card");
        let answer = self.transport.exchange(&bytes)?;
        let response = Response::parse(&answer).map_err(|_| CardError::Malformed {
            what: "it has no status",
        })?;
        tracing::trace!(length = response.data.len(), status = %response.status, "from the card");
        Ok(Answer {
            data: response.data.to_vec(),
            status: response.status,
        })
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
            answer.data.extend_from_slice(&more.data);
            answer.status = more.status;
            if answer.data.len() > MAX_ANSWER {
                break;
            }
        }
        Err(CardError::Malformed {
            what: "it never ends",
        })
    }

    /// READ BINARY of up to `expected` bytes at `offset`. A card that knows the
    /// length better (`6Cxx`) is asked once more with its own; fewer bytes than
    /// asked for are fine, more are not.
    pub(crate) fn read(
        &mut self,
        doing: &'static str,
        offset: usize,
        expected: usize,
    ) -> Result<Vec<u8>, CardError> {
        let mut answer = self.ask(&read_binary(offset, expected))?;
        if let [0x6C, right] = answer.status.0.to_be_bytes() {
            answer = self.ask(&read_binary(offset, expected_of(right)))?;
        }
        let Answer { mut data, status } = answer;
        if !status.is_ok() && status != END_OF_FILE {
            return Err(CardError::Protocol { doing, status });
        }
        data.truncate(expected);
        Ok(data)
    }

    /// Sends a command whose only good answer is a bare `9000`.
    pub(crate) fn expect_ok(
        &mut self,
        doing: &'static str,
        command: &Command<'_>,
    ) -> Result<(), CardError> {
        let status = self.send(command)?.status;
        if status.is_ok() {
            Ok(())
        } else {
            Err(CardError::Protocol { doing, status })
        }
    }
}

fn expected_of(byte: u8) -> usize {
    match byte {
        0 => 256,
        n => usize::from(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use apdu::LinkError;
    use proptest::prelude::*;

    /// 券面事項入力補助: the sibling application with the twelve-digit number.
    const TEXT_AID: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];

    /// Keeps what reached it; everything is answered with `answer`.
    struct Recorder {
        sent: Vec<Vec<u8>>,
        answer: Vec<u8>,
    }

    impl Transport for &mut Recorder {
        fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
            self.sent.push(command.to_vec());
            Ok(self.answer.clone())
        }
    }

    fn recorder(answer: &[u8]) -> Recorder {
        Recorder {
            sent: Vec::new(),
            answer: answer.to_vec(),
        }
    }

    #[test]
    fn the_text_application_is_never_selected() {
        let mut card = recorder(&[0x90, 0x00]);
        let by_name = Command::new(0x00, SELECT, 0x04, 0x0C);
        let attempts = [
            by_name.with_data(&TEXT_AID),
            by_name.with_data(&TEXT_AID).expecting(256),
            by_name.with_data(&TEXT_AID).extended(),
            by_name.with_data(&TEXT_AID[..9]),
            by_name.with_data(&JPKI_AID[..1]),
            by_name,
            Command::new(0x00, SELECT, 0x04, 0x00).with_data(&TEXT_AID),
            Command::new(0x01, SELECT, 0x04, 0x0C).with_data(&TEXT_AID),
            Command::new(0x00, SELECT, 0x04, 0x0E).with_data(&JPKI_AID),
        ];
        for attempt in attempts {
            let refused = Link::new(&mut card).send(&attempt).err();
            let instruction = SELECT;
            assert_eq!(
                refused,
                Some(CardError::NotAllowed { instruction }),
                "{attempt:?}"
            );
        }
        assert!(card.sent.is_empty());
    }

    #[test]
    fn only_listed_files_and_instructions_reach_the_card() {
        let pin = [0x31; PIN_LENGTH];
        let held_back = [
            ("another file", select_file(&File([0x00, 0x01]))),
            ("the document key", select_file(&File([0x00, 0x1A]))),
            (
                "READ BINARY naming a file",
                Command::new(0x00, READ_BINARY, 0x81, 0x00).expecting(256),
            ),
            (
                "VERIFY naming a file",
                Command::new(0x00, VERIFY, 0x00, 0x9B).with_data(&pin),
            ),
            ("a password", VERIFY_CURRENT.with_data(b"PASSWORD1")),
            (
                "signing with a named key",
                Command::new(0x80, 0x2A, 0x00, 0x9A).with_data(&[0; 51]),
            ),
            ("signing anything", SIGN_CURRENT.with_data(b"raw")),
            (
                "CHANGE REFERENCE DATA",
                Command::new(0x00, 0x24, 0x01, 0x80).with_data(&pin),
            ),
            (
                "READ RECORD",
                Command::new(0x00, 0xB2, 0x01, 0x0C).expecting(256),
            ),
            (
                "GET DATA",
                Command::new(0x00, 0xCA, 0x00, 0x42).expecting(256),
            ),
        ];
        let mut card = recorder(&[0x90, 0x00]);
        for (what, command) in held_back {
            assert!(Link::new(&mut card).send(&command).is_err(), "{what}");
        }
        assert!(card.sent.is_empty());
        for command in [
            SELECT_JPKI,
            VERIFY_CURRENT,
            VERIFY_CURRENT.with_data(&pin),
            read_binary(0x7FFF, 1),
        ] {
            assert!(Link::new(&mut card).send(&command).is_ok(), "{command:?}");
        }
        assert_eq!(card.sent.len(), 4);
    }

    #[test]
    fn an_answer_without_end_is_given_up_after_64_rounds() {
        let mut card = recorder(&[0xAA, 0x61, 0x01]);
        let error = Link::new(&mut card).read("read", 0, 256).err();
        assert!(matches!(error, Some(CardError::Malformed { .. })));
        assert_eq!(card.sent.len(), 1 + MAX_CONTINUATIONS);
        assert_eq!(card.sent[1], [0x00, 0xC0, 0x00, 0x00, 0x01]);
    }

    #[test]
    fn a_wrong_length_is_put_right_once_and_for_reading_only() {
        let mut card = recorder(&[0x6C, 0x20]);
        let error = Link::new(&mut card).read("read", 0, 4).err();
        let status = StatusWord(0x6C20);
        assert_eq!(
            error,
            Some(CardError::Protocol {
                doing: "read",
                status
            })
        );
        assert_eq!(
            card.sent,
            [[0x00, 0xB0, 0, 0, 0x04], [0x00, 0xB0, 0, 0, 0x20]]
        );

        let mut card = recorder(&[0x6C, 0x20]);
        let command = VERIFY_CURRENT.with_data(b"0000");
        assert!(Link::new(&mut card).expect_ok("check", &command).is_err());
        assert_eq!(card.sent.len(), 1);
    }

    proptest! {
        /// Whatever the rest of the program might ask for, nothing but the list
        /// gets through, and no other application.
        #[test]
        fn no_other_select_ever_passes(
            class: u8, p1: u8, p2: u8,
            data in proptest::collection::vec(any::<u8>(), 0..20),
            expected in 0_usize..=256, extended: bool,
        ) {
            let command = Command::new(class, SELECT, p1, p2).with_data(&data).expecting(expected);
            let command = if extended { command.extended() } else { command };
            let listed = command == SELECT_JPKI || File::ALL.iter().any(|file| command == select_file(file));
            prop_assert_eq!(is_allowed(&command), listed);
        }
    }
}
