use super::word::switches;
use super::*;
use crate::Case;
use jiff::civil::date;
use qualification::{Category, GraceRule, Registration, Setting, Share, Switches};

#[test]
fn what_is_said_is_the_case_and_the_rest_is_assumed() {
    let given = Given::read(
        r#"{"date": "2026-12-01", "birth": "1951-11-21", "insurer": "39439997", "share": 10,
            "acquired": "2026-11-21", "lost": null, "consent": "SRJ, YZK", "switches": "national",
            "setting": "入院", "medical": 5, "many_times": 4, "limit_class": "区分ウ"}"#,
    )
    .unwrap();
    assert_eq!(given.date(), Some(date(2026, 12, 1)));
    let case = Case::assumed(date(2020, 1, 1)).with(given);
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
        (r#"{"consent": "SRJ,XXX"}"#, "field `consent`"),
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
