//! SELECT (ISO 7816-4, 11.2.2).

use apdu::{Command, LengthStyle, StatusWord, Tag, TlvError, Writer};

use super::terminal::Terminal;
use super::{Card, NO_DIAGNOSIS, Reply};
use crate::image::Application;

/// The card's default application, the issuer security domain of GlobalPlatform.
/// It holds no files here; selecting it is like having selected none.
const ISSUER_DOMAIN: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
/// P2: the first application of that name, no data in the answer.
const NO_DATA: u8 = 0x0C;
/// P2: the first application of that name, with its file control information.
const WITH_FCI: u8 = 0x00;

impl Card {
    pub(super) fn select(&mut self, command: &Command) -> Reply {
        match (command.p1, command.p2) {
            (0x04, NO_DATA | WITH_FCI) => self.select_application(command),
            (0x02, NO_DATA) => self.select_file(command.data),
            (0x00, NO_DATA | WITH_FCI) => self.select_master_file(command.data),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    /// By AID, whole or right-truncated to no less than the provider's five bytes.
    fn select_application(&mut self, command: &Command) -> Reply {
        let name = command.data;
        let application = self.persistent.image.application(name);
        let aid = application.map(|application| application.aid);
        let is_default = name.len() >= 5 && ISSUER_DOMAIN.starts_with(name);
        if aid.is_none() && !is_default {
            return Err(StatusWord::NOT_FOUND);
        }
        let answer = match application {
            Some(application) if command.p2 == WITH_FCI && command.expected > 0 => {
                control_information(application).map_err(|_| NO_DIAGNOSIS)?
            }
            _ => Vec::new(),
        };
        if answer.len() > command.expected {
            return Err(StatusWord::WRONG_LENGTH);
        }
        self.volatile.application = aid;
        self.volatile.file = None;
        self.volatile.challenge.clear();
        self.volatile.terminal = Terminal::Unknown;
        // Selecting the same application again locks nothing, any other does.
        let security = self.volatile.security.take();
        self.volatile.security = security.filter(|security| Some(security.application) == aid);
        Ok(answer)
    }

    /// By file identifier, under the selected application.
    fn select_file(&mut self, id: &[u8]) -> Reply {
        let [hi, lo] = *id else {
            return Err(StatusWord::WRONG_LENGTH);
        };
        let id = u16::from_be_bytes([hi, lo]);
        self.volatile
            .application(&self.persistent.image)
            .and_then(|application| application.file(id))
            .ok_or(StatusWord::NOT_FOUND)?;
        self.volatile.file = Some(id);
        Ok(Vec::new())
    }

    /// There is no master file to go back to: asked for by no name, the command
    /// does nothing while an application is selected; by name (3F00) it is not
    /// found.
    fn select_master_file(&self, id: &[u8]) -> Reply {
        match (id, self.volatile.application) {
            ([], Some(_)) => Ok(Vec::new()),
            ([], None) => Err(StatusWord::WRONG_PARAMETERS),
            _ => Err(StatusWord::NOT_FOUND),
        }
    }
}

/// A file control template with the AID alone: what more a real card says is not
/// known.
fn control_information(application: &Application) -> Result<Vec<u8>, TlvError> {
    let mut name = Writer::new(LengthStyle::Card);
    name.put(Tag(0x84), application.aid)?;
    let mut template = Writer::new(LengthStyle::Card);
    template.put(Tag(0x6F), &name.into_bytes())?;
    Ok(template.into_bytes())
}

#[cfg(test)]
mod tests {
    use crate::card::bench::{self, JPKI, hex, send, status, status_after};

    #[test]
    fn select_finds_applications_and_files_and_nothing_else() {
        for (commands, want) in [
            (&[JPKI][..], "9000"),
            (&["00A4040C05D392F00026"], "9000"),
            (&["00A4040C0AD3921000310001010402"], "9000"),
            (&["00A4040C0AD3921000310001010408"], "9000"),
            (&["00A4040C0AD3921000310001010401"], "9000"),
            (&["00A4040C0AD3921000310001010100"], "9000"),
            (&["00A4040C0AD3921000310001010403"], "6A82"),
            (&["00A4040C09D39210003100010104"], "9000"),
            (&["00A4040C09D39210003100010105"], "6A82"),
            (&["00A4040C05A000000151"], "9000"),
            (&["00A4040C04D392F000"], "6A82"),
            (&["00A4040C0AD392F00026010000000100"], "9000"),
            (&["00A4040C0BD392F00026010000000101"], "6A82"),
            (&["00A4040C07A0000001510000"], "9000"),
            (&["00A4040C"], "6A82"),
            (&["00A4080C023F00"], "6A86"),
            (&["00A4040C0BD392F000260100000001"], "6700"),
            (&["00A404040AD392F000260100000001"], "6A86"),
            (&["00A4020C02000A"], "6A82"),
            (&[JPKI, "00A4020C02000A"], "9000"),
            (&[JPKI, "00A4020C020018"], "9000"),
            (&[JPKI, "00A4020C020005"], "6A82"),
            (&[JPKI, "00A4020C023F00"], "6A82"),
            (&[JPKI, "00A4020C010A"], "6700"),
            (&["00A40000"], "6A86"),
            (&[JPKI, "00A40000"], "9000"),
            (&[JPKI, "00A40000023F00"], "6A82"),
            (&[JPKI, "00A40000", "00B08A0001"], "9000"),
            (&[JPKI, "00A4040C07A0000001510000", "00B08A0001"], "6A82"),
            (&[JPKI, "00A4040C05A000000003", "00B08A0001"], "9000"),
        ] {
            assert_eq!(status_after(commands), want, "{commands:?}");
        }
    }

    #[test]
    fn select_with_control_information_names_the_application() {
        let select = "00A404000AD392F000260100000001";
        let answer = send(&mut bench::card(), &[&format!("{select}00")]);
        assert_eq!(answer, hex("6F0C840AD392F0002601000000019000"));
        assert_eq!(send(&mut bench::card(), &[select]), hex("9000"));
        assert_eq!(status_after(&[&format!("{select}0D")]), "6700");
    }

    /// The 29 questions by which OpenSC 0.23 looks for other cards before it tries
    /// this one. A single yes and it takes the card for another.
    #[test]
    fn every_probe_for_another_card_is_denied() {
        let mut probes: Vec<String> = [
            "00A4040007627601FF000000",
            "00A4040006A00000000101",
            "00A404000BE82B0601040181C31F020100",
            "00A4040C0FD23300000045737445494420763335",
            "00CADF3005",
            "00CB3FFF035C017E08",
            "00A4040009A0000003080000100000",
            "00A4040009A0000003080000100000",
            "00A4040C07A000000116DB0000",
            "00A4040C07A000000079100000",
            "00A404000CF276A288BCFBA69D34F31001",
            "00A4040009A0000003974254465900",
            "00A4040006D2760001240100",
        ]
        .map(str::to_owned)
        .into();
        probes.extend((0..16).map(|number| format!("00A4040C07A00000007901{number:02X}00")));
        assert_eq!(probes.len(), 29);
        let mut card = bench::card();
        for probe in probes {
            let answer = send(&mut card, &[&probe]);
            assert!(
                answer.len() == 2 && answer[0] == 0x6A || answer[0] == 0x6D,
                "{probe}: {answer:02X?}"
            );
        }
        assert_eq!(status(&send(&mut card, &[JPKI])), "9000");
    }
}
