use super::*;
use crate::Given;
use jiff::civil::date;
use qualification::{Reason, Share};

fn timeline(day: Date, said: &str) -> Timeline {
    on(&Case::assumed(day).with(Given::read(said).unwrap()).unwrap())
}

fn at(timeline: &Timeline, day: Date) -> &Moment {
    let found = timeline.0.iter().find(|moment| moment.date == day);
    found.unwrap_or_else(|| panic!("{day} is not in\n{timeline}"))
}

#[test]
fn the_days_of_the_law_and_of_the_person_are_there_in_order_and_the_asked_one_is_marked() {
    let day = date(2026, 11, 21);
    let timeline = timeline(
        day,
        r#"{"certificate_expires": "2026-11-30", "birth": "1956-11-02"}"#,
    );
    let days: Vec<Date> = timeline.0.iter().map(|moment| moment.date).collect();
    assert!(days.is_sorted());
    for turning in [
        date(2024, 2, 6),
        date(2024, 12, 1),
        date(2024, 12, 2),
        date(2025, 7, 31),
        date(2025, 8, 1),
        date(2025, 12, 1),
        date(2025, 12, 2),
        date(2026, 7, 31),
        date(2026, 8, 1),
        day,
        date(2026, 11, 30),
        date(2026, 12, 1),
        date(2027, 2, 28),
        date(2027, 3, 1),
        date(2031, 11, 2),
    ] {
        assert_eq!(
            days.iter().filter(|it| **it == turning).count(),
            1,
            "{turning}"
        );
    }
    let asked: Vec<_> = timeline
        .0
        .iter()
        .filter(|it| it.asked)
        .map(|it| it.date)
        .collect();
    assert_eq!(asked, [day]);
    assert!(timeline.to_string().contains("▶ 2026-11-21"), "{timeline}");
}

#[test]
fn r046_the_certificate_ends_and_its_grace_after_it() {
    let timeline = timeline(
        date(2026, 11, 21),
        r#"{"certificate_expires": "2026-11-30"}"#,
    );
    for (day, reason) in [
        (date(2026, 11, 30), Reason::Confirmed),
        (date(2026, 12, 1), Reason::ConfirmedInGrace),
        (date(2027, 2, 28), Reason::ConfirmedInGrace),
        (date(2027, 3, 1), Reason::CertExpired),
    ] {
        assert_eq!(at(&timeline, day).outcome.reason, reason, "{day}");
    }
}

#[test]
fn r074_the_share_turns_after_the_month_of_reaching_70() {
    let timeline = timeline(date(2026, 11, 21), r#"{"birth": "1956-11-02"}"#);
    let share = |day| at(&timeline, day).outcome.share;
    assert_eq!(share(date(2026, 11, 21)), Some(Share::ThreeTenths));
    assert_eq!(share(date(2026, 12, 1)), Some(Share::TwoTenths));
}

#[test]
fn r061_the_old_card_works_until_its_insurers_last_day() {
    for (insurer, last) in [
        ("06439996", date(2025, 12, 1)),
        ("109991", date(2025, 7, 31)),
        ("39439997", date(2025, 7, 31)),
    ] {
        let timeline = timeline(date(2025, 6, 1), &format!("{{\"insurer\": \"{insurer}\"}}"));
        let works = |day| {
            let documents = &at(&timeline, day).documents;
            documents.contains(&(Document::OldCard, Way::F1))
        };
        assert!(works(last), "{insurer}");
        assert!(!works(last.tomorrow().unwrap()), "{insurer}");
    }
}

#[test]
fn r052_the_last_day_to_register_is_five_days_before_the_end() {
    let said = r#"{"certificate_expires": "2026-12-10", "registration": "not_registered", "register": true}"#;
    let timeline = timeline(date(2026, 11, 21), said);
    assert_eq!(
        at(&timeline, date(2026, 12, 5)).outcome.reason,
        Reason::Confirmed
    );
    assert_eq!(
        at(&timeline, date(2026, 12, 6)).outcome.reason,
        Reason::RegTooClose
    );
}

#[test]
fn covers_and_limits_turn_on_their_own_days() {
    let said = r#"{"acquired": "2026-11-16", "linked": "2026-11-21", "lost": "2027-04-01",
        "limit_class": "A03", "limit_from": "2026-12-01", "limit_until": "2027-07-31",
        "arrears_due": "2026-12-31"}"#;
    let timeline = timeline(date(2026, 11, 20), said);
    let reason = |day| at(&timeline, day).outcome.reason;
    assert_eq!(reason(date(2026, 11, 20)), Reason::NotFound);
    assert_eq!(reason(date(2026, 11, 21)), Reason::Confirmed);
    assert_eq!(reason(date(2027, 4, 1)), Reason::Lapsed);
    for day in [date(2026, 12, 1), date(2027, 1, 1), date(2027, 8, 1)] {
        assert!(!at(&timeline, day).what.is_empty(), "{day}");
    }
    let json = timeline.to_json();
    assert_eq!(json.as_array().unwrap().len(), timeline.0.len());
}

#[test]
fn r082_a_card_that_is_not_accepted_helps_no_document() {
    let timeline = timeline(date(2026, 11, 21), r#"{"disclosed": false}"#);
    let documents = &at(&timeline, date(2026, 11, 21)).documents;
    assert_eq!(documents, &[(Document::EligibilityCertificate, Way::F2)]);
}

#[test]
fn r037_the_amounts_of_a_class_turn_with_the_table_of_the_month() {
    let said = r#"{"limit_class": "A03", "medical": 1000000}"#;
    let timeline = timeline(date(2026, 7, 31), said);
    let pays = |day| at(&timeline, day).charge.as_ref().unwrap().charge.pays;
    assert_eq!(pays(date(2026, 7, 31)), 87_430);
    assert_eq!(pays(date(2026, 8, 1)), 92_940);
    let told = timeline.to_string();
    assert!(
        told.contains("87,430 → 87,430") && told.contains("92,940 → 92,940"),
        "{told}"
    );
}

#[test]
fn r072_at_75_the_old_cover_and_its_documents_are_over() {
    let said = r#"{"birth": "1951-11-21", "insurer": "109991"}"#;
    let timeline = timeline(date(2026, 11, 21), said);
    let day = at(&timeline, date(2026, 11, 21));
    assert_eq!(day.outcome.reason, Reason::Lapsed);
    assert!(day.documents.is_empty(), "{timeline}");
    assert!(
        timeline.to_string().contains("another insurer"),
        "{timeline}"
    );
}

#[test]
fn documents_are_named_where_they_change_and_nowhere_else() {
    let timeline = timeline(date(2026, 11, 21), "{}");
    let told = timeline.to_string();
    let mut changes = timeline
        .0
        .iter()
        .map(|it| &it.documents)
        .collect::<Vec<_>>();
    changes.dedup();
    assert_eq!(
        told.matches("without a check:").count(),
        changes.len(),
        "{told}"
    );
}
