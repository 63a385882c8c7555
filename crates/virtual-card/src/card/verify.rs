//! VERIFY (ISO 7816-4, 11.5.6), with the status words of JICSAP.

use apdu::{Command, StatusWord};
use subtle::ConstantTimeEq;

use super::{Card, NOT_DURABLE, Reply, Target};
use crate::counters::{Counters, PinReference};
use crate::image::File;

impl Card {
    /// Compares a PIN, or, without data, tells the tries left and costs none.
    ///
    /// The try is spent, durably, before the PIN is looked at: a card whose power
    /// is cut at any moment has never allowed one guess too many.
    pub(super) fn verify(&mut self, command: &Command) -> Reply {
        if command.p1 != 0x00 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let target = Target::from_byte(command.p2)?;
        let image = &self.persistent.image;
        let (application, id, file) = self.volatile.locate(target, image)?;
        let File::Pin {
            secret,
            tries: most,
            ..
        } = file
        else {
            return Err(StatusWord::WRONG_FILE_KIND);
        };
        let pin = PinReference::new(application.aid, id);
        let left = self.persistent.counters.tries_left(&pin).min(*most);
        if command.data.is_empty() {
            return Err(StatusWord::tries(left));
        }
        let left = left.checked_sub(1).ok_or(StatusWord::REFERENCE_BLOCKED)?;

        let application = application.aid;
        self.volatile.lock(id);
        record(&mut *self.persistent.counters, &pin, left)?;
        let is_right = match self.persistent.counters.changed_secret(&pin) {
            Some(changed) => bool::from(changed.ct_eq(command.data)),
            None => secret.is(command.data),
        };
        if !is_right {
            return Err(StatusWord::tries(left));
        }
        record(&mut *self.persistent.counters, &pin, *most)?;
        self.volatile.unlock(application, id);
        Ok(Vec::new())
    }
}

fn record(counters: &mut dyn Counters, pin: &PinReference, tries: u8) -> Result<(), StatusWord> {
    counters.record(pin, tries).map_err(|error| {
        tracing::error!(%pin, %error, "a PIN counter could not be stored");
        NOT_DURABLE
    })
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{
        self, JPKI, SIGN, TRIES, VERIFY, VERIFY_WRONG, send, status, status_after,
    };

    #[test]
    fn the_tries_are_told_in_every_state_and_cost_nothing() {
        for (commands, want) in [
            (&[JPKI, TRIES][..], "63C3"),
            (&[JPKI, TRIES, TRIES, TRIES, TRIES], "63C3"),
            (&[JPKI, "0020009800"], "63C3"),
            (&[JPKI, "0020009B"], "63C5"),
            (&[JPKI, "00A4020C020018", "00200080"], "63C3"),
            (&[JPKI, VERIFY, TRIES], "63C3"),
            (&[JPKI, VERIFY_WRONG, TRIES], "63C2"),
            (
                &[JPKI, VERIFY_WRONG, VERIFY_WRONG, VERIFY_WRONG, TRIES],
                "63C0",
            ),
            (&[JPKI, VERIFY_WRONG, VERIFY_WRONG, VERIFY, TRIES], "63C3"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn verify_says_why_not() {
        for (commands, want) in [
            (&[TRIES][..], "6A82"),
            (&["00200080"], "6986"),
            (&[JPKI, "00200080"], "6986"),
            (&[JPKI, "0020018004"], "6A86"),
            (&[JPKI, "00200000"], "6A86"),
            (&[JPKI, "0020008A"], "6981"),
            (&[JPKI, "00200097 04 38363432"], "6981"),
            (&[JPKI, "00200085"], "6A82"),
            (&[JPKI, "00200098 04 383634"], "6700"),
            (&[JPKI, "00200098 03 383634"], "63C2"),
            (&[JPKI, "00200098 05 3836343200"], "63C2"),
            (&[JPKI, "0020009B 04 38363432"], "63C4"),
            (&[JPKI, "00200098 000004 38363432"], "9000"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn third_wrong_pin_blocks_the_card_for_the_right_one_too() {
        let mut card = bench::card();
        send(&mut card, &[JPKI]);
        for want in ["63C2", "63C1", "63C0", "6984"] {
            assert_eq!(status(&send(&mut card, &[VERIFY_WRONG])), want);
        }
        assert_eq!(status(&send(&mut card, &[VERIFY])), "6984");
        assert_eq!(status(&send(&mut card, &[SIGN])), "6982");
        card.power_off();
        card.power_on();
        assert_eq!(status(&send(&mut card, &[JPKI, VERIFY])), "6984");
    }
}
