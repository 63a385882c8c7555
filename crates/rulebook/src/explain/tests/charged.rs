use super::*;
use qualification::{LimitClass, MealAnswer, Whole};

fn charged(said: &str) -> Charged {
    on(said).charge.unwrap()
}

fn says(charged: &Charged, rule: Rule) -> bool {
    charged.spoken.iter().any(|it| it.rule == rule)
}

#[test]
fn r037_whoever_is_accepted_without_data_has_the_cap_that_the_share_tells_from_70() {
    for (birth, share, class, pays) in [
        ("1953-05-05", 20, Some(LimitClass::General), 61_500),
        ("1953-05-05", 30, Some(LimitClass::ActiveThree), 271_290),
        ("1953-05-05", 10, Some(LimitClass::GeneralOne), 61_500),
        ("1980-02-17", 30, None, 300_000),
        // 70 is reached on 30 November: the cap begins on 1 December.
        ("1956-12-01", 30, None, 300_000),
    ] {
        let said = format!(
            r#"{{"birth": "{birth}", "share": {share}, "fallback": "card,oshirase",
                "medical": 1000000, "setting": "inpatient"}}"#
        );
        let charged = charged(&said);
        let known = class.map(|class| (class, KnownBy::Share));
        assert_eq!(charged.limit, known, "{said}");
        assert_eq!(charged.charge.pays, pays, "{said}");
        assert_eq!(says(&charged, Rule::LimitWhoNeeds), class.is_some());
    }
}

#[test]
fn r037_where_the_data_came_or_nothing_was_accepted_the_share_tells_no_cap() {
    let answered = r#"{"birth": "1953-05-05", "medical": 1000000}"#;
    assert_eq!(charged(answered).limit, None);
    let not_accepted = r#"{"birth": "1953-05-05", "medical": 1000000, "fallback": "oshirase"}"#;
    let charged = charged(not_accepted);
    assert_eq!(charged.limit, None);
    assert_eq!(charged.charge.whole, Some(Whole::SelfPay));
}

#[test]
fn r030_a_class_on_paper_caps_the_charge_where_none_was_told_online() {
    let paper = Some((LimitClass::E, KnownBy::Paper));
    let online = Some((LimitClass::U, KnownBy::Online));
    for (facts, limit, pays) in [
        (
            r#""choose_limit": false, "limit_class": "A03""#,
            paper,
            61_500,
        ),
        (
            r#""insurer": "109991", "limit_class": "A03", "arrears_due": "2026-10-31""#,
            paper,
            61_500,
        ),
        (r#""limit_class": "A03""#, online, 92_940),
        (r#""registration": "registered""#, paper, 61_500),
        (r#""fallback": "card,oshirase""#, paper, 61_500),
        (r#""fallback": "oshirase""#, None, 1_000_000),
        (r#""share": 100"#, None, 1_000_000),
    ] {
        let said = format!(r#"{{{facts}, "paper_limit": "区分エ", "medical": 1000000}}"#);
        let charged = charged(&said);
        assert_eq!(charged.limit, limit, "{said}");
        assert_eq!(charged.charge.pays, pays, "{said}");
        assert_eq!(charged.claimed_later, None, "{said}");
        assert_eq!(says(&charged, Rule::LimitAsk), limit == paper, "{said}");
    }
}

#[test]
fn r033_a_class_printed_on_the_certificate_is_told_as_such() {
    let charged = charged(r#"{"fallback": "kakunin", "paper_limit": "A04", "medical": 1000000}"#);
    assert_eq!(charged.charge.pays, 61_500);
    assert!(says(&charged, Rule::LimitKakuninNote));
    assert!(!says(&charged, Rule::LimitAsk));
}

#[test]
fn r030_what_is_withheld_a_later_claim_brings_back() {
    let explained = on(r#"{"limit_class": "A03", "choose_limit": false, "medical": 1000000}"#);
    let charged = explained.charge.as_ref().unwrap();
    assert_eq!(charged.charge.pays, 300_000);
    assert_eq!(charged.claimed_later, Some(207_060));
    assert!(explained.to_string().contains("brings back: 207060円"));
    assert_eq!(explained.to_json()["charge"]["claimed_later"], 207_060);
    let nothing_recorded = on(r#"{"choose_limit": false, "medical": 1000000}"#);
    assert_eq!(nothing_recorded.charge.unwrap().claimed_later, None);
}

#[test]
fn r036_what_was_paid_and_cost_this_month_counts() {
    let charged = charged(
        r#"{"limit_class": "A03", "medical": 1000000, "medical_this_month": 1000000,
            "paid_this_month": 92940}"#,
    );
    // 85,800 + 1 % of what two bills of a million cost above 286,000, less what was paid.
    assert_eq!(charged.charge.cap, Some(102_940));
    assert_eq!(charged.charge.pays, 10_000);
}

#[test]
fn r036_a_month_without_table_says_so_and_is_no_month_without_limit() {
    for (choose, later) in [("true", None), ("false", None)] {
        let said =
            format!(r#"{{"limit_class": "A03", "choose_limit": {choose}, "medical": 1000000}}"#);
        let explained = explain(&case(date(2027, 11, 21), &said));
        let charged = explained.charge.as_ref().unwrap();
        assert!(charged.no_table);
        assert_eq!(
            (charged.charge.pays, charged.claimed_later),
            (300_000, later)
        );
        let told = explained.to_string();
        assert!(told.contains("no table for that month"), "{told}");
        assert!(!told.contains("no class was given"), "{told}");
        assert_eq!(explained.to_json()["charge"]["limit_amount"], "NO_TABLE");
    }
    let told = on(r#"{"medical": 1000000}"#).to_string();
    assert!(told.contains("no class was given"), "{told}");
}

#[test]
fn r034_a_specific_disease_has_its_own_cap() {
    for (disease, class, cap) in [
        ("dialysis", "A03", 10_000),
        ("dialysis", "A01", 20_000),
        ("haemophilia", "A01", 10_000),
        ("hiv", "A01", 10_000),
    ] {
        let said = format!(
            r#"{{"specific_disease": "{disease}", "limit_class": "{class}", "medical": 1000000}}"#
        );
        let charged = charged(&said);
        assert_eq!(charged.charge.pays, cap, "{said}");
        assert!(says(&charged, Rule::LimitSpecific));
    }
}

#[test]
fn r032_meals_are_told_apart_and_a_price_that_is_not_verified_is_said_to_be_so() {
    let before = date(2026, 5, 31);
    for (day, facts, meals, words) in [
        (before, r#""meals": 3"#, MealAnswer::Yen(1_530), "1530 yen"),
        (
            before,
            r#""meals": 1, "intractable": true"#,
            MealAnswer::Unverified(300),
            "300 yen, a figure that no source confirms",
        ),
        (
            before,
            r#""meals": 1, "limit_class": "A05", "long_term_on": "2026-05-31""#,
            MealAnswer::Unverified(190),
            "190 yen, a figure that no source confirms",
        ),
        (
            before,
            r#""meals": 1, "limit_class": "A05", "long_term_on": "2026-06-01""#,
            MealAnswer::Yen(240),
            "240 yen",
        ),
        (
            date(2026, 6, 1),
            r#""meals": 3"#,
            MealAnswer::NoTable,
            "no verified price",
        ),
    ] {
        let said = format!(r#"{{{facts}, "medical": 10000, "setting": "inpatient"}}"#);
        let explained = explain(&case(day, &said));
        let charged = explained.charge.as_ref().unwrap();
        assert_eq!(charged.charge.pays, 3_000, "{said}");
        assert_eq!(charged.charge.meals, meals, "{said}");
        assert!(explained.to_string().contains(words), "{explained}");
    }
    assert!(
        !on(r#"{"medical": 10000}"#)
            .to_string()
            .contains("meals, paid")
    );
    assert!(on(r#"{"medical": 1}"#).to_json()["charge"]["meals"].is_null());
}

#[test]
fn r076_r077_the_whole_is_paid_for_two_reasons_that_are_told_apart() {
    for (facts, whole, words) in [
        (
            r#""share": 100"#,
            "SPECIAL_CARE",
            "Insured, but under special care expense",
        ),
        (
            r#""certificate_expires": "2025-01-01""#,
            "SELFPAY",
            "The cover is not confirmed",
        ),
        (
            r#""fallback": "oshirase""#,
            "SELFPAY",
            "The cover is not confirmed",
        ),
    ] {
        let explained = on(&format!(r#"{{{facts}, "medical": 12345, "meals": 1}}"#));
        let charge = &explained.to_json()["charge"];
        assert_eq!(
            (&charge["pays"], &charge["whole"]),
            (&12_345.into(), &whole.into())
        );
        assert!(explained.to_string().contains(words), "{explained}");
    }
    assert!(on(r#"{"medical": 12345}"#).to_json()["charge"]["whole"].is_null());
}
