//! Any text as a persona's file: read, or refused with the line that is wrong; and
//! edited, or left alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use persona::{Persona, PersonaError, edit};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Err(error) = Persona::parse("fuzzed.toml", text) {
        let PersonaError::Invalid { line, .. } = error else {
            panic!("{error}");
        };
        assert!((1..=text.split('\n').count()).contains(&line), "{line}");
    }
    let _ = edit("fuzzed.toml", text, &[("card.pin", "8642")]);
});
