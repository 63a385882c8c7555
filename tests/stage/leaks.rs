//! Finds personal words in what a program wrote, however they are spelt there: as
//! they are, escaped as Rust or JSON does, as hexadecimal or as a list of numbers.

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
            found.push(word.to_owned());
            found.extend(spellings(word));
        }
        // Four digits may stand in any number, but not alone.
        found.extend(alone(written, self.pin).then(|| self.pin.to_owned()));
        found.extend(spellings(self.pin));
        found.retain(|spelt| written.contains(spelt.as_str()));
        found
    }
}

/// Whether these letters stand in `written`, however they are spelt there.
pub(crate) fn stands_in(word: &str, written: &str) -> bool {
    let written = &written.replace("\\\\", "\\");
    let mut spelt = spellings(word);
    spelt.push(word.to_owned());
    spelt.iter().any(|it| written.contains(it.as_str()))
}

/// The ways in which a log may write these letters, other than as they are.
fn spellings(word: &str) -> Vec<String> {
    let bytes = |write: fn(u8) -> String| word.bytes().map(write).collect::<Vec<_>>();
    let letters = |write: fn(u32) -> String| word.chars().map(|it| write(it.into())).collect();
    let hexadecimal = [
        bytes(|byte| format!("{byte:02x}")),
        bytes(|byte| format!("{byte:02X}")),
    ];
    let mut spelt = vec![
        bytes(|byte| format!("\\x{byte:02x}")).concat(),
        bytes(|byte| byte.to_string()).join(", "),
        letters(|letter| format!("\\u{{{letter:x}}}")),
        letters(|letter| format!("\\u{letter:04x}")),
    ];
    for digits in hexadecimal {
        spelt.extend(["", " ", ", ", ":"].map(|between| digits.join(between)));
    }
    spelt
}

/// Whether these digits stand there with neither letter nor digit beside them. The
/// digits of an escaped byte beside them are neither.
pub(crate) fn alone(written: &str, digits: &str) -> bool {
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
