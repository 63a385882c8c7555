use super::word::switches;
use super::*;
use crate::Case;
use jiff::civil::date;
use qualification::{Category, Disclosure, GraceRule, Registration, Setting, Share, Switches};

#[test]
fn what_is_said_is_the_case_and_the_rest_is_assumed() {
    let given = Given::read(
        r#"{"date": "2026-12-01", "birth": "1951-11-21", "insurer": "39439997", "share": 10,
            "acquired": "2026-11-21", "lost": null, "consent": "SRJ, YZK", "switches": "national",
            "setting": "入院", "medical": 5, "many_times": 4, "limit_class": "区分ウ"}"#,
    )
    .unwrap();
    assert_eq!(given.date(), Some(date(2026, 12, 1)));
    let case = Case::assumed(date(2020, 1, 1)).with(given).unwrap();
    assert_eq!(case.visit_date, date(2026, 12, 1));
    assert_eq!(case.person.birth, date(1951, 11, 21));
    let cover = &case.person.covers[0];
    assert_eq!(cover.insurer.as_str(), "39439997");
    assert_eq!((cover.share, cover.lost_on), (Some(Share::OneTenth), None));
    assert_eq!(
        (cover.acquired_on, cover.linked_on),
        (date(2026, 11, 21), date(2026, 11, 21))
    );
    assert_eq!(
        case.choices.consented,
        [Category::Treatment, Category::Medication]
    );
    assert_eq!(case.switches, Switches::NATIONAL);
    let care = case.care.unwrap();
    assert_eq!(
        (care.medical, care.setting, care.many_times),
        (5, Setting::Inpatient, true)
    );
    assert_eq!(case.person.registration, Registration::Registered);
}

#[test]
fn a_fact_that_cannot_be_read_is_named() {
    for (said, words) in [
        (r#"{"birth": "today"}"#, "field `birth`"),
        (r#"{"brith": "1951-11-21"}"#, "unknown field `brith`"),
        (r#"{"insurer": "39439998"}"#, "field `insurer`"),
        (r#"{"share": 40}"#, "field `share`"),
        (r#"{"registration": "maybe"}"#, "field `registration`"),
        (r#"{"reader": "none"}"#, "field `reader`"),
        (r#"{"consent": "SRJ,dental"}"#, "field `consent`"),
        (r#"{"switches": "grace=never"}"#, "field `switches`"),
        (r#"{"choose_limit": "yes"}"#, "field `choose_limit`"),
        (r#"{"fallback": "card,passport"}"#, "field `fallback`"),
        (r#"{"venue": "moon"}"#, "field `venue`"),
        (r#"{"medium": "watch"}"#, "field `medium`"),
        (r#"{"pin_set": "yes"}"#, "field `pin_set`"),
        (r#"{"card_held": "maybe"}"#, "field `card_held`"),
        (r#"{"application": "please"}"#, "field `application`"),
        (r#"{"stay_until": "soon"}"#, "field `stay_until`"),
        (r#"{"specific_disease": "flu"}"#, "field `specific_disease`"),
        (r#"{"medical": 1, "meals": 4}"#, "field `meals`"),
        (
            r#"{"medical": 1, "paid_this_month": -1}"#,
            "field `paid_this_month`",
        ),
        (
            r#"{"paper_limit": "A03"}"#,
            "paper_limit says something of a bill",
        ),
        (r#"{"meals": 1}"#, "meals says something of a bill"),
        ("[]", "invalid"),
    ] {
        let error = Given::read(said).err().unwrap().to_string();
        assert!(error.contains(words), "{said}: {error}");
    }
}

#[test]
fn every_switch_can_be_set_and_set_back() {
    for (words, is) in [
        ("seed", Switches::DEFAULT),
        (
            "national, limit_screen=ask, late-elderly-issue=july-2025",
            Switches::DEFAULT,
        ),
        (
            "grace=plain",
            Switches {
                grace: GraceRule::PlainThreeMonths,
                ..Switches::DEFAULT
            },
        ),
        (
            "limit-screen=automatic, late_elderly_issue=july-2026",
            Switches::NATIONAL,
        ),
    ] {
        assert_eq!(switches(words), Some(is), "{words}");
    }
}

#[test]
fn a_fact_that_cannot_be_is_refused_and_named() {
    for (said, field) in [
        (r#"{"birth": "2026-11-22"}"#, "birth"),
        (
            r#"{"certificate_from": "2026-12-02", "certificate_expires": "2026-12-01"}"#,
            "certificate_from",
        ),
        (r#"{"limit_from": "2026-12-01"}"#, "limit_from"),
        (
            r#"{"limit_class": "A03", "limit_from": "2026-12-02", "limit_until": "2026-12-01"}"#,
            "limit_from",
        ),
        (r#"{"medical": 1000000000001}"#, "medical"),
    ] {
        let given = Given::read(said).unwrap();
        let refused = Case::assumed(date(2026, 11, 21)).with(given).err().unwrap();
        assert!(refused.to_string().contains(field), "{said}: {refused}");
    }
    for said in [
        r#"{"birth": "2026-11-21"}"#,
        r#"{"medical": 1000000000000}"#,
        r#"{"certificate_from": "2026-12-01", "certificate_expires": "2026-12-01"}"#,
    ] {
        let given = Given::read(said).unwrap();
        assert!(
            Case::assumed(date(2026, 11, 21)).with(given).is_ok(),
            "{said}"
        );
    }
}

#[test]
fn disclosure_is_what_is_said_last_and_nobody_registers_unasked() {
    let read = |said: &str| Given::read(said).unwrap();
    let hidden = Case::assumed(date(2026, 11, 21)).with(read(r#"{"disclosed": false}"#));
    let hidden = hidden.unwrap();
    assert_eq!(hidden.person.disclosure, Disclosure::NotDisclosed);
    assert!(!hidden.choices.register);
    let shown = hidden.with(read(r#"{"disclosed": true}"#)).unwrap();
    assert_eq!(shown.person.disclosure, Disclosure::Disclosed);
}

#[test]
fn r072_an_assumed_cover_ends_on_the_75th_birthday_unless_it_is_of_the_late_elderly() {
    let lost = |said: &str| {
        let given = Given::read(said).unwrap();
        let case = Case::assumed(date(2026, 11, 21)).with(given).unwrap();
        case.person.covers[0].lost_on
    };
    let birth = r#"{"birth": "1951-11-21", "insurer": "109991"}"#;
    assert_eq!(lost(birth), Some(date(2026, 11, 21)));
    assert_eq!(lost(&birth.replace("109991", "39439997")), None);
    let said = birth.replacen('{', r#"{"lost": "2026-01-01", "#, 1);
    assert_eq!(lost(&said), Some(date(2026, 1, 1)));
}
