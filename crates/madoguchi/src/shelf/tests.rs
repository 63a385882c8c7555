use super::*;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::date;
use persona::{Day, KEYS, edit};
use qualification::{
    Arrival, Category, CertificateDates, Choices, ConsentId, ConsentSurface, LimitAnswer,
    LimitChoice, Notice, Purpose, ReaderKind, Switches, Unheard, admit, decide,
};

const SHELF: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../hardware/cards");
const INSURED: &str = include_str!("../../../../hardware/cards/insured.toml");

const DIALYSIS: &str =
    "[insurance.specific_disease]\ndisease = \"dialysis\"\nvalid_from = 2026-04-01\n";

/// What each persona is there to show at a general reader: the reason, the share in
/// percent, the limit class, if there are any, and what is said beside.
const OUTCOMES: &[(&str, &str)] = &[
    ("android", "CONFIRMED 30"),
    ("arrears", "CONFIRMED 30, limit unavailable"),
    ("changed-insurer", "COVER_LAPSED"),
    ("child", "CONFIRMED 20"),
    ("deregistered", "DEREGISTERED"),
    ("dialysis", "CONFIRMED 30 A02, specific disease 1"),
    ("expired", "CERT_EXPIRED"),
    ("expiring", "CONFIRMED 30, renew soon"),
    ("in-grace", "CONFIRMED_IN_GRACE 30"),
    ("insured", "CONFIRMED 30 A03"),
    ("iphone", "CONFIRMED 30"),
    ("just-joined", "COVER_NOT_FOUND"),
    ("lapsed", "COVER_LAPSED"),
    ("late-elderly", "CONFIRMED 10 B10"),
    ("not-disclosed", "CARD_NOT_ACCEPTED"),
    ("not-registered", "NOT_REGISTERED"),
    ("pin-locked", "PIN_LOCKED"),
    ("rare-kanji", "CONFIRMED 30"),
    ("senior", "CONFIRMED 20 B04"),
    (
        "special-care",
        "CONFIRMED_SPECIAL_CARE 100, limit unavailable",
    ),
    ("subsidy", "CONFIRMED 20, bring the subsidy certificate"),
    ("suspended", "CERT_SUSPENDED"),
    ("too-late-to-register", "REG_TOO_CLOSE"),
    ("two-covers", "MULTIPLE_COVERS"),
    ("without-pin", "CONFIRMED 20"),
];

fn people() -> BTreeMap<String, Person> {
    let people = read(Path::new(SHELF)).unwrap();
    people.into_iter().map(|it| (it.name(), it)).collect()
}

/// What a visit ends with, for a card made and a shelf loaded on that day by someone
/// who agrees to everything.
fn outcome(person: &Person, today: Date) -> String {
    let card = &person.persona.card;
    if card.suspended {
        return "CERT_SUSPENDED".into();
    }
    if card.pin_tries == Some(0) {
        return "PIN_LOCKED".into();
    }
    let on = |day: Option<Day>, otherwise: i32| day.unwrap_or(Day::After(otherwise)).on(today);
    let certificate = CertificateDates {
        not_before: on(card.issued, 0),
        not_after: on(card.certificate_expires, 1500),
    };
    let insured = person.insured(today);
    let arrival = Arrival {
        certificate,
        person: insured.as_ref(),
        reader: ReaderKind::General,
        purpose: Purpose::Care,
        visit_date: today,
        as_of: today,
    };
    let admission = match admit(&arrival, &Switches::DEFAULT, &mut Unheard) {
        Ok(admission) => admission,
        Err(reason) => return reason.code().into(),
    };
    let choices = Choices {
        consented: Category::ALL.to_vec(),
        limit: LimitChoice::Provide,
        register: false,
        surface: ConsentSurface::Desk,
    };
    let (now, id) = (Timestamp::UNIX_EPOCH, || ConsentId([0; 16]));
    let decision = decide(&arrival, &admission, &choices, now, id, &mut Unheard).unwrap();
    let mut told = decision.reason.code().to_owned();
    if let Some(qualification) = &decision.qualification {
        told += &format!(" {}", qualification.share.percent());
    }
    if let LimitAnswer::Provided(limit) = decision.limit {
        told += &format!(" {}", limit.class.code());
    }
    if let LimitAnswer::Unavailable(_) = decision.limit {
        told += ", limit unavailable";
    }
    if let Some(certificate) = decision.specific_disease {
        told += &format!(", specific disease {}", certificate.disease.code());
    }
    if decision.notices.contains(&Notice::SubsidyCertificate) {
        told += ", bring the subsidy certificate";
    }
    let expiring = |notice: &Notice| matches!(notice, Notice::CertificateExpiring { .. });
    if decision.notices.iter().any(expiring) {
        told += ", renew soon";
    }
    told
}

#[test]
fn every_persona_comes_to_what_it_is_there_to_show() {
    let people = people();
    let shown: Vec<_> = OUTCOMES.iter().map(|(name, _)| *name).collect();
    let there: Vec<_> = people.keys().map(String::as_str).collect();
    assert_eq!(there, shown);
    for (name, wanted) in OUTCOMES {
        let today = date(2026, 11, 21);
        assert_eq!(outcome(&people[*name], today), *wanted, "{name}");
    }
}

/// Nobody's limit but the first one's is tied to the calendar.
#[test]
fn the_shelf_shows_the_same_in_other_years() {
    let people = people();
    for today in [date(2027, 2, 28), date(2028, 2, 29), date(2030, 12, 31)] {
        for (name, wanted) in OUTCOMES.iter().filter(|(name, _)| *name != "insured") {
            assert_eq!(outcome(&people[*name], today), *wanted, "{name} {today}");
        }
    }
}

#[test]
fn too_late_to_register_is_under_five_days_from_the_end() {
    let today = date(2026, 11, 21);
    let ends = people()["too-late-to-register"]
        .persona
        .card
        .certificate_expires;
    let left = today.until(ends.unwrap().on(today)).unwrap().get_days();
    assert!((0..5).contains(&left), "{left}");
}

#[test]
fn no_two_personas_share_a_title_a_person_or_a_face() {
    let people = people();
    let count = |of: &dyn Fn(&Person) -> String| {
        let all: BTreeSet<String> = people.values().map(of).collect();
        all.len()
    };
    assert_eq!(count(&|it| it.title().ja.clone()), people.len());
    assert_eq!(count(&|it| it.title().en.clone()), people.len());
    assert_eq!(count(&|it| it.persona.person.name.clone()), people.len());
    assert_eq!(count(&|it| it.persona.person.kana.clone()), people.len());
    assert_eq!(count(&|it| it.persona.card.seed.to_string()), people.len());
    let numbers = |it: &Person| {
        let covers = it.insured(date(2026, 11, 21)).unwrap().covers;
        let branch = covers[0].branch.map(|branch| branch.as_str().to_owned());
        format!("{} {branch:?}", covers[0].number)
    };
    assert_eq!(count(&numbers), people.len());
}

#[test]
fn late_elderly_cover_has_neither_symbol_nor_branch() {
    for (name, person) in people() {
        for cover in person.insured(date(2026, 11, 21)).unwrap().covers {
            let elderly = cover.insurer.is_late_elderly();
            assert_eq!(cover.symbol.is_none(), elderly, "{name}");
            assert_eq!(cover.branch.is_none(), elderly, "{name}");
        }
    }
}

fn parse(text: &str) -> Result<Person, PersonaError> {
    Person::parse(Path::new("x.toml"), text)
}

#[test]
fn every_listed_key_of_insurance_is_read_and_none_other() {
    // A certificate has a disease and a first day, or it is none.
    let whole = format!("{INSURED}\n{DIALYSIS}");
    for key in KEYS.iter().filter(|key| key.name.starts_with("insurance")) {
        let text = edit("x.toml", &whole, &[(key.name, key.example)]).unwrap();
        parse(&text).unwrap_or_else(|error| panic!("{error}"));
        let unlike = edit("x.toml", &whole, &[(key.name, "\u{7}")]).unwrap();
        let said = parse(&unlike).err().unwrap().to_string();
        assert!(
            said.starts_with("x.toml:") && said.contains(key.name),
            "{said}"
        );
    }
    for section in [
        "[insurance]",
        "[[insurance.cover]]",
        "[insurance.limit]",
        "[insurance.specific_disease]",
    ] {
        let text = whole.replace(section, &format!("{section}\ncolour = 1"));
        let said = parse(&text).err().unwrap().to_string();
        assert!(said.contains("colour: is not known"), "{said}");
    }
}

#[test]
fn every_fault_of_insurance_names_file_line_and_key_and_no_value() {
    for (key, value, said) in [
        ("registration", "\"7319\"", "must be \"registered\", "),
        ("cover.insurer_number", "\"7319\"", "must be 6 or 8 digits"),
        (
            "cover.insurer_number",
            "\"06439990\"",
            "has a wrong check digit",
        ),
        ("cover.insurer_name", "7319", "must be a text in quotes"),
        ("cover.symbol", "\"\"", "must be one line of text"),
        ("cover.number", "7319", "must be a text in quotes"),
        ("cover.branch", "\"7319\"", "must be two digits"),
        ("cover.relation", "\"7319\"", "must be \"insured\" or"),
        ("cover.acquired_on", "7319", "must be a date"),
        ("cover.linked_on", "\"7319\"", "must be a date"),
        ("limit.class", "\"7319\"", "must be a class such as A03"),
        ("limit.valid_from", "{ days = 73190 }", "must be a date"),
        ("limit.valid_until", "true", "must be a date"),
    ] {
        let leaf = key.rsplit('.').next().unwrap();
        let start = format!("{leaf} = ");
        let line = INSURED.lines().position(|line| line.starts_with(&start));
        let line = line.unwrap() + 1;
        let broken = INSURED.lines().map(|line| {
            if line.starts_with(&start) {
                format!("{start}{value}\n")
            } else {
                format!("{line}\n")
            }
        });
        let refusal = parse(&broken.collect::<String>())
            .err()
            .unwrap()
            .to_string();
        let said = format!("x.toml:{line}: insurance.{key}: {said}");
        assert!(refusal.starts_with(&said), "{refusal}\n{said}");
        assert!(!refusal.contains("7319"), "{refusal}");
    }
    for (key, value, said) in [
        ("cover.share_percent", "25", "must be 10, 20, 30 or 100"),
        ("cover.arrears_due", "7319", "must be a date"),
        ("disclosed", "7319", "must be true or false"),
        ("subsidy_certificate", "7319", "must be true or false"),
        ("specific_disease.disease", "7319", "must be \"dialysis\", "),
        ("specific_disease.valid_until", "7319", "must be a date"),
    ] {
        let whole = format!("{INSURED}\n{DIALYSIS}");
        let odd = edit("x.toml", &whole, &[(&format!("insurance.{key}"), value)]).unwrap();
        let refusal = parse(&odd).err().unwrap().to_string();
        let told = refusal.contains(&format!(": insurance.{key}: {said}"));
        assert!(told && !refusal.contains("7319"), "{refusal}");
    }
}
