use super::*;
use crate::cover::tests::{cover, person};
use jiff::civil::date;

fn query() -> NumberQuery {
    NumberQuery {
        insurer: InsurerNumber::parse("06439996").unwrap(),
        symbol: Some("5021".into()),
        number: "1234567".into(),
        branch: None,
        birth: date(1980, 2, 17),
    }
}

#[test]
fn r038_a_number_finds_its_person_by_birth_date_and_branch() {
    let day = date(2026, 11, 21);
    let people = [person(vec![cover()])];
    assert_eq!(query().find(&people, day, day).0, Validity::Valid);
    let other_birth = NumberQuery {
        birth: date(1980, 2, 18),
        ..query()
    };
    assert_eq!(other_birth.find(&people, day, day).0, Validity::NotFound);
    let other_branch = NumberQuery {
        branch: Some(Branch::parse("02").unwrap()),
        ..query()
    };
    assert_eq!(other_branch.find(&people, day, day).0, Validity::NotFound);
    let twins = [people[0].clone(), people[0].clone()];
    assert_eq!(query().find(&twins, day, day).0, Validity::Multiple);
}

#[test]
fn r038_the_number_of_an_old_insurer_says_that_a_new_one_exists() {
    let changed = [person(vec![
        Cover {
            lost_on: Some(date(2026, 11, 1)),
            ..cover()
        },
        Cover {
            number: "7654321".into(),
            acquired_on: date(2026, 11, 1),
            linked_on: date(2026, 11, 6),
            ..cover()
        },
    ])];
    assert_eq!(
        query()
            .find(&changed, date(2026, 11, 5), date(2026, 11, 5))
            .0,
        Validity::Invalid
    );
    assert_eq!(
        query()
            .find(&changed, date(2026, 11, 6), date(2026, 11, 6))
            .0,
        Validity::InvalidNewExists
    );
}

#[test]
fn r038_a_number_that_nobody_had_by_then_finds_nothing() {
    let later = [person(vec![Cover {
        acquired_on: date(2026, 12, 1),
        ..cover()
    }])];
    for (day, validity) in [
        (date(2026, 11, 30), Validity::NotFound),
        (date(2026, 12, 1), Validity::Valid),
    ] {
        assert_eq!(query().find(&later, day, day).0, validity, "{day}");
    }
    assert_eq!(
        query().find(&[], date(2026, 11, 21), date(2026, 11, 21)).0,
        Validity::NotFound
    );
}

#[test]
fn r038_a_number_twice_in_force_is_named_as_such() {
    let other = Branch::parse("02").ok();
    let twice = [person(vec![
        cover(),
        Cover {
            branch: other,
            ..cover()
        },
    ])];
    let day = date(2026, 11, 21);
    assert_eq!(query().find(&twice, day, day).0, Validity::Multiple);
    let one = NumberQuery {
        branch: other,
        ..query()
    };
    assert_eq!(one.find(&twice, day, day).0, Validity::Valid);
}

#[test]
fn r080_in_a_family_without_branch_the_birth_date_decides() {
    let member = |branch, birth| InsuredPerson {
        birth,
        ..person(vec![Cover {
            branch: Branch::parse(branch).ok(),
            ..cover()
        }])
    };
    let day = date(2026, 11, 21);
    let (parent, child) = (date(1980, 2, 17), date(2015, 6, 1));
    let family = [
        member("01", parent),
        member("02", child),
        member("03", child),
    ];
    let find = |birth, branch: Option<&str>| {
        let branch = branch.and_then(|text| Branch::parse(text).ok());
        let query = NumberQuery {
            birth,
            branch,
            ..query()
        };
        let (validity, found) = query.find(&family, day, day);
        (validity, found.and_then(|(_, cover)| cover.branch))
    };
    let branch = |text| Branch::parse(text).ok();
    assert_eq!(find(parent, None), (Validity::Valid, branch("01")));
    assert_eq!(find(child, None), (Validity::Multiple, None));
    assert_eq!(find(child, Some("03")), (Validity::Valid, branch("03")));
    assert_eq!(find(parent, Some("03")), (Validity::NotFound, None));
}

#[test]
fn r080_leading_zeros_of_a_number_count_and_so_does_a_missing_symbol() {
    let people = [person(vec![Cover {
        number: "0012".into(),
        ..cover()
    }])];
    let day = date(2026, 11, 21);
    for (number, symbol, validity) in [
        ("0012", Some("5021"), Validity::Valid),
        ("12", Some("5021"), Validity::NotFound),
        ("00012", Some("5021"), Validity::NotFound),
        ("0012", None, Validity::NotFound),
    ] {
        let query = NumberQuery {
            number: number.into(),
            symbol: symbol.map(Into::into),
            ..query()
        };
        assert_eq!(
            query.find(&people, day, day).0,
            validity,
            "{number} {symbol:?}"
        );
    }
}

#[test]
fn r080_late_elderly_cover_has_neither_symbol_nor_branch() {
    let late = Cover {
        insurer: InsurerNumber::parse("39439997").unwrap(),
        symbol: None,
        number: "00123456".into(),
        branch: None,
        ..cover()
    };
    let people = [person(vec![late.clone()])];
    let query = NumberQuery {
        insurer: late.insurer,
        symbol: None,
        number: late.number,
        branch: None,
        birth: date(1980, 2, 17),
    };
    let day = date(2026, 11, 21);
    assert_eq!(query.find(&people, day, day).0, Validity::Valid);
    let branch = Branch::parse("00").ok();
    let with_branch = NumberQuery { branch, ..query };
    assert_eq!(with_branch.find(&people, day, day).0, Validity::NotFound);
}
