//! A day other than that of the visit is asked for.

use super::*;

#[test]
fn r038_the_answer_is_as_of_any_day_and_the_consents_are_the_visits() {
    let person = InsuredPerson {
        birth: date(1956, 10, 2),
        covers: vec![Cover {
            acquired_on: date(2026, 9, 1),
            linked_on: date(2026, 11, 1),
            arrears_due: None,
            ..cover()
        }],
        ..insured()
    };
    for (as_of, validity, share, limit) in [
        (date(2026, 8, 31), Validity::NotFound, None, false),
        (date(2026, 9, 1), Validity::Valid, Some(30), true),
        (date(2026, 10, 31), Validity::Valid, Some(30), true),
        (date(2026, 11, 1), Validity::Valid, Some(20), true),
        (date(2027, 7, 31), Validity::Valid, Some(20), true),
        (date(2027, 8, 1), Validity::Valid, Some(20), false),
    ] {
        let arrival = Arrival {
            as_of,
            ..arrival(FRESH, Some(&person))
        };
        let admission = admitted(&arrival).unwrap();
        let told = decide(&arrival, &admission, &everything(), now(), &mut Unheard).unwrap();
        assert_eq!((told.visit_date, told.as_of), (TODAY, as_of));
        assert_eq!(told.validity, validity, "{as_of}");
        let told_share = told.qualification.map(|it| it.share.percent());
        assert_eq!(told_share, share, "{as_of}");
        let provided = matches!(told.limit, LimitAnswer::Provided(_));
        assert_eq!(provided, limit, "{as_of}");
        let given = told.consents.iter().map(|it| it.category);
        assert!(given.eq(Category::MEDICAL), "{as_of}");
    }
}

#[test]
fn r046_the_age_of_the_certificate_is_that_of_the_visit_whatever_day_is_asked_for() {
    let person = insured();
    let ended = TODAY.yesterday().unwrap();
    for as_of in [date(2026, 11, 1), TODAY, date(2027, 11, 1)] {
        let arrival = Arrival {
            as_of,
            ..arrival(ended, Some(&person))
        };
        let admission = admitted(&arrival).unwrap();
        let told = decide(&arrival, &admission, &everything(), now(), &mut Unheard).unwrap();
        assert_eq!(told.scope, Scope::EligibilityOnly, "{as_of}");
        assert!(told.consents.is_empty());
    }
}

#[test]
fn r031_arrears_bar_the_limit_as_of_the_day_asked_for() {
    let person = resident(Some(date(2026, 10, 31)), None);
    for (as_of, barred) in [(date(2026, 10, 31), false), (date(2026, 11, 1), true)] {
        let arrival = Arrival {
            as_of,
            ..arrival(FRESH, Some(&person))
        };
        let admission = admitted(&arrival).unwrap();
        let told = decide(&arrival, &admission, &everything(), now(), &mut Unheard).unwrap();
        let unavailable = told.limit == LimitAnswer::Unavailable(LimitBar::Arrears);
        assert_eq!(unavailable, barred, "{as_of}");
    }
}

#[test]
fn r058_what_was_not_known_on_the_day_of_the_visit_is_known_of_no_day() {
    let person = person(vec![Cover {
        linked_on: date(2026, 11, 22),
        ..cover()
    }]);
    for as_of in [date(2026, 10, 1), TODAY, date(2026, 12, 1)] {
        let arrival = Arrival {
            as_of,
            ..arrival(FRESH, Some(&person))
        };
        let told = decide(&arrival, &admission(), &nothing(), now(), &mut Unheard).unwrap();
        assert_eq!(told.validity, Validity::NotFound, "{as_of}");
    }
}
