use apdu::LinkError;

use super::*;

/// Keeps what reached it; everything is answered with `answer`, but for a SELECT,
/// which is answered 9000.
struct Recorder {
    sent: Vec<Vec<u8>>,
    answer: Result<Vec<u8>, LinkError>,
}

impl Transport for &mut Recorder {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.sent.push(command.to_vec());
        if command.get(1) == Some(&crate::command::SELECT) {
            Ok(vec![0x90, 0x00])
        } else {
            self.answer.clone()
        }
    }
}

/// A card that answers so.
fn recorder(answer: &[u8]) -> Recorder {
    Recorder {
        sent: Vec::new(),
        answer: Ok(answer.to_vec()),
    }
}

fn at<'a>(card: &'a mut Recorder, file: &File) -> Link<&'a mut Recorder> {
    let mut link = Link::new(card);
    link.select_application(&file.application).unwrap();
    link.select("select", file).unwrap();
    link
}

#[test]
fn what_is_not_listed_never_reaches_the_card() {
    let mut card = recorder(&[0x90, 0x00]);
    let mut link = Link::new(&mut card);
    let instruction = crate::command::SELECT;
    let refused = link.send(&select_file(&File::PIN)).err();
    assert_eq!(refused, Some(CardError::NotAllowed { instruction }));
    // Which is this program's fault and none of the card's: the link goes on.
    assert!(link.select_application(&Application::JPKI).is_ok());
    assert_eq!(card.sent.len(), 1);
}

#[test]
fn an_answer_without_end_is_given_up_after_64_rounds() {
    let mut card = recorder(&[0xAA, 0x61, 0x01]);
    let error = at(&mut card, &File::TOKEN).read("read", 0, 256).err();
    assert!(matches!(error, Some(CardError::Malformed { .. })));
    assert_eq!(card.sent.len(), 2 + 1 + MAX_CONTINUATIONS);
    assert_eq!(card.sent[3], [0x00, 0xC0, 0x00, 0x00, 0x01]);
}

#[test]
fn a_wrong_length_is_put_right_once_and_for_reading_only() {
    let mut card = recorder(&[0x6C, 0x20]);
    let error = at(&mut card, &File::TOKEN).read("read", 0, 4).err();
    let status = StatusWord(0x6C20);
    assert_eq!(
        error,
        Some(CardError::Protocol {
            doing: "read",
            status
        })
    );
    assert_eq!(
        card.sent[2..],
        [[0x00, 0xB0, 0, 0, 0x04], [0x00, 0xB0, 0, 0, 0x20]]
    );

    let mut card = recorder(&[0x6C, 0x20]);
    let said = at(&mut card, &File::PIN).verify("check", b"0000");
    assert!(matches!(said.err(), Some(CardError::Protocol { .. })));
    assert_eq!(card.sent.len(), 3);
}

#[test]
fn an_answer_longer_than_asked_for_is_none() {
    for (asked, given, is_fine) in [(4, 4, true), (4, 3, true), (4, 5, false), (256, 257, false)] {
        let answer = [&vec![7; given][..], &[0x90, 0x00]].concat();
        let mut card = recorder(&answer);
        let read = at(&mut card, &File::TOKEN).read("read", 0, asked);
        assert_eq!(read.is_ok(), is_fine, "{given} for {asked}");
    }
    // A VERIFY is answered by a status and nothing else.
    let mut card = recorder(&[7, 0x90, 0x00]);
    assert!(at(&mut card, &File::PIN).verify("check", b"0000").is_err());
    // Nor may the parts of an answer come to more.
    let mut card = recorder(&[7, 7, 0x61, 0x02]);
    assert!(at(&mut card, &File::TOKEN).read("read", 0, 5).is_err());
    assert_eq!(card.sent.len(), 2 + 3);
}

#[test]
fn the_end_of_the_file_may_be_said() {
    let mut card = recorder(&[7, 7, 0x62, 0x82]);
    let read = at(&mut card, &File::TOKEN).read("read", 0, 4).unwrap();
    assert_eq!(*read, [7, 7]);
}

#[test]
fn nothing_is_sent_after_a_link_error_or_an_answer_that_is_none() {
    let lost = CardError::Link(LinkError::Mute);
    let no_status = CardError::Malformed {
        what: "it has no status",
    };
    for (answer, error) in [(Err(LinkError::Mute), lost), (Ok(vec![0x90]), no_status)] {
        let mut card = recorder(&[]);
        card.answer = answer;
        let mut link = at(&mut card, &File::PIN);
        assert_eq!(link.verify("check", b"0000").err(), Some(error));
        // Even what the card would answer well, and the same error again.
        assert_eq!(link.select("select", &File::PIN), Err(error));
        assert_eq!(card.sent.len(), 3);
    }
}

#[test]
fn a_session_ends_with_its_last_command() {
    let mut card = recorder(&[0x90, 0x00]);
    let mut link = at(&mut card, &File::TOKEN);
    for _ in 2..MAX_COMMANDS {
        link.read("read", 0, 1).unwrap();
    }
    assert!(link.read("read", 0, 1).is_err());
    assert!(link.select("select", &File::PIN).is_err());
    assert_eq!(card.sent.len(), MAX_COMMANDS);
}

#[test]
fn only_checking_errors_are_a_refusal() {
    for status in [0x6700, 0x6982, 0x6984, 0x6A82, 0x6B00, 0x6D00, 0x6E00] {
        assert!(is_refusal(StatusWord(status)), "{status:04X}");
    }
    for status in [
        0x9000, 0x6282, 0x63C2, 0x6101, 0x6581, 0x6C20, 0x6F00, 0x0000, 0xFFFF,
    ] {
        assert!(!is_refusal(StatusWord(status)), "{status:04X}");
    }
}
