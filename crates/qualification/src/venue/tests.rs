use super::*;
use crate::{Spoken, Unheard};

const TODAY: Date = date(2026, 11, 21);

#[test]
fn r011_each_form_of_care_is_checked_from_its_first_day() {
    for (venue, day, answer) in [
        (Venue::Counter, date(2021, 10, 20), Ok(())),
        (
            Venue::Online,
            date(2024, 3, 31),
            Err(Reason::VenueNotStarted),
        ),
        (Venue::Online, date(2024, 4, 1), Ok(())),
        (
            Venue::HomeVisit,
            date(2024, 5, 31),
            Err(Reason::VenueNotStarted),
        ),
        (Venue::HomeVisit, date(2024, 6, 1), Ok(())),
    ] {
        let got = accepts(venue, Medium::Card, true, false, day, &mut Unheard);
        assert_eq!(got, answer, "{venue:?} {day}");
    }
}

#[test]
fn r011_a_card_without_pin_is_refused_in_online_care_alone() {
    for (venue, answer) in [
        (Venue::Counter, Ok(())),
        (Venue::HomeVisit, Ok(())),
        (Venue::Online, Err(Reason::PinlessNotForOnline)),
    ] {
        let got = accepts(venue, Medium::Card, false, false, TODAY, &mut Unheard);
        assert_eq!(got, answer, "{venue:?}");
    }
    let early = accepts(
        Venue::Online,
        Medium::Card,
        false,
        false,
        date(2024, 3, 31),
        &mut Unheard,
    );
    assert_eq!(early, Err(Reason::VenueNotStarted));
}

#[test]
fn r090_phones_are_taken_from_their_first_day_where_the_terminal_takes_them() {
    for phone in [Medium::Android, Medium::Iphone] {
        for (day, phone_reader, answer) in [
            (date(2025, 9, 18), true, Err(Reason::PhoneNotStarted)),
            (date(2025, 9, 18), false, Err(Reason::PhoneNotStarted)),
            (date(2025, 9, 19), true, Ok(())),
            (date(2025, 9, 19), false, Err(Reason::PhoneNotSupportedHere)),
        ] {
            let got = accepts(
                Venue::Counter,
                phone,
                false,
                phone_reader,
                day,
                &mut Unheard,
            );
            assert_eq!(got, answer, "{phone:?} {day} {phone_reader}");
        }
    }
    let card = accepts(
        Venue::Counter,
        Medium::Card,
        true,
        false,
        date(2025, 9, 18),
        &mut Unheard,
    );
    assert_eq!(card, Ok(()));
}

#[test]
fn r090_a_phone_has_its_own_lock_and_needs_no_pin_of_the_card() {
    let online = accepts(
        Venue::Online,
        Medium::Android,
        false,
        true,
        TODAY,
        &mut Unheard,
    );
    assert_eq!(online, Ok(()));
}

#[test]
fn r090_codes_name_one_venue_and_one_medium_each() {
    for venue in Venue::ALL {
        assert_eq!(Venue::from_code(venue.code()), Some(venue));
    }
    for medium in Medium::ALL {
        assert_eq!(Medium::from_code(medium.code()), Some(medium));
    }
    assert_eq!(
        (Venue::from_code(""), Medium::from_code("CAR")),
        (None, None)
    );
}

#[test]
fn r011_r090_what_was_minded_is_said_and_an_ordinary_visit_says_nothing() {
    let spoken = |venue, medium, pin_set, phone_reader, day| {
        let mut spoken: Vec<Spoken> = Vec::new();
        let answer = accepts(venue, medium, pin_set, phone_reader, day, &mut spoken);
        let words: Vec<String> = spoken.iter().map(|it| it.in_words().1).collect();
        (answer, words)
    };
    let ordinary = spoken(Venue::Counter, Medium::Card, false, false, TODAY);
    assert_eq!(ordinary, (Ok(()), Vec::new()));
    for (venue, medium, day, parts) in [
        (
            Venue::Online,
            Medium::Card,
            TODAY,
            &[["online care", "2024-04-01", "no PIN", "without a PIN"]] as &[[&str; 4]],
        ),
        (
            Venue::HomeVisit,
            Medium::Card,
            date(2024, 5, 31),
            &[["home visit", "2024-06-01", "2024-05-31", "not begun"]],
        ),
        (
            Venue::HomeVisit,
            Medium::Iphone,
            TODAY,
            &[
                ["home visit", "own lock", "2026-11-21", "taken"],
                ["iPhone", "2025-09-19", "cards only", "does not take phones"],
            ],
        ),
    ] {
        let (_, words) = spoken(venue, medium, false, false, day);
        assert_eq!(words.len(), parts.len(), "{words:?}");
        for (sentence, parts) in words.iter().zip(parts) {
            assert!(!sentence.contains('{'), "{sentence}");
            for part in parts {
                assert!(sentence.contains(part), "{part}: {sentence}");
            }
        }
    }
}
