//! Finds personal words in what a program wrote, however they are spelt there: as
//! they are, escaped as Rust or JSON does, as hexadecimal or as a list of numbers.

use std::fmt::Write as _;

/// Someone whose every word is found nowhere else.
pub(crate) struct Canary {
    pub(crate) name: &'static str,
    pub(crate) kana: &'static str,
    pub(crate) address: &'static str,
    pub(crate) number: &'static str,
    pub(crate) pin: &'static str,
}

/// The one of the stories.
pub(crate) const CANARY: Canary = Canary {
    name: "鶯谷　蘭鳳",
    kana: "ウグイスダニ　ランポウ",
    address: "東京都架空区鸚鵡台七十七丁目",
    number: "73194682",
    pin: "9071",
};

impl Canary {
    /// The ordinary persona's file, with these words in place of hers.
    pub(crate) fn persona(&self, insured: &str) -> String {
        let persona = insured
            .replace("窓口　花子", self.name)
            .replace("マドグチ　ハナコ", self.kana)
            .replace("東京都架空区窓口台九十九丁目９番９号", self.address)
            .replace(
                "number = \"1234567\"",
                &format!("number = \"{}\"", self.number),
            )
            .replace("pin = \"1234\"", &format!("pin = \"{}\"", self.pin));
        for word in [self.name, self.kana, self.address, self.number, self.pin] {
            assert!(persona.contains(word), "{word} is not in the persona");
        }
        persona
    }

    /// The words of this person that stand in `written`, and how.
    pub(crate) fn found_in(&self, written: &str) -> Vec<String> {
        // JSON escapes what Rust has escaped before.
        let written = &written.replace("\\\\", "\\");
        let mut found = Vec::new();
        let words = [self.name, self.kana, self.address].into_iter();
        let parts = words.flat_map(|words| words.split('　'));
        for word in parts.chain([self.number]) {
            let spelt = spellings(word);
            found.extend(spelt.into_iter().filter(|it| written.contains(it.as_str())));
        }
        // Four digits may stand in any number, but not alone.
        let [plain, spelt @ ..] = spellings(self.pin);
        found.extend(alone(written, &plain).then_some(plain));
        found.extend(spelt.into_iter().filter(|it| written.contains(it.as_str())));
        found
    }
}

/// The ways in which a log may write these letters; the first is as they are.
fn spellings(word: &str) -> [String; 7] {
    let bytes = |each: &dyn Fn(&mut String, u8)| {
        word.bytes().fold(String::new(), |mut text, byte| {
            each(&mut text, byte);
            text
        })
    };
    let letters = |each: &dyn Fn(&mut String, u32)| {
        word.chars().fold(String::new(), |mut text, letter| {
            each(&mut text, u32::from(letter));
            text
        })
    };
    let listed: Vec<String> = word.bytes().map(|byte| byte.to_string()).collect();
    [
        word.to_owned(),
        bytes(&|text, byte| write!(text, "{byte:02x}").unwrap()),
        bytes(&|text, byte| write!(text, "{byte:02X}").unwrap()),
        bytes(&|text, byte| write!(text, "\\x{byte:02x}").unwrap()),
        letters(&|text, letter| write!(text, "\\u{{{letter:x}}}").unwrap()),
        letters(&|text, letter| write!(text, "\\u{letter:04x}").unwrap()),
        listed.join(", "),
    ]
}

/// Whether these digits stand there with neither letter nor digit beside them. The
/// digits of an escaped byte beside them are neither.
fn alone(written: &str, digits: &str) -> bool {
    written.match_indices(digits).any(|(at, _)| {
        let (before, after) = (&written[..at], &written[at + digits.len()..]);
        let escaped = before.len() >= 4
            && before
                .get(before.len() - 4..)
                .is_some_and(|it| it.starts_with("\\x"));
        let before = before.chars().next_back().filter(|_| !escaped);
        ![before, after.chars().next()]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}
