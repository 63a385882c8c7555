use super::*;
use qualification::{Reason, Rule};

#[test]
fn every_rule_is_listed_with_its_number_and_evidence() {
    assert_eq!(rules().lines().count(), 90);
    let json = rules_json();
    let listed = json.as_array().unwrap();
    assert_eq!(listed.len(), 90);
    for (rule, listed) in Rule::ALL.iter().zip(listed) {
        assert_eq!(listed["number"], format!("R{:03}", rule.number()));
        assert_eq!(listed["name"], rule.name());
        for words in [
            &listed["title"]["ja"],
            &listed["says"]["en"],
            &listed["evidence"],
        ] {
            assert!(!words.as_str().unwrap().is_empty(), "{listed}");
        }
    }
}

#[test]
fn the_page_has_every_rule_outcome_cause_and_insurer_and_says_what_is_not_enacted() {
    let page = reference_page();
    for rule in Rule::ALL {
        assert!(page.contains(&format!("### R{:03} {}", rule.number(), rule.name())));
    }
    for reason in Reason::ALL {
        assert!(page.contains(reason.code()), "{}", reason.code());
    }
    for cause in qualification::Cause::ALL {
        assert!(page.contains(cause.code()), "{}", cause.code());
    }
    for policy in qualification::InsurerPolicy::all() {
        assert!(page.contains(&policy.id), "{}", policy.id);
    }
    assert!(page.contains("未施行（使いません）"));
    assert!(page.contains("未確認（使いません）"));
    assert!(page.contains("80,100 + (医療費 − 267,000) × 1 %"));
}

#[test]
fn every_row_of_a_table_has_as_many_cells_as_its_head() {
    let mut cells = None;
    for line in reference_page().lines() {
        if !line.starts_with('|') {
            cells = None;
            continue;
        }
        let count = line.replace("\\|", "").matches('|').count();
        assert_eq!(*cells.get_or_insert(count), count, "{line}");
    }
}

#[test]
fn r068_the_matrix_names_the_way_of_each_hand_on_each_day() {
    let table = fall_back_table();
    let online = table
        .split("**")
        .find(|part| part.contains("| 2025-12-01 | kenpo |"))
        .unwrap();
    let row = |start: &str| online.lines().find(|line| line.starts_with(start)).unwrap();
    assert_eq!(
        row("| 2025-12-01 | kenpo |"),
        "| 2025-12-01 | kenpo | F1 | F2 | F3 | F3p | F4 | – | – |"
    );
    assert_eq!(
        row("| 2024-02-05 | kokuho |"),
        "| 2024-02-05 | kokuho | F1 | – | F3 | – | – | – | – |"
    );
}

#[test]
fn every_outcome_is_told_with_what_to_do() {
    let told = outcomes();
    for reason in Reason::ALL {
        assert!(told.contains(reason.code()));
    }
}
