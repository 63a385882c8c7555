use super::*;
use crate::cover::tests::{cover, person};
use crate::{CertificateDates, Disclosure, InsuredPerson};
use jiff::civil::date;

const ENDS: Date = date(2026, 12, 10);

fn unregistered() -> InsuredPerson {
    InsuredPerson {
        registration: Registration::NotRegistered,
        ..person(vec![cover()])
    }
}

fn arrival(person: Option<&InsuredPerson>, visit_date: Date) -> Arrival<'_> {
    Arrival {
        certificate: CertificateDates {
            not_before: date(2024, 1, 1),
            not_after: ENDS,
        },
        person,
        reader: ReaderKind::Face,
        purpose: crate::Purpose::Care,
        visit_date,
        as_of: visit_date,
    }
}

#[test]
fn r052_five_days_must_be_left_to_register() {
    for (visit, window) in [
        (date(2024, 1, 1), RegistrationWindow::Allowed),
        (date(2026, 12, 5), RegistrationWindow::Allowed),
        (date(2026, 12, 6), RegistrationWindow::TooClose),
        (date(2026, 12, 10), RegistrationWindow::TooClose),
        (date(2026, 12, 11), RegistrationWindow::Expired),
        (date(2027, 3, 31), RegistrationWindow::Expired),
    ] {
        assert_eq!(registration_window(ENDS, visit), window, "{visit}");
    }
}

#[test]
fn r052_days_are_counted_over_the_turn_of_months_and_years() {
    for (ends, visit, window) in [
        (
            date(2027, 1, 2),
            date(2026, 12, 28),
            RegistrationWindow::Allowed,
        ),
        (
            date(2027, 1, 2),
            date(2026, 12, 29),
            RegistrationWindow::TooClose,
        ),
        (
            date(2028, 3, 1),
            date(2028, 2, 25),
            RegistrationWindow::Allowed,
        ),
        (
            date(2028, 3, 1),
            date(2028, 2, 26),
            RegistrationWindow::TooClose,
        ),
    ] {
        assert_eq!(registration_window(ends, visit), window, "{ends} {visit}");
    }
}

#[test]
fn r051_a_card_is_registered_at_a_face_reader_while_its_certificate_has_time_left() {
    let person = unregistered();
    for (visit, answer) in [
        (date(2023, 12, 31), Err(Reason::CertNotYetValid)),
        (date(2026, 11, 21), Ok(())),
        (date(2026, 12, 5), Ok(())),
        (date(2026, 12, 6), Err(Reason::RegTooClose)),
        (date(2026, 12, 11), Err(Reason::CertExpired)),
    ] {
        assert_eq!(
            may_register(&arrival(Some(&person), visit)),
            answer,
            "{visit}"
        );
    }
    let general = Arrival {
        reader: ReaderKind::General,
        ..arrival(Some(&person), date(2026, 11, 21))
    };
    assert_eq!(may_register(&general), Err(Reason::RegNotOnThisReader));
}

#[test]
fn r051_nobodys_card_and_one_that_is_not_disclosed_are_refused_alike() {
    let hidden = InsuredPerson {
        disclosure: Disclosure::NotDisclosed,
        ..unregistered()
    };
    let today = date(2026, 11, 21);
    for person in [None, Some(&hidden)] {
        let refused = may_register(&arrival(person, today));
        assert_eq!(refused, Err(Reason::CardNotAccepted));
    }
}

#[test]
fn r052_a_registered_card_is_unaffected_at_any_distance() {
    let person = person(vec![cover()]);
    for visit in [date(2026, 12, 6), date(2026, 12, 10), date(2026, 12, 11)] {
        assert_eq!(may_register(&arrival(Some(&person), visit)), Ok(()));
    }
}

#[test]
fn r054_a_registration_goes_round_and_is_not_renewed_while_it_is_undone() {
    use Registration::{Deregistered, Deregistering, NotRegistered, Registered};
    use RegistrationEvent as Event;
    let pending = Err(Reason::RegistrationPending);
    for (before, event, after) in [
        (NotRegistered, Event::Registered, Ok(Registered)),
        (Registered, Event::Registered, Ok(Registered)),
        (Deregistering, Event::Registered, pending),
        (Deregistered, Event::Registered, Ok(Registered)),
        (
            NotRegistered,
            Event::DeregistrationRequested,
            Ok(NotRegistered),
        ),
        (
            Registered,
            Event::DeregistrationRequested,
            Ok(Deregistering),
        ),
        (
            Deregistering,
            Event::DeregistrationRequested,
            Ok(Deregistering),
        ),
        (
            Deregistered,
            Event::DeregistrationRequested,
            Ok(Deregistered),
        ),
        (
            NotRegistered,
            Event::DeregistrationCompleted,
            Ok(NotRegistered),
        ),
        (Registered, Event::DeregistrationCompleted, Ok(Deregistered)),
        (
            Deregistering,
            Event::DeregistrationCompleted,
            Ok(Deregistered),
        ),
        (
            Deregistered,
            Event::DeregistrationCompleted,
            Ok(Deregistered),
        ),
    ] {
        assert_eq!(before.after(event), after, "{before:?} {event:?}");
    }
}

#[test]
fn r054_the_card_works_until_the_day_of_completion() {
    let pending = Registration::Deregistering;
    assert_eq!(pending.refusal(), None);
    let done = pending.after(RegistrationEvent::DeregistrationCompleted);
    assert_eq!(done.unwrap().refusal(), Some(Reason::Deregistered));
}

#[test]
fn r054_to_register_again_needs_the_five_days_too() {
    let deregistered = InsuredPerson {
        registration: Registration::Deregistered,
        ..unregistered()
    };
    let visit = |day| may_register(&arrival(Some(&deregistered), day));
    assert_eq!(visit(date(2026, 12, 5)), Ok(()));
    assert_eq!(visit(date(2026, 12, 6)), Err(Reason::RegTooClose));
    let pending = InsuredPerson {
        registration: Registration::Deregistering,
        ..unregistered()
    };
    let refused = may_register(&arrival(Some(&pending), date(2026, 11, 21)));
    assert_eq!(refused, Err(Reason::RegistrationPending));
}

#[test]
fn r005_a_card_is_an_insurance_card_only_while_it_is_registered() {
    for (registration, usable) in [
        (Registration::NotRegistered, false),
        (Registration::Registered, true),
        (Registration::Deregistering, true),
        (Registration::Deregistered, false),
    ] {
        assert_eq!(registration.refusal().is_none(), usable, "{registration:?}");
    }
}

#[test]
fn r054_the_75th_birthday_registers_nobody_again() {
    let deregistered = InsuredPerson {
        registration: Registration::Deregistered,
        birth: date(1951, 11, 21),
        ..unregistered()
    };
    for visit in [date(2026, 11, 20), date(2026, 11, 21)] {
        let arrival = Arrival {
            reader: ReaderKind::General,
            ..arrival(Some(&deregistered), visit)
        };
        let refused = crate::admit(&arrival, &crate::Switches::DEFAULT, &mut crate::Unheard);
        assert_eq!(refused, Err(Reason::Deregistered), "{visit}");
    }
}
