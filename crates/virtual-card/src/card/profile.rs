//! Two commands of the maker by which applications and kinds of card differ, and
//! of which no more is modelled than how they are turned down.

use apdu::{Command, StatusWord};

use super::{Card, Reply};

/// The common application (共通カードAP).
pub(super) const COMMON: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00];
/// The face application (券面事項確認AP).
pub(super) const FACE: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];

/// The security environment is not set up (JICSAP).
const NO_SECURITY_ENVIRONMENT: StatusWord = StatusWord(0x66F1);

impl Card {
    /// The key exchange of secure messaging (`80 AE`). Some applications have none;
    /// the others want a credential this card does not take.
    pub(super) fn set_session_key(&self) -> Reply {
        let selected = self.volatile.application;
        let has_none = selected == Some(&COMMON[..]) || selected == Some(&FACE[..]);
        Err(if has_none {
            NO_SECURITY_ENVIRONMENT
        } else {
            StatusWord::NOT_AUTHORISED
        })
    }

    /// `80 FC 00 00`, which only the iPhone's card takes.
    pub(super) fn tell_last_command(&self, command: &Command) -> Reply {
        if (command.p1, command.p2) != (0x00, 0x00) {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        if self.persistent.image.is_iphone && command.data.is_empty() {
            return Ok(Vec::new());
        }
        Err(StatusWord::WRONG_LENGTH)
    }
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{
        self, COMMON, FACE, JPKI, RESIDENT, TEXT, send, status, status_after,
    };
    use crate::{Card, CounterMemory};

    #[test]
    fn secure_messaging_is_turned_down_by_each_application_in_its_own_words() {
        for (commands, want) in [
            (&["80AE000000"][..], "6982"),
            (&[JPKI, "80AE000000"], "6982"),
            (&[RESIDENT, "80AE000000"], "6982"),
            (&[TEXT, "80AE000000"], "6982"),
            (&[COMMON, "80AE000000"], "66F1"),
            (&[FACE, "80AE000000"], "66F1"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn only_an_iphone_takes_the_phones_command() {
        let mut image = bench::image();
        image.is_iphone = true;
        let counters = CounterMemory::fresh(&image);
        let mut iphone = Card::new(image, counters);
        for (command, on_plastic, on_an_iphone) in [
            ("80FC0000", "6700", "9000"),
            ("80FC000001AA", "6700", "6700"),
            ("80FC0001", "6A86", "6A86"),
        ] {
            assert_eq!(status_after(&[command]), on_plastic, "{command}");
            assert_eq!(
                status(&send(&mut iphone, &[command])),
                on_an_iphone,
                "{command}"
            );
        }
    }
}
