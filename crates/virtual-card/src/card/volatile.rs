//! What the card forgets with the power: what is selected and what is unlocked.

use apdu::StatusWord;

use super::terminal::Terminal;
use crate::Image;
use crate::image::{Access, Application, File};

/// What is gone with the power.
#[derive(Default)]
pub(super) struct Volatile {
    /// AID of the selected application; none when only the card's default one is.
    pub(super) application: Option<&'static [u8]>,
    /// The current elementary file of that application.
    pub(super) file: Option<u16>,
    /// What PINs and terminals have unlocked.
    pub(super) security: Option<Security>,
    /// What GET CHALLENGE gave last; empty once it has been answered.
    pub(super) challenge: Vec<u8>,
    /// The terminal that asks to be let in without a PIN.
    pub(super) terminal: Terminal,
}

/// Who has shown what so far, and in which application.
pub(super) struct Security {
    pub(super) application: &'static [u8],
    /// The PINs that have been given.
    pins: Vec<u16>,
    /// Whether a terminal has proven itself.
    terminal: bool,
}

impl Volatile {
    /// The selected application.
    pub(super) fn application<'i>(&self, image: &'i Image) -> Option<&'i Application> {
        image.application(self.application?)
    }

    /// Finds the file a command speaks of and makes it the current one.
    pub(super) fn locate<'i>(
        &mut self,
        target: Target,
        image: &'i Image,
    ) -> Result<(&'i Application, u16, &'i File), StatusWord> {
        let (id, missing) = match target {
            Target::Current => (self.file, StatusWord::NO_CURRENT_FILE),
            Target::Short(id) => (Some(id), StatusWord::NOT_FOUND),
        };
        let (application, id) = self.application(image).zip(id).ok_or(missing)?;
        let file = application.file(id).ok_or(missing)?;
        self.file = Some(id);
        Ok((application, id, file))
    }

    /// Whether what has been unlocked so far opens `access` in `application`.
    pub(super) fn allows(&self, access: Access, application: &Application) -> bool {
        match access {
            Access::Free => true,
            Access::Never => false,
            Access::After(pins) => self.any_has_been_given(pins, application),
            Access::AfterOrTerminal(pins) => {
                self.any_has_been_given(pins, application)
                    || self
                        .in_application(application)
                        .is_some_and(|it| it.terminal)
            }
        }
    }

    /// Whether this PIN of `application` has been given.
    pub(super) fn has_been_given(&self, pin: u16, application: &Application) -> bool {
        self.any_has_been_given(&[pin], application)
    }

    fn any_has_been_given(&self, pins: &[u16], application: &Application) -> bool {
        self.in_application(application)
            .is_some_and(|security| security.pins.iter().any(|given| pins.contains(given)))
    }

    fn in_application(&self, application: &Application) -> Option<&Security> {
        let security = self.security.as_ref();
        security.filter(|security| security.application == application.aid)
    }

    /// Notes that a PIN has been given.
    pub(super) fn unlock(&mut self, application: &'static [u8], pin: u16) {
        self.security_in(application).pins.push(pin);
    }

    /// Notes that a PIN has not been given after all.
    pub(super) fn lock(&mut self, pin: u16) {
        if let Some(security) = &mut self.security {
            security.pins.retain(|given| *given != pin);
        }
    }

    /// Notes that a terminal has proven itself.
    pub(super) fn admit_terminal(&mut self, application: &'static [u8]) {
        self.security_in(application).terminal = true;
    }

    /// Forgets the terminal and what it was let in to, and gives what it had said.
    pub(super) fn turn_terminal_away(&mut self) -> Terminal {
        if let Some(security) = &mut self.security {
            security.terminal = false;
        }
        std::mem::take(&mut self.terminal)
    }

    fn security_in(&mut self, application: &'static [u8]) -> &mut Security {
        self.security.get_or_insert(Security {
            application,
            pins: Vec::new(),
            terminal: false,
        })
    }
}

/// The file a command speaks of.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// The current one.
    Current,
    /// The one with this short identifier (SFI), 1 to 30.
    Short(u16),
}

impl Target {
    /// Reads `100x xxxx`: five bits of short identifier, 0 for the current file.
    pub(super) const fn from_byte(byte: u8) -> Result<Self, StatusWord> {
        match byte {
            0x80 => Ok(Self::Current),
            0x81..=0x9E => Ok(Self::Short((byte & 0x1F) as u16)),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{self, JPKI, SIGN, VERIFY, VERIFY_WRONG, send, status};
    use crate::{Card, WarmReset};

    #[test]
    fn what_a_pin_unlocks_lasts_until_another_application_or_power_off() {
        type Act = fn(&mut Card);
        let select_default: Act = |card| drop(send(card, &["00A4040C07A0000001510000", JPKI]));
        let table: [(&str, Act, &str); 8] = [
            ("nothing", |_| (), "9000"),
            ("the same again", |card| drop(send(card, &[JPKI])), "9000"),
            (
                "one not there",
                |card| drop(send(card, &["00A4040C06D39210003199"])),
                "9000",
            ),
            ("the default one", select_default, "6982"),
            (
                "a wrong PIN",
                |card| drop(send(card, &[VERIFY_WRONG])),
                "6982",
            ),
            (
                "warm reset",
                |card| {
                    card.reset();
                    send(card, &[JPKI]);
                },
                "9000",
            ),
            (
                "power off",
                |card| {
                    card.power_off();
                    send(card, &[JPKI]);
                },
                "6982",
            ),
            (
                "power on",
                |card| {
                    card.power_on();
                    send(card, &[JPKI]);
                },
                "6982",
            ),
        ];
        for (name, act, want) in table {
            let mut card = bench::card();
            send(&mut card, &[JPKI, VERIFY]);
            act(&mut card);
            assert_eq!(status(&send(&mut card, &[SIGN])), want, "{name}");
        }
    }

    #[test]
    fn a_warm_reset_deselects_and_clears_pins_where_it_is_told_to() {
        let mut card = bench::card().with_warm_reset(WarmReset::ClearsPins);
        send(&mut card, &[JPKI, VERIFY]);
        card.reset();
        assert_eq!(status(&send(&mut card, &[SIGN])), "6A82");
        assert_eq!(status(&send(&mut card, &[JPKI, SIGN])), "6982");
    }
}
