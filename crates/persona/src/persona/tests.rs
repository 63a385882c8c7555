use super::*;
use crate::{CardKind, Day, Municipality};
use jiff::civil::date;

const SHELF: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../hardware/cards");

const WHOLE: &str = r#"
title = { ja = "試", en = "trial" }
[person]
name = "試験　太郎"
kana = "シケン　タロウ"
birth = 1975-01-31
sex = "male"
address = "架空県架空市一丁目"
[card]
pin = "8642"
"#;

fn pin(pin: &Option<crate::Pin>) -> &[u8] {
    pin.as_ref().unwrap().bytes()
}

/// The persona with these lines added to its card.
fn with(card: &str) -> Persona {
    Persona::parse("x.toml", &format!("{WHOLE}{card}")).unwrap()
}

fn refusal(text: &str) -> String {
    Persona::parse("x.toml", text).unwrap_err().to_string()
}

#[test]
fn every_persona_on_the_shelf_can_be_read() {
    let mut count = 0;
    for entry in std::fs::read_dir(SHELF).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "toml") {
            Persona::load(&path).unwrap_or_else(|error| panic!("{error}"));
            count += 1;
        }
    }
    assert!(count > 0, "no persona in {SHELF}");
}

#[test]
fn a_persona_says_who_and_with_which_pin() {
    let persona = Persona::parse("x.toml", WHOLE).unwrap();
    assert_eq!(persona.title.en, "trial");
    assert_eq!(persona.person.birth, date(1975, 1, 31));
    assert_eq!(persona.person.sex, Sex::Male);
    assert_eq!(pin(&persona.card.pin), b"8642");
}

#[test]
fn what_is_left_out_is_plain_or_drawn_from_the_seed() {
    let card = Persona::parse("x.toml", WHOLE).unwrap().card;
    assert_eq!(card.kind, CardKind::Plastic);
    for own in [&card.text_pin, &card.resident_pin, &card.common_pin] {
        assert_eq!(pin(own), b"8642");
    }
    assert!(card.pin_tries.is_none() && card.signature_password.is_none());
    assert!(card.photo.is_none() && card.faults.is_empty() && !card.suspended);
    assert_eq!(card.municipality, Municipality::NOWHERE);
    assert!(card.issued.is_none() && card.expires.is_none());
    assert!(card.certificate_expires.is_none());

    let again = Persona::parse("y.toml", WHOLE).unwrap().card;
    assert_eq!(again.seed, card.seed);
    assert_eq!(again.number.bytes(), card.number.bytes());
    let seeded = with("seed = 7");
    assert_eq!(seeded.card.seed, 7);
    assert_ne!(seeded.card.number.bytes(), card.number.bytes());
    assert_ne!(
        seeded.card.security_code.bytes(),
        card.security_code.bytes()
    );
}

#[test]
fn what_is_given_is_taken() {
    let persona = with(
        r#"
kind = "android"
pin_tries = 0
text_pin = "1111"
resident_pin = "2222"
common_pin = "3333"
signature_password = "ABC123"
number = "123456789010"
security_code = "4444"
seed = 9
photo = "faces/own.png"
municipality = "98765"
issued = { days = -10 }
expires = 2030-01-31
certificate_expires = { days = 1 }
suspended = true
faults = ["mute:4", "slow:3"]
"#,
    );
    let card = &persona.card;
    assert_eq!(card.kind, CardKind::AndroidPhone);
    assert_eq!(card.pin_tries, Some(0));
    assert_eq!(pin(&card.text_pin), b"1111");
    assert_eq!(pin(&card.resident_pin), b"2222");
    assert_eq!(pin(&card.common_pin), b"3333");
    assert_eq!(card.signature_password.as_ref().unwrap().bytes(), b"ABC123");
    assert_eq!(card.number.bytes(), b"123456789010");
    assert_eq!(card.security_code.bytes(), b"4444");
    assert_eq!(card.municipality.bytes(), b"98765");
    assert_eq!(card.issued, Some(Day::After(-10)));
    assert_eq!(card.expires, Some(Day::On(date(2030, 1, 31))));
    assert_eq!(card.certificate_expires, Some(Day::After(1)));
    assert!(card.suspended);
    assert_eq!(card.faults, ["mute:4", "slow:3"]);
    let from = "shelf/x.toml";
    let text = WHOLE.to_owned() + "photo = \"faces/own.png\"";
    let photo = Persona::parse(from, &text).unwrap().photo().unwrap();
    assert_eq!(photo, Path::new("shelf/faces/own.png"));
}

#[test]
fn a_card_without_pin_has_none_at_all() {
    let text = WHOLE.replace("pin = \"8642\"", "kind = \"without_pin\"");
    let card = Persona::parse("x.toml", &text).unwrap().card;
    let pins = [&card.pin, &card.text_pin, &card.resident_pin];
    assert!(pins.iter().all(|pin| pin.is_none()) && card.common_pin.is_none());
    for key in [
        "pin = \"8642\"",
        "pin_tries = 3",
        "text_pin = \"8642\"",
        "resident_pin = \"8642\"",
        "common_pin = \"8642\"",
        "signature_password = \"ABC123\"",
    ] {
        let refusal = refusal(&format!("{text}{key}\n"));
        let said = format!(
            "x.toml:11: card.{}: must be left out",
            key.split_once(' ').unwrap().0
        );
        assert!(refusal.starts_with(&said), "{refusal}");
    }
}

#[test]
fn every_fault_names_file_line_and_key() {
    for (from, to, said) in [
        (
            "name = \"試験　太郎\"",
            "name = \"試験 太郎\"",
            "x.toml:4: person.name: must be family",
        ),
        (
            "birth = 1975-01-31",
            "birth = \"1975-01-31\"",
            "x.toml:6: person.birth: must be a date",
        ),
        (
            "birth = 1975-01-31",
            "birth = 1975-02-30",
            "x.toml:6: person.birth: ",
        ),
        (
            "birth = 1975-01-31",
            "birth = 1975-01-31T10:00:00",
            "x.toml:6: person.birth: must be a date",
        ),
        (
            "\"male\"",
            "\"m\"",
            "x.toml:7: person.sex: must be \"male\"",
        ),
        ("sex = \"male\"\n", "", "x.toml:3: person.sex: is missing"),
        (
            "address = \"架空県架空市一丁目\"",
            "address = \"\"",
            "x.toml:8: person.address: must be one line",
        ),
        (
            "pin = \"8642\"",
            "pin = \"864\"",
            "x.toml:10: card.pin: must be four digits",
        ),
        (
            "pin = \"8642\"",
            "pin = 8642",
            "x.toml:10: card.pin: must be a text in quotes",
        ),
        ("pin = \"8642\"", "pin = \"8642", "x.toml:10: card.pin: "),
        ("pin = \"8642\"", "pin = 8642x", "x.toml:10: card.pin: "),
        (
            "pin = \"8642\"",
            "pin = \"8642\"\ncolour = 1",
            "x.toml:11: card.colour: is not known",
        ),
        (
            "pin = \"8642\"",
            "pin = \"8642\"\npin = \"8643\"",
            "x.toml:11: card.pin: ",
        ),
        ("[card]", "[cards]", "x.toml:1: card: is missing"),
        (
            "[person]",
            "[purse]\n[person]",
            "x.toml:3: purse: is not known",
        ),
        (
            "title = {",
            "title = 3 #",
            "x.toml:2: title: must be a table",
        ),
        (
            "pin = \"8642\"",
            "pin = \"8642\"\nissued = 2026-04-02\ncertificate_expires = 2026-04-01",
            "x.toml:12: card.certificate_expires: lies before",
        ),
        (
            "[card]",
            "[insurance]\nx = 1\n[card]\ninsurance = 1",
            "x.toml:12: card.insurance: is not known",
        ),
        (
            "[person]",
            "insurance = 1\n[person]",
            "x.toml:3: insurance: must be a table",
        ),
    ] {
        let text = WHOLE.replacen(from, to, 1);
        assert_ne!(text, WHOLE, "{from}");
        let refusal = refusal(&text);
        assert!(refusal.starts_with(said), "{to}\n{refusal}\n{said}");
        assert!(
            !refusal.contains("864") && !refusal.contains("試験"),
            "{refusal}"
        );
    }
}

#[test]
fn every_fault_in_what_is_added_to_the_card_names_file_line_and_key() {
    const DAY: &str = "must be a date without quotes, such as 2026-11-21, or so many days";
    for (key, value, said) in [
        ("kind", "\"864\"", "must be \"plastic\", \"without_pin\""),
        ("kind", "864", "must be a text in quotes"),
        ("pin_tries", "4", "must be a number without quotes, 0 to 3"),
        ("pin_tries", "-1", "must be a number without quotes, 0 to 3"),
        ("pin_tries", "\"3\"", "must be a number without quotes"),
        ("text_pin", "\"86421\"", "must be four digits"),
        ("resident_pin", "\"864a\"", "must be four digits"),
        ("common_pin", "8642", "must be a text in quotes"),
        ("signature_password", "\"abc864\"", "must be 6 to 16 of A-Z"),
        ("signature_password", "\"A8641\"", "must be 6 to 16 of A-Z"),
        ("number", "\"86486486486\"", "must be twelve digits"),
        ("security_code", "\"864\"", "must be four digits"),
        ("seed", "-864", "must be a number without quotes, 0 to"),
        (
            "seed",
            "9223372036854775808",
            "must be a number without quotes",
        ),
        ("photo", "\"\"", "must be one line of text"),
        ("municipality", "\"8642\"", "must be five digits"),
        ("issued", "864", DAY),
        ("issued", "{ days = \"864\" }", DAY),
        ("issued", "{ days = 36526 }", DAY),
        ("expires", "{ day = 864 }", DAY),
        ("expires", "{ days = 864, weeks = 1 }", DAY),
        ("certificate_expires", "\"2026-11-21\"", DAY),
        ("suspended", "\"864\"", "must be true or false"),
        ("faults", "\"mute:864\"", "must be texts in brackets"),
        ("faults", "[864]", "must be texts in brackets"),
    ] {
        let refusal = refusal(&format!("{WHOLE}{key} = {value}\n"));
        let said = format!("x.toml:11: card.{key}: {said}");
        assert!(refusal.starts_with(&said), "{refusal}\n{said}");
        assert!(!refusal.contains("864"), "{refusal}");
    }
}

#[test]
fn a_number_that_could_be_a_persons_is_refused_where_it_stands() {
    let body = "12345678901";
    let mut refused = 0;
    for last in 0..10 {
        let text = format!("{WHOLE}number = \"{body}{last}\"\n");
        if let Err(error) = Persona::parse("x.toml", &text) {
            let refusal = error.to_string();
            let said = "x.toml:11: card.number: must not be a number that could be a person's";
            assert!(refusal.starts_with(said), "{refusal}");
            assert!(!refusal.contains(body), "{refusal}");
            refused += 1;
        }
    }
    assert_eq!(refused, 1);
}

#[test]
fn a_card_does_not_end_before_it_begins() {
    for (issued, end) in [
        ("2026-04-02", "2026-04-01"),
        ("{ days = -3 }", "{ days = -4 }"),
    ] {
        for key in ["expires", "certificate_expires"] {
            let refusal = refusal(&format!("{WHOLE}issued = {issued}\n{key} = {end}\n"));
            let said = format!("x.toml:12: card.{key}: lies before the day of issue");
            assert!(refusal.starts_with(&said), "{refusal}");
        }
    }
    with("certificate_expires = { days = -30 }");
}

#[test]
fn insurance_is_another_rooms_business() {
    let text = format!("{WHOLE}[insurance]\nanything = [1, {{ goes = true }}]\n");
    assert!(Persona::parse("x.toml", &text).is_ok());
}

#[test]
fn debug_shows_neither_person_nor_pin() {
    let shown = format!("{:?}", Persona::parse("x.toml", WHOLE).unwrap());
    assert!(shown.contains("trial"));
    assert!(!shown.contains("太郎") && !shown.contains("8642") && !shown.contains("架空"));
}
