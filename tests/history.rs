//! Medical information: read by clinicians alone, under the live consent of a visit, and
//! each page that is given stands in the audit trail.

use std::fs;

use api::v1::Category as Wire;
use api::{CallError, Client, HistoryAnswer, HistoryPages, ListConsents, PageToken, ReadHistory};
use api::{SignOut, WithdrawConsent};
use qualification::{
    Caller, Category, CategorySet, HistoryRecord, Institution, Party, Purpose, Role, ViewDenial,
    VisitId,
};
use store::{Administration, AuditEvent, Change, Effect, InstitutionTerms, Operation};

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Stage};
use crate::stage::duty::{DRUG, medication, medications};
use crate::stage::leaks::stands_in;

const MORNING: &str = "2026-11-21T09:00:00+09:00";

async fn read(stage: &Stage, client: &Client, request: ReadHistory) -> HistoryPages {
    let pages = client.read_history(request, stage.idempotency_key()).await;
    pages.unwrap_or_else(|error| panic!("{error}"))
}

/// The first answer.
async fn first(stage: &Stage, client: &Client, request: ReadHistory) -> HistoryAnswer {
    let mut pages = read(stage, client, request).await;
    pages.next().await.unwrap().unwrap()
}

/// Why the call is not let through.
async fn denied(stage: &Stage, client: &Client, request: ReadHistory) -> CallError {
    let pages = client.read_history(request, stage.idempotency_key()).await;
    pages.err().expect("it is let through")
}

async fn views(stage: &Stage) -> Vec<AuditEvent> {
    stage.recorded(&[Operation::ReadHistory]).await
}

async fn results(stage: &Stage) -> Vec<String> {
    let views = views(stage).await.into_iter();
    views.map(|event| event.result).collect()
}

fn refused(answer: HistoryAnswer) -> ViewDenial {
    answer.err().expect("a page")
}

#[tokio::test]
async fn r029_every_page_that_is_given_has_one_record_that_says_who_saw_what_under_which_consent() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(250)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let mut pages = read(&stage, &physician, medication(visit)).await;
    let mut given = Vec::new();
    let mut sizes = Vec::new();
    while let Some(answer) = pages.next().await.unwrap() {
        let page = answer.unwrap_or_else(|denial| panic!("{denial:?}"));
        sizes.push(page.records.len());
        given.extend(page.records);
    }
    assert_eq!(sizes, [100, 100, 50]);
    assert!(given.iter().map(HistoryRecord::day).rev().is_sorted());
    let known = medications(250);
    assert!(
        known.iter().all(|record| given.contains(record)),
        "nothing is lost"
    );

    let views = views(&stage).await;
    assert_eq!(views.len(), sizes.len());
    let person = stage.insured().id;
    for (event, size) in views.iter().zip(sizes) {
        assert_eq!(event.result, "VIEWED");
        assert_eq!(event.visit, Some(visit));
        assert_eq!(event.person, Some(person));
        assert_eq!(event.category, Some(Category::Medication));
        assert_eq!(event.purpose, Some(Purpose::Care));
        assert_eq!(event.staff.as_ref().unwrap().as_str(), "PHYSICIAN");
        assert_eq!(event.terminal.as_ref().unwrap().as_str(), "T01");
        assert!(event.consent.is_some());
        assert!(event.detail.contains(&format!("records={size}")));
    }
}

#[tokio::test]
async fn r022_no_consent_no_data_and_not_offered_are_told_apart_and_each_recorded() {
    let stage = Stage::at(MORNING).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let page = first(&stage, &physician, medication(visit)).await;
    let page = page.unwrap_or_else(|denial| panic!("{denial:?}"));
    assert!(page.records.is_empty() && page.next.is_none(), "no data");

    // Whether there is anything is not told.
    for history in [Vec::new(), medications(3)] {
        stage.enrol_history(history).await;
        let surgery = ReadHistory {
            category: Category::Surgery,
            ..medication(visit)
        };
        let answer = first(&stage, &physician, surgery).await;
        assert_eq!(refused(answer), ViewDenial::NotConsented);
    }
    stop_offering_medication(&stage).await;
    let answer = first(&stage, &physician, medication(visit)).await;
    assert_eq!(refused(answer), ViewDenial::NotOffered);
    let told = ["VIEWED", "NOT_CONSENTED", "NOT_CONSENTED", "NOT_OFFERED"];
    assert_eq!(results(&stage).await, told);
}

/// The operator has the clinic offer check-ups alone.
async fn stop_offering_medication(stage: &Stage) {
    let terms = InstitutionTerms {
        code: Institution::parse(CLINIC).unwrap(),
        name: "窓口シミュレータ医院".into(),
        offered: CategorySet::NONE.with(Category::Checkup),
        stopped: false,
    };
    let effect = Effect {
        caller: Caller {
            party: Party::Operator,
            terminal: None,
            staff: None,
        },
        key: stage.idempotency_key(),
        request: [0; 32],
        at: MORNING.parse().unwrap(),
        monotonic: 0,
        answer: Vec::new(),
        result: "DONE",
    };
    let administration = Administration {
        effect,
        operation: Operation::PutInstitution,
        change: Change::PutInstitution(terms),
    };
    let done = stage.store.record_administration(administration).await;
    assert_eq!(done.unwrap(), store::Recorded::Done);
}

#[tokio::test]
async fn r023_a_consent_ends_after_24_hours_and_is_of_its_visit_alone() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(3)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let second = stage.consenting(CLINIC, &[]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let other = first(&stage, &physician, medication(second)).await;
    assert_eq!(refused(other), ViewDenial::NotConsented);
    for (instant, seen) in [
        ("2026-11-22T08:59:59+09:00", true),
        ("2026-11-22T09:00:00+09:00", false),
    ] {
        stage.clock.set(instant);
        let physician = stage.on_duty(CLINIC, Role::Physician).await;
        let answer = first(&stage, &physician, medication(visit)).await;
        match answer {
            Ok(page) => assert!(seen && page.records.len() == 3, "{instant}"),
            Err(denial) => assert!(!seen && denial == ViewDenial::ConsentExpired, "{instant}"),
        }
    }
    let told = ["NOT_CONSENTED", "VIEWED", "CONSENT_EXPIRED"];
    assert_eq!(results(&stage).await, told);
}

#[tokio::test]
async fn r023_a_visit_of_elsewhere_is_as_unknown_as_one_that_never_was() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(3)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let elsewhere = stage.on_duty(OTHER_CLINIC, Role::Physician).await;
    for visit in [visit, VisitId([9; 16])] {
        let refused = denied(&stage, &elsewhere, medication(visit)).await;
        assert_eq!(refused, CallError::Precondition("NOT_FOUND".into()));
    }
    assert_eq!(results(&stage).await, ["NOT_FOUND", "NOT_FOUND"]);
}

#[tokio::test]
async fn r026_who_is_no_clinician_or_asks_for_another_purpose_is_not_let_through() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(3)).await;
    let visit = stage
        .consenting(CLINIC, &[Wire::Medication, Wire::Surgery])
        .await;
    let surgery = ReadHistory {
        category: Category::Surgery,
        ..medication(visit)
    };
    let dispensing = ReadHistory {
        purpose: Purpose::Dispensing,
        ..medication(visit)
    };
    for (role, request, lacks) in [
        (Role::Reception, medication(visit), "WRONG_ROLE"),
        (Role::Administrator, medication(visit), "WRONG_ROLE"),
        (Role::Pharmacist, surgery, "WRONG_ROLE"),
        (Role::Physician, dispensing, "WRONG_PURPOSE"),
    ] {
        let before = views(&stage).await.len();
        let client = stage.on_duty(CLINIC, role).await;
        let refused = denied(&stage, &client, request).await;
        assert_eq!(refused, CallError::Denied(lacks.into()), "{role:?}");
        let views = views(&stage).await;
        assert_eq!(views.len(), before + 1, "{role:?}: one record");
        assert_eq!(views.last().unwrap().result, lacks);
    }
}

/// Reads on to the end. Gives how many pages came, and what ended them.
async fn drain(mut pages: HistoryPages) -> (usize, Option<Result<ViewDenial, CallError>>) {
    let mut count = 0;
    loop {
        match pages.next().await {
            Ok(Some(Ok(_))) => count += 1,
            Ok(Some(Err(denial))) => return (count, Some(Ok(denial))),
            Ok(None) => return (count, None),
            Err(error) => return (count, Some(Err(error))),
        }
    }
}

fn page_by_page(visit: VisitId) -> ReadHistory {
    ReadHistory {
        page_size: 10,
        ..medication(visit)
    }
}

#[tokio::test]
async fn r025_after_a_withdrawal_no_page_is_read_on_an_open_stream() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(2_000)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let list = physician.list_consents(ListConsents { visit }, stage.idempotency_key());
    let consent = list.await.unwrap()[0].id;
    let mut pages = read(&stage, &physician, page_by_page(visit)).await;
    pages.next().await.unwrap().unwrap().ok().unwrap();
    let key = stage.idempotency_key();
    let withdrawal = WithdrawConsent { consent, key };
    physician.withdraw_consent(withdrawal).await.unwrap();
    let (more, ended) = drain(pages).await;
    assert_eq!(ended, Some(Ok(ViewDenial::ConsentWithdrawn)));

    let both = [Operation::ReadHistory, Operation::WithdrawConsent];
    let events = stage.recorded(&both).await;
    let results: Vec<_> = events.iter().map(|event| event.result.as_str()).collect();
    let withdrawn = results.iter().position(|it| *it == "WITHDRAWN").unwrap();
    assert!(results[..withdrawn].iter().all(|it| *it == "VIEWED"));
    assert_eq!(results[withdrawn + 1..], ["CONSENT_WITHDRAWN"]);
    assert_eq!(withdrawn, 1 + more, "each page that came has its record");
    eprintln!("{withdrawn} pages were read before the withdrawal, 0 after it");
}

#[tokio::test]
async fn a_stream_ends_when_whoever_reads_signs_out() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(2_000)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let mut pages = read(&stage, &physician, page_by_page(visit)).await;
    pages.next().await.unwrap().unwrap().ok().unwrap();
    let key = stage.idempotency_key();
    physician.sign_out(SignOut { key }).await.unwrap();
    let (_, ended) = drain(pages).await;
    let denied = CallError::Denied("STAFF_TOKEN_INVALID".into());
    assert_eq!(ended, Some(Err(denied)));
}

#[tokio::test]
async fn reading_goes_on_from_where_a_page_stopped_and_a_token_is_of_its_question() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(25)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let second = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let page = first(&stage, &physician, page_by_page(visit))
        .await
        .ok()
        .unwrap();
    let after = page.next;
    let on = ReadHistory {
        after,
        ..page_by_page(visit)
    };
    let mut rest = read(&stage, &physician, on.clone()).await;
    let mut given = page.records;
    while let Some(answer) = rest.next().await.unwrap() {
        given.extend(answer.ok().unwrap().records);
    }
    assert!(given == medications(25), "all of them, and none twice");

    let before = views(&stage).await.len();
    for wrong in [
        ReadHistory {
            visit: second,
            ..on.clone()
        },
        ReadHistory {
            category: Category::Checkup,
            ..on.clone()
        },
        ReadHistory {
            after: Some(PageToken([0; 36])),
            ..on
        },
    ] {
        let CallError::Invalid(faults) = denied(&stage, &physician, wrong).await else {
            panic!("not malformed");
        };
        assert_eq!(faults[0].field, "page_token");
    }
    assert_eq!(views(&stage).await.len(), before, "nothing was looked at");
}

#[tokio::test]
async fn no_drug_stands_in_the_audit_trail() {
    let stage = Stage::at(MORNING).await;
    stage.enrol_history(medications(3)).await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    let page = first(&stage, &physician, medication(visit)).await;
    assert_eq!(page.ok().unwrap().records.len(), 3);
    for record in stage.records().await {
        let said = format!("{record:?}");
        assert!(
            !stands_in(DRUG, &said) && !said.contains("600000001"),
            "{said}"
        );
    }
    // It would be found: the store has it.
    let store = fs::read(stage.path().join("store.db")).unwrap();
    let wal = fs::read(stage.path().join("store.db-wal")).unwrap_or_default();
    let kept = [store, wal].concat();
    assert!(kept.windows(DRUG.len()).any(|it| it == DRUG.as_bytes()));
}
