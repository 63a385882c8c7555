use super::*;
use crate::{Disclosure, PersonId, Registration, Sex};
use jiff::civil::date;
use proptest::prelude::*;

/// The cover of a person on a day, as it is known on that day.
pub(crate) fn on_day(person: &InsuredPerson, day: Date) -> (Validity, Option<&Cover>) {
    super::on_day(person, day, day)
}

pub(crate) fn cover() -> Cover {
    Cover {
        insurer: InsurerNumber::parse("06439996").unwrap(),
        insurer_name: "窓口シミュレータ健康保険組合".into(),
        symbol: Some("5021".into()),
        number: "1234567".into(),
        branch: Some(Branch::parse("01").unwrap()),
        relation: Relation::Insured,
        acquired_on: date(2020, 4, 1),
        lost_on: None,
        linked_on: date(2020, 4, 1),
        share: None,
        arrears_due: None,
    }
}

pub(crate) fn person(covers: Vec<Cover>) -> InsuredPerson {
    InsuredPerson {
        id: PersonId([1; 16]),
        name: "窓口　花子".into(),
        kana: "マドグチ　ハナコ".into(),
        birth: date(1980, 2, 17),
        sex: Sex::Female,
        address: "東京都架空区窓口一丁目1番1号".into(),
        registration: Registration::Registered,
        disclosure: Disclosure::Disclosed,
        covers,
        limit: None,
        specific_disease: None,
        subsidy_certificate: false,
    }
}

#[test]
fn r038_cover_begins_on_the_day_acquired_and_ends_before_the_day_lost() {
    let ended = person(vec![Cover {
        lost_on: Some(date(2026, 11, 1)),
        ..cover()
    }]);
    for (day, validity) in [
        (date(2020, 3, 31), Validity::NotFound),
        (date(2020, 4, 1), Validity::Valid),
        (date(2026, 10, 31), Validity::Valid),
        (date(2026, 11, 1), Validity::Invalid),
    ] {
        assert_eq!(on_day(&ended, day).0, validity, "{day}");
    }
}

#[test]
fn r038_a_change_of_insurer_on_one_day_leaves_exactly_one_cover() {
    let changed = person(vec![
        Cover {
            lost_on: Some(date(2026, 11, 1)),
            ..cover()
        },
        Cover {
            acquired_on: date(2026, 11, 1),
            linked_on: date(2026, 11, 1),
            ..cover()
        },
    ]);
    for day in [date(2026, 10, 31), date(2026, 11, 1)] {
        assert_eq!(on_day(&changed, day).0, Validity::Valid, "{day}");
    }
}

#[test]
fn r058_new_cover_is_unknown_until_linked_and_then_holds_from_its_first_day() {
    let joined = person(vec![Cover {
        acquired_on: date(2026, 11, 16),
        linked_on: date(2026, 11, 21),
        ..cover()
    }]);
    assert_eq!(on_day(&joined, date(2026, 11, 20)).0, Validity::NotFound);
    assert_eq!(on_day(&joined, date(2026, 11, 21)).0, Validity::Valid);
}

#[test]
fn r038_two_covers_at_once_are_named_as_such() {
    let twice = person(vec![cover(), cover()]);
    assert_eq!(on_day(&twice, date(2026, 11, 21)).0, Validity::Multiple);
}

#[test]
fn r080_a_branch_keeps_its_leading_zero() {
    assert_eq!(Branch::parse("00").unwrap().as_str(), "00");
    for wrong in ["", "1", "001", "0a", "０１"] {
        assert!(Branch::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn r038_every_outcome_has_a_code_of_its_own() {
    let codes = [
        Validity::Valid,
        Validity::Invalid,
        Validity::InvalidNewExists,
        Validity::NotFound,
        Validity::Multiple,
        Validity::ValidUnregistered,
    ]
    .map(Validity::code);
    assert!((0..6).all(|it| !codes[..it].contains(&codes[it])));
}

/// 国保 to the day before the 75th birthday, 後期 from it.
fn at_75(birth: Date, birthday: Date) -> InsuredPerson {
    let national = Cover {
        insurer: InsurerNumber::parse("109991").unwrap(),
        lost_on: Some(birthday),
        ..cover()
    };
    let late = Cover {
        insurer: InsurerNumber::parse("39439997").unwrap(),
        symbol: None,
        branch: None,
        acquired_on: birthday,
        linked_on: birthday,
        ..cover()
    };
    InsuredPerson {
        birth,
        ..person(vec![national, late])
    }
}

#[test]
fn r072_on_the_75th_birthday_exactly_the_late_elderly_cover_holds() {
    for (birth, before, birthday) in [
        (date(1951, 11, 21), date(2026, 11, 20), date(2026, 11, 21)),
        (date(1952, 2, 29), date(2027, 2, 28), date(2027, 3, 1)),
    ] {
        assert_eq!(crate::anniversary(birth, 75), birthday);
        let person = at_75(birth, birthday);
        for (day, late) in [(before, false), (birthday, true)] {
            let (validity, cover) = on_day(&person, day);
            assert_eq!(validity, Validity::Valid, "{day}");
            let insurer = &cover.unwrap().insurer;
            assert_eq!(insurer.is_late_elderly(), late, "{day}");
        }
    }
}

#[test]
fn r072_dependants_lose_cover_that_day_until_they_join_another() {
    let (lost, joined, linked) = (date(2026, 11, 21), date(2026, 11, 25), date(2026, 12, 5));
    let family = Cover {
        relation: Relation::Family,
        lost_on: Some(lost),
        ..cover()
    };
    let national = Cover {
        insurer: InsurerNumber::parse("109991").unwrap(),
        acquired_on: joined,
        linked_on: linked,
        ..cover()
    };
    let person = person(vec![family, national]);
    for (day, validity) in [
        (date(2026, 11, 20), Validity::Valid),
        (lost, Validity::Invalid),
        (date(2026, 12, 4), Validity::Invalid),
        (linked, Validity::Valid),
    ] {
        assert_eq!(on_day(&person, day).0, validity, "{day}");
    }
}

#[test]
fn r072_the_insurer_is_never_told_from_the_age() {
    let late = InsurerNumber::parse("39439997").unwrap();
    let disabled = InsuredPerson {
        birth: date(1958, 1, 10),
        ..person(vec![Cover {
            insurer: late,
            ..cover()
        }])
    };
    let (_, cover) = on_day(&disabled, date(2026, 11, 21));
    assert!(cover.unwrap().insurer.is_late_elderly());
}

#[test]
fn r058_what_is_awaited_is_named_until_it_is_linked() {
    let joined = person(vec![Cover {
        acquired_on: date(2026, 11, 16),
        linked_on: date(2026, 11, 21),
        ..cover()
    }]);
    for (day, linked) in [
        (date(2026, 11, 15), None),
        (date(2026, 11, 16), Some(date(2026, 11, 21))),
        (date(2026, 11, 20), Some(date(2026, 11, 21))),
        (date(2026, 11, 21), None),
    ] {
        assert_eq!(awaited(&joined, day, day), linked, "{day}");
    }
}

#[test]
fn r031_arrears_begin_the_day_after_the_last_day_in_time() {
    let due = Cover {
        arrears_due: Some(date(2026, 10, 31)),
        ..cover()
    };
    assert!(!due.is_in_arrears(date(2026, 10, 31)));
    assert!(due.is_in_arrears(date(2026, 11, 1)));
    assert!(!cover().is_in_arrears(date(2026, 11, 1)));
}

proptest! {
    /// However often the insurer changes, each day from the first has one cover.
    #[test]
    fn r038_every_day_of_a_history_without_gaps_has_exactly_one_cover(
        spans in proptest::collection::vec(1_i32..400, 1..6), day in 0_i32..2000,
    ) {
        let on = |days: i32| date(2020, 4, 1).saturating_add(jiff::Span::new().days(days));
        let mut begin = 0;
        let mut covers = Vec::new();
        for (index, days) in spans.iter().enumerate() {
            let last = index + 1 == spans.len();
            covers.push(Cover {
                acquired_on: on(begin),
                linked_on: on(begin),
                lost_on: (!last).then(|| on(begin + days)),
                ..cover()
            });
            begin += days;
        }
        covers.reverse();
        let person = person(covers);
        let (validity, cover) = on_day(&person, on(day));
        prop_assert_eq!(validity, Validity::Valid);
        prop_assert!(cover.is_some_and(|cover| cover.holds_on(on(day))));
        prop_assert_eq!(on_day(&person, on(-1)).0, Validity::NotFound);
    }
}
