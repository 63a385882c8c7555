//! Real cards that are believed without a chain, because someone enrolled them.
//!
//! The file has one line a card: the certificate's SHA-256 as 64 hex digits, a
//! space, and the name of the persona that the card stands for. Nothing else of the
//! card is kept.

use std::fmt::Write as _;
use std::io;

use super::Folder;
use crate::PkiError;

const FILE: &str = "enrolled";
/// Hex digits of a fingerprint.
const DIGITS: usize = 64;

/// A real card that is believed.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// SHA-256 of its user-authentication certificate (DER).
    pub fingerprint: [u8; 32],
    /// The persona that it stands for.
    pub persona: String,
}

impl Folder {
    /// Believes the card whose certificate has this SHA-256, as this persona's. A
    /// card that was enrolled before gets the new persona.
    ///
    /// # Errors
    /// [`PkiError::Unwritable`] when the persona's name is empty, is more than one
    /// line or has spaces around it; [`PkiError`] when the file cannot be read or
    /// written.
    pub fn enrol(&self, fingerprint: &[u8; 32], persona: &str) -> Result<(), PkiError> {
        if !is_name(persona) {
            return Err(PkiError::Unwritable("this name of a persona"));
        }
        let mut cards = self.enrolled()?;
        cards.retain(|card| card.fingerprint != *fingerprint);
        cards.push(Enrolled {
            fingerprint: *fingerprint,
            persona: persona.to_owned(),
        });
        self.write_enrolled(&cards)
    }

    /// Believes that card no more; `false` when it was not enrolled.
    ///
    /// # Errors
    /// [`PkiError`] when the file cannot be read or written.
    pub fn forget(&self, fingerprint: &[u8; 32]) -> Result<bool, PkiError> {
        let mut cards = self.enrolled()?;
        let before = cards.len();
        cards.retain(|card| card.fingerprint != *fingerprint);
        if cards.len() == before {
            return Ok(false);
        }
        self.write_enrolled(&cards)?;
        Ok(true)
    }

    /// The enrolled cards, in the order in which they were enrolled.
    ///
    /// # Errors
    /// [`PkiError::Line`] for a line that is no card, or one that was there already;
    /// [`PkiError::File`] when the file cannot be read. No file is no cards.
    pub fn enrolled(&self) -> Result<Vec<Enrolled>, PkiError> {
        let bytes = match self.read(FILE) {
            Err(PkiError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Ok(Vec::new());
            }
            bytes => bytes?,
        };
        let mut cards: Vec<Enrolled> = Vec::new();
        for (before, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let known = |card: &Enrolled| cards.iter().any(|k| k.fingerprint == card.fingerprint);
            let card = read(line).filter(|card| !known(card));
            cards.push(card.ok_or_else(|| PkiError::Line {
                path: self.path.join(FILE),
                line: before + 1,
            })?);
        }
        Ok(cards)
    }

    fn write_enrolled(&self, cards: &[Enrolled]) -> Result<(), PkiError> {
        let mut text = String::new();
        for card in cards {
            for byte in card.fingerprint {
                // Writing into a string cannot fail.
                let _ = write!(text, "{byte:02x}");
            }
            let _ = writeln!(text, " {}", card.persona);
        }
        self.replace(FILE, text.as_bytes(), true)
    }
}

fn read(line: &str) -> Option<Enrolled> {
    let (digits, rest) = line.split_at_checked(DIGITS)?;
    let persona = rest.strip_prefix(' ').filter(|name| is_name(name))?;
    let mut fingerprint = [0; DIGITS / 2];
    let (pairs, _) = digits.as_bytes().as_chunks();
    for (byte, [high, low]) in fingerprint.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(Enrolled {
        fingerprint,
        persona: persona.to_owned(),
    })
}

fn digit(character: u8) -> Option<u8> {
    let value = char::from(character).to_digit(16)?;
    u8::try_from(value).ok()
}

/// U+FFFD stands where the file is not UTF-8.
fn is_name(persona: &str) -> bool {
    let odd = |character: char| character.is_control() || character == '\u{FFFD}';
    !persona.is_empty() && persona.trim() == persona && !persona.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn place() -> (TempDir, Folder) {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path());
        (place, folder)
    }

    fn names(folder: &Folder) -> Vec<(u8, String)> {
        let cards = folder.enrolled().unwrap().into_iter();
        cards.map(|c| (c.fingerprint[0], c.persona)).collect()
    }

    #[test]
    fn cards_are_enrolled_renamed_and_forgotten() {
        let (place, folder) = place();
        assert!(folder.enrolled().unwrap().is_empty());
        assert!(!folder.forget(&[1; 32]).unwrap());
        folder.enrol(&[0xA1; 32], "insured").unwrap();
        folder.enrol(&[2; 32], "child of insured").unwrap();
        folder.enrol(&[0xA1; 32], "elderly").unwrap();
        let both = [(2, "child of insured".into()), (0xA1, "elderly".into())];
        assert_eq!(names(&folder), both);
        let text = std::fs::read_to_string(place.path().join(FILE)).unwrap();
        let line = format!("{} elderly\n", "a1".repeat(32));
        assert!(text.ends_with(&line), "{text}");
        assert!(folder.forget(&[2; 32]).unwrap());
        assert!(!folder.forget(&[2; 32]).unwrap());
        assert_eq!(names(&folder), both[1..]);
        let files = std::fs::read_dir(place.path()).unwrap().count();
        assert_eq!(files, 1, "nothing is left beside the file");
    }

    #[test]
    fn a_name_that_would_not_be_read_back_is_refused() {
        let (_place, folder) = place();
        for name in ["", " ", "a\nb", "a\r", " a", "a ", "\u{FFFD}", "a\0"] {
            let refused = folder.enrol(&[1; 32], name);
            assert!(matches!(refused, Err(PkiError::Unwritable(_))), "{name:?}");
        }
        assert!(folder.enrolled().unwrap().is_empty());
    }

    #[test]
    fn a_damaged_line_is_named_and_nothing_is_overwritten() {
        let (place, folder) = place();
        let good = format!("{} insured", "0f".repeat(32));
        for bad in [
            "",
            "insured",
            &"0f".repeat(32),
            &format!("{} ", "0e".repeat(32)),
            &format!("{}  insured", "0e".repeat(32)),
            &format!("{}0 insured", "0e".repeat(31)),
            &format!("{}0+ insured", "0e".repeat(31)),
            &format!("{}+0 insured", "0e".repeat(31)),
            &format!("{}é insured", "0e".repeat(31)),
            &format!("{}0 insured", "0e".repeat(32)),
            &good,
        ] {
            let text = format!("{good}\n{bad}\n");
            std::fs::write(place.path().join(FILE), &text).unwrap();
            for refused in [
                folder.enrolled().err(),
                folder.enrol(&[1; 32], "insured").err(),
                folder.forget(&[0x0F; 32]).err(),
            ] {
                assert!(
                    matches!(refused, Some(PkiError::Line { line: 2, .. })),
                    "{bad:?}"
                );
            }
            let kept = std::fs::read_to_string(place.path().join(FILE)).unwrap();
            assert_eq!(kept, text);
        }
        std::fs::write(place.path().join(FILE), [0xFF; 70]).unwrap();
        let refused = folder.enrolled();
        assert!(matches!(refused, Err(PkiError::Line { line: 1, .. })));
    }
}
