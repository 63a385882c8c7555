use super::*;
use crate::history::samples::{checkup, medication, surgery, treatment};
use crate::{Category, Evidence};
use jiff::civil::date;
use proptest::prelude::*;

/// Known by that source: prescribed, or dispensed, on that day.
fn of_source(source: HistorySource, on: Date) -> HistoryRecord {
    HistoryRecord::Medication(match source {
        HistorySource::Prescribing => medication(source, Some(on), None),
        _ => medication(source, None, Some(on)),
    })
}

fn days_from(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

#[test]
fn r028_what_is_on_a_receipt_is_seen_from_the_11th_of_the_month_after() {
    for (day, lag, seen) in [
        (date(2026, 10, 1), 41, date(2026, 11, 11)),
        (date(2026, 10, 31), 11, date(2026, 11, 11)),
        (date(2026, 12, 31), 11, date(2027, 1, 11)),
        (date(2027, 2, 1), 38, date(2027, 3, 11)),
        (date(2028, 2, 29), 11, date(2028, 3, 11)),
    ] {
        assert_eq!(days_from(day, lag), seen);
        for record in [
            of_source(HistorySource::Receipt, day),
            treatment(day),
            surgery(day),
        ] {
            assert_eq!(record.source(), HistorySource::Receipt);
            assert_eq!(record.day(), day);
            assert_eq!(published_on(&record), seen, "{day}");
            assert_eq!(kept_until(&record), None);
            assert!(!is_visible(&record, days_from(seen, -1)), "{day}");
            assert!(is_visible(&record, seen), "{day}");
        }
    }
}

#[test]
fn r028_an_electronic_prescription_is_seen_at_once_and_for_100_days() {
    let day = date(2026, 8, 13);
    for source in [HistorySource::Dispensing, HistorySource::Prescribing] {
        let record = of_source(source, day);
        assert_eq!(published_on(&record), day);
        assert_eq!(kept_until(&record), Some(date(2026, 11, 21)));
        for (visit, visible) in [
            (date(2026, 8, 12), false),
            (date(2026, 8, 13), true),
            (date(2026, 11, 21), true),
            (date(2026, 11, 22), false),
        ] {
            assert_eq!(is_visible(&record, visit), visible, "{source:?} {visit}");
        }
    }
}

#[test]
fn r028_a_check_up_is_seen_as_soon_as_its_kind_of_insurer_is() {
    let day = date(2026, 4, 1);
    for (insurer, seen) in [
        ("39439997", date(2026, 6, 30)),
        ("109991", date(2026, 6, 30)),
        ("06439996", date(2026, 7, 30)),
    ] {
        let record = checkup(insurer, day);
        assert_eq!(published_on(&record), seen, "{insurer}");
        assert!(!is_visible(&record, days_from(seen, -1)), "{insurer}");
        assert!(is_visible(&record, seen), "{insurer}");
        assert!(is_visible(&record, date(2031, 4, 1)), "{insurer}");
        assert!(!is_visible(&record, date(2031, 4, 2)), "{insurer}");
    }
}

#[test]
fn r028_nothing_from_before_its_window_is_seen() {
    let visit = date(2026, 11, 21);
    let medicine = |day| of_source(HistorySource::Receipt, day);
    for (record, category, visible) in [
        (treatment(date(2022, 5, 31)), Category::Treatment, false),
        (treatment(date(2022, 6, 1)), Category::Treatment, true),
        (surgery(date(2023, 4, 30)), Category::Surgery, false),
        (surgery(date(2023, 5, 1)), Category::Surgery, true),
        (medicine(date(2023, 11, 20)), Category::Medication, false),
        (medicine(date(2023, 11, 21)), Category::Medication, true),
    ] {
        assert_eq!(record.category(), category);
        assert_eq!(is_visible(&record, visit), visible, "{}", record.day());
    }
}

#[test]
fn r028_a_medicine_of_no_day_is_never_seen() {
    let medication = medication(HistorySource::Receipt, None, None);
    let record = HistoryRecord::Medication(medication);
    for visit in [Date::MIN, date(2021, 9, 1), date(2026, 11, 21), Date::MAX] {
        assert!(!is_visible(&record, visit), "{visit}");
    }
}

#[test]
fn r028_the_day_of_a_medicine_is_when_it_was_dispensed_or_else_prescribed() {
    let (prescribed, dispensed) = (date(2026, 11, 18), date(2026, 11, 21));
    for (given, day) in [(Some(dispensed), dispensed), (None, prescribed)] {
        let medication = medication(HistorySource::Dispensing, Some(prescribed), given);
        assert_eq!(HistoryRecord::Medication(medication).day(), day);
    }
}

#[test]
fn r028_every_source_has_one_publication_and_says_on_whose_word() {
    for source in HistorySource::ALL {
        assert_eq!(HistorySource::from_code(source.code()), Some(source));
        let kinds = match source {
            HistorySource::Insurer => InsurerKind::ALL.map(Some).to_vec(),
            _ => vec![None],
        };
        let of_source = PUBLICATIONS.iter().filter(|it| it.source == source);
        assert_eq!(of_source.clone().count(), kinds.len(), "{source:?}");
        for kind in kinds {
            let of_kind = of_source.clone().filter(|it| it.kind == kind);
            assert_eq!(of_kind.count(), 1, "{source:?} {kind:?}");
        }
    }
    assert_eq!(HistorySource::from_code("CHART"), None);
    for Publication { known, .. } in PUBLICATIONS.iter() {
        assert!(known.evidence != Evidence::Seed && !known.source.is_empty());
    }
}

/// One of seven kinds of record, of that many days after the first of 2018.
fn record((kind, days): (usize, i32)) -> HistoryRecord {
    let day = days_from(date(2018, 1, 1), days);
    match kind {
        0 => treatment(day),
        1 => surgery(day),
        2 => checkup("109991", day),
        3 => checkup("06439996", day),
        other => of_source(HistorySource::ALL[other - 4], day),
    }
}

proptest! {
    #[test]
    fn r028_what_is_seen_is_inside_the_window_and_not_of_days_to_come(
        facts in (0..7_usize, 0..6_000_i32), after in -200..3_000_i32,
    ) {
        let record = record(facts);
        let visit = days_from(record.day(), after);
        let window = HistoryWindow::of(record.category()).unwrap();
        let inside = window.begins(visit) <= record.day() && record.day() <= visit;
        let held = published_on(&record) <= visit
            && kept_until(&record).is_none_or(|until| visit <= until);
        prop_assert_eq!(is_visible(&record, visit), inside && held);
        prop_assert!(published_on(&record) >= record.day());
    }

    #[test]
    fn r028_what_was_seen_and_then_is_not_is_never_seen_again(
        facts in (0..7_usize, 0..6_000_i32),
    ) {
        let record = record(facts);
        let seen = (-50..2_600).map(|after| is_visible(&record, days_from(record.day(), after)));
        let seen: Vec<_> = seen.collect();
        let changes = seen.windows(2).filter(|two| two[0] != two[1]).count();
        prop_assert!(changes <= 2);
    }

    /// While both are there, the one that is superseded never outlives its better source:
    /// nothing comes back that a better record had taken away.
    #[test]
    fn r028_nothing_superseded_outlives_its_better_source(
        from in 0..2_000_i32, waited in 0..5_i32, after in 0..2_600_i32,
        better in 0..3_usize, worse in 0..3_usize,
    ) {
        let prescribed = days_from(date(2021, 1, 1), from);
        let dispensed = days_from(prescribed, waited);
        let told_by = |rank: usize| HistoryRecord::Medication(match HistorySource::ALL[rank] {
            source @ HistorySource::Prescribing => medication(source, Some(prescribed), None),
            source => medication(source, Some(prescribed), Some(dispensed)),
        });
        let (better, worse) = (told_by(better.min(worse)), told_by(better.max(worse)));
        let visit = days_from(prescribed, after);
        if published_on(&better) <= visit && is_visible(&worse, visit) {
            prop_assert!(is_visible(&better, visit));
        }
    }
}
