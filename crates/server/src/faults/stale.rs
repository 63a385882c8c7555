//! Insurers' data as they were known before.

use jiff::civil::Date;
use qualification::InsuredPerson;

/// The person as insurers' data told of them on `day`. What is modelled is cover: one
/// that arrived later is not known; so is a loss of a later day, or one that came with
/// the cover that is not known; and a premium that fell due later is not unpaid. What
/// else is known of a person has no day of its own, and stays.
pub(super) fn as_known_on(mut person: InsuredPerson, day: Date) -> InsuredPerson {
    let covers = std::mem::take(&mut person.covers).into_iter();
    let (known, later): (Vec<_>, Vec<_>) = covers.partition(|cover| cover.linked_on <= day);
    let came_later = |lost: Date| later.iter().any(|cover| cover.acquired_on == lost);
    let known = known.into_iter().map(|mut cover| {
        cover.lost_on = cover
            .lost_on
            .filter(|lost| *lost <= day && !came_later(*lost));
        cover.arrears_due = cover.arrears_due.filter(|due| *due < day);
        cover
    });
    person.covers = known.collect();
    person
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use qualification::{Cover, Disclosure, InsurerNumber, PersonId, Registration, Relation, Sex};

    use super::*;

    fn cover(acquired_on: Date, lost_on: Option<Date>, linked_on: Date) -> Cover {
        Cover {
            insurer: InsurerNumber::parse("06439996").unwrap(),
            insurer_name: "窓口シミュレータ健康保険組合".into(),
            symbol: None,
            number: "1".into(),
            branch: None,
            relation: Relation::Insured,
            acquired_on,
            lost_on,
            linked_on,
            share: None,
            arrears_due: Some(date(2026, 10, 31)),
        }
    }

    fn covered(covers: Vec<Cover>) -> InsuredPerson {
        InsuredPerson {
            id: PersonId([1; 16]),
            name: "窓口　花子".into(),
            kana: "マドグチ　ハナコ".into(),
            birth: date(1980, 2, 17),
            sex: Sex::Female,
            address: "架空の町".into(),
            registration: Registration::Registered,
            disclosure: Disclosure::Disclosed,
            covers,
            limit: None,
            specific_disease: None,
            subsidy_certificate: false,
        }
    }

    #[test]
    fn r058_before_the_new_insurers_data_came_the_old_cover_was_in_force() {
        let changed = date(2026, 11, 16);
        let linked = date(2026, 11, 21);
        let person = covered(vec![
            cover(date(2020, 4, 1), Some(changed), date(2020, 4, 1)),
            cover(changed, None, linked),
        ]);
        let before = as_known_on(person.clone(), date(2026, 11, 20));
        assert_eq!(before.covers.len(), 1);
        assert_eq!(before.covers[0].lost_on, None);
        assert!(as_known_on(person.clone(), linked) == person);
    }

    #[test]
    fn a_loss_is_known_from_its_day_on_and_arrears_from_the_day_after() {
        let lost = date(2026, 11, 1);
        let person = covered(vec![cover(date(2020, 4, 1), Some(lost), date(2020, 4, 1))]);
        for (day, knows_loss, knows_arrears) in [
            (date(2026, 10, 31), false, false),
            (date(2026, 11, 1), true, true),
        ] {
            let known = as_known_on(person.clone(), day);
            assert_eq!(known.covers[0].lost_on.is_some(), knows_loss, "{day}");
            assert_eq!(
                known.covers[0].arrears_due.is_some(),
                knows_arrears,
                "{day}"
            );
        }
    }
}
