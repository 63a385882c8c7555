mod charged;
mod documents;
mod presentation;

use super::*;
use crate::Given;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use qualification::{ConsentId, LimitAnswer, Share, Unheard, accepts, admit, decide};

fn case(day: Date, said: &str) -> Case {
    Case::assumed(day).with(Given::read(said).unwrap()).unwrap()
}

fn on(said: &str) -> Explanation {
    explain(&case(date(2026, 11, 21), said))
}

fn change<'e>(explanation: &'e Explanation, words: &str) -> &'e Outcome {
    let found = explanation
        .what_if
        .iter()
        .find(|it| it.change.en.contains(words));
    &found
        .unwrap_or_else(|| panic!("{words}: {explanation}"))
        .outcome
}

fn names(explanation: &Explanation) -> Vec<&'static str> {
    explanation.spoken.iter().map(|it| it.rule.name()).collect()
}

#[test]
fn the_ordinary_case_is_confirmed_and_its_facts_stand_beside() {
    let explained = on("{}");
    assert_eq!(explained.outcome.reason, Reason::Confirmed);
    let told = explained.to_string();
    for words in [
        "CONFIRMED",
        "1980-02-17",
        "負担割合 / share: 3割 / 30 %",
        "FLOW-DIRECTIVE",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn r046_in_the_grace_a_renewed_certificate_would_change_it_and_so_would_its_end() {
    let explained = on(r#"{"certificate_expires": "2026-11-20"}"#);
    assert_eq!(explained.outcome.reason, Reason::ConfirmedInGrace);
    assert!(names(&explained).contains(&"CERT-GRACE"), "{explained}");
    let told = explained.to_string();
    assert!(told.contains("2027-02-28"), "{told}");
    assert_eq!(change(&explained, "renewed").reason, Reason::Confirmed);
    assert_eq!(
        change(&explained, "on 2027-03-01").reason,
        Reason::CertExpired
    );
}

#[test]
fn r052_too_late_to_register_is_changed_by_registration_or_a_new_certificate() {
    let said = r#"{"registration": "not_registered", "register": true, "certificate_expires": "2026-11-24"}"#;
    let explained = on(said);
    assert_eq!(explained.outcome.reason, Reason::RegTooClose);
    assert_eq!(
        change(&explained, "had the card been registered").reason,
        Reason::Confirmed
    );
    assert_eq!(change(&explained, "renewed").reason, Reason::Confirmed);
}

#[test]
fn r051_the_reader_decides_whether_registration_is_offered() {
    let explained =
        on(r#"{"registration": "not_registered", "register": true, "reader": "general"}"#);
    assert_ne!(explained.outcome.reason, Reason::Confirmed);
    assert_eq!(
        change(&explained, "at a face reader").reason,
        Reason::Confirmed
    );
}

#[test]
fn r031_arrears_paid_would_give_the_limit_amount() {
    let said = r#"{"insurer": "109991", "limit_class": "ウ", "arrears_due": "2026-10-31", "medical": 1000000}"#;
    let explained = on(said);
    let LimitAnswer::Unavailable(_) = explained.outcome.limit.unwrap() else {
        panic!("{explained}");
    };
    let LimitAnswer::Provided(_) = change(&explained, "no premium unpaid").limit.unwrap() else {
        panic!("{explained}");
    };
    assert_eq!(explained.charge.unwrap().charge.pays, 300_000);
}

#[test]
fn r030_what_is_paid_is_the_limit_amount_when_it_is_provided() {
    let said = r#"{"limit_class": "A03", "medical": 1000000, "setting": "inpatient"}"#;
    let explained = on(said);
    assert_eq!(explained.charge.as_ref().unwrap().charge.pays, 92_940);
    let (told, json) = (explained.to_string(), explained.to_json());
    assert!(told.contains("92940円"), "{told}");
    assert_eq!(json["charge"]["pays"], 92_940);
    let withheld = on(&said.replacen('{', r#"{"choose_limit": false, "#, 1));
    assert_eq!(withheld.charge.unwrap().charge.pays, 300_000);
}

#[test]
fn r068_the_fall_back_is_explained_with_what_is_paid_then() {
    let said = r#"{"fallback": "card,oshirase", "cause": "SERVER_DOWN", "medical": 10000}"#;
    let explained = on(said);
    assert_eq!(explained.to_json()["fall_back"]["way"], "F4");
    assert_eq!(explained.charge.unwrap().charge.pays, 3_000);
    let alone = on(r#"{"fallback": "oshirase", "cause": "SERVER_DOWN", "medical": 10000}"#);
    assert_eq!(alone.to_json()["fall_back"]["way"], "SELFPAY");
    assert_eq!(alone.charge.unwrap().charge.pays, 10_000);
}

#[test]
fn r068_what_was_accepted_is_the_answer_and_not_the_check_that_cannot_be_made() {
    for (held, reason, share) in [
        (
            "card,oshirase",
            Reason::ConfirmedByDocument,
            Some(Share::ThreeTenths),
        ),
        ("oshirase", Reason::NotConfirmed, None),
    ] {
        let explained = on(&format!(
            r#"{{"fallback": "{held}", "cause": "SERVER_DOWN"}}"#
        ));
        assert_eq!(explained.outcome.reason, reason);
        assert_eq!(explained.outcome.share, share);
        assert!(explained.what_if.is_empty() && explained.spoken.is_empty());
        let told = explained.to_string();
        assert!(
            told.contains(reason.code()) && told.contains("FALLBACK"),
            "{told}"
        );
        assert!(!told.contains("The answer: CONFIRMED\n"), "{told}");
    }
}

#[test]
fn r082_a_card_that_is_not_accepted_helps_no_document_whatever_the_cause_is_said_to_be() {
    for cause in Cause::ALL {
        let said = format!(
            r#"{{"disclosed": false, "fallback": "card,portal_screen,oshirase,declaration,visited_before", "cause": "{}"}}"#,
            cause.code()
        );
        let explained = on(&said);
        assert_eq!(explained.outcome.reason, Reason::NotConfirmed, "{said}");
        assert!(!explained.to_string().contains("ELIG-CAUSE"), "{explained}");
    }
}

#[test]
fn every_rule_that_speaks_cites_its_source_or_says_that_there_is_none() {
    for said in [
        "{}",
        r#"{"certificate_expires": "2026-11-20"}"#,
        r#"{"registration": "not_registered"}"#,
    ] {
        let explained = on(said).to_json();
        let rules = explained["rules"].as_array().unwrap();
        assert!(!rules.is_empty());
        for rule in rules {
            let silent = ["DESIGN", "LAW"].contains(&rule["evidence"].as_str().unwrap());
            let cited = !rule["sources"].as_array().unwrap().is_empty();
            assert!(silent || cited, "{rule}");
            for words in ["title", "sentence"] {
                let ja = rule[words]["ja"].as_str().unwrap();
                assert!(!ja.is_empty() && !ja.contains('{'), "{rule}");
                assert!(!rule[words]["en"].as_str().unwrap().contains('{'), "{rule}");
            }
        }
    }
}

/// What no screen says of anyone.
fn assert_neutral(told: &str) {
    for words in ["不開示", "支援措置", "disclos", "R082", "DV-NODISCLOSE"] {
        assert!(
            !told.to_lowercase().contains(&words.to_lowercase()),
            "{words}: {told}"
        );
    }
}

#[test]
fn r082_why_a_card_is_not_accepted_is_said_nowhere() {
    for said in [
        r#"{"disclosed": false}"#,
        r#"{"disclosed": false, "registration": "not_registered"}"#,
        r#"{"disclosed": false, "certificate_expires": "2026-11-20"}"#,
        r#"{"disclosed": false, "certificate_expires": "2025-11-20"}"#,
        r#"{"disclosed": false, "fallback": "card,portal_screen", "cause": "NOT_DISCLOSED", "medical": 10000}"#,
        r#"{"disclosed": false, "venue": "online", "pin_set": false, "medical": 10000, "meals": 3}"#,
        r#"{"disclosed": false, "medium": "iphone", "stay_until": "2027-03-31", "application": "needs-care"}"#,
        r#"{"disclosed": false, "card_held": "no", "limit_class": "A03", "choose_limit": false, "medical": 10000}"#,
    ] {
        let case = case(date(2026, 11, 21), said);
        let explained = explain(&case);
        assert_ne!(explained.outcome.reason, Reason::Confirmed);
        assert_eq!(explained.documents, None);
        assert!(explained.to_json()["documents"].is_null());
        assert_neutral(&explained.to_string());
        assert_neutral(&explained.to_json().to_string());
        assert!(!explained.to_string().contains("06439996"), "{explained}");
        let timeline = crate::on(&case);
        assert_neutral(&timeline.to_string());
        assert_neutral(&timeline.to_json().to_string());
    }
}

fn cases() -> impl Strategy<Value = (Date, String)> {
    let registrations = [
        "registered",
        "not_registered",
        "deregistering",
        "deregistered",
    ];
    let venues = ["counter", "home-visit", "online"];
    let media = ["card", "android", "iphone"];
    let place = (0_usize..3, 0_usize..3, any::<[bool; 2]>());
    let days = (0_i64..1200, -400_i64..800, 0_usize..4, any::<[bool; 6]>());
    (days, place).prop_map(move |((day, left, registration, flags), place)| {
        let (venue, medium, [pin_set, phone_reader]) = place;
        let start = date(2024, 1, 1);
        let after = |days: i64| start.saturating_add(SignedDuration::from_hours(24 * days));
        let [reader, register, consent, limit, disclosed, national] = flags;
        let said = serde_json::json!({
            "registration": registrations[registration],
            "certificate_expires": after(day + left).to_string(),
            "reader": if reader { "face" } else { "general" },
            "register": register,
            "consent": if consent { "all" } else { "none" },
            "limit_class": "A03",
            "choose_limit": limit,
            "disclosed": disclosed,
            "switches": if national { "national" } else { "seed" },
            "venue": venues[venue],
            "medium": media[medium],
            "pin_set": pin_set,
            "phone_reader": phone_reader,
            "arrears_due": consent.then_some("2024-10-31"),
        });
        (after(day), said.to_string())
    })
}

proptest! {
    #[test]
    fn an_explanation_decides_as_accepts_admit_and_decide_do((day, said) in cases()) {
        let case = case(day, &said);
        let explained = explain(&case);
        let arrival = case.arrival();
        let shown = case.presentation;
        let decided = accepts(
            shown.venue, shown.medium, shown.pin_set, shown.phone_reader, day, &mut Unheard,
        )
        .and_then(|()| admit(&arrival, &case.switches, &mut Unheard))
        .and_then(|admission| {
            let (now, id) = (Timestamp::UNIX_EPOCH, || ConsentId([0; 16]));
            decide(&arrival, &admission, &case.choices, now, id, &mut Unheard)
        });
        match decided {
            Ok(decision) => {
                prop_assert_eq!(explained.outcome.reason, decision.reason);
                prop_assert_eq!(explained.outcome.scope, Some(decision.scope));
                prop_assert_eq!(explained.outcome.limit, Some(decision.limit));
                prop_assert_eq!(explained.outcome.notices, decision.notices);
                prop_assert_eq!(explained.outcome.share, decision.qualification.map(|it| it.share));
                let consented = decision.consents.iter().map(|it| it.category);
                prop_assert_eq!(explained.outcome.consents, consented.collect::<Vec<_>>());
            }
            Err(reason) => {
                prop_assert_eq!(explained.outcome.reason, reason);
                prop_assert_eq!(explained.outcome.scope, None);
            }
        }
    }

    #[test]
    fn whatever_is_said_to_change_it_changes_it((day, said) in cases()) {
        let explained = explain(&case(day, &said));
        for what_if in explained.what_if.iter().filter(|it| !it.change.en.starts_with("on ")) {
            prop_assert_ne!(&what_if.outcome, &explained.outcome, "{}", what_if.change.en);
        }
    }
}

#[test]
fn r074_the_age_that_decided_the_share_speaks() {
    let said = r#"{"birth": "1956-11-02", "insurer": "109991"}"#;
    let on = |day: Date, said: &str| explain(&case(day, said));
    assert!(!names(&on(date(2026, 11, 30), said)).contains(&"AGE70"));
    assert!(names(&on(date(2026, 12, 1), said)).contains(&"AGE70"));
    let recorded = said.replacen('{', r#"{"share": 30, "#, 1);
    assert!(!names(&on(date(2026, 12, 1), &recorded)).contains(&"AGE70"));
    let at_75 = r#"{"birth": "1951-11-21", "insurer": "109991"}"#;
    assert!(!names(&on(date(2026, 11, 20), at_75)).contains(&"AGE75"));
    let over = on(date(2026, 11, 21), at_75);
    assert_eq!(over.outcome.reason, Reason::Lapsed);
    assert!(names(&over).contains(&"AGE75"), "{over}");
}

#[test]
fn r031_why_a_limit_amount_is_barred_is_said_to_the_staff_with_what_to_do() {
    for (said, reason) in [
        (
            r#"{"insurer": "109991", "arrears_due": "2026-10-31"}"#,
            Reason::LimitInArrears,
        ),
        (
            r#"{"insurer": "109991", "share": 100}"#,
            Reason::LimitSpecialCare,
        ),
    ] {
        let told = on(said).to_string();
        for words in [reason.staff().ja, reason.next().ja] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
}

#[test]
fn every_fact_that_was_used_is_repeated() {
    let said = r#"{"limit_class": "A03", "limit_from": "2026-01-01", "switches": "national",
        "fallback": "card,oshirase!", "cause": "PIN_LOCKED", "medical": 5, "specific_disease": "hiv"}"#;
    let facts = on(said).to_json()["facts"].to_string();
    for name in [
        "register",
        "certificate_from",
        "limit_from",
        "switches",
        "fallback",
        "cause",
        "medical",
        "setting",
        "many_times",
        "specific_disease",
    ] {
        assert!(
            facts.contains(&format!("\"name\":\"{name}\"")),
            "{name}: {facts}"
        );
    }
}
