//! GET DATA (ISO 7816-4, 11.4.3), at the level of the master file alone.

use apdu::{Command, StatusWord};

use super::{Card, Reply};

impl Card {
    /// The whole object with the tag P1 P2. One that is longer than Le is not cut:
    /// the terminal asks again with an extended Le.
    ///
    /// An application has no objects: while one is selected, none is found. (Real
    /// cards differ in a single object then, the contact interface's ATR.)
    pub(super) fn get_data(&self, command: &Command) -> Reply {
        let tag = u16::from_be_bytes([command.p1, command.p2]);
        let object = match self.volatile.application {
            None => self.persistent.image.object(tag),
            Some(_) => None,
        };
        let object = object.ok_or(StatusWord::DATA_NOT_FOUND)?;
        if !command.data.is_empty() || object.len() > command.expected {
            return Err(StatusWord::WRONG_LENGTH);
        }
        Ok(object.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{self, ISSUER_DOMAIN, JPKI, send, status_after};

    #[test]
    fn objects_are_found_while_no_application_is_selected() {
        for (commands, want) in [
            (&["00CA00F000"][..], "9000"),
            (&["00CA00F005"], "9000"),
            (&["00CA00F004"], "6700"),
            (&["00CA00F0"], "6700"),
            (&["00CA00F001AA00"], "6700"),
            (&["00CA00F800"], "6700"),
            (&["00CA00F8000000"], "9000"),
            (&["00CA00F800023E"], "6700"),
            (&["00CA00F800023F"], "9000"),
            (&["00CA004300"], "6A88"),
            (&["00CADF3005"], "6A88"),
            (&[JPKI, "00CA00F000"], "6A88"),
            (&[JPKI, ISSUER_DOMAIN, "00CA00F000"], "9000"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
        let municipality = send(&mut bench::card(), &["00CA00F000"]);
        assert_eq!(municipality, b"99999\x90\x00");
        let certificate = send(&mut bench::card(), &["00CA00F8000000"]);
        assert_eq!(certificate.len(), 577);
    }
}
