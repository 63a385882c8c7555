//! The commands a front desk sends.

use apdu::Command;

use crate::application::{Application, File};
use crate::terminal::CHALLENGE_LENGTH;

pub(crate) const SELECT: u8 = 0xA4;
pub(crate) const READ_BINARY: u8 = 0xB0;
pub(crate) const GET_RESPONSE: u8 = 0xC0;
pub(crate) const VERIFY: u8 = 0x20;
pub(crate) const PERFORM_SECURITY_OPERATION: u8 = 0x2A;
pub(crate) const VERIFY_CERTIFICATE: u8 = 0xA2;
pub(crate) const GET_CHALLENGE: u8 = 0x84;
pub(crate) const EXTERNAL_AUTHENTICATE: u8 = 0x82;

/// SELECT an application by its name, without an answer (ISO 7816-4, 11.2.2).
pub(crate) const fn select_application(application: &Application) -> Command<'_> {
    Command::new(0x00, SELECT, 0x04, 0x0C).with_data(&application.0)
}

/// SELECT an elementary file below the application (ISO 7816-4, 11.2.2).
pub(crate) const fn select_file(file: &File) -> Command<'_> {
    Command::new(0x00, SELECT, 0x02, 0x0C).with_data(&file.id)
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

/// GET RESPONSE (ISO 7816-4, 11.8.1).
pub(crate) const fn get_response(expected: usize) -> Command<'static> {
    Command::new(0x00, GET_RESPONSE, 0x00, 0x00).expecting(expected)
}

/// VERIFY against the current file; without data it asks for the tries left
/// (ISO 7816-4, 11.6.6).
pub(crate) const VERIFY_CURRENT: Command<'static> = Command::new(0x00, VERIFY, 0x00, 0x80);

/// COMPUTE DIGITAL SIGNATURE with the current key, padding done by the card
/// (class of the card's maker; ISO 7816-8 has it as `00 2A 9E 9A`).
pub(crate) const SIGN_CURRENT: Command<'static> =
    Command::new(0x80, PERFORM_SECURITY_OPERATION, 0x00, 0x80).expecting(256);

/// The terminal's certificate without its signature, for the current authority
/// key (maker's class; public readers of the card).
pub(crate) const CERTIFICATE_BODY: Command<'static> =
    Command::new(0x80, VERIFY_CERTIFICATE, 0x06, 0xC1).extended();
/// The signature of that certificate, which the card then verifies.
pub(crate) const CERTIFICATE_SIGNATURE: Command<'static> =
    Command::new(0x80, VERIFY_CERTIFICATE, 0x00, 0xC1).extended();
/// GET CHALLENGE (ISO 7816-4, 11.6.3).
pub(crate) const CHALLENGE: Command<'static> =
    Command::new(0x00, GET_CHALLENGE, 0x00, 0x00).expecting(CHALLENGE_LENGTH);
/// EXTERNAL AUTHENTICATE with the certified terminal key (ISO 7816-4, 11.6.4).
/// SIMULATED: how a real card goes on after the certificate is not public.
pub(crate) const AUTHENTICATE: Command<'static> =
    Command::new(0x00, EXTERNAL_AUTHENTICATE, 0x00, 0x80).extended();
