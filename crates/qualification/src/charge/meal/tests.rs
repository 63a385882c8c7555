use super::*;
use jiff::civil::date;

const CLASSES: [MealClass; 5] = [
    MealClass::General,
    MealClass::Intractable,
    MealClass::Exempt,
    MealClass::ExemptLong,
    MealClass::LowOne,
];

#[test]
fn r032_a_meal_costs_what_its_day_says() {
    use MealAnswer::{Unverified, Yen};
    for (day, answers) in [
        (date(2018, 4, 1), [460, 260, 210, 160, 100].map(Yen)),
        (date(2024, 5, 31), [460, 260, 210, 160, 100].map(Yen)),
        (date(2024, 6, 1), [490, 280, 230, 180, 110].map(Yen)),
        (date(2025, 3, 31), [490, 280, 230, 180, 110].map(Yen)),
        (
            date(2025, 4, 1),
            [
                Yen(510),
                Unverified(300),
                Yen(240),
                Unverified(190),
                Yen(110),
            ],
        ),
        (
            date(2026, 5, 31),
            [
                Yen(510),
                Unverified(300),
                Yen(240),
                Unverified(190),
                Yen(110),
            ],
        ),
    ] {
        for (class, answer) in CLASSES.into_iter().zip(answers) {
            assert_eq!(meal_charge(day, class, 1), answer, "{day} {class:?}");
        }
    }
}

#[test]
fn r032_a_day_without_a_verified_table_has_no_charge() {
    for day in [
        date(2018, 3, 31),
        date(2026, 6, 1),
        date(2026, 11, 21),
        Date::MAX,
    ] {
        for class in CLASSES {
            assert_eq!(
                meal_charge(day, class, 1),
                MealAnswer::NoTable,
                "{day} {class:?}"
            );
        }
    }
    let guessed: Vec<_> = meal_rows().iter().filter(|row| !row.verified).collect();
    assert_eq!(guessed.len(), 1, "listed all the same");
    assert_eq!(guessed[0].evidence, Evidence::Unverified);
}

#[test]
fn r032_no_more_than_three_meals_a_day_are_charged() {
    let day = date(2025, 4, 1);
    for (meals, yen) in [(0, 0), (1, 510), (3, 1_530), (4, 1_530), (u8::MAX, 1_530)] {
        assert_eq!(
            meal_charge(day, MealClass::General, meals),
            MealAnswer::Yen(yen),
            "{meals}"
        );
    }
}

#[test]
fn r032_the_lower_charge_begins_on_the_recorded_day_and_not_after_90_days() {
    let admitted = date(2025, 1, 1);
    let ninetieth = date(2025, 3, 31);
    let ninety_first = date(2025, 4, 1);
    assert_eq!(admitted.until(ninety_first).unwrap().get_days(), 90);
    let class = Some(LimitClass::LowTwo);
    for (day, recorded, expected) in [
        (ninetieth, None, MealClass::Exempt),
        (ninety_first, None, MealClass::Exempt),
        (ninetieth, Some(ninety_first), MealClass::Exempt),
        (ninety_first, Some(ninety_first), MealClass::ExemptLong),
        // Applied for in April: reduced from the first of the month after.
        (date(2025, 4, 30), Some(date(2025, 5, 1)), MealClass::Exempt),
        (
            date(2025, 5, 1),
            Some(date(2025, 5, 1)),
            MealClass::ExemptLong,
        ),
    ] {
        assert_eq!(
            MealClass::on(day, class, recorded, false),
            expected,
            "{day} {recorded:?}"
        );
    }
}

#[test]
fn r032_the_limit_class_tells_the_class_of_meals() {
    let day = date(2026, 5, 1);
    for class in LimitClass::ALL.iter().copied() {
        let (plain, long) = match class.code() {
            "A05" | "A06" | "B05" => (MealClass::Exempt, MealClass::ExemptLong),
            "B06" | "B07" | "B08" => (MealClass::LowOne, MealClass::LowOne),
            _ => (MealClass::General, MealClass::General),
        };
        assert_eq!(
            MealClass::on(day, Some(class), None, false),
            plain,
            "{class:?}"
        );
        assert_eq!(
            MealClass::on(day, Some(class), Some(day), false),
            long,
            "{class:?}"
        );
    }
    assert_eq!(
        MealClass::on(day, None, Some(day), false),
        MealClass::General
    );
    assert_eq!(MealClass::on(day, None, None, true), MealClass::Intractable);
    let exempt = MealClass::on(day, Some(LimitClass::O), None, true);
    assert_eq!(exempt, MealClass::Exempt, "the lower of both");
}

#[test]
fn what_is_unknown_in_one_meal_is_unknown_in_the_sum() {
    use MealAnswer::{NoTable, Unverified, Yen};
    for (a, b, sum) in [
        (Yen(510), Yen(240), Yen(750)),
        (Yen(510), Unverified(300), Unverified(810)),
        (Unverified(300), NoTable, NoTable),
        (NoTable, Yen(1), NoTable),
        (Yen(u64::MAX), Yen(1), Yen(u64::MAX)),
    ] {
        assert_eq!(a.and(b), sum, "{a:?} {b:?}");
        assert_eq!(b.and(a), sum, "{b:?} {a:?}");
    }
}

#[test]
fn rows_of_meals_follow_each_other() {
    assert!(meal_rows().is_sorted_by(|a, b| a.from < b.from));
    for row in meal_rows() {
        let verified_cells = CLASSES.iter().all(|class| row.price(*class).is_some());
        assert_eq!(row.verified, verified_cells, "{}", row.from);
        assert!(!row.source.is_empty());
    }
}
