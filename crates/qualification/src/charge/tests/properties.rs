use super::*;
use jiff::civil::Date;
use proptest::prelude::*;

fn any_bill() -> impl Strategy<Value = Bill<'static>> {
    let shares = [1, 2, 3, 10].map(|tenths: u8| Share::from_percent(tenths * 10));
    let person = (
        (-36_500_i32..0).prop_map(|days| day(date(2026, 1, 1), days)),
        proptest::option::of(proptest::sample::select(shares.to_vec())),
        proptest::option::of(proptest::sample::select(LimitClass::ALL)),
        proptest::option::of(proptest::sample::select(&SpecificDisease::ALL[..])),
    );
    let visit = (
        (0_i32..2_200).prop_map(|days| day(date(2022, 1, 1), days)),
        proptest::sample::select(&Setting::ALL[..]),
        any::<bool>(),
    );
    let amount = || prop_oneof![0_u64..2_000_000, any::<u64>()];
    (person, visit, amount(), amount(), amount()).prop_map(
        |(
            (birth, share, limit, specific_disease),
            (visit_date, setting, many_times),
            medical,
            before,
            paid,
        )| Bill {
            medical,
            visit_date,
            birth,
            share: share.flatten(),
            limit,
            setting,
            many_times,
            before: MonthToDate {
                medical: before,
                paid,
            },
            specific_disease,
            meals: Meals::default(),
        },
    )
}

fn day(from: Date, days: i32) -> Date {
    from.checked_add(jiff::Span::new().days(days)).unwrap()
}

proptest! {
    #[test]
    fn nobody_pays_more_than_their_share_and_no_cap_raises_a_price(bill in any_bill()) {
        let charged = charge(&bill, &mut Unheard);
        prop_assert!(charged.pays <= charged.share);
        let without = Bill { limit: None, specific_disease: None, ..bill };
        prop_assert!(charged.pays <= paid(&without));
        prop_assert_eq!(paid(&without), charged.share);
        prop_assert_eq!(charged.whole.is_some(), bill.share.is_none_or(|share| share == Share::Whole));
    }

    #[test]
    fn care_that_costs_more_is_never_paid_less(bill in any_bill(), more: u64) {
        let dearer = Bill { medical: bill.medical.saturating_add(more), ..bill };
        prop_assert!(paid(&bill) <= paid(&dearer));
    }

    #[test]
    fn all_bills_of_a_month_together_never_exceed_its_cap(
        bill in any_bill(),
        costs in proptest::collection::vec(0_u64..2_000_000, 1..8),
    ) {
        let mut before = MonthToDate::default();
        for medical in costs {
            let charged = charge(&Bill { medical, before, ..bill }, &mut Unheard);
            before.medical += medical;
            before.paid += charged.pays;
            prop_assert!(charged.cap.is_none_or(|cap| before.paid <= cap));
        }
    }
}
