//! Transcripts: read or refused, and what is told of them shows no bytes of a secret.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reader::transcript::Transcript;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(transcript) = Transcript::read(bytes) {
        let _ = transcript.to_string();
    }
});
