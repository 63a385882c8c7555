//! What the rules of the counter forbid, looked for in the whole house.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::stage::home::Home;
use crate::tidy::{files, read};

const PROTOCOL: &str = "proto/madoguchi/qualification/v1/qualification.proto";

/// The files of these folders with that ending.
fn texts(folders: &[&str], ending: &str) -> Vec<(PathBuf, String)> {
    let wanted = |file: &PathBuf| {
        folders.iter().any(|folder| file.starts_with(folder))
            && file.extension().is_some_and(|it| it == ending)
    };
    let found: Vec<_> = files().into_iter().filter(wanted).collect();
    assert!(!found.is_empty(), "nothing in {folders:?}");
    found
        .into_iter()
        .map(|file| {
            let text = read(&file);
            (file, text)
        })
        .collect()
}

/// What people are shown: the words of the screens, the terminal and the answers.
fn told_to_people() -> Vec<(PathBuf, String)> {
    let rooms = ["crates/visit/src", "crates/reception/src"];
    let mut told = texts(&rooms, "rs");
    told.extend(texts(&["crates/qualification/src"], "rs"));
    let data = texts(&["crates/qualification/data"], "toml");
    // The catalogue quotes documents; it is no screen.
    told.extend(
        data.into_iter()
            .filter(|(file, _)| !file.ends_with("catalogue.toml")),
    );
    told
}

fn without_comments(text: &str) -> String {
    let lines = text.lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// The fields of one message of the protocol.
fn fields_of(message: &str) -> BTreeSet<String> {
    let protocol = without_comments(&read(Path::new(PROTOCOL)));
    let (_, after) = protocol
        .split_once(&format!("\nmessage {message} {{"))
        .unwrap_or_else(|| panic!("no message {message}"));
    let body = after.split("\n}").next().unwrap();
    let fields = body.lines().filter_map(|line| line.split_once(" = "));
    fields
        .filter_map(|(field, _)| field.split_whitespace().last())
        .map(str::to_owned)
        .collect()
}

/// The words that fields, messages and calls of the protocol are named with.
fn words_of_the_protocol() -> BTreeSet<String> {
    let protocol = without_comments(&read(Path::new(PROTOCOL))).to_lowercase();
    let words = protocol.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.map(str::to_owned).collect()
}

#[test]
fn r002_no_rule_reads_a_clock() {
    let clocks = [
        "SystemTime",
        "std::time",
        "Timestamp::now",
        "Zoned::now",
        "Instant::now",
        "tz::TimeZone::system",
        "TimeZone::system",
    ];
    for room in ["crates/qualification/src", "crates/rulebook/src"] {
        for (file, text) in texts(&[room], "rs") {
            for clock in clocks {
                assert!(!text.contains(clock), "{clock} in {}", file.display());
            }
        }
    }
}

#[test]
fn r005_words_that_people_confuse_are_kept_apart_in_the_glossary() {
    let head = read(Path::new("crates/qualification/src/lib.rs"));
    let rows: Vec<Vec<&str>> = head
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`"))
        .map(|row| row.split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.iter().all(|row| row.len() == 3), "{rows:?}");
    let words: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    let once: BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(once.len(), words.len(), "a word stands twice: {words:?}");
    for word in [
        "マイナンバーカード",
        "利用登録",
        "資格確認書",
        "資格情報のお知らせ",
        "旧保険証",
        "被保険者資格申立書",
        "限度額適用認定証",
        "電子証明書の有効期限",
    ] {
        assert!(once.contains(word), "{word} is not in the glossary");
    }
}

#[test]
fn r014_r085_nobody_is_asked_to_hand_over_the_card() {
    let handed = [
        concat!("お預", "かり"),
        concat!("預", "けて"),
        concat!("カードを職員", "に"),
        concat!("hand over ", "the card"),
        concat!("give the card ", "to"),
        concat!("Take", "Card"),
        concat!("Keep", "Card("),
    ];
    for (file, text) in told_to_people() {
        for words in handed {
            assert!(!text.contains(words), "{words:?} in {}", file.display());
        }
    }
    for word in words_of_the_protocol() {
        let taken = word.contains("hand_over") || word.contains("take_card");
        assert!(!taken, "{word} in the protocol");
    }
}

#[test]
fn r018_the_protocol_has_no_place_for_a_pin() {
    let words = words_of_the_protocol();
    assert!(words.contains("method_pin"), "how is told: {words:?}");
    for word in ["pin", "pins", "pin_code", "passcode", "password", "secret"] {
        assert!(!words.contains(word), "{word} in the protocol");
    }
}

#[test]
fn r021_verification_cannot_be_skipped() {
    for (file, text) in texts(&["crates", "proto"], "rs")
        .into_iter()
        .chain(texts(&["proto"], "proto"))
    {
        let text = text.to_lowercase().replace(['_', '-'], "");
        for skip in [
            concat!("skip", "verification"),
            concat!("skip", "authentication"),
            concat!("without", "verification("),
            concat!("no", "verification"),
            concat!("bypass", "pin"),
        ] {
            assert!(!text.contains(skip), "{skip} in {}", file.display());
        }
    }
    let ways: BTreeSet<String> = words_of_the_protocol()
        .into_iter()
        .filter(|word| word.starts_with("method_") && word != "method_unspecified")
        .collect();
    let ways: Vec<&str> = ways.iter().map(String::as_str).collect();
    assert_eq!(ways, ["method_face", "method_pin", "method_staff_check"]);
}

#[test]
fn r026_r087_the_desk_is_told_no_medical_information() {
    let told = fields_of("Decision");
    let medical = [
        "visit_date",
        "validity",
        "scope",
        "reason",
        "qualification",
        "limit",
        "consents",
        "notices",
        "assurance",
        "specific_disease",
        "as_of",
        "reference_number",
    ];
    let known: BTreeSet<String> = medical.map(str::to_owned).into();
    assert_eq!(told, known, "what an answer carries");
    let granted = fields_of("ConsentGrant");
    let granted: Vec<&str> = granted.iter().map(String::as_str).collect();
    let handles_and_times = [
        "category",
        "consent_id",
        "granted_at",
        "purpose",
        "surface",
        "until",
        "withdrawn_at",
    ];
    assert_eq!(granted, handles_and_times);
    for word in words_of_the_protocol() {
        for content in ["prescription", "diagnosis", "medication_", "history"] {
            assert!(!word.contains(content), "{word} in the protocol");
        }
    }
}

#[test]
fn r083_the_protocol_has_no_place_for_the_individual_number() {
    for word in words_of_the_protocol() {
        for number in ["my_number", "mynumber", "individual_number", "kojin"] {
            assert!(!word.contains(number), "{word} in the protocol");
        }
    }
}

#[test]
fn r084_the_chip_holds_nothing_of_a_persons_insurance() {
    let home = Home::new();
    let folder = home.pki().join("cards/insured");
    let files = fs::read_dir(folder).unwrap();
    let files: Vec<Vec<u8>> = files
        .map(|it| fs::read(it.unwrap().path()).unwrap())
        .collect();
    let stands = |words: &str| {
        let words = words.as_bytes();
        files
            .iter()
            .any(|bytes| bytes.windows(words.len()).any(|it| it == words))
    };
    assert!(
        stands("東京都架空区"),
        "the text application has her address"
    );
    for insurance in ["06439996", "窓口シミュレータ健康保険組合", "1234567"] {
        assert!(!stands(insurance), "{insurance} is on the card");
    }
}

#[test]
fn r086_nobody_is_told_that_the_card_is_compulsory() {
    let pressing = [
        concat!("カードが必", "須"),
        concat!("義務", "です"),
        concat!("登録しなければ", "なりません"),
        concat!("card is ", "compulsory"),
        concat!("you must ", "register"),
    ];
    for (file, text) in told_to_people() {
        for words in pressing {
            assert!(!text.contains(words), "{words:?} in {}", file.display());
        }
    }
}
