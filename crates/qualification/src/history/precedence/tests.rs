use super::*;
use crate::history::samples::{medication, provider};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::subsequence;

const PRESCRIBED: Date = date(2026, 9, 1);
const DISPENSED: Date = date(2026, 9, 3);

fn told_by(source: HistorySource) -> Medication {
    let dispensed = Some(DISPENSED).filter(|_| source != HistorySource::Prescribing);
    medication(source, Some(PRESCRIBED), dispensed)
}

fn sources(records: &[Medication]) -> Vec<HistorySource> {
    records.iter().map(|record| record.source).collect()
}

#[test]
fn of_one_dispensing_only_the_best_source_stays() {
    use HistorySource::{Dispensing, Prescribing, Receipt};
    for (told, stays) in [
        (vec![Prescribing], Prescribing),
        (vec![Prescribing, Dispensing], Dispensing),
        (vec![Dispensing, Receipt], Receipt),
        (vec![Prescribing, Receipt], Receipt),
        (vec![Receipt, Prescribing, Dispensing], Receipt),
    ] {
        let records: Vec<_> = told.iter().copied().map(told_by).collect();
        assert_eq!(sources(&without_superseded(records)), [stays], "{told:?}");
    }
}

#[test]
fn a_receipt_that_does_not_say_who_prescribed_takes_the_whole_chain_away() {
    let receipt = Medication {
        prescribed_by: None,
        prescribed_on: None,
        ..told_by(HistorySource::Receipt)
    };
    let chain = HistorySource::ALL.map(told_by);
    let records = vec![chain[2].clone(), chain[1].clone(), receipt];
    let stays = without_superseded(records);
    assert_eq!(sources(&stays), [HistorySource::Receipt]);
}

#[test]
fn another_drug_day_or_place_is_another_dispensing() {
    let receipt = told_by(HistorySource::Receipt);
    let dispensing = told_by(HistorySource::Dispensing);
    let mut other_drug = dispensing.clone();
    other_drug.drug.code = "620000001".into();
    let other_day = Medication {
        dispensed_on: Some(date(2026, 9, 4)),
        ..dispensing.clone()
    };
    let other_place = Medication {
        dispensed_by: Some(provider("1340000003")),
        ..dispensing
    };
    for other in [other_drug, other_day, other_place] {
        let stays = without_superseded(vec![receipt.clone(), other]);
        assert_eq!(stays.len(), 2);
    }
}

#[test]
fn a_prescription_dispensed_again_keeps_its_second_dispensing() {
    let again = Medication {
        dispensed_on: Some(date(2026, 10, 1)),
        ..told_by(HistorySource::Dispensing)
    };
    let records = vec![
        told_by(HistorySource::Receipt),
        told_by(HistorySource::Prescribing),
        again,
    ];
    let stays = without_superseded(records);
    let expected = [HistorySource::Receipt, HistorySource::Dispensing];
    assert_eq!(sources(&stays), expected);
}

#[test]
fn what_does_not_say_where_it_was_stays() {
    let nowhere = Medication {
        dispensed_by: None,
        ..told_by(HistorySource::Dispensing)
    };
    let stays = without_superseded(vec![told_by(HistorySource::Receipt), nowhere]);
    assert_eq!(stays.len(), 2);
}

#[test]
fn a_drug_written_twice_by_one_source_stays_twice() {
    let twice = vec![
        told_by(HistorySource::Receipt),
        told_by(HistorySource::Receipt),
    ];
    assert_eq!(without_superseded(twice).len(), 2);
}

/// What one record says: source, drug, days, and place of the dispensing if it says so.
type Facts = (usize, u8, Option<i8>, Option<i8>, Option<u8>);

/// Few enough drugs, days and places that many records are of one dispensing.
fn any_facts() -> impl Strategy<Value = Facts> {
    let day = || prop::option::of(1..4_i8);
    (0..3_usize, 0..2_u8, day(), day(), prop::option::of(0..2_u8))
}

fn record(&(source, drug, prescribed, dispensed, place): &Facts) -> Medication {
    let on = |month, day: Option<i8>| day.map(|day| date(2026, month, day));
    let source = HistorySource::ALL[source];
    let mut record = medication(source, on(9, prescribed), on(10, dispensed));
    record.drug.code = format!("61000000{drug}");
    let place = place.map(|place| provider(&format!("134000000{place}")));
    record.dispensed_by = place.filter(|_| dispensed.is_some());
    record
}

fn records(facts: &[Facts]) -> Vec<Medication> {
    facts.iter().map(record).collect()
}

fn supersedes(better: &Medication, worse: &Medication) -> bool {
    let drug = better.drug.code == worse.drug.code;
    let dispensed = worse.dispensed_on == better.dispensed_on
        && worse.dispensed_by.is_some()
        && worse.dispensed_by == better.dispensed_by;
    let prescribed = worse.prescribed_on == better.prescribed_on
        && worse.prescribed_by.is_some()
        && worse.prescribed_by == better.prescribed_by;
    let same = if worse.dispensed_on.is_some() {
        dispensed
    } else {
        prescribed
    };
    better.source < worse.source && drug && same
}

proptest! {
    #[test]
    fn what_stays_is_what_nothing_supersedes_in_its_order(
        facts in prop::collection::vec(any_facts(), 0..12),
    ) {
        let records = records(&facts);
        let stays: Vec<_> = records.iter()
            .filter(|record| !records.iter().any(|other| supersedes(other, record)))
            .cloned()
            .collect();
        let told = without_superseded(records);
        prop_assert!(told == stays);
        prop_assert!(without_superseded(told.clone()) == told);
    }

    /// Whatever is taken away, something better of it is there.
    #[test]
    fn something_stays_of_everything(
        facts in prop::collection::vec(any_facts(), 1..12),
    ) {
        let records = records(&facts);
        let stays = without_superseded(records.clone());
        prop_assert!(!stays.is_empty());
        let best = records.iter().map(|record| record.source).min();
        prop_assert_eq!(stays.iter().map(|record| record.source).min(), best);
    }

    /// A record more never brings one back.
    #[test]
    fn one_more_record_takes_away_and_brings_nothing_back(
        (all, some) in prop::collection::vec(any_facts(), 1..10)
            .prop_flat_map(|all| (Just(all.clone()), subsequence(all.clone(), 0..=all.len()))),
    ) {
        let (all, some) = (records(&all), records(&some));
        let of_some = without_superseded(some.clone());
        let of_all = without_superseded(all);
        let gone = some.iter().filter(|record| !of_some.contains(record));
        for record in gone {
            prop_assert!(!of_all.contains(record));
        }
    }
}
