use proptest::prelude::*;

use super::*;
use crate::command::{
    AUTHENTICATE, CERTIFICATE_BODY, CERTIFICATE_SIGNATURE, CHALLENGE, SIGN_CURRENT, VERIFY_CURRENT,
    read_binary, select_application, select_file,
};

/// The siblings on a My Number card that a front desk has no business with: text
/// (the twelve-digit number), resident, common.
const SIBLINGS: [[u8; 10]; 3] = [
    [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08],
    [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01],
    [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00],
];

/// Where a session can be: an application, a file of it, and whether the card is
/// known to be a simulated one.
fn situations() -> Vec<Situation> {
    let mut situations = Vec::new();
    for simulator in [false, true] {
        let nowhere = Situation {
            simulator,
            ..Situation::default()
        };
        situations.push(nowhere);
        for application in Application::ALL {
            let selected = nowhere.after(&select_application(&application));
            situations.push(selected);
            for file in File::ALL {
                let reached = selected.after(&select_file(&file));
                if reached.file.is_some() {
                    situations.push(reached);
                }
            }
        }
    }
    situations
}

fn at(file: &File) -> Situation {
    let situation = Situation {
        simulator: true,
        ..Situation::default()
    };
    situation
        .after(&select_application(&file.application))
        .after(&select_file(file))
}

#[test]
fn the_applications_with_the_twelve_digits_are_never_selected() {
    let by_name = Command::new(0x00, SELECT, 0x04, 0x0C);
    let [text, _, _] = SIBLINGS;
    let jpki = Application::JPKI.0;
    let mut attempts = vec![
        by_name.with_data(&text).expecting(256),
        by_name.with_data(&text).extended(),
        by_name.with_data(&text[..9]),
        by_name.with_data(&jpki[..1]),
        by_name.with_data(&Application::FACE.0[..9]),
        by_name,
        Command::new(0x00, SELECT, 0x04, 0x00).with_data(&text),
        Command::new(0x01, SELECT, 0x04, 0x0C).with_data(&text),
        Command::new(0x00, SELECT, 0x04, 0x0E).with_data(&jpki),
    ];
    attempts.extend(SIBLINGS.iter().map(|name| by_name.with_data(name)));
    for situation in situations() {
        for attempt in &attempts {
            assert!(!situation.allows(attempt), "{attempt:?} at {situation:?}");
        }
    }
}

#[test]
fn files_are_selected_in_their_own_application_only() {
    let reached = |application: Application, id: u8| {
        let situation = Situation::default().after(&select_application(&application));
        let id = [0x00, id];
        situation.allows(&select_file(&File { application, id }))
    };
    let allowed =
        |application| -> Vec<u8> { (0..=0xFF).filter(|id| reached(application, *id)).collect() };
    // No key for signatures (1A); of the face neither the picture of the number
    // (05) nor what opens it (13).
    assert_eq!(
        allowed(Application::JPKI),
        [0x01, 0x06, 0x08, 0x0A, 0x17, 0x18, 0x1B]
    );
    assert_eq!(allowed(Application::FACE), [0x02, 0x12]);
    assert_eq!(allowed(Application(SIBLINGS[0])), []);
    assert!(!Situation::default().allows(&select_file(&File::FACE)));
}

#[test]
fn an_application_that_was_not_confirmed_is_not_taken_for_selected() {
    let jpki = Situation::default().after(&select_application(&Application::JPKI));
    let failed = jpki.during(&select_application(&Application::FACE));
    assert!(!failed.allows(&select_file(&File::KEY)));
    assert!(!failed.allows(&select_file(&File::FACE)));

    let failed = at(&File::PIN).during(&select_file(&File::KEY));
    assert!(!failed.allows(&VERIFY_CURRENT.with_data(b"1234")));
    assert!(!failed.allows(&SIGN_CURRENT.with_data(&[0; DIGEST_INFO_LENGTH])));
}

#[test]
fn each_file_allows_its_own_commands_only() {
    let info = [0; DIGEST_INFO_LENGTH];
    let body = [&BODY_HEAD[..], &[0; 297]].concat();
    let signature = [&SIGNATURE_HEAD[..], &[0; SIGNATURE_LENGTH]].concat();
    let commands = [
        ("read", read_binary(0x7FFF, 1)),
        ("ask tries", VERIFY_CURRENT),
        ("verify 4", VERIFY_CURRENT.with_data(b"1234")),
        ("verify 6", VERIFY_CURRENT.with_data(b"ABC123")),
        ("verify 14", VERIFY_CURRENT.with_data(&[b'0'; 14])),
        ("verify 16", VERIFY_CURRENT.with_data(&[b'0'; 16])),
        ("sign", SIGN_CURRENT.with_data(&info)),
        ("body", CERTIFICATE_BODY.with_data(&body)),
        ("signature", CERTIFICATE_SIGNATURE.with_data(&signature)),
        ("challenge", CHALLENGE),
        ("authenticate", AUTHENTICATE.with_data(&signature[..256])),
    ];
    let password = ["ask tries", "verify 6", "verify 14", "verify 16"];
    let terminal = ["body", "signature", "challenge", "authenticate"];
    for file in File::ALL {
        let expected: &[&str] = match file {
            File::PIN => &["ask tries", "verify 4"],
            File::SIGNATURE_PASSWORD => &password,
            File::COLLATION_NUMBER => &["ask tries", "verify 14"],
            File::KEY => &["sign"],
            File::TERMINAL_AUTHORITY => &terminal,
            _ => &["read"],
        };
        let situation = at(&file);
        let allowed: Vec<_> = commands
            .iter()
            .filter(|(_, command)| situation.allows(command))
            .map(|(what, _)| *what)
            .collect();
        assert_eq!(allowed, expected, "{file:?}");
    }
}

#[test]
fn only_a_simulated_card_is_shown_a_terminal() {
    let real = Situation::default().after(&select_application(&Application::JPKI));
    assert!(!real.allows(&select_file(&File::TERMINAL_AUTHORITY)));
    let mut real = at(&File::TERMINAL_AUTHORITY);
    real.simulator = false;
    assert!(!real.allows(&CHALLENGE));
    real.mark_simulator();
    assert!(real.allows(&CHALLENGE));
}

#[test]
fn other_forms_of_listed_commands_are_held_back() {
    let pin = [0x31; 4];
    let held_back = [
        (
            File::TOKEN,
            Command::new(0x00, READ_BINARY, 0x81, 0x00).expecting(256),
        ),
        (File::TOKEN, read_binary(0, 256).extended()),
        (File::TOKEN, read_binary(0, 0)),
        (File::PIN, VERIFY_CURRENT.with_data(b"12345")),
        (File::PIN, VERIFY_CURRENT.with_data(&pin).expecting(1)),
        (File::PIN, VERIFY_CURRENT.with_data(&pin).extended()),
        (
            File::PIN,
            Command::new(0x00, VERIFY, 0x00, 0x9B).with_data(&pin),
        ),
        (
            File::PIN,
            Command::new(0x00, 0x24, 0x01, 0x80).with_data(&pin),
        ),
        (File::SIGNATURE_PASSWORD, VERIFY_CURRENT.with_data(&[0; 17])),
        (File::KEY, SIGN_CURRENT.with_data(b"raw")),
        (
            File::KEY,
            Command::new(0x80, 0x2A, 0x00, 0x9A).with_data(&[0; DIGEST_INFO_LENGTH]),
        ),
        (
            File::TERMINAL_AUTHORITY,
            CERTIFICATE_BODY.with_data(&[0; BODY_LENGTH]),
        ),
        (
            File::TERMINAL_AUTHORITY,
            CERTIFICATE_SIGNATURE.with_data(&[0; 261]),
        ),
        (File::TERMINAL_AUTHORITY, AUTHENTICATE.with_data(&[0; 255])),
        (File::TERMINAL_AUTHORITY, CHALLENGE.expecting(33)),
        (
            File::TOKEN,
            Command::new(0x00, 0xB2, 0x01, 0x0C).expecting(256),
        ),
        (
            File::TOKEN,
            Command::new(0x00, 0xCA, 0x00, 0x42).expecting(256),
        ),
    ];
    for (file, command) in held_back {
        assert!(!at(&file).allows(&command), "{file:?} {command:?}");
    }
}

proptest! {
    /// Whatever the rest of the program might ask for, wherever the session is:
    /// no SELECT but those listed gets through.
    #[test]
    fn no_other_select_ever_passes(
        class in prop_oneof![Just(0x00_u8), any::<u8>()],
        p1 in prop_oneof![Just(0x02_u8), Just(0x04), any::<u8>()],
        p2 in prop_oneof![Just(0x0C_u8), any::<u8>()],
        data in prop_oneof![
            (0_u8..0x20).prop_map(|id| vec![0x00, id]),
            proptest::sample::select(SIBLINGS.to_vec()).prop_map(|name| name.to_vec()),
            proptest::sample::select(Application::ALL.to_vec()).prop_map(|one| one.0.to_vec()),
            proptest::collection::vec(any::<u8>(), 0..20),
        ],
        expected in prop_oneof![Just(0_usize), 0_usize..=256],
        extended: bool,
        situation in proptest::sample::select(situations()),
    ) {
        let command = Command::new(class, SELECT, p1, p2).with_data(&data).expecting(expected);
        let command = if extended { command.extended() } else { command };
        let listed = Application::ALL.iter().any(|one| command == select_application(one))
            || File::ALL.iter().any(|file| {
                command == select_file(file)
                    && situation.application == Some(file.application)
                    && (situation.simulator || *file != File::TERMINAL_AUTHORITY)
            });
        prop_assert_eq!(situation.allows(&command), listed);
    }

    /// And of the rest only what the selected file is for.
    #[test]
    fn no_other_instruction_ever_passes(
        class: u8, instruction: u8, p1: u8, p2: u8,
        data in proptest::collection::vec(any::<u8>(), 0..310),
        expected in 0_usize..=300,
        extended: bool,
        situation in proptest::sample::select(situations()),
    ) {
        let command = Command::new(class, instruction, p1, p2).with_data(&data).expecting(expected);
        let command = if extended { command.extended() } else { command };
        if situation.allows(&command) {
            let purpose = situation.file.map(File::purpose);
            prop_assert!(matches!(
                (class, instruction, p1, p2, purpose),
                (0x00, SELECT, 0x02 | 0x04, 0x0C, _)
                    | (0x00, GET_RESPONSE, 0x00, 0x00, _)
                    | (0x00, READ_BINARY, 0x00..0x80, _, Some(Purpose::Read))
                    | (0x00, VERIFY, 0x00, 0x80, Some(Purpose::Verify(_)))
                    | (0x80, PERFORM_SECURITY_OPERATION, 0x00, 0x80, Some(Purpose::Sign))
                    | (0x80, VERIFY_CERTIFICATE, 0x00 | 0x06, 0xC1, Some(Purpose::AuthenticateTerminal))
                    | (0x00, GET_CHALLENGE, 0x00, 0x00, Some(Purpose::AuthenticateTerminal))
                    | (0x00, EXTERNAL_AUTHENTICATE, 0x00, 0x80, Some(Purpose::AuthenticateTerminal))
            ));
        }
    }
}
