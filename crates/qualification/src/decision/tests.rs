//! Who stands at the counter in the tests of the decisions.

use super::*;
use crate::cover::tests::{cover, person};
use crate::{
    Branch, Choices, ConsentId, ConsentSurface, GraceRule, InsurerNumber, LimitChoice, LimitClass,
    LimitScreen, Registration, SpecificDisease, Spoken, Switches, Unheard,
};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

mod people;

use people::{any_choices, any_coming, any_switches, anyone};

pub(super) const TODAY: Date = date(2026, 11, 21);

/// A certificate that is far from its end.
pub(super) const FRESH: Date = date(2028, 2, 17);

pub(super) fn certificate(not_after: Date) -> CertificateDates {
    CertificateDates {
        not_before: date(2024, 1, 1),
        not_after,
    }
}

pub(super) fn insured() -> InsuredPerson {
    InsuredPerson {
        limit: Some(LimitCertificate {
            class: LimitClass::U,
            valid_from: date(2026, 8, 1),
            valid_until: date(2027, 7, 31),
            long_term_on: None,
        }),
        ..person(vec![cover()])
    }
}

/// Insured by a 国保, with that premium unpaid and that share recorded.
pub(super) fn resident(arrears_due: Option<Date>, share: Option<Share>) -> InsuredPerson {
    InsuredPerson {
        covers: vec![Cover {
            insurer: InsurerNumber::parse("109991").unwrap(),
            arrears_due,
            share,
            ..cover()
        }],
        ..insured()
    }
}

pub(super) fn dialysis(valid_from: Date) -> SpecificDiseaseCertificate {
    SpecificDiseaseCertificate {
        disease: SpecificDisease::Dialysis,
        valid_from,
        valid_until: None,
    }
}

pub(super) fn standing(registration: Registration) -> InsuredPerson {
    InsuredPerson {
        registration,
        ..insured()
    }
}

pub(super) fn hidden() -> InsuredPerson {
    InsuredPerson {
        disclosure: Disclosure::NotDisclosed,
        ..insured()
    }
}

pub(super) fn now() -> Timestamp {
    "2026-11-21T00:30:00Z".parse().unwrap()
}

pub(super) fn everything() -> Choices {
    Choices {
        consented: Category::ALL.to_vec(),
        limit: LimitChoice::Provide,
        register: true,
        surface: ConsentSurface::Desk,
    }
}

pub(super) fn nothing() -> Choices {
    Choices::nothing(ConsentSurface::Desk)
}

/// At a general reader, today.
pub(super) fn arrival(not_after: Date, person: Option<&InsuredPerson>) -> Arrival<'_> {
    Arrival {
        certificate: certificate(not_after),
        person,
        reader: ReaderKind::General,
        purpose: Purpose::Care,
        visit_date: TODAY,
        as_of: TODAY,
    }
}

pub(super) fn admitted(arrival: &Arrival<'_>) -> Result<Admission, Reason> {
    admit(arrival, &Switches::DEFAULT, &mut Unheard)
}

/// The answer of step 5, with consents that are numbered from 1.
pub(super) fn decide(
    arrival: &Arrival<'_>,
    admission: &Admission,
    choices: &Choices,
    now: Timestamp,
    trace: &mut impl Trace,
) -> Result<Decision, Reason> {
    let mut numbers = 1_u128..;
    let new_id = || ConsentId(numbers.next().unwrap().to_be_bytes());
    super::decide(arrival, admission, choices, now, new_id, trace)
}

/// Admitted at a general reader with a fresh certificate, and answered.
pub(super) fn answered(person: &InsuredPerson, choices: &Choices) -> Decision {
    let arrival = arrival(FRESH, Some(person));
    let admission = admitted(&arrival).unwrap();
    decide(&arrival, &admission, choices, now(), &mut Unheard).unwrap()
}

/// What the rules say in a whole visit.
pub(super) fn heard(arrival: &Arrival<'_>, choices: &Choices) -> Vec<Spoken> {
    let mut heard = Vec::new();
    if let Ok(admission) = admit(arrival, &Switches::DEFAULT, &mut heard) {
        let _ = decide(arrival, &admission, choices, now(), &mut heard);
    }
    heard
}

fn days(from: Date, days: i32) -> Date {
    from.saturating_add(jiff::Span::new().days(days))
}

type Told = (Result<Admission, Reason>, Option<Result<Decision, Reason>>);

fn told(arrival: &Arrival<'_>, switches: &Switches, choices: &Choices) -> Told {
    let admission = admit(arrival, switches, &mut Unheard);
    let admitted = admission.as_ref().ok();
    let decision =
        admitted.map(|admission| decide(arrival, admission, choices, now(), &mut Unheard));
    (admission, decision)
}

proptest! {
    /// Refusing costs nothing but the data refused.
    #[test]
    fn r024_eligibility_refused_equals_eligibility_consented(
        facts in anyone(), coming in any_coming(), switches in any_switches(),
        choices in any_choices(),
    ) {
        let person = facts.person();
        let arrival = coming.of(&person);
        let nothing = Choices { register: choices.register, ..Choices::nothing(choices.surface) };
        let (chosen, refused) = (
            told(&arrival, &switches, &choices).1,
            told(&arrival, &switches, &nothing).1,
        );
        match (chosen, refused) {
            (Some(Ok(chosen)), Some(Ok(refused))) => {
                prop_assert!(chosen.qualification == refused.qualification);
                prop_assert_eq!(chosen.reason, refused.reason);
                prop_assert_eq!(chosen.validity, refused.validity);
                prop_assert_eq!(chosen.scope, refused.scope);
                prop_assert_eq!(chosen.notices, refused.notices);
                prop_assert!(refused.consents.is_empty() && refused.specific_disease.is_none());
            }
            (Some(Err(chosen)), Some(Err(refused))) => prop_assert_eq!(chosen, refused),
            (None, None) => {}
            _ => prop_assert!(false, "one was let in and the other was not"),
        }
    }

    /// No rule reads the clock: the same question has the same answer, heard or not.
    #[test]
    fn r002_the_same_question_has_the_same_answer(
        facts in anyone(), coming in any_coming(), switches in any_switches(),
        choices in any_choices(),
    ) {
        let person = facts.person();
        let arrival = coming.of(&person);
        let (admission, decision) = told(&arrival, &switches, &choices);
        let mut spoken: Vec<Spoken> = Vec::new();
        prop_assert!(admit(&arrival, &switches, &mut spoken) == admission);
        if let Ok(admission) = &admission {
            let again = decide(&arrival, admission, &choices, now(), &mut spoken);
            prop_assert!(Some(again) == decision);
        }
        prop_assert!(!spoken.is_empty());
    }

    /// What is given is no more than what was asked for and agreed to.
    #[test]
    fn r022_nothing_is_given_that_was_not_asked_for_and_agreed_to(
        facts in anyone(), coming in any_coming(), switches in any_switches(),
        choices in any_choices(),
    ) {
        let person = facts.person();
        let (admission, decision) = told(&coming.of(&person), &switches, &choices);
        let (Ok(admission), Some(Ok(decision))) = (admission, decision) else { return Ok(()) };
        for grant in &decision.consents {
            prop_assert!(admission.ask_consent.contains(&grant.category));
            prop_assert!(choices.consented.contains(&grant.category));
        }
        let grace = admission.scope == Scope::EligibilityOnly;
        prop_assert!(!grace || decision.consents.is_empty());
        prop_assert!(!grace || decision.limit == LimitAnswer::NotOffered);
        prop_assert!(decision.validity == Validity::Valid || decision.qualification.is_none());
    }

    /// With the same facts, a card that may do less on a day never does more on the next.
    #[test]
    fn r046_once_a_card_may_do_less_it_never_does_more(
        facts in anyone(), ends in -200_i32..200, face: bool, switches in any_switches(),
    ) {
        let person = facts.person();
        let rank = |visit_date| {
            let reader = if face { ReaderKind::Face } else { ReaderKind::General };
            let arrival = Arrival {
                visit_date, as_of: visit_date, reader, ..arrival(days(TODAY, ends), Some(&person))
            };
            match admit(&arrival, &switches, &mut Unheard).map(|admission| admission.scope) {
                Ok(Scope::Full) => 0,
                Ok(Scope::EligibilityOnly) => 1,
                Err(_) => 2,
            }
        };
        let ranks: Vec<_> = (-120..320).map(|day| rank(days(TODAY, day))).collect();
        prop_assert!(ranks.is_sorted());
    }

    /// A card whose data is not to be shown is refused as one that is nobody's, to the
    /// last word.
    #[test]
    fn r082_a_hidden_person_is_refused_as_nobody_is(
        facts in anyone(), coming in any_coming(), switches in any_switches(),
    ) {
        let disclosure = Disclosure::NotDisclosed;
        let hidden = InsuredPerson { disclosure, ..facts.person() };
        let arrival = coming.of(&hidden);
        let nobody = Arrival { person: None, ..arrival };
        let (mut heard, mut heard_of_nobody): (Vec<Spoken>, Vec<Spoken>) = (vec![], vec![]);
        let refused = admit(&arrival, &switches, &mut heard);
        prop_assert!(refused.is_err());
        prop_assert_eq!(refused, admit(&nobody, &switches, &mut heard_of_nobody));
        prop_assert_eq!(heard, heard_of_nobody);
    }
}
