use jiff::civil::date;

use super::*;

#[test]
fn every_rule_has_its_row_with_words_in_both_languages() {
    assert_eq!(file::FILE.rule.len(), Rule::ALL.len());
    for (rule, entry) in Rule::ALL.iter().zip(&file::FILE.rule) {
        assert_eq!(entry.name, rule.name());
        for text in [rule.title(), rule.says()] {
            assert!(
                !text.ja.is_empty() && !text.en.is_empty(),
                "{}",
                rule.name()
            );
        }
    }
}

#[test]
fn every_source_names_a_document_of_the_catalogue() {
    for entry in &file::FILE.rule {
        for source in &entry.sources {
            let known = DOCUMENTS.iter().any(|it| it.key == source.document);
            assert!(known, "{}: {}", entry.name, source.document);
        }
    }
}

#[test]
fn a_rule_that_stands_on_a_seed_document_quotes_it() {
    for rule in Rule::ALL {
        if rule.evidence() == Evidence::Seed {
            let quoted = rule.sources().iter().any(|it| it.quote.is_some());
            assert!(quoted, "{}", rule.name());
        }
    }
}

#[test]
fn what_could_not_be_verified_says_so() {
    for rule in Rule::ALL {
        if rule.evidence() == Evidence::Unverified {
            assert!(rule.unverified().is_some(), "{}", rule.name());
        }
    }
}

#[test]
fn a_sentence_has_the_same_places_in_both_languages() {
    let places = |text: &str| {
        let mut places: Vec<String> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next().unwrap_or_default().to_owned())
            .collect();
        places.sort();
        places.dedup();
        places
    };
    for rule in Rule::ALL {
        if let Some(said) = rule.sentence() {
            assert_eq!(places(said.ja), places(said.en), "{}", rule.name());
        }
    }
}

#[test]
fn places_are_filled_with_days_numbers_and_codes() {
    let values = [
        ("until", Value::Day(date(2027, 2, 28))),
        ("yen", Value::Number(1_234_567)),
        ("less", Value::Number(-100)),
        ("scope", Value::Code("FULL")),
    ];
    assert_eq!(
        fill("{until}: {yen}, {less}, {scope}, {else}", &values),
        "2027-02-28: 1,234,567, -100, FULL, {else}"
    );
    assert_eq!(
        fill("{yen}円", &[("yen", Value::Number(92_940))]),
        "92,940円"
    );
    assert_eq!(fill("{yen}", &[("yen", Value::Number(100))]), "100");
}

#[test]
fn what_a_rule_spoke_of_is_said_without_codes() {
    let spoken = Spoken {
        rule: Rule::FlowDirective,
        values: vec![
            ("scope", Value::Code("ELIGIBILITY_ONLY")),
            ("answer", Value::Code("ADMITTED")),
        ],
    };
    let (ja, en) = spoken.in_words();
    assert!(
        ja.contains("資格だけ") && ja.contains("受付を続けられます"),
        "{ja}"
    );
    assert!(
        en.contains("eligibility only") && en.contains("goes on"),
        "{en}"
    );
    let silent = Spoken {
        rule: Rule::Gloss,
        values: Vec::new(),
    };
    assert_eq!(silent.in_words().1, Rule::Gloss.says().en);
}

#[test]
fn a_code_has_one_word() {
    let codes: Vec<&str> = file::FILE.word.iter().map(|it| it.code.as_str()).collect();
    let mut once = codes.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), codes.len());
}

#[test]
fn r028_how_far_the_history_goes_back_is_told_as_unverified_and_decides_nothing() {
    let rule = Rule::ConsentWindow;
    assert_eq!(rule.evidence(), Evidence::Unverified);
    assert!(rule.sentence().is_none());
    assert!(rule.unverified().unwrap().en.contains("the sources differ"));
}
