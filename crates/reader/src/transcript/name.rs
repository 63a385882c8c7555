//! What a command is, in the words of ISO 7816-4 and of the card's maker.

use std::borrow::Cow;

/// The name of a command by its class and instruction.
pub(super) fn name(command: &[u8]) -> Cow<'static, str> {
    let [class, instruction, ..] = command else {
        return "no command".into();
    };
    let makers_own = class & 0x80 != 0;
    let known = match (makers_own, instruction) {
        (_, 0x20 | 0x21) => "VERIFY",
        (_, 0x24 | 0x25) | (true, 0x32) => "CHANGE REFERENCE DATA",
        (_, 0x2C | 0x2D) => "RESET RETRY COUNTER",
        (true, 0x2A) => "COMPUTE DIGITAL SIGNATURE",
        (false, 0x2A) => "PERFORM SECURITY OPERATION",
        (_, 0x82) => "EXTERNAL AUTHENTICATE",
        (_, 0x84) => "GET CHALLENGE",
        (_, 0x88) => "INTERNAL AUTHENTICATE",
        (true, 0xA2) => "PRESENT CERTIFICATE",
        (_, 0xA4) => "SELECT",
        (true, 0xAE) => "EXCHANGE KEYS",
        (_, 0xB0) => "READ BINARY",
        (_, 0xB2) => "READ RECORD",
        (_, 0xC0) => "GET RESPONSE",
        (_, 0xCA) => "GET DATA",
        (_, 0xD6) => "UPDATE BINARY",
        (_, other) => return format!("INS {other:02X}").into(),
    };
    known.into()
}
