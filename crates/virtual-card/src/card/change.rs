//! CHANGE REFERENCE DATA (ISO 7816-4, 11.5.7), and CHANGE KEY, which the maker's
//! own applications know in its place.

use std::ops::RangeInclusive;

use apdu::{Command, StatusWord};

use super::{Card, NOT_DURABLE, Reply, Target};
use crate::counters::PinReference;
use crate::image::{Change, File};

impl Card {
    /// `00 24 01`: the new PIN alone, once the old one has been given.
    pub(super) fn change_reference_data(&mut self, command: &Command) -> Reply {
        self.change(command, 0x01, |change| match change {
            Change::Standard(lengths) => Some(lengths),
            Change::Maker(_) | Change::Never => None,
        })
    }

    /// `80 32 00`: the same for the common and the resident application.
    pub(super) fn change_key(&mut self, command: &Command) -> Reply {
        self.change(command, 0x00, |change| match change {
            Change::Maker(lengths) => Some(lengths),
            Change::Standard(_) | Change::Never => None,
        })
    }

    /// The tries are left as they are: all of them, for the PIN has been given.
    fn change(
        &mut self,
        command: &Command,
        p1: u8,
        lengths: fn(&Change) -> Option<&RangeInclusive<usize>>,
    ) -> Reply {
        if command.p1 != p1 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let target = Target::from_byte(command.p2)?;
        let image = &self.persistent.image;
        let (application, id, file) = self.volatile.locate(target, image)?;
        let File::Pin { change, .. } = file else {
            return Err(StatusWord::WRONG_FILE_KIND);
        };
        let lengths = lengths(change).ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        if !self.volatile.has_been_given(id, application) {
            return Err(StatusWord::NOT_AUTHORISED);
        }
        if !lengths.contains(&command.data.len()) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let pin = PinReference::new(application.aid, id);
        let counters = &mut self.persistent.counters;
        match counters.change_secret(&pin, command.data) {
            Ok(()) => Ok(Vec::new()),
            Err(error) => {
                tracing::error!(%pin, %error, "a changed PIN could not be stored");
                Err(NOT_DURABLE)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{
        self, COMMON, JPKI, SIGN, TEXT, TRIES, VERIFY, VERIFY_WRONG, send, status, status_after,
    };
    use crate::{Card, CounterFile};

    const CHANGE: &str = "00240198 04 37373737";
    const VERIFY_NEW: &str = "00200098 04 37373737";

    #[test]
    fn a_changed_pin_is_the_pin_from_then_on() {
        for (commands, want) in [
            (&[JPKI, CHANGE][..], "6982"),
            (&[JPKI, VERIFY, VERIFY_WRONG, CHANGE], "6982"),
            (&[JPKI, VERIFY, CHANGE], "9000"),
            (&[JPKI, VERIFY, CHANGE, SIGN], "9000"),
            (&[JPKI, VERIFY, CHANGE, VERIFY], "63C2"),
            (&[JPKI, VERIFY, CHANGE, VERIFY_NEW], "9000"),
            (&[JPKI, VERIFY, CHANGE, TRIES], "63C3"),
            (&[JPKI, "00200098 04 37373737"], "63C2"),
            (&[JPKI, VERIFY, "00240180 04 37373737"], "9000"),
            (&[JPKI, VERIFY, "00240198 03 373737"], "6700"),
            (&[JPKI, VERIFY, "00240198 05 3737373737"], "6700"),
            (&[JPKI, VERIFY, "00240198"], "6700"),
            (&[JPKI, VERIFY, "00240098 04 37373737"], "6A86"),
            (&[JPKI, VERIFY, "80320098 04 37373737"], "6985"),
            (&[JPKI, VERIFY, JPKI, CHANGE], "9000"),
            (&[JPKI, VERIFY, TEXT, "00240191 04 37373737"], "6982"),
            (
                &[COMMON, "0020009C 04 38363432", "8032009C 04 37373737"],
                "9000",
            ),
            (
                &[COMMON, "0020009C 04 38363432", "0024019C 04 37373737"],
                "6985",
            ),
            (
                &[TEXT, "00200095 04 38363432", "00240195 04 37373737"],
                "6985",
            ),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn a_changed_pin_survives_power_and_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let counters = CounterFile::issue(folder.path(), &bench::image()).unwrap();
        let mut card = Card::new(bench::image(), counters);
        send(&mut card, &[JPKI, VERIFY, CHANGE]);
        card.power_off();
        assert_eq!(status(&send(&mut card, &[JPKI, VERIFY])), "63C2");
        drop(card);
        let counters = CounterFile::open(folder.path()).unwrap();
        let mut card = Card::new(bench::image(), counters);
        assert_eq!(status(&send(&mut card, &[JPKI, VERIFY])), "63C1");
        assert_eq!(status(&send(&mut card, &[VERIFY_NEW])), "9000");
    }
}
