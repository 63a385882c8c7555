use super::*;
use crate::charge::{limit_tables, outpatient_reliefs};
use jiff::civil::date;
use proptest::prelude::*;

fn month(text: &str) -> CareMonth {
    CareMonth::parse(text).unwrap()
}

fn inpatient(code: &str, in_month: &str, medical: u64, many_times: bool) -> Option<u64> {
    let class = LimitClass::from_code(code).unwrap();
    limit_amount(
        class,
        month(in_month),
        medical,
        Setting::Inpatient,
        many_times,
    )
}

fn outpatient(code: &str, in_month: &str, medical: u64, many_times: bool) -> Option<u64> {
    let class = LimitClass::from_code(code).unwrap();
    limit_amount(
        class,
        month(in_month),
        medical,
        Setting::Outpatient,
        many_times,
    )
}

#[test]
fn r036_the_month_of_care_chooses_the_table() {
    // (class, amount until 2026-07, many times; from 2026-08, many times), cost 1,000,000.
    for (code, old, old_many, new, new_many) in [
        ("A01", 254_180, 140_100, 271_290, 140_100),
        ("A02", 171_820, 93_000, 183_130, 93_000),
        ("A03", 87_430, 44_400, 92_940, 44_400),
        ("A04", 57_600, 44_400, 61_500, 44_400),
        ("A05", 35_400, 24_600, 36_900, 24_600),
        ("A06", 35_400, 24_600, 36_900, 24_600),
        ("B01", 254_180, 140_100, 271_290, 140_100),
        ("B02", 171_820, 93_000, 183_130, 93_000),
        ("B03", 87_430, 44_400, 92_940, 44_400),
        ("B04", 57_600, 44_400, 61_500, 44_400),
        ("B05", 24_600, 24_600, 25_700, 24_600),
        ("B06", 15_000, 15_000, 15_700, 15_700),
        ("B07", 15_000, 15_000, 15_700, 15_700),
        ("B08", 15_000, 15_000, 15_700, 15_700),
        ("B09", 57_600, 44_400, 61_500, 44_400),
        ("B10", 57_600, 44_400, 61_500, 44_400),
    ] {
        for (in_month, many_times, amount) in [
            ("2025-08", false, old),
            ("2026-07", false, old),
            ("2026-07", true, old_many),
            ("2026-08", false, new),
            ("2027-07", false, new),
            ("2027-07", true, new_many),
        ] {
            let found = inpatient(code, in_month, 1_000_000, many_times);
            assert_eq!(found, Some(amount), "{code} {in_month} {many_times}");
        }
    }
}

#[test]
fn r036_july_and_august_2026_are_two_tables_by_the_day_of_care() {
    let amount = |day| {
        let month = CareMonth::from(day);
        limit_amount(LimitClass::U, month, 1_000_000, Setting::Inpatient, false)
    };
    assert_eq!(amount(date(2026, 7, 31)), Some(87_430));
    assert_eq!(amount(date(2026, 8, 1)), Some(92_940));
    assert_eq!(amount(date(2026, 11, 30)), amount(date(2026, 12, 1)));
}

#[test]
fn r036_a_month_without_an_enacted_table_has_no_amount() {
    for (code, first) in [("A03", "2015-01"), ("B04", "2018-08"), ("B09", "2022-10")] {
        let day_before = month(first).first_day().yesterday().unwrap();
        let class = LimitClass::from_code(code).unwrap();
        let before = CareMonth::from(day_before);
        assert_eq!(
            limit_amount(class, before, 1, Setting::Inpatient, false),
            None,
            "{code}"
        );
        assert_eq!(
            limit_evidence(class, before, Setting::Inpatient, false),
            None,
            "{code}"
        );
        assert!(inpatient(code, first, 1, false).is_some(), "{code}");
    }
    for class in LimitClass::ALL {
        assert_eq!(
            inpatient(class.code(), "2027-08", 1, false),
            None,
            "{class:?}"
        );
        assert_eq!(
            outpatient(class.code(), "2030-01", 1, true),
            None,
            "{class:?}"
        );
    }
}

#[test]
fn r036_outpatient_care_from_70_has_an_amount_of_its_own() {
    for (code, in_month, amount) in [
        ("B04", "2026-07", 18_000),
        ("B04", "2026-08", 22_000),
        ("B09", "2026-07", 18_000),
        ("B09", "2026-08", 22_000),
        ("B10", "2025-09", 18_000),
        ("B10", "2026-08", 22_000),
        ("B05", "2026-07", 8_000),
        ("B05", "2026-08", 11_000),
        ("B06", "2026-07", 8_000),
        ("B06", "2026-08", 8_000),
        ("B07", "2026-08", 8_000),
        ("B08", "2026-08", 8_000),
    ] {
        for many_times in [false, true] {
            let found = outpatient(code, in_month, 1_000_000, many_times);
            assert_eq!(found, Some(amount), "{code} {in_month} {many_times}");
        }
    }
}

#[test]
fn r036_people_with_an_active_income_and_under_70_have_one_amount_for_both_settings() {
    for code in [
        "A01", "A02", "A03", "A04", "A05", "A06", "B01", "B02", "B03",
    ] {
        for in_month in ["2026-07", "2026-08"] {
            for many_times in [false, true] {
                assert_eq!(
                    outpatient(code, in_month, 2_000_000, many_times),
                    inpatient(code, in_month, 2_000_000, many_times),
                    "{code} {in_month}"
                );
            }
        }
    }
}

#[test]
fn r036_the_part_of_one_percent_is_never_negative_and_rounds_at_half_a_yen() {
    for (in_month, medical, amount) in [
        ("2026-08", 0, 85_800),
        ("2026-08", 285_990, 85_800),
        ("2026-08", 286_000, 85_800),
        ("2026-08", 286_010, 85_800),
        ("2026-08", 286_049, 85_800),
        ("2026-08", 286_050, 85_801),
        ("2026-08", 286_149, 85_801),
        ("2026-08", 286_150, 85_802),
        ("2026-07", 266_990, 80_100),
        ("2026-07", 267_010, 80_100),
        ("2026-07", 267_050, 80_101),
    ] {
        assert_eq!(
            inpatient("A03", in_month, medical, false),
            Some(amount),
            "{medical}"
        );
    }
}

#[test]
fn r036_the_relief_for_two_tenths_ended_with_september_2025() {
    for (in_month, medical, amount) in [
        ("2022-10", 50_000, 8_000),
        ("2025-09", 50_000, 8_000),
        ("2025-09", 0, 6_000),
        ("2025-09", 30_000, 6_000),
        ("2025-09", 30_010, 6_001),
        ("2025-09", 150_000, 18_000),
        ("2025-09", 1_000_000, 18_000),
        ("2025-10", 50_000, 18_000),
    ] {
        let found = outpatient("B09", in_month, medical, false);
        assert_eq!(found, Some(amount), "{in_month} {medical}");
    }
    assert_eq!(inpatient("B09", "2025-09", 50_000, false), Some(57_600));
    assert_eq!(outpatient("B10", "2025-09", 50_000, false), Some(18_000));
}

#[test]
fn r037_from_70_the_share_alone_tells_the_amount_and_under_70_nothing_does() {
    for (share, class) in [
        (Share::OneTenth, Some(LimitClass::GeneralOne)),
        (Share::TwoTenths, Some(LimitClass::General)),
        (Share::ThreeTenths, Some(LimitClass::ActiveThree)),
        (Share::Whole, None),
    ] {
        assert_eq!(cap_class_without_data(true, share), class, "{share:?}");
        assert_eq!(cap_class_without_data(false, share), None, "{share:?}");
    }
}

#[test]
fn r073_in_the_month_of_the_75th_birthday_the_amounts_are_halved() {
    let halved = |code, in_month, medical, setting, many_times| {
        let class = LimitClass::from_code(code).unwrap();
        halved_limit_amount(class, month(in_month), medical, setting, many_times)
    };
    use Setting::{Inpatient, Outpatient};
    for (code, in_month, medical, setting, many_times, amount) in [
        ("B04", "2026-07", 1_000_000, Inpatient, false, 28_800),
        ("B10", "2026-07", 1_000_000, Inpatient, false, 28_800),
        ("B10", "2026-07", 1_000_000, Outpatient, false, 9_000),
        ("B03", "2026-07", 133_500, Inpatient, false, 40_050),
        ("B03", "2026-07", 233_500, Inpatient, false, 41_050),
        ("B03", "2026-07", 233_500, Inpatient, true, 22_200),
        ("B03", "2026-08", 243_000, Inpatient, false, 43_900),
        ("B01", "2026-08", 450_500, Outpatient, false, 135_150),
        ("B04", "2026-08", 1_000_000, Inpatient, false, 30_750),
        ("B04", "2026-08", 1_000_000, Outpatient, false, 11_000),
        ("B05", "2026-08", 1_000_000, Outpatient, false, 5_500),
        ("B06", "2026-08", 1_000_000, Inpatient, false, 7_850),
        ("B09", "2025-09", 25_000, Outpatient, false, 4_000),
    ] {
        let found = halved(code, in_month, medical, setting, many_times);
        assert_eq!(found, Some(amount), "{code} {in_month} {medical}");
    }
    assert_eq!(halved("B04", "2027-08", 0, Inpatient, false), None);
}

#[test]
fn r073_only_a_change_within_the_month_halves_it() {
    for (birth, in_month, half) in [
        (date(1951, 11, 21), "2026-10", false),
        (date(1951, 11, 21), "2026-11", true),
        (date(1951, 11, 21), "2026-12", false),
        (date(1951, 11, 2), "2026-11", true),
        (date(1951, 11, 30), "2026-11", true),
        (date(1951, 11, 1), "2026-11", false),
        (date(1951, 11, 1), "2026-10", false),
        // The birthday falls on 1 March: both systems have whole months.
        (date(1952, 2, 29), "2027-02", false),
        (date(1952, 2, 29), "2027-03", false),
    ] {
        assert_eq!(
            is_half_month(birth, month(in_month)),
            half,
            "{birth} {in_month}"
        );
    }
}

#[test]
fn what_is_not_verified_is_marked_so() {
    let evidence =
        |class, in_month, setting, half| limit_evidence(class, month(in_month), setting, half);
    use Setting::{Inpatient, Outpatient};
    for class in LimitClass::ALL.iter().copied() {
        let assumed = ["A06", "B07", "B08"].contains(&class.code());
        let mark = if assumed {
            Evidence::Unverified
        } else {
            Evidence::Public
        };
        for in_month in ["2026-07", "2026-08"] {
            assert_eq!(
                evidence(class, in_month, Inpatient, false),
                Some(mark),
                "{class:?}"
            );
        }
    }
    for (in_month, setting, half, mark) in [
        ("2025-09", Outpatient, false, Evidence::Law),
        ("2025-09", Inpatient, false, Evidence::Public),
        ("2025-10", Outpatient, false, Evidence::Public),
        ("2026-07", Inpatient, true, Evidence::Public),
        ("2026-08", Inpatient, true, Evidence::Unverified),
    ] {
        let found = evidence(LimitClass::GeneralTwo, in_month, setting, half);
        assert_eq!(found, Some(mark), "{in_month} {half}");
    }
}

#[test]
fn the_amounts_are_in_order() {
    for table in limit_tables() {
        assert!(
            table.until.is_none_or(|until| table.from <= until),
            "{}",
            table.who
        );
        assert!(!table.source.is_empty(), "{}", table.who);
        for row in &table.rows {
            assert_eq!(row.classes.is_empty(), !table.enacted, "{row:?}");
            assert!(!(table.enacted && row.one_percent), "{row:?}");
            for lower in [row.many_times, row.outpatient].into_iter().flatten() {
                assert!(lower < row.base, "{row:?}");
            }
            // The rule of thumb that tells a slip of the pen: base = 3割 of the threshold.
            if let Some(threshold) = row.threshold {
                assert_eq!(row.base * 10, threshold * 3, "{row:?}");
            }
            for amount in [
                Some(row.base),
                row.threshold,
                row.many_times,
                row.outpatient,
            ] {
                assert_eq!(amount.unwrap_or(0) % 2, 0, "{row:?} has no half");
            }
        }
    }
    for relief in outpatient_reliefs() {
        assert!(relief.from <= relief.until && !relief.source.is_empty());
    }
}

#[test]
fn no_class_has_two_amounts_in_one_month() {
    let mut held = Vec::new();
    for table in limit_tables().iter().filter(|table| table.enacted) {
        for class in table.rows.iter().flat_map(|row| &row.classes) {
            let until = table.until.unwrap();
            for (other, from, last) in &held {
                assert!(
                    other != class || until < *from || *last < table.from,
                    "{class:?} {}",
                    table.from
                );
            }
            held.push((*class, table.from, until));
        }
    }
    for class in LimitClass::ALL {
        assert!(held.iter().any(|(other, ..)| other == class), "{class:?}");
    }
}

#[test]
fn what_is_planned_is_listed() {
    let planned: Vec<_> = limit_tables()
        .iter()
        .filter(|table| !table.enacted)
        .collect();
    assert_eq!(planned.len(), 1);
    assert_eq!(planned[0].from, month("2027-08"));
    assert_eq!(planned[0].rows.len(), 13);
    assert_eq!(planned[0].evidence, Evidence::Unverified);
}

proptest! {
    #[test]
    fn the_amount_grows_with_the_cost_and_many_times_never_raises_it(
        class in proptest::sample::select(LimitClass::ALL),
        setting in proptest::sample::select(&Setting::ALL[..]),
        months in 0_i32..60,
        medical: u64,
        more: u64,
    ) {
        let first = date(2022, 10, 1);
        let day = first.checked_add(jiff::Span::new().months(months)).unwrap();
        let in_month = CareMonth::from(day);
        let amount = |medical, many| limit_amount(class, in_month, medical, setting, many);
        if let Some(plain) = amount(medical, false) {
            prop_assert!(plain <= amount(medical.saturating_add(more), false).unwrap());
            prop_assert!(amount(medical, true).unwrap() <= plain);
            let half = halved_limit_amount(class, in_month, medical, setting, false);
            prop_assert!(half.unwrap() <= plain);
        } else {
            prop_assert!(day >= date(2027, 8, 1));
        }
    }

    #[test]
    fn absurd_costs_have_an_amount_too(medical in u64::MAX - 1_000..) {
        for class in LimitClass::ALL.iter().copied() {
            prop_assert!(limit_amount(class, month("2026-11"), medical, Setting::Inpatient, false).is_some());
        }
    }
}
