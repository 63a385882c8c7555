//! Changes some keys of a persona's file and leaves the rest, comments too, as it is.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use crate::keys::{self, Holds};
use crate::{Persona, PersonaError, Section};

/// The text of a persona's file with these keys set, as in
/// `[("card.pin", "4321"), ("card.pin_tries", "")]`; an empty value takes the key
/// out. The names and what each holds are in [`KEYS`](crate::KEYS).
///
/// All changes are made before the outcome is judged, so two that need each other
/// go together. The outcome is a persona, or there is none; `file` is the name for
/// error texts. What is under `insurance` and `history` is its reader's to judge.
///
/// # Errors
/// [`PersonaError::NoPlace`] for a key that is not known;
/// [`PersonaError::Invalid`] with the line of the changed text.
pub fn edit(file: &str, text: &str, changes: &[(&str, &str)]) -> Result<String, PersonaError> {
    let root = Section::root(file, text)?;
    let document = text.parse::<DocumentMut>();
    let mut document = document.map_err(|_| root.fault("", "cannot be edited"))?;
    for (name, value) in changes {
        change(document.as_table_mut(), name, value).ok_or_else(|| PersonaError::NoPlace {
            key: (*name).to_owned(),
        })?;
    }
    let text = document.to_string();
    Persona::parse(file, &text)?;
    Ok(text)
}

/// Tables of which there may be more than one.
const COUNTED: [&str; 5] = ["cover", "medication", "treatment", "surgery", "checkup"];

fn change(root: &mut Table, name: &str, value: &str) -> Option<()> {
    let key = keys::find(name)?;
    let (tables, leaf) = name.rsplit_once('.')?;
    let table = find(root, tables)?;
    if value.is_empty() {
        table.remove(leaf);
        sweep(root);
        return Some(());
    }
    let mut value = written(key.holds, value);
    match table.get_mut(leaf) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        None => drop(table.insert(leaf, Item::Value(value))),
    }
    Some(())
}

/// The table of that name, made where there is none. `insurance.cover` is the first
/// of its tables, `insurance.cover.2` the second; the next after the last is made.
fn find<'t>(root: &'t mut Table, name: &str) -> Option<&'t mut dyn TableLike> {
    let mut here: &mut dyn TableLike = root;
    let mut parts = name.split('.');
    while let Some(part) = parts.next() {
        here = if COUNTED.contains(&part) {
            let tables = Item::ArrayOfTables(ArrayOfTables::new());
            let tables = here.entry(part).or_insert(tables);
            let tables = tables.as_array_of_tables_mut()?;
            let nth: usize = parts.next().map_or(Some(1), |nth| nth.parse().ok())?;
            if nth == tables.len() + 1 {
                tables.push(Table::new());
            }
            tables.get_mut(nth.checked_sub(1)?)?
        } else {
            let table = here.entry(part).or_insert_with(toml_edit::table);
            table.as_table_like_mut()?
        };
    }
    Some(here)
}

/// Takes out what has been emptied under `insurance` and `history`.
fn sweep(root: &mut Table) {
    for section in ["insurance", "history"] {
        let Some(section) = root.get_mut(section).and_then(Item::as_table_like_mut) else {
            continue;
        };
        for name in ["limit", "specific_disease"] {
            let table = section.get(name).and_then(Item::as_table_like);
            if table.is_some_and(TableLike::is_empty) {
                section.remove(name);
            }
        }
        for name in COUNTED {
            let tables = section.get_mut(name);
            if let Some(tables) = tables.and_then(Item::as_array_of_tables_mut) {
                tables.retain(|table| !table.is_empty());
                if tables.is_empty() {
                    section.remove(name);
                }
            }
        }
    }
    let history = root.get("history").and_then(Item::as_table_like);
    if history.is_some_and(TableLike::is_empty) {
        root.remove("history");
    }
}

/// The value as the file writes it. What is none of its kind is written as a text,
/// which the reader then refuses in its own words.
fn written(holds: Holds, value: &str) -> Value {
    match holds {
        Holds::Text => value.into(),
        Holds::Texts => {
            let texts = value.split(',').map(str::trim);
            Value::Array(texts.collect::<Array>())
        }
        Holds::Date | Holds::Day | Holds::Number | Holds::Choice => {
            value.trim().parse().unwrap_or_else(|_| value.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSURED: &str = include_str!("../../../hardware/cards/insured.toml");

    fn edited(changes: &[(&str, &str)]) -> String {
        edit("x.toml", INSURED, changes).unwrap()
    }

    #[test]
    fn an_edit_changes_its_lines_and_no_other() {
        let noted = INSURED.replace("pin = \"1234\"", "pin = \"1234\"   # 家の鍵");
        let changes = [
            ("card.pin", "4321"),
            ("person.birth", "1980-02-18"),
            ("insurance.registration", "not_registered"),
            ("title.ja", "別の題"),
        ];
        let text = edit("x.toml", &noted, &changes).unwrap();
        let wanted = noted
            .replace("\"1234\"", "\"4321\"")
            .replace("1980-02-17", "1980-02-18")
            .replace("\"registered\"", "\"not_registered\"")
            .replace("資格あり（本人・3割）", "別の題");
        assert_eq!(text, wanted);
    }

    #[test]
    fn a_new_key_stands_in_its_section_and_goes_again_without_a_trace() {
        let more = edited(&[
            ("card.faults", "mute:4, slow:2"),
            ("card.certificate_expires", "{ days = -30 }"),
        ]);
        let card = Persona::parse("x.toml", &more).unwrap().card;
        assert_eq!(card.faults, ["mute:4", "slow:2"]);
        assert!(card.certificate_expires.is_some());
        let changes = [("card.faults", ""), ("card.certificate_expires", "")];
        assert_eq!(edit("x.toml", &more, &changes).unwrap(), INSURED);
    }

    #[test]
    fn covers_are_counted_and_a_limit_is_made_and_unmade() {
        let two = edited(&[
            ("insurance.cover.number", "1"),
            ("insurance.cover.2.number", "2"),
        ]);
        assert_eq!(two.matches("[[insurance.cover]]").count(), 2);
        let keys =
            ["class", "valid_from", "valid_until"].map(|key| format!("insurance.limit.{key}"));
        let unmade: Vec<_> = keys.iter().map(|key| (key.as_str(), "")).collect();
        assert!(!edited(&unmade).contains("[insurance.limit]"));
        for name in ["insurance.cover.0.number", "insurance.cover.3.number"] {
            let error = edit("x.toml", INSURED, &[(name, "1")]).unwrap_err();
            assert!(matches!(error, PersonaError::NoPlace { .. }), "{name}");
        }
    }

    #[test]
    fn changes_that_need_each_other_are_judged_together() {
        let kind = ("card.kind", "without_pin");
        assert!(edit("x.toml", INSURED, &[kind]).is_err());
        assert!(edit("x.toml", INSURED, &[("card.pin", "")]).is_err());
        edited(&[kind, ("card.pin", ""), ("card.signature_password", "")]);
    }

    #[test]
    fn a_refused_edit_names_the_key_and_not_the_value() {
        for (name, value) in [
            ("card.pin", "73194"),
            ("person.birth", "73194"),
            ("card.suspended", "73194"),
            ("card.issued", "73194 {"),
        ] {
            let error = edit("x.toml", INSURED, &[(name, value)]).unwrap_err();
            let said = error.to_string();
            assert!(said.starts_with("x.toml:") && said.contains(name), "{said}");
            assert!(!said.contains("73194"), "{said}");
        }
        let broken = INSURED.replace("\"1234\"", "\"1234");
        assert!(edit("x.toml", &broken, &[]).is_err());
    }
}
