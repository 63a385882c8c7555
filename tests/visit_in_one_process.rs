//! One visit over a pipe, with the clock set by hand: card, desk, protocol, server,
//! store and rules are the real ones.

use qualification::{LimitAnswer, Reason, Scope, Share};
use reception::Ending;
use store::{ChainVerdict, verify_chain};

use crate::stage::duplex::{Stage, agreeing, refusing};

const MORNING: &str = "2026-11-21T09:00:00+09:00";

#[tokio::test]
async fn r006_an_insured_person_is_received_in_five_steps() {
    let stage = Stage::at(MORNING).await;
    let report = stage.receive(agreeing()).await;
    let Ending::Answered(decision) = &report.ending else {
        panic!("not answered: {:?}", report.ending.reason());
    };
    assert_eq!(decision.reason, Reason::Confirmed);
    assert_eq!(decision.visit_date.to_string(), "2026-11-21");
    let qualification = decision.qualification.as_ref().unwrap();
    assert_eq!(qualification.share, Share::ThreeTenths);
    assert_eq!(decision.consents.len(), 4);
    assert_eq!(decision.limit, LimitAnswer::NotRecorded);
    assert_eq!(chain(&stage).await, 2, "authenticated and completed");
}

#[tokio::test]
async fn r024_refusing_everything_costs_nothing_but_the_data() {
    let stage = Stage::at(MORNING).await;
    let agreed = stage.receive(agreeing()).await;
    let refused = stage.receive(refusing()).await;
    let (Ending::Answered(agreed), Ending::Answered(refused)) = (agreed.ending, refused.ending)
    else {
        panic!("both are answered");
    };
    assert!(agreed.qualification == refused.qualification);
    assert!(refused.consents.is_empty());
    assert_eq!(refused.limit, LimitAnswer::Withheld);
}

#[tokio::test]
async fn r046_the_servers_clock_decides_what_the_card_is_still_good_for() {
    // Issued on 2026-04-01 to someone born on 17 February: until 2031-02-17.
    for (now, scope) in [
        ("2031-02-17T23:59:59+09:00", Ok(Scope::Full)),
        ("2031-02-18T00:00:00+09:00", Ok(Scope::EligibilityOnly)),
        ("2031-05-31T23:59:59+09:00", Ok(Scope::EligibilityOnly)),
        ("2031-06-01T00:00:00+09:00", Err(Reason::CertExpired)),
        ("2026-03-31T23:59:59+09:00", Err(Reason::CertNotYetValid)),
    ] {
        let stage = Stage::at("2026-11-21T09:00:00+09:00").await;
        stage.clock.set(now);
        let got = match stage.receive(agreeing()).await.ending {
            Ending::Answered(decision) => Ok(decision.scope),
            Ending::Refused(reason) => Err(reason),
        };
        assert_eq!(got, scope, "{now}");
    }
}

#[tokio::test]
async fn a_person_who_is_not_registered_or_not_covered_is_told_so() {
    use qualification::{InsuredPerson, Registration};
    let stage = Stage::at(MORNING).await;
    let unregistered = InsuredPerson {
        registration: Registration::NotRegistered,
        ..stage.insured()
    };
    let mut lapsed = stage.insured();
    lapsed.covers[0].lost_on = Some("2026-11-21".parse().unwrap());
    for (person, reason) in [
        (unregistered, Reason::NotRegistered),
        (lapsed, Reason::Lapsed),
        (stage.insured(), Reason::Confirmed),
    ] {
        stage.enrol(person).await;
        assert_eq!(stage.receive(agreeing()).await.ending.reason(), reason);
    }
}

#[tokio::test]
async fn r055_a_suspended_card_is_refused_even_with_the_right_pin() {
    let stage = Stage::at(MORNING).await;
    let serial = pki::claims(&stage.certificate()).unwrap().serial;
    let (now, next) = (
        MORNING.parse().unwrap(),
        "2036-01-01T00:00:00Z".parse().unwrap(),
    );
    stage.pki.suspend(&[serial], now, next).unwrap();
    assert_eq!(
        stage.receive(agreeing()).await.ending.reason(),
        Reason::CertSuspended
    );
    stage.pki.suspend(&[], now, next).unwrap();
    assert_eq!(
        stage.receive(agreeing()).await.ending.reason(),
        Reason::Confirmed
    );
}

/// The number of audit records, whose chain is whole.
async fn chain(stage: &Stage) -> u64 {
    match verify_chain(stage.store.as_ref()).await.unwrap() {
        ChainVerdict::Whole { head } => head.number,
        ChainVerdict::Broken { record, flaw } => panic!("record {record}: {flaw:?}"),
    }
}
