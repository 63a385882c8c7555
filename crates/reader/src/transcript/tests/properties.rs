//! Whatever goes through a recorder comes back from a replay.

use super::*;
use proptest::prelude::*;

fn link_error() -> impl Strategy<Value = LinkError> {
    prop_oneof![
        Just(LinkError::Removed),
        Just(LinkError::Busy),
        Just(LinkError::NoReader),
        Just(LinkError::NoService),
        Just(LinkError::Mute),
        any::<usize>().prop_map(|length| LinkError::NotAResponse { length }),
        any::<u32>().prop_map(|code| LinkError::Other { code }),
        any::<(usize, usize, [u8; 4], [u8; 4])>().prop_map(|(line, position, expected, got)| {
            LinkError::NotInTranscript {
                line,
                position,
                expected,
                got,
            }
        }),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        any::<Vec<u8>>().prop_map(Ok),
        link_error().prop_map(Err::<Vec<u8>, _>)
    ]
}

proptest! {
    #[test]
    fn what_is_replayed_is_what_was_recorded(
        exchanges in prop::collection::vec((any::<Vec<u8>>(), outcome()), 0..20),
    ) {
        let exchanges: Vec<(&[u8], Outcome)> = exchanges
            .iter()
            .map(|(command, outcome)| (command.as_slice(), outcome.clone()))
            .collect();
        let mut replay = replay(&recorded(&exchanges));
        for (command, outcome) in exchanges {
            let replayed = replay.exchange(command);
            let veiled = matches!(command, [_, 0x20..=0x32, ..]);
            prop_assert_eq!(replayed.as_ref().map(Vec::len), outcome.as_ref().map(Vec::len));
            prop_assert!(veiled || replayed == outcome);
        }
    }

    /// The data of a command that carries a secret has no influence on the file.
    #[test]
    fn a_file_does_not_depend_on_the_secret(
        (one, other) in (1..=64_usize).prop_flat_map(|length| {
            let secret = || prop::collection::vec(any::<u8>(), length);
            (secret(), secret())
        }),
        header in prop::sample::select(vec![[0x00, 0x20], [0x00, 0x24], [0x80, 0x32], [0x00, 0x2C]]),
        is_extended: bool,
    ) {
        let file = |secret: &[u8]| {
            let command = apdu::Command::new(header[0], header[1], 0x00, 0x80).with_data(secret);
            let command = if is_extended { command.extended() } else { command };
            recorded(&[(&command.to_bytes().unwrap(), Ok([secret, &OK].concat()))])
        };
        prop_assert_eq!(file(&one), file(&other));
    }

    #[test]
    fn any_bytes_can_be_refused_as_a_transcript(
        start in any::<bool>(),
        rest in any::<Vec<u8>>(),
    ) {
        let good = recorded(&visit());
        let bytes = if start { [good.as_bytes(), &rest].concat() } else { rest };
        let _ = Transcript::read(bytes.as_slice());
    }
}
