//! No secret gets into a file.

use super::*;

/// Every command that carries a secret, in every form, and bytes that were meant to
/// be one; with each kind of outcome, an answer that has the secret in it among them.
#[test]
fn no_secret_gets_into_the_file() {
    // In hexadecimal nothing else in a file looks like one of these.
    const SECRET: &[u8] = &[0xE7, 0xE8, 0xE9, 0xD7, 0xD8, 0xD9, 0xC7, 0xC8];
    let plain = |header: [u8; 4]| [&header[..], &[8], SECRET].concat();
    let mut commands = vec![
        [&[0x00, 0x20, 0x00, 0x80, 0x00, 0x00, 0x08], SECRET].concat(),
        [&plain([0x00, 0x20, 0x00, 0x80])[..], &[0x00]].concat(),
        // No Lc, a wrong one, and one short.
        [&[0x00, 0x20, 0x00, 0x80], SECRET].concat(),
        [&[0x00, 0x24, 0x01, 0x80, 0x09], SECRET].concat(),
        [&[0x00, 0x20, 0x00, 0x80, 0x07], SECRET].concat(),
    ];
    for class in [0x00, 0x80, 0x10, 0x0C] {
        for instruction in [0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D, 0x32] {
            commands.push(plain([class, instruction, 0x00, 0x80]));
        }
    }
    let outcomes = [
        Ok(vec![0x63, 0xC2]),
        Ok([SECRET, &OK].concat()),
        Ok(vec![SECRET[0]]),
        Err(LinkError::Mute),
        Err(LinkError::NotAResponse { length: 12 }),
    ];
    for command in &commands {
        for outcome in &outcomes {
            let file = recorded(&[(command, outcome.clone())]).to_uppercase();
            for byte in SECRET {
                let byte = format!("{byte:02X}");
                assert!(!file.contains(&byte), "{command:02X?}: {byte} in {file}");
            }
            assert!(file.contains(&"*".repeat(14)));
            let mut replay = replay(&recorded(&[(command, outcome.clone())]));
            let replayed = replay.exchange(command);
            let lengths = (
                replayed.as_ref().map(Vec::len),
                outcome.as_ref().map(Vec::len),
            );
            assert_eq!(lengths.0, lengths.1);
        }
    }
}

#[test]
fn a_veiled_answer_keeps_its_status() {
    let file = recorded(&[(&VERIFY_1234, Ok(vec![0x31, 0x32, 0x63, 0xC1]))]);
    assert_eq!(
        replay(&file).exchange(&VERIFY_1234),
        Ok(vec![0x00, 0x00, 0x63, 0xC1])
    );
}
