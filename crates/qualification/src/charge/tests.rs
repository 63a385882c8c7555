mod properties;

use super::*;
use crate::Spoken;
use jiff::civil::date;

/// Someone of 46 pays three tenths of a million, in hospital, without a limit.
fn bill() -> Bill<'static> {
    Bill {
        medical: 1_000_000,
        visit_date: date(2026, 11, 21),
        birth: date(1980, 2, 17),
        share: Some(Share::ThreeTenths),
        limit: None,
        setting: Setting::Inpatient,
        many_times: false,
        before: MonthToDate::default(),
        specific_disease: None,
        meals: Meals::default(),
    }
}

fn limited() -> Bill<'static> {
    Bill {
        limit: Some(LimitClass::U),
        ..bill()
    }
}

fn paid(bill: &Bill<'_>) -> u64 {
    charge(bill, &mut Unheard).pays
}

fn spoken(bill: &Bill<'_>, rule: Rule) -> Option<Vec<(&'static str, Value)>> {
    let mut trace: Vec<Spoken> = Vec::new();
    charge(bill, &mut trace);
    let mut spoke = trace.into_iter();
    spoke.find(|one| one.rule == rule).map(|one| one.values)
}

#[test]
fn r030_a_limit_that_is_provided_caps_the_charge() {
    assert_eq!(paid(&limited()), 92_940);
}

#[test]
fn r030_a_refused_limit_costs_the_full_share_now_and_comes_back_by_claim() {
    assert_eq!(paid(&bill()), 300_000);
    assert_eq!(claimed_later(&bill(), LimitClass::U), 207_060);
    assert_eq!(claimed_later(&limited(), LimitClass::U), 0);
}

#[test]
fn r030_a_certificate_on_paper_caps_as_well_as_the_answer_online() {
    let class = LimitClass::from_label("区分ウ");
    let shown = Bill {
        limit: class,
        ..bill()
    };
    assert_eq!(paid(&shown), 92_940);
}

#[test]
fn r030_a_cap_is_a_ceiling_and_no_price() {
    let small = Bill {
        medical: 10_000,
        ..limited()
    };
    assert_eq!(paid(&small), 3_000);
    // Ten yen on either side of where 3割 meets the amount of 区分エ.
    for (medical, pays) in [(204_970, 61_490), (205_000, 61_500), (205_030, 61_500)] {
        let bill = Bill {
            limit: Some(LimitClass::E),
            medical,
            ..bill()
        };
        assert_eq!(paid(&bill), pays, "{medical}");
    }
}

#[test]
fn r036_the_next_month_begins_anew_and_the_same_month_does_not() {
    let first = Bill {
        visit_date: date(2026, 11, 29),
        ..limited()
    };
    let before = MonthToDate {
        medical: 1_000_000,
        paid: paid(&first),
    };
    let same_month = Bill {
        visit_date: date(2026, 11, 30),
        before,
        ..limited()
    };
    // Only the one percent of the second million is left.
    assert_eq!(paid(&same_month), 10_000);
    let next_month = Bill {
        visit_date: date(2026, 12, 1),
        ..limited()
    };
    assert_eq!(paid(&next_month), 92_940);
}

#[test]
fn r036_the_day_of_care_chooses_the_table() {
    for (day, cap) in [(date(2026, 7, 31), 87_430), (date(2026, 8, 1), 92_940)] {
        let bill = Bill {
            visit_date: day,
            ..limited()
        };
        assert_eq!(charge(&bill, &mut Unheard).cap, Some(cap), "{day}");
    }
    let planned = Bill {
        visit_date: date(2027, 8, 1),
        ..limited()
    };
    let charged = charge(&planned, &mut Unheard);
    assert_eq!((charged.cap, charged.pays), (None, 300_000));
    let values = spoken(&planned, Rule::LimitMonth).unwrap();
    assert!(
        values.contains(&("cap", Value::Code("NO_TABLE"))),
        "{values:?}"
    );
}

#[test]
fn r036_out_and_inpatient_care_have_each_their_own_amount() {
    let general = Bill {
        birth: date(1954, 1, 1),
        share: Some(Share::TwoTenths),
        limit: Some(LimitClass::General),
        ..bill()
    };
    assert_eq!(paid(&general), 61_500);
    assert_eq!(
        paid(&Bill {
            setting: Setting::Outpatient,
            ..general
        }),
        22_000
    );
}

#[test]
fn r036_two_tenths_are_relieved_at_the_desk_until_september_2025() {
    for (day, pays) in [(date(2025, 9, 30), 8_000), (date(2025, 10, 1), 10_000)] {
        let relieved = Bill {
            medical: 50_000,
            visit_date: day,
            birth: date(1945, 1, 1),
            share: Some(Share::TwoTenths),
            limit: Some(LimitClass::GeneralTwo),
            setting: Setting::Outpatient,
            ..bill()
        };
        assert_eq!(paid(&relieved), pays, "{day}");
    }
}

#[test]
fn r032_the_recorded_day_is_said_when_it_lowers_the_charge() {
    let days = [(date(2025, 3, 1), 3)];
    let stay = |since| Bill {
        visit_date: date(2025, 3, 1),
        limit: Some(LimitClass::O),
        meals: Meals {
            days: &days,
            long_term_on: Some(since),
            intractable: false,
        },
        ..bill()
    };
    let lower = stay(date(2025, 3, 1));
    assert_eq!(charge(&lower, &mut Unheard).meals, MealAnswer::Yen(3 * 180));
    assert!(spoken(&lower, Rule::LimitLongstay).is_some());
    let later = stay(date(2025, 3, 2));
    assert_eq!(charge(&later, &mut Unheard).meals, MealAnswer::Yen(3 * 230));
    assert!(spoken(&later, Rule::LimitLongstay).is_none());
}

#[test]
fn r037_from_70_the_share_caps_without_any_data() {
    for (share, pays) in [(Share::TwoTenths, 61_500), (Share::ThreeTenths, 271_290)] {
        let unknown = Bill {
            birth: date(1954, 1, 1),
            share: Some(share),
            limit: cap_class_without_data(true, share),
            ..bill()
        };
        assert_eq!(paid(&unknown), pays.min(share.of(1_000_000)), "{share:?}");
    }
}

#[test]
fn r073_the_75th_birthday_halves_what_is_paid_in_its_month() {
    let in_july = |birth, limit| Bill {
        visit_date: date(2026, 7, 20),
        birth,
        share: Some(Share::TwoTenths),
        limit: Some(limit),
        ..bill()
    };
    assert_eq!(
        paid(&in_july(date(1951, 7, 21), LimitClass::General)),
        28_800
    );
    assert_eq!(
        paid(&in_july(date(1951, 7, 1), LimitClass::General)),
        57_600
    );
    let half = in_july(date(1951, 7, 21), LimitClass::General);
    let change = [("change", Value::Day(date(2026, 7, 21)))];
    assert_eq!(
        spoken(&half, Rule::Limit75half).as_deref(),
        Some(&change[..])
    );
    assert_eq!(spoken(&limited(), Rule::Limit75half), None);
    let active = Bill {
        share: Some(Share::ThreeTenths),
        ..in_july(date(1951, 7, 21), LimitClass::ActiveOne)
    };
    assert_eq!(paid(&active), 40_050 + 8_665);
}

#[test]
fn r076_special_care_pays_the_whole_as_an_insured_person_and_no_limit_holds() {
    let special = Bill {
        share: Some(Share::Whole),
        medical: 1_453,
        ..limited()
    };
    let charged = charge(&special, &mut Unheard);
    assert_eq!((charged.pays, charged.cap), (1_453, None));
    assert_eq!(charged.whole, Some(Whole::SpecialCare));
    assert!(spoken(&special, Rule::Spec10wari).is_some());
    assert!(spoken(&special, Rule::Selfpay10wari).is_none());
}

#[test]
fn r077_who_is_not_confirmed_may_pay_the_whole_and_is_told_apart_from_special_care() {
    let unknown = Bill {
        share: None,
        medical: 1_453,
        ..limited()
    };
    let charged = charge(&unknown, &mut Unheard);
    assert_eq!((charged.pays, charged.cap), (1_453, None));
    assert_eq!(charged.whole, Some(Whole::SelfPay));
    assert_eq!(charged.meals, MealAnswer::NoTable);
    assert!(spoken(&unknown, Rule::Selfpay10wari).is_some());
    assert!(spoken(&unknown, Rule::Spec10wari).is_none());
}

#[test]
fn r078_what_was_paid_in_the_month_is_taken_off_the_cap_and_never_below_nothing() {
    for (already, pays) in [(0, 61_500), (61_490, 10), (61_500, 0), (70_000, 0)] {
        let before = MonthToDate {
            medical: 205_000,
            paid: already,
        };
        let bill = Bill {
            limit: Some(LimitClass::E),
            before,
            ..bill()
        };
        assert_eq!(paid(&bill), pays, "{already}");
    }
}

#[test]
fn r078_meals_stand_beside_the_cap() {
    let days = [(date(2026, 5, 30), 3), (date(2026, 5, 31), 2)];
    let stay = Bill {
        visit_date: date(2026, 5, 31),
        meals: Meals {
            days: &days,
            ..Meals::default()
        },
        ..limited()
    };
    let charged = charge(&stay, &mut Unheard);
    assert_eq!(charged.meals, MealAnswer::Yen(5 * 510));
    assert_eq!(charged.pays, 87_430);
    assert_eq!(charge(&limited(), &mut Unheard).meals, MealAnswer::Yen(0));
}

#[test]
fn r078_the_share_the_cap_and_what_was_paid_are_said() {
    let before = MonthToDate {
        medical: 0,
        paid: 940,
    };
    let values = spoken(
        &Bill {
            before,
            ..limited()
        },
        Rule::ShareMatrix,
    )
    .unwrap();
    let expected = [
        ("share", 300_000),
        ("cap", 92_940),
        ("paid", 940),
        ("pays", 92_000),
    ];
    assert_eq!(
        values,
        expected.map(|(name, yen)| (name, Value::Number(yen)))
    );
    let values = spoken(&bill(), Rule::ShareMatrix).unwrap();
    assert!(values.contains(&("cap", Value::Code("NONE"))));
}

#[test]
fn r034_the_certified_disease_caps_its_care_even_without_a_limit_class() {
    let dialysis = Bill {
        specific_disease: Some(SpecificDisease::Dialysis),
        ..bill()
    };
    assert_eq!(paid(&dialysis), 10_000);
    assert_eq!(
        paid(&Bill {
            limit: Some(LimitClass::A),
            ..dialysis
        }),
        20_000
    );
    let low = Bill {
        birth: date(1954, 1, 1),
        share: Some(Share::TwoTenths),
        limit: Some(LimitClass::LowOne),
        setting: Setting::Outpatient,
        ..dialysis
    };
    assert_eq!(paid(&low), 8_000);
    let values = spoken(&dialysis, Rule::LimitSpecific).unwrap();
    assert_eq!(
        values,
        [
            ("disease", Value::Number(1)),
            ("cap", Value::Number(10_000))
        ]
    );
}

#[test]
fn absurd_amounts_are_charged_without_a_slip() {
    let before = MonthToDate {
        medical: u64::MAX,
        paid: u64::MAX,
    };
    for share in [None, Some(Share::Whole), Some(Share::ThreeTenths)] {
        let absurd = Bill {
            medical: u64::MAX,
            share,
            before,
            ..limited()
        };
        assert!(paid(&absurd) <= charge(&absurd, &mut Unheard).share);
    }
}
