//! Everything that is answered or denied in a visit is in the audit trail, once, and
//! says who, when and what.

use api::v1;
use api::v1::consent_service_client::ConsentServiceClient;
use api::v1::history_service_client::HistoryServiceClient;
use api::v1::set_reference_number_request::Person;
use api::v1::staff_service_client::StaffServiceClient;
use qualification::{Party, StaffId, VisitId};
use store::{AuditRecord, Operation};
use tonic::{Request, Status};

use crate::stage::duplex::{CLINIC, Stage};
use crate::stage::requests::named;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const PHYSICIAN: &str = "D-01";
const PASSCODE: &str = "keikaku-2026";

/// What was recorded, looked at after each call.
struct Audited {
    stage: Stage,
    seen: usize,
    staff: Option<&'static str>,
    denials: usize,
}

impl Audited {
    /// The one record of the call that was just made; a try to sign in is recorded before
    /// the passcode is looked at, too.
    async fn record(&mut self, operation: Operation) -> AuditRecord {
        let mut records = self.stage.records().await;
        let of_one_call = match operation {
            Operation::SignIn => 2,
            _ => 1,
        };
        self.seen += of_one_call;
        assert_eq!(records.len(), self.seen, "{operation:?}");
        let record = records.pop().unwrap();
        let event = &record.event;
        assert_eq!(event.operation, operation);
        assert_eq!(event.at, MORNING.parse().unwrap());
        assert!(
            event.monotonic.is_some() && !event.result.is_empty(),
            "{event:?}"
        );
        record
    }

    /// An answer to the clinic.
    async fn answered(&mut self, operation: Operation) -> AuditRecord {
        let record = self.record(operation).await;
        let event = &record.event;
        assert_eq!(event.party, Party::from_code(CLINIC).unwrap());
        assert_eq!(event.terminal.as_ref().unwrap().as_str(), "T01");
        assert_eq!(
            event.staff.as_ref().map(StaffId::as_str),
            self.staff,
            "{operation:?}"
        );
        record
    }

    /// A denial of that call.
    async fn denied<M>(&mut self, operation: Operation, answer: Result<M, Status>) {
        let status = answer.err().expect("it is denied");
        let record = self.answered(operation).await;
        assert_eq!(record.event.result, named(&status).1);
        self.denials += 1;
    }
}

/// What somebody of the staff sends.
fn as_staff<M>(token: &str, message: M) -> Request<M> {
    let mut request = Request::new(message);
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    request
}

fn medication(visit: &[u8]) -> v1::ReadHistoryRequest {
    v1::ReadHistoryRequest {
        visit_id: visit.to_vec(),
        category: v1::Category::Medication.into(),
        purpose: v1::Purpose::Care.into(),
        ..v1::ReadHistoryRequest::default()
    }
}

#[tokio::test]
async fn t_l7_every_answer_and_denial_of_a_visit_is_recorded_with_who_when_and_what() {
    let stage = Stage::at(MORNING).await;
    let channel = stage.channel(CLINIC).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut consents = ConsentServiceClient::new(channel.clone());
    let mut history = HistoryServiceClient::new(channel.clone());
    let mut staff = StaffServiceClient::new(channel);
    let operator = stage.pki.operator().unwrap();
    let mut operator = StaffServiceClient::new(stage.channel_with(&operator).await.unwrap());
    let mut audited = Audited {
        stage,
        seen: 0,
        staff: None,
        denials: 0,
    };

    let enrolment = v1::EnrolStaffRequest {
        institution_code: Some(CLINIC.into()),
        staff_id: PHYSICIAN.into(),
        role: v1::Role::Physician.into(),
        passcode: PASSCODE.into(),
        idempotency_key: audited.stage.key(),
    };
    operator.enrol_staff(enrolment).await.unwrap();
    let enrolled = audited.record(Operation::EnrolStaff).await;
    assert_eq!(enrolled.event.party, Party::Operator);

    // The visit.
    let request = audited.stage.card_answers(&mut raw).await;
    assert_eq!(
        audited.stage.records().await.len(),
        audited.seen,
        "a challenge has no effect"
    );
    let visit = audited.stage.admitted(&mut raw, request).await;
    let record = audited.answered(Operation::Authenticate).await;
    assert!(
        record.event.visit.is_some()
            && record.event.person.is_some()
            && record.event.card.is_some()
    );
    raw.complete(audited.stage.complete(&visit)).await.unwrap();
    let record = audited.answered(Operation::Complete).await;
    assert!(record.event.visit.is_some() && record.event.person.is_some());
    raw.check_by_number(audited.stage.check()).await.unwrap();
    let record = audited.answered(Operation::CheckNumber).await;
    assert!(record.event.person.is_some());

    // Nobody is signed in.
    let denied = history.read_history(medication(&visit)).await;
    audited.denied(Operation::ReadHistory, denied).await;
    let list = v1::ListConsentsRequest {
        visit_id: visit.clone(),
    };
    let denied = consents.list_consents(list.clone()).await;
    audited.denied(Operation::ListConsents, denied).await;
    let denied = staff.list_staff(v1::ListStaffRequest::default()).await;
    audited.denied(Operation::ListStaff, denied).await;

    // The physician.
    let mut sign_in = v1::SignInRequest {
        staff_id: PHYSICIAN.into(),
        passcode: "keikaku-2027".into(),
    };
    audited.staff = Some(PHYSICIAN);
    staff.sign_in(sign_in.clone()).await.unwrap();
    audited.answered(Operation::SignIn).await;
    sign_in.passcode = PASSCODE.into();
    let signed_in = staff.sign_in(sign_in).await.unwrap().into_inner().answer;
    audited.answered(Operation::SignIn).await;
    let Some(v1::sign_in_response::Answer::Token(v1::StaffToken { token, .. })) = signed_in else {
        panic!("not signed in");
    };
    let mut pages = history
        .read_history(as_staff(&token, medication(&visit)))
        .await
        .unwrap()
        .into_inner();
    while pages.message().await.unwrap().is_some() {}
    let event = audited.answered(Operation::ReadHistory).await.event;
    assert!(event.visit.is_some() && event.person.is_some() && event.consent.is_some());
    assert!(event.category.is_some() && event.purpose.is_some());
    let denied = history
        .read_history(as_staff(&token, medication(&[9; 16])))
        .await;
    audited.denied(Operation::ReadHistory, denied).await;
    let listed = consents
        .list_consents(as_staff(&token, list))
        .await
        .unwrap()
        .into_inner();
    audited.answered(Operation::ListConsents).await;
    let withdrawal = v1::WithdrawConsentRequest {
        consent_id: listed.consents[0].consent_id.clone(),
        idempotency_key: audited.stage.key(),
    };
    consents
        .withdraw_consent(as_staff(&token, withdrawal))
        .await
        .unwrap();
    let event = audited.answered(Operation::WithdrawConsent).await.event;
    assert!(event.visit.is_some() && event.person.is_some() && event.consent.is_some());
    let denied = staff
        .list_staff(as_staff(&token, v1::ListStaffRequest::default()))
        .await;
    audited.denied(Operation::ListStaff, denied).await;

    // The end.
    audited.staff = None;
    raw.close_visit(audited.stage.close(&visit)).await.unwrap();
    let record = audited.answered(Operation::Close).await;
    assert!(record.event.visit.is_some() && record.event.person.is_some());
    let denied = raw.complete(audited.stage.complete(&visit)).await;
    audited.denied(Operation::Complete, denied).await;
    let (calls, denials) = (audited.seen, audited.denials);
    eprintln!(
        "T-L7: {calls} of {calls} answers recorded once and in full, {denials} of them denials"
    );
}

#[tokio::test]
async fn a_number_for_a_visit_of_nobody_is_denied_by_that_visits_handle() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let request = v1::SetReferenceNumberRequest {
        person: Some(Person::VisitId(vec![9; 16])),
        reference_number: Some("A-1".into()),
        idempotency_key: stage.key(),
    };
    let denied = raw.set_reference_number(request).await.unwrap_err();
    let records = stage.records().await;
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].event.result, named(&denied).1);
    assert_eq!(records[0].event.visit, Some(VisitId([9; 16])));
}
