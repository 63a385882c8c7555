use super::*;
use crate::cover::tests::{cover, person};
use crate::decision::tests::{
    FRESH, TODAY, admitted, answered, arrival, decide, dialysis, everything, heard, hidden,
    insured, nothing, now, resident, standing,
};
use crate::{ConsentSurface, LimitScreen, ReaderKind, Registration, Switches, Unheard, admit};
use jiff::civil::date;

mod as_of;

fn decided(
    person: &InsuredPerson,
    admission: &Admission,
    choices: &Choices,
) -> Result<Decision, Reason> {
    let arrival = arrival(FRESH, Some(person));
    decide(&arrival, admission, choices, now(), &mut Unheard)
}

fn admission() -> Admission {
    admitted(&arrival(FRESH, Some(&insured()))).unwrap()
}

#[test]
fn r022_what_is_agreed_to_is_given_and_nothing_else() {
    let all = Category::MEDICAL.to_vec();
    for (consented, given) in [
        (vec![], vec![]),
        (vec![Category::Surgery], vec![Category::Surgery]),
        (vec![Category::Medication], vec![Category::Medication]),
        (all.clone(), all),
        // Never asked for, so never given.
        (vec![Category::SpecificDisease], vec![]),
    ] {
        let choices = Choices {
            consented,
            ..nothing()
        };
        let decision = answered(&insured(), &choices);
        let categories: Vec<_> = decision.consents.iter().map(|it| it.category).collect();
        assert_eq!(categories, given);
    }
}

#[test]
fn r013_a_consent_is_recorded_with_the_surface_it_was_given_on() {
    for surface in [ConsentSurface::Reader, ConsentSurface::Desk] {
        let choices = Choices {
            surface,
            ..everything()
        };
        let decision = answered(&insured(), &choices);
        assert_eq!(decision.consents.len(), 4);
        assert!(decision.consents.iter().all(|it| it.surface == surface));
    }
}

#[test]
fn r013_orally_the_limit_amount_alone_is_answered() {
    let choices = Choices {
        surface: ConsentSurface::Oral,
        ..everything()
    };
    let person = InsuredPerson {
        specific_disease: Some(dialysis(TODAY)),
        ..insured()
    };
    let decision = answered(&person, &choices);
    assert!(decision.consents.is_empty() && decision.specific_disease.is_none());
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
}

#[test]
fn r024_who_refuses_step_3_and_accepts_step_4_has_the_limit_and_no_history() {
    let choices = Choices {
        limit: LimitChoice::Provide,
        ..nothing()
    };
    let decision = answered(&insured(), &choices);
    assert_eq!(decision.reason, Reason::Confirmed);
    assert!(decision.qualification.is_some() && decision.consents.is_empty());
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
}

#[test]
fn r008_a_second_visit_begins_with_nothing_of_the_first() {
    let person = insured();
    assert_eq!(answered(&person, &everything()).consents.len(), 4);
    let second = answered(&person, &nothing());
    assert!(second.consents.is_empty());
    assert_eq!(second.limit, LimitAnswer::Withheld);
}

#[test]
fn r027_in_the_grace_eligibility_and_share_alone_are_told() {
    let person = InsuredPerson {
        specific_disease: Some(dialysis(TODAY)),
        ..insured()
    };
    let arrival = arrival(date(2026, 8, 31), Some(&person));
    let admission = admitted(&arrival).unwrap();
    let decision = decide(&arrival, &admission, &everything(), now(), &mut Unheard).unwrap();
    assert_eq!(decision.reason, Reason::ConfirmedInGrace);
    assert_eq!(decision.scope, Scope::EligibilityOnly);
    assert_eq!(decision.limit, LimitAnswer::NotOffered);
    assert!(decision.consents.is_empty() && decision.specific_disease.is_none());
    let qualification = decision.qualification.unwrap();
    assert_eq!(qualification.share, Share::ThreeTenths);
}

#[test]
fn r030_every_way_of_having_no_limit_is_told_apart() {
    let limit = |person: &InsuredPerson, limit| {
        let choices = Choices { limit, ..nothing() };
        answered(person, &choices).limit
    };
    let [unrecorded, uncovered] = [vec![cover()], vec![]].map(person);
    let mut ended = insured();
    ended.limit.as_mut().unwrap().valid_until = date(2026, 11, 20);
    for (person, choice, answer) in [
        (&insured(), LimitChoice::Withhold, LimitAnswer::Withheld),
        (&unrecorded, LimitChoice::Provide, LimitAnswer::NotRecorded),
        (&ended, LimitChoice::Provide, LimitAnswer::NotRecorded),
        (&uncovered, LimitChoice::Provide, LimitAnswer::NotOffered),
    ] {
        assert_eq!(limit(person, choice), answer);
    }
}

#[test]
fn r030_where_it_is_given_without_asking_a_refusal_changes_nothing() {
    let switches = Switches {
        limit_screen: LimitScreen::Automatic,
        ..Switches::DEFAULT
    };
    let person = insured();
    let arrival = arrival(FRESH, Some(&person));
    let admission = admit(&arrival, &switches, &mut Unheard).unwrap();
    let decision = decide(&arrival, &admission, &nothing(), now(), &mut Unheard).unwrap();
    assert!(matches!(decision.limit, LimitAnswer::Provided(_)));
}

#[test]
fn r031_what_bars_the_limit_is_told_to_the_staff_by_the_facts_of_step_5() {
    let due = Some(date(2026, 11, 20));
    let arrears = resident(due, None);
    let special = resident(due, Some(Share::Whole));
    for (person, bar, reason) in [
        (&arrears, LimitBar::Arrears, Reason::Confirmed),
        (
            &special,
            LimitBar::SpecialCare,
            Reason::ConfirmedSpecialCare,
        ),
    ] {
        for choices in [everything(), nothing()] {
            let decision = answered(person, &choices);
            assert_eq!(decision.limit, LimitAnswer::Unavailable(bar));
            assert_eq!(decision.reason, reason);
        }
        // Asked in step 4, and barred since.
        let decision = decided(person, &admission(), &everything()).unwrap();
        assert_eq!(decision.limit, LimitAnswer::Unavailable(bar));
    }
    // What step 4 did is said once, and again only where it has changed since.
    let asked = |person: &InsuredPerson| {
        let spoken = heard(&arrival(FRESH, Some(person)), &nothing());
        spoken.iter().filter(|it| it.rule == Rule::LimitAsk).count()
    };
    assert_eq!(asked(&arrears), 1);
    assert_eq!(asked(&special), 1);
    // Barred in step 4, so never asked; paid and posted since.
    let arrival = arrival(FRESH, Some(&arrears));
    let barred = admitted(&arrival).unwrap();
    let paid = decided(&resident(None, None), &barred, &everything()).unwrap();
    assert_eq!(paid.limit, LimitAnswer::NotOffered);
}

#[test]
fn r076_special_care_is_confirmed_at_the_whole_charge_with_history() {
    let person = resident(None, Some(Share::Whole));
    let decision = answered(&person, &everything());
    assert_eq!(decision.reason, Reason::ConfirmedSpecialCare);
    assert_eq!(decision.qualification.unwrap().share, Share::Whole);
    assert_eq!(decision.consents.len(), 4);
    assert_eq!(decision.validity, Validity::Valid);
}

#[test]
fn r076_in_the_grace_special_care_is_the_reason_and_the_grace_a_notice() {
    let person = resident(None, Some(Share::Whole));
    let arrival = arrival(date(2026, 8, 31), Some(&person));
    let admission = admitted(&arrival).unwrap();
    let decision = decide(&arrival, &admission, &everything(), now(), &mut Unheard).unwrap();
    assert_eq!(decision.reason, Reason::ConfirmedSpecialCare);
    assert_eq!(decision.scope, Scope::EligibilityOnly);
    assert_eq!(decision.notices.len(), 1);
}

#[test]
fn r034_a_specific_disease_is_told_when_it_holds_and_was_agreed_to() {
    let recorded = dialysis(date(2026, 11, 1));
    let person = InsuredPerson {
        specific_disease: Some(recorded),
        ..insured()
    };
    let only = Choices {
        consented: vec![Category::SpecificDisease],
        ..nothing()
    };
    assert_eq!(answered(&person, &only).specific_disease, Some(recorded));
    assert_eq!(answered(&person, &nothing()).specific_disease, None);
    let later = InsuredPerson {
        specific_disease: Some(dialysis(date(2026, 11, 22))),
        ..insured()
    };
    assert_eq!(answered(&later, &only).specific_disease, None);
    let uncovered = InsuredPerson {
        covers: vec![],
        ..person
    };
    assert_eq!(answered(&uncovered, &only).specific_disease, None);
}

#[test]
fn r038_without_cover_nothing_is_consented() {
    let lost_on = Some(date(2026, 11, 1));
    let lapsed = person(vec![Cover { lost_on, ..cover() }]);
    let twice = person(vec![cover(), cover()]);
    for (person, validity, reason) in [
        (lapsed, Validity::Invalid, Reason::Lapsed),
        (twice, Validity::Multiple, Reason::MultipleCovers),
        (person(vec![]), Validity::NotFound, Reason::NotFound),
    ] {
        let decision = answered(&person, &everything());
        assert_eq!((decision.validity, decision.reason), (validity, reason));
        assert!(decision.consents.is_empty() && decision.qualification.is_none());
        assert_eq!(decision.limit, LimitAnswer::NotOffered);
    }
}

#[test]
fn r038_medical_aid_without_registration_is_confirmed_as_such() {
    let reason = reason_of(Validity::ValidUnregistered, None, Scope::Full);
    assert_eq!(reason, Reason::ConfirmedUnregistered);
    assert!(reason.is_confirmed());
    let new = reason_of(Validity::InvalidNewExists, None, Scope::Full);
    assert_eq!(new, Reason::NewCoverExists);
}

#[test]
fn r039_a_valid_answer_carries_what_the_insurer_registered() {
    let person = InsuredPerson {
        birth: date(2021, 6, 1),
        ..insured()
    };
    let told = answered(&person, &nothing()).qualification.unwrap();
    assert!(told.cover == person.covers[0] && told.name == person.name);
    assert!(told.kana == person.kana && told.birth == person.birth && told.sex == person.sex);
    assert_eq!(told.address.as_deref(), Some(person.address.as_str()));
    assert!(told.preschool && told.share == Share::TwoTenths);
}

#[test]
fn r051_registration_declined_ends_as_not_registered_and_agreed_to_goes_on() {
    for registration in [Registration::NotRegistered, Registration::Deregistered] {
        let person = standing(registration);
        let arrival = Arrival {
            reader: ReaderKind::Face,
            ..arrival(FRESH, Some(&person))
        };
        let admission = admitted(&arrival).unwrap();
        let declined = Choices {
            register: false,
            ..everything()
        };
        let refused = decide(&arrival, &admission, &declined, now(), &mut Unheard);
        assert_eq!(refused.err(), Some(Reason::NotRegistered));
        // To register is no consent to anything else.
        let only = Choices {
            register: true,
            ..nothing()
        };
        let decision = decide(&arrival, &admission, &only, now(), &mut Unheard).unwrap();
        assert_eq!(decision.reason, Reason::Confirmed);
        assert!(decision.consents.is_empty() && decision.limit == LimitAnswer::Withheld);
    }
}

#[test]
fn r054_the_card_works_while_deregistration_is_under_way_and_not_after() {
    let pending = standing(Registration::Deregistering);
    assert_eq!(answered(&pending, &nothing()).reason, Reason::Confirmed);
    let done = standing(Registration::Deregistered);
    let refused = decided(&done, &admission(), &everything());
    assert_eq!(refused.err(), Some(Reason::Deregistered));
}

#[test]
fn r082_what_is_hidden_since_step_2_is_not_told_in_step_5() {
    let refused = decided(&hidden(), &admission(), &everything());
    assert_eq!(refused.err(), Some(Reason::CardNotAccepted));
    let nobody = arrival(FRESH, None);
    let refused = decide(&nobody, &admission(), &everything(), now(), &mut Unheard);
    assert_eq!(refused.err(), Some(Reason::CardNotAccepted));
}

#[test]
fn r058_cover_that_is_not_here_yet_is_spoken_of() {
    let linked_on = date(2026, 11, 25);
    let joined = person(vec![Cover {
        acquired_on: date(2026, 11, 16),
        linked_on,
        ..cover()
    }]);
    let words = heard(&arrival(FRESH, Some(&joined)), &nothing());
    let lag = words.iter().find(|it| it.rule == Rule::LagLink).unwrap();
    assert_eq!(lag.values, [("linked", Value::Day(linked_on))]);
}

#[test]
fn r031_a_bar_is_spoken_of_once_in_a_visit() {
    let person = resident(Some(date(2026, 11, 20)), None);
    let words = heard(&arrival(FRESH, Some(&person)), &everything());
    let bars = words.iter().filter(|it| it.rule == Rule::LimitArrears);
    assert_eq!(bars.count(), 1);
}

#[test]
fn r001_a_visit_over_midnight_has_one_date_and_its_consents_run_by_the_clock() {
    let person = insured();
    let arrival = Arrival {
        certificate: crate::decision::tests::certificate(TODAY),
        ..arrival(FRESH, Some(&person))
    };
    let admission = admitted(&arrival).unwrap();
    let after_midnight: Timestamp = "2026-11-21T15:01:00Z".parse().unwrap();
    assert_eq!(crate::visit_date(after_midnight), date(2026, 11, 22));
    let decision = decide(
        &arrival,
        &admission,
        &everything(),
        after_midnight,
        &mut Unheard,
    );
    let decision = decision.unwrap();
    assert_eq!(decision.visit_date, TODAY);
    assert_eq!(decision.scope, Scope::Full);
    assert!(decision.consents[0].holds_at(after_midnight));
}

#[test]
fn r022_what_the_clinic_has_not_switched_on_is_not_asked_and_not_given() {
    let switches = Switches {
        consent_categories: [Category::Medication, Category::Checkup]
            .into_iter()
            .collect(),
        ..Switches::DEFAULT
    };
    let person = InsuredPerson {
        specific_disease: Some(dialysis(date(2026, 11, 1))),
        ..insured()
    };
    let arrival = arrival(FRESH, Some(&person));
    let admission = admit(&arrival, &switches, &mut Unheard).unwrap();
    let asked = [
        Category::Medication,
        Category::Checkup,
        Category::SpecificDisease,
    ];
    assert_eq!(admission.ask_consent, asked);
    // Claimed as consented all the same.
    let decision = decide(&arrival, &admission, &everything(), now(), &mut Unheard).unwrap();
    let given: Vec<_> = decision.consents.iter().map(|it| it.category).collect();
    assert_eq!(given, asked);
    let surgery = crate::may_view(&decision.consents, Category::Surgery, now());
    assert_eq!(surgery, Err(Reason::NotConsented));
}

#[test]
fn r023_each_consent_has_its_own_id_and_the_purpose_of_the_institution() {
    for purpose in crate::Purpose::ALL {
        let person = insured();
        let arrival = Arrival {
            purpose,
            ..arrival(FRESH, Some(&person))
        };
        let told = decide(&arrival, &admission(), &everything(), now(), &mut Unheard).unwrap();
        let ids: Vec<_> = told.consents.iter().map(|it| it.id.0[15]).collect();
        assert_eq!(ids, [1, 2, 3, 4]);
        assert!(told.consents.iter().all(|it| it.purpose == purpose));
        assert!(told.consents.iter().all(|it| it.withdrawn_at.is_none()));
    }
}
