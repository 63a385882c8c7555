use super::*;
use crate::decision::tests::{
    FRESH, TODAY, admitted, arrival, certificate, dialysis, everything, heard, hidden, insured,
    nothing, resident, standing,
};
use crate::{CertificateDates, GraceRule, ReaderKind, Share, Spoken, Unheard};
use jiff::civil::{Date, date};

fn at(
    reader: ReaderKind,
    not_after: Date,
    person: Option<&InsuredPerson>,
) -> Result<Admission, Reason> {
    admitted(&Arrival {
        reader,
        ..arrival(not_after, person)
    })
}

fn scope_of(not_after: Date, person: Option<&InsuredPerson>) -> Result<Scope, Reason> {
    at(ReaderKind::General, not_after, person).map(|admission| admission.scope)
}

/// The last day whose grace is over today, and the first whose grace is not.
const OVER: Date = date(2026, 7, 31);
const IN_GRACE: Date = date(2026, 8, 1);

#[test]
fn r007_the_certificate_decides_before_the_person_is_looked_at() {
    let [registered, unregistered] =
        [Registration::Registered, Registration::NotRegistered].map(standing);
    let hidden = hidden();
    for (name, not_after, person, want) in [
        ("nobody's card", FRESH, None, Err(Reason::CardNotAccepted)),
        (
            "not disclosed",
            FRESH,
            Some(&hidden),
            Err(Reason::CardNotAccepted),
        ),
        (
            "not registered",
            FRESH,
            Some(&unregistered),
            Err(Reason::NotRegistered),
        ),
        ("expired", OVER, Some(&registered), Err(Reason::CertExpired)),
        ("expired and nobody's", OVER, None, Err(Reason::CertExpired)),
        (
            "expired and not disclosed",
            OVER,
            Some(&hidden),
            Err(Reason::CertExpired),
        ),
        (
            "in grace and nobody's",
            IN_GRACE,
            None,
            Err(Reason::CardNotAccepted),
        ),
        (
            "in grace, not disclosed",
            IN_GRACE,
            Some(&hidden),
            Err(Reason::CardNotAccepted),
        ),
        (
            "in grace, not registered",
            IN_GRACE,
            Some(&unregistered),
            Err(Reason::NotRegistered),
        ),
        (
            "in grace",
            IN_GRACE,
            Some(&registered),
            Ok(Scope::EligibilityOnly),
        ),
        ("valid", FRESH, Some(&registered), Ok(Scope::Full)),
        ("its last day", TODAY, Some(&registered), Ok(Scope::Full)),
    ] {
        assert_eq!(scope_of(not_after, person), want, "{name}");
    }
}

#[test]
fn r044_a_certificate_before_its_first_day_lets_nobody_in() {
    let person = insured();
    for (not_before, refused) in [(TODAY, false), (date(2026, 11, 22), true)] {
        let certificate = CertificateDates {
            not_before,
            not_after: FRESH,
        };
        let got = admitted(&Arrival {
            certificate,
            ..arrival(FRESH, Some(&person))
        });
        assert_eq!(got.err(), refused.then_some(Reason::CertNotYetValid));
    }
}

#[test]
fn r007_every_kind_of_registration_at_every_reader_on_every_side_of_five_days() {
    use Registration::{Deregistered, Deregistering, NotRegistered, Registered};
    let five = date(2026, 11, 26);
    let four = date(2026, 11, 25);
    let [not, gone, close] = [
        Err(Reason::NotRegistered),
        Err(Reason::Deregistered),
        Err(Reason::RegTooClose),
    ];
    for (registration, not_after, at_face, at_general) in [
        (Registered, FRESH, Ok(false), Ok(false)),
        (Registered, TODAY, Ok(false), Ok(false)),
        (Registered, IN_GRACE, Ok(false), Ok(false)),
        (Deregistering, FRESH, Ok(false), Ok(false)),
        (Deregistering, TODAY, Ok(false), Ok(false)),
        (NotRegistered, FRESH, Ok(true), not),
        (NotRegistered, five, Ok(true), not),
        (NotRegistered, four, close, close),
        (NotRegistered, TODAY, close, close),
        (NotRegistered, IN_GRACE, not, not),
        (Deregistered, FRESH, Ok(true), gone),
        (Deregistered, five, Ok(true), gone),
        (Deregistered, four, close, close),
        (Deregistered, IN_GRACE, gone, gone),
    ] {
        let person = standing(registration);
        for (reader, want) in [
            (ReaderKind::Face, at_face),
            (ReaderKind::General, at_general),
        ] {
            let got = at(reader, not_after, Some(&person));
            let offered = got.map(|admission| admission.offer_registration);
            assert_eq!(offered, want, "{registration:?} {not_after} {reader:?}");
        }
    }
}

#[test]
fn r051_who_is_offered_registration_is_asked_the_rest_as_anyone() {
    let unregistered = standing(Registration::NotRegistered);
    let registered = insured();
    let offered = at(ReaderKind::Face, FRESH, Some(&unregistered)).unwrap();
    let usual = at(ReaderKind::Face, FRESH, Some(&registered)).unwrap();
    assert!(offered.offer_registration && !usual.offer_registration);
    assert_eq!(offered.ask_consent, usual.ask_consent);
    assert_eq!(offered.limit, usual.limit);
}

#[test]
fn r022_four_kinds_are_asked_of_everyone() {
    let person = insured();
    let admission = at(ReaderKind::General, FRESH, Some(&person)).unwrap();
    assert_eq!(admission.ask_consent, Category::MEDICAL);
}

#[test]
fn r034_a_specific_disease_is_asked_for_where_one_is_recorded_for_the_day() {
    for (valid_from, asked) in [(TODAY, true), (date(2026, 11, 22), false)] {
        let person = InsuredPerson {
            specific_disease: Some(dialysis(valid_from)),
            ..insured()
        };
        let admission = at(ReaderKind::General, FRESH, Some(&person)).unwrap();
        let asks = admission.ask_consent.contains(&Category::SpecificDisease);
        assert_eq!(asks, asked, "{valid_from}");
        assert!(
            Category::MEDICAL
                .iter()
                .all(|it| admission.ask_consent.contains(it))
        );
    }
}

#[test]
fn r027_in_the_grace_neither_consent_nor_limit_is_asked() {
    let person = InsuredPerson {
        specific_disease: Some(dialysis(TODAY)),
        ..resident(Some(OVER), Some(Share::Whole))
    };
    let admission = at(ReaderKind::General, IN_GRACE, Some(&person)).unwrap();
    assert!(admission.ask_consent.is_empty());
    assert_eq!(admission.limit, LimitDirective::Skip);
}

#[test]
fn r046_the_grace_is_told_with_its_last_day_by_the_rule_switched_on() {
    let person = insured();
    let arrival = arrival(date(2026, 8, 31), Some(&person));
    for (grace, until) in [
        (GraceRule::MonthEndPlusThree, date(2026, 11, 30)),
        (GraceRule::PlainThreeMonths, date(2026, 11, 30)),
    ] {
        let switches = Switches {
            grace,
            ..Switches::DEFAULT
        };
        let admission = admit(&arrival, &switches, &mut Unheard).unwrap();
        assert_eq!(admission.notices, [Notice::InGrace { until }]);
    }
    let plain = Switches {
        grace: GraceRule::PlainThreeMonths,
        ..Switches::DEFAULT
    };
    let month_long = Arrival {
        certificate: certificate(date(2026, 8, 20)),
        ..arrival
    };
    assert!(admit(&month_long, &Switches::DEFAULT, &mut Unheard).is_ok());
    let refused = admit(&month_long, &plain, &mut Unheard);
    assert_eq!(refused, Err(Reason::CertExpired));
}

#[test]
fn r045_the_end_that_comes_is_told_and_changes_nothing() {
    let person = insured();
    let on = date(2027, 2, 21);
    let told = at(ReaderKind::General, on, Some(&person)).unwrap();
    assert_eq!(told.notices, [Notice::CertificateExpiring { on }]);
    let untold = at(ReaderKind::General, date(2027, 2, 22), Some(&person)).unwrap();
    assert!(untold.notices.is_empty());
    assert_eq!(
        Admission {
            notices: vec![],
            ..told
        },
        untold
    );
}

#[test]
fn r035_a_subsidy_certificate_is_reminded_of_beside_the_other_notices() {
    let person = InsuredPerson {
        subsidy_certificate: true,
        ..insured()
    };
    for (not_after, other) in [
        (FRESH, None),
        (TODAY, Some(Notice::CertificateExpiring { on: TODAY })),
        (
            IN_GRACE,
            Some(Notice::InGrace {
                until: date(2026, 11, 30),
            }),
        ),
    ] {
        let admission = at(ReaderKind::General, not_after, Some(&person)).unwrap();
        let want: Vec<_> = other
            .into_iter()
            .chain([Notice::SubsidyCertificate])
            .collect();
        assert_eq!(admission.notices, want);
    }
}

#[test]
fn r031_arrears_take_the_limit_away_from_the_day_after_where_the_insurer_says_so() {
    let society = InsuredPerson {
        covers: vec![crate::Cover {
            arrears_due: Some(OVER),
            ..crate::cover::tests::cover()
        }],
        ..insured()
    };
    for (person, limit) in [
        (resident(None, None), LimitDirective::Ask),
        (resident(Some(TODAY), None), LimitDirective::Ask),
        (
            resident(Some(date(2026, 11, 20)), None),
            LimitDirective::Unavailable,
        ),
        (society, LimitDirective::Ask),
    ] {
        let admission = at(ReaderKind::General, FRESH, Some(&person)).unwrap();
        assert_eq!(admission.limit, limit);
        assert_eq!(admission.ask_consent, Category::MEDICAL);
        assert_eq!(admission.scope, Scope::Full);
    }
}

#[test]
fn r007_under_special_care_step_4_is_not_shown_and_nothing_else_is_missing() {
    let national = Switches {
        limit_screen: LimitScreen::Automatic,
        ..Switches::DEFAULT
    };
    for due in [None, Some(OVER)] {
        let person = resident(due, Some(Share::Whole));
        let arrival = arrival(FRESH, Some(&person));
        for switches in [Switches::DEFAULT, national] {
            let admission = admit(&arrival, &switches, &mut Unheard).unwrap();
            assert_eq!(admission.limit, LimitDirective::Skip);
            assert_eq!(admission.ask_consent, Category::MEDICAL);
            assert_eq!(admission.scope, Scope::Full);
        }
    }
}

#[test]
fn r030_the_limit_is_asked_for_or_given_as_the_switch_says() {
    let national = Switches {
        limit_screen: LimitScreen::Automatic,
        ..Switches::DEFAULT
    };
    let directive = |person: &InsuredPerson, not_after, switches| {
        let arrival = arrival(not_after, Some(person));
        admit(&arrival, switches, &mut Unheard).unwrap().limit
    };
    let (usual, barred) = (insured(), resident(Some(OVER), None));
    let default = &Switches::DEFAULT;
    assert_eq!(directive(&usual, FRESH, default), LimitDirective::Ask);
    assert_eq!(
        directive(&usual, FRESH, &national),
        LimitDirective::Automatic
    );
    assert_eq!(
        directive(&barred, FRESH, &national),
        LimitDirective::Unavailable
    );
    assert_eq!(directive(&usual, IN_GRACE, &national), LimitDirective::Skip);
}

#[test]
fn r049_a_registration_outlives_changes_of_insurer_and_the_75th_birthday() {
    let insurers = ["06439996", "109991", "01130012", "39439997"];
    let begins = |index: usize| date(2023 + i16::try_from(index).unwrap(), 11, 21);
    let covers = insurers
        .iter()
        .enumerate()
        .map(|(index, number)| crate::Cover {
            insurer: crate::InsurerNumber::parse(number).unwrap(),
            acquired_on: begins(index),
            linked_on: begins(index),
            lost_on: (index < 3).then(|| begins(index + 1)),
            ..crate::cover::tests::cover()
        });
    let person = InsuredPerson {
        birth: date(1951, 11, 21),
        covers: covers.collect(),
        ..insured()
    };
    for index in 0..4 {
        let admission = admitted(&Arrival {
            visit_date: begins(index),
            as_of: begins(index),
            certificate: CertificateDates {
                not_before: date(2023, 1, 1),
                not_after: FRESH,
            },
            ..arrival(FRESH, Some(&person))
        });
        assert_eq!(admission.map(|it| it.offer_registration), Ok(false));
    }
}

#[test]
fn r048_a_changed_name_or_address_does_not_end_the_users_certificate() {
    let moved = InsuredPerson {
        name: "窓口　次郎".into(),
        address: "群馬県高崎市高松町35".into(),
        ..insured()
    };
    let before = at(ReaderKind::General, FRESH, Some(&insured()));
    assert_eq!(at(ReaderKind::General, FRESH, Some(&moved)), before);
}

#[test]
fn r082_no_word_of_a_refusal_tells_why_a_card_is_not_accepted() {
    let hidden = hidden();
    let said = |person| heard(&arrival(FRESH, person), &everything());
    let words = said(Some(&hidden));
    assert_eq!(words, said(None));
    let rules: Vec<_> = words.iter().map(|spoken: &Spoken| spoken.rule).collect();
    assert_eq!(rules, [Rule::CertValid, Rule::FlowDirective]);
}

#[test]
fn r007_the_directive_is_the_last_word_of_every_admission() {
    for registration in [Registration::Registered, Registration::NotRegistered] {
        let person = standing(registration);
        let mut heard: Vec<Spoken> = Vec::new();
        let _ = admit(
            &arrival(FRESH, Some(&person)),
            &Switches::DEFAULT,
            &mut heard,
        );
        assert_eq!(heard.last().unwrap().rule, Rule::FlowDirective);
        let directives = heard.iter().filter(|it| it.rule == Rule::FlowDirective);
        assert_eq!(directives.count(), 1);
    }
    assert!(!heard(&arrival(FRESH, None), &nothing()).is_empty());
}
