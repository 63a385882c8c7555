//! Commands, responses and TLVs: any bytes are read or refused, and what was read is
//! written back the same.
#![no_main]

use apdu::{Children, Command, LengthStyle, Response, Tlv, Writer};
use libfuzzer_sys::fuzz_target;

/// How deep a card's templates go.
const DEPTH: usize = 4;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(command) = Command::parse(bytes) {
        let written = command.to_bytes().expect("what was read can be written");
        assert_eq!(Command::parse(&written), Ok(command));
    }
    if let Ok(response) = Response::parse(bytes) {
        assert_eq!(response.to_bytes(), bytes);
    }
    walk(bytes, DEPTH);
    if let Ok((tlv, rest)) = Tlv::parse(bytes) {
        assert!(tlv.value.len() + rest.len() < bytes.len());
        for style in [LengthStyle::Card, LengthStyle::Minimal] {
            let mut writer = Writer::new(style);
            if writer.put(tlv.tag, tlv.value).is_ok() {
                let written = writer.into_bytes();
                let (again, rest) = Tlv::parse(&written).expect("what was written can be read");
                assert_eq!(
                    (again.tag, again.value, rest),
                    (tlv.tag, tlv.value, &[][..])
                );
            }
        }
    }
});

fn walk(bytes: &[u8], depth: usize) {
    for tlv in Children::of(bytes).flatten() {
        assert!(tlv.value.len() < bytes.len());
        if depth > 0 && tlv.tag.is_constructed() {
            walk(tlv.value, depth - 1);
        }
    }
}
