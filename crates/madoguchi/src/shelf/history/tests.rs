use super::*;
use jiff::civil::date;
use persona::{KEYS, edit};
use qualification::{Category, is_visible, without_superseded};

const INSURED: &str = include_str!("../../../../../hardware/cards/insured.toml");

/// One record of each kind, made key by key.
fn every_kind() -> String {
    let plain = INSURED.split("# 医療情報").next().unwrap();
    let keys = KEYS.iter().filter(|key| key.name.starts_with("history"));
    let changes: Vec<_> = keys.map(|key| (key.name, key.example)).collect();
    edit("x.toml", plain, &changes).unwrap()
}

fn read(text: &str) -> Result<History, PersonaError> {
    History::read("x.toml", text)
}

#[test]
fn every_listed_key_of_history_is_read_and_none_other() {
    let whole = every_kind();
    let records = read(&whole).ok().unwrap().records(date(2026, 11, 21));
    let kinds: Vec<_> = records.iter().map(HistoryRecord::category).collect();
    let (medication, treatment) = (Category::Medication, Category::Treatment);
    let wanted = [medication, treatment, Category::Surgery, Category::Checkup];
    assert_eq!(kinds, wanted);
    for key in KEYS.iter().filter(|key| key.name.starts_with("history")) {
        let unlike = edit("x.toml", &whole, &[(key.name, "\u{7}")]).unwrap();
        let said = read(&unlike).err().unwrap().to_string();
        assert!(
            said.starts_with("x.toml:") && said.contains(key.name),
            "{said}"
        );
    }
    for kind in ["medication", "treatment", "surgery", "checkup"] {
        let section = format!("[[history.{kind}]]");
        let text = whole.replace(&section, &format!("{section}\ncolour = 1"));
        assert_ne!(text, whole);
        let said = read(&text).err().unwrap().to_string();
        assert!(said.contains("colour: is not known"), "{said}");
    }
    let text = whole + "\n[[history.colour]]\n";
    let said = read(&text).err().unwrap().to_string();
    assert!(said.contains("history.colour: is not known"), "{said}");
}

#[test]
fn a_fault_names_file_line_and_key_and_no_value() {
    let whole = every_kind();
    for (key, value, problem) in [
        ("medication.source", "7319", "must be \"receipt\", "),
        ("medication.dispensed_by", "7319", "must be the code of"),
        ("medication.drug_code", "731973190", ""),
        ("medication.drug_code", "7319", "must be nine digits"),
        ("medication.amount", "7319.", "must be a decimal number"),
        ("medication.times", "7319", "must be a number"),
        ("medication.setting", "7319", "must be \"outpatient\" or"),
        ("treatment.on", "7319", "must be a date"),
        (
            "checkup.insurer_number",
            "7319",
            "must be an insurer number",
        ),
        ("checkup.items", "7319 a b c d", "must each be a code of"),
    ] {
        let name = format!("history.{key}");
        let text = edit("x.toml", &whole, &[(&name, value)]).unwrap();
        let Err(error) = read(&text) else {
            assert!(problem.is_empty(), "{key} is accepted");
            continue;
        };
        let said = error.to_string();
        assert!(said.contains(&format!(": {name}: {problem}")), "{said}");
        assert!(!said.contains("7319"), "{said}");
    }
    let undated = ["dispensed_on", "prescribed_on"].map(|it| format!("history.medication.{it}"));
    let changes = [(undated[0].as_str(), ""), (undated[1].as_str(), "")];
    let text = edit("x.toml", &whole, &changes).unwrap();
    let said = read(&text).err().unwrap().to_string();
    assert!(said.contains("and it is not dispensed either"), "{said}");
}

#[test]
fn a_record_that_is_taken_out_key_by_key_leaves_no_trace() {
    let whole = every_kind();
    let keys = KEYS.iter().filter(|key| key.name.starts_with("history"));
    let changes: Vec<_> = keys.map(|key| (key.name, "")).collect();
    let text = edit("x.toml", &whole, &changes).unwrap();
    assert!(!text.contains("history"), "{text}");
}

/// The insured persona shows the precedence of sources, in any year.
#[test]
fn of_one_dispensing_the_receipt_alone_is_told_and_of_newer_ones_what_there_is() {
    for today in [date(2026, 11, 21), date(2028, 2, 29), date(2030, 12, 31)] {
        let records = read(INSURED).ok().unwrap().records(today);
        let seen = records.into_iter().filter(|it| is_visible(it, today));
        let medications = seen.filter_map(|record| match record {
            HistoryRecord::Medication(medication) => Some(medication),
            _ => None,
        });
        let medications: Vec<_> = medications.collect();
        assert_eq!(medications.len(), 5, "{today}");
        let told = without_superseded(medications);
        let told: Vec<_> = told.iter().map(|it| it.source.code()).collect();
        assert_eq!(told, ["RECEIPT", "DISPENSING", "PRESCRIBING"], "{today}");
    }
}
