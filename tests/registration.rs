//! 利用登録 at the desk: offered where it may be, made with the answer, and never twice.

use api::v1;
use api::v1::authenticate_response::Answer as Step2;
use api::v1::complete_response::Answer as Step5;
use qualification::{Disclosure, InsuredPerson, Registration};
use tonic::Code;

use crate::stage::duplex::{CLINIC, Raw, Stage};
use crate::stage::requests::named;

const MORNING: &str = "2026-11-21T09:00:00+09:00";

/// A stage whose insured person's card is registered so.
async fn stage(registration: Registration) -> (Stage, Raw) {
    let stage = Stage::at(MORNING).await;
    becomes(&stage, registration).await;
    let raw = stage.raw(CLINIC).await;
    (stage, raw)
}

/// Elsewhere the insured person's card becomes registered so.
async fn becomes(stage: &Stage, registration: Registration) {
    let person = InsuredPerson {
        registration,
        ..stage.insured()
    };
    stage.enrol(person).await;
}

/// What the card is answered in step 2 at a reader of that kind.
async fn arrive(stage: &Stage, raw: &mut Raw, reader: v1::ReaderKind) -> Step2 {
    let mut request = stage.card_answers(raw).await;
    request.assurance.as_mut().unwrap().reader_kind = reader.into();
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    answer.answer.unwrap()
}

/// Lets the person in at a 顔認証付きカードリーダー. Gives the visit, and whether
/// registration is offered.
async fn let_in(stage: &Stage, raw: &mut Raw) -> (Vec<u8>, bool) {
    match arrive(stage, raw, v1::ReaderKind::Face).await {
        Step2::Admission(admission) => (admission.visit_id, admission.offer_registration),
        Step2::Refusal(refusal) => panic!("refused: {:?}", refusal.reason()),
    }
}

async fn registration(stage: &Stage) -> Registration {
    let person = stage.store.person(stage.insured().id).await.unwrap();
    person.unwrap().registration
}

fn choices(stage: &Stage, visit: &[u8], register: bool) -> v1::CompleteRequest {
    v1::CompleteRequest {
        register,
        ..stage.complete(visit)
    }
}

fn reason(answer: Option<Step5>) -> v1::Reason {
    match answer.unwrap() {
        Step5::Decision(decision) => decision.reason(),
        Step5::Refusal(refusal) => refusal.reason(),
    }
}

async fn last_detail(stage: &Stage) -> String {
    stage.records().await.pop().unwrap().event.detail
}

#[tokio::test]
async fn r051_a_card_registered_in_the_visit_is_confirmed_in_it_and_is_not_asked_again() {
    for before in [Registration::NotRegistered, Registration::Deregistered] {
        let (stage, mut raw) = stage(before).await;
        let (visit, offered) = let_in(&stage, &mut raw).await;
        assert!(offered, "{before:?}");
        assert_eq!(registration(&stage).await, before, "an offer is none yet");
        let request = choices(&stage, &visit, true);
        let first = raw.complete(request.clone()).await.unwrap().into_inner();
        assert_eq!(reason(first.answer.clone()), v1::Reason::Confirmed);
        assert_eq!(registration(&stage).await, Registration::Registered);
        let detail = last_detail(&stage).await;
        assert!(detail.starts_with("register=YES "), "{detail}");

        // Asked again, it is the same answer and one registration.
        let again = raw.complete(request).await.unwrap().into_inner();
        assert!(again == first);
        assert_eq!(stage.records().await.len(), 2);

        let (_, offered) = let_in(&stage, &mut raw).await;
        assert!(!offered, "once is enough");
        let general = arrive(&stage, &mut raw, v1::ReaderKind::General).await;
        assert!(matches!(general, Step2::Admission(_)), "everywhere");
    }
}

#[tokio::test]
async fn r051_a_declined_registration_ends_the_visit_and_changes_nothing() {
    let (stage, mut raw) = stage(Registration::NotRegistered).await;
    let (visit, _) = let_in(&stage, &mut raw).await;
    let request = choices(&stage, &visit, false);
    let answer = raw.complete(request.clone()).await.unwrap().into_inner();
    assert_eq!(reason(answer.answer.clone()), v1::Reason::NotRegistered);
    assert_eq!(registration(&stage).await, Registration::NotRegistered);
    assert_eq!(stage.rows("consent"), 0, "no consent without registration");
    let detail = last_detail(&stage).await;
    assert!(detail.starts_with("register=NO "), "{detail}");
    assert!(raw.complete(request).await.unwrap().into_inner() == answer);

    // A change of mind needs the card again: this visit is over.
    let status = raw.complete(choices(&stage, &visit, true)).await;
    let over = (Code::FailedPrecondition, "VISIT_NOT_OPEN".into());
    assert_eq!(named(&status.unwrap_err()), over);
    assert_eq!(registration(&stage).await, Registration::NotRegistered);
}

#[tokio::test]
async fn r051_registering_is_no_consent_to_anything_else() {
    let (stage, mut raw) = stage(Registration::NotRegistered).await;
    let (visit, _) = let_in(&stage, &mut raw).await;
    let request = v1::CompleteRequest {
        consented: Vec::new(),
        provide_limit: false,
        ..choices(&stage, &visit, true)
    };
    let answer = raw.complete(request).await.unwrap().into_inner();
    let Some(Step5::Decision(decision)) = answer.answer else {
        panic!("refused");
    };
    assert!(decision.consents.is_empty());
    let limit = decision.limit.unwrap();
    assert_eq!(limit.state(), v1::LimitState::Withheld);
}

#[tokio::test]
async fn r054_what_was_not_offered_cannot_be_accepted() {
    // One who asked to be deregistered is let in, and stays so.
    let (stage, mut raw) = stage(Registration::Deregistering).await;
    let (visit, offered) = let_in(&stage, &mut raw).await;
    assert!(!offered);
    let answer = raw.complete(choices(&stage, &visit, true)).await.unwrap();
    assert_eq!(reason(answer.into_inner().answer), v1::Reason::Confirmed);
    assert_eq!(registration(&stage).await, Registration::Deregistering);
    let detail = last_detail(&stage).await;
    assert!(detail.starts_with("register=NOT_OFFERED "), "{detail}");
}

#[tokio::test]
async fn r012_a_general_reader_registers_nobody() {
    for (before, refused) in [
        (Registration::NotRegistered, v1::Reason::NotRegistered),
        (Registration::Deregistered, v1::Reason::Deregistered),
    ] {
        let (stage, mut raw) = stage(before).await;
        match arrive(&stage, &mut raw, v1::ReaderKind::General).await {
            Step2::Refusal(refusal) => assert_eq!(refusal.reason(), refused),
            Step2::Admission(_) => panic!("{before:?} is let in"),
        }
        assert_eq!(registration(&stage).await, before);
    }
}

#[tokio::test]
async fn r052_a_card_is_registered_until_five_days_before_the_end_of_its_certificate() {
    // The card's certificate is valid until 2031-02-17.
    for (day, offered) in [("12", Ok(true)), ("13", Err(v1::Reason::RegTooClose))] {
        let (stage, mut raw) = stage(Registration::NotRegistered).await;
        stage.clock.set(&format!("2031-02-{day}T09:00:00+09:00"));
        let got = match arrive(&stage, &mut raw, v1::ReaderKind::Face).await {
            Step2::Admission(admission) => Ok(admission.offer_registration),
            Step2::Refusal(refusal) => Err(refusal.reason()),
        };
        assert_eq!(got, offered, "{day}");
    }
}

#[tokio::test]
async fn r051_whoever_may_not_be_disclosed_meanwhile_is_not_registered() {
    let (stage, mut raw) = stage(Registration::NotRegistered).await;
    let (visit, offered) = let_in(&stage, &mut raw).await;
    assert!(offered);
    let person = InsuredPerson {
        registration: Registration::NotRegistered,
        disclosure: Disclosure::NotDisclosed,
        ..stage.insured()
    };
    stage.enrol(person).await;
    let answer = raw.complete(choices(&stage, &visit, true)).await.unwrap();
    assert_eq!(
        reason(answer.into_inner().answer),
        v1::Reason::CardNotAccepted
    );
    assert_eq!(registration(&stage).await, Registration::NotRegistered);
}

#[tokio::test]
async fn r054_whoever_is_deregistered_during_the_visit_is_told_so_and_was_asked_nothing() {
    // On 2031-02-13 it would be too late to register, too.
    for morning in [MORNING, "2031-02-13T09:00:00+09:00"] {
        for (after, wanted) in [
            (Registration::NotRegistered, v1::Reason::NotRegistered),
            (Registration::Deregistered, v1::Reason::Deregistered),
        ] {
            for register in [true, false] {
                let (stage, mut raw) = stage(Registration::Registered).await;
                stage.clock.set(morning);
                let (visit, offered) = let_in(&stage, &mut raw).await;
                assert!(!offered);
                becomes(&stage, after).await;
                let answer = raw.complete(choices(&stage, &visit, register)).await;
                let told = reason(answer.unwrap().into_inner().answer);
                assert_eq!(told, wanted, "{morning}, {register}");
                assert_eq!(registration(&stage).await, after, "{register}");
                let detail = last_detail(&stage).await;
                assert!(detail.starts_with("register=NOT_OFFERED "), "{detail}");
            }
        }
    }
}

#[tokio::test]
async fn r051_whoever_is_registered_elsewhere_during_the_visit_is_confirmed_whatever_they_said() {
    for elsewhere in [Registration::Registered, Registration::Deregistering] {
        for (register, said) in [(true, "register=YES "), (false, "register=NO ")] {
            let (stage, mut raw) = stage(Registration::NotRegistered).await;
            let (visit, offered) = let_in(&stage, &mut raw).await;
            assert!(offered);
            becomes(&stage, elsewhere).await;
            let answer = raw.complete(choices(&stage, &visit, register)).await;
            let told = reason(answer.unwrap().into_inner().answer);
            assert_eq!(told, v1::Reason::Confirmed, "{elsewhere:?}, {register}");
            assert_eq!(registration(&stage).await, elsewhere, "{register}");
            let detail = last_detail(&stage).await;
            assert!(detail.starts_with(said), "{detail}");
        }
    }
}

#[tokio::test]
async fn r051_what_was_accepted_and_then_refused_registers_nobody() {
    for (register, said) in [(true, "register=YES "), (false, "register=NO ")] {
        let (stage, mut raw) = stage(Registration::NotRegistered).await;
        let (visit, _) = let_in(&stage, &mut raw).await;
        let serial = pki::claims(&stage.certificate()).unwrap().serial;
        let now = MORNING.parse().unwrap();
        let next = "2036-01-01T00:00:00Z".parse().unwrap();
        stage.pki.suspend(&[serial], now, next).unwrap();
        let answer = raw.complete(choices(&stage, &visit, register)).await;
        let told = reason(answer.unwrap().into_inner().answer);
        assert_eq!(told, v1::Reason::CertSuspended);
        assert_eq!(registration(&stage).await, Registration::NotRegistered);
        let detail = last_detail(&stage).await;
        assert!(detail.starts_with(said), "{detail}");
    }
}
