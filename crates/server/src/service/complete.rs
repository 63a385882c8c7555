//! Steps 3 to 5: what the patient chose, and the answer.

use api::request::Complete;
use api::{CompleteAnswer, Fault, Faults, Kept, v1};
use jiff::SignedDuration;
use qualification::{
    Arrival, Assurance, Decision, Institution, ReaderKind, Reason, Unheard, admit, decide,
};
use store::{Completion, RegistrationOffer, VisitRecord, VisitState};
use tonic::Status;

use super::CheckServer;
use crate::recording::Call;
use crate::status;

/// How long a person who was let in may take to choose. A desk that lost its
/// patient leaves a visit behind; nobody can complete it the next day.
pub const VISIT_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// Nobody chooses on the screen of a reader that has none.
fn check_surface(visit: &VisitRecord, request: &Complete) -> Result<(), Faults> {
    let surface = request.choices.surface;
    let reader = visit.assurance.as_ref().map(Assurance::reader);
    if reader.is_none_or(|reader| surface.is_at(reader)) {
        return Ok(());
    }
    let fault = Fault {
        field: "consent_surface".into(),
        description: "the reader of this visit has no screen".into(),
    };
    Err(Faults(vec![fault]))
}

impl CheckServer {
    pub(super) async fn answer_complete(
        &self,
        institution: Institution,
        message: v1::CompleteRequest,
    ) -> Result<v1::CompleteResponse, Status> {
        let bytes = message.to_bytes();
        let request = Complete::try_from(message)?;
        let call = Call::new(institution, self.clock.now(), request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let visit = self.open_visit_of(&call, &request).await?;
        check_surface(&visit, &request)?;
        let (answer, registration) = self.decide(&call, &visit, &request).await?;
        let (result, consents) = match &answer {
            Ok(decision) => (decision.reason.code(), decision.consents.clone()),
            Err(reason) => (reason.code(), Vec::new()),
        };
        let answer = v1::CompleteResponse::from(answer);
        let recorded = self
            .store
            .record_completion(Completion {
                effect: call.effect(&answer, result),
                visit: request.visit,
                choices: request.choices,
                registration,
                consents,
            })
            .await;
        call.answer(recorded, answer)
    }

    async fn open_visit_of(&self, call: &Call, request: &Complete) -> Result<VisitRecord, Status> {
        let visit = self.store.visit(&call.institution, request.visit).await;
        visit
            .map_err(|error| status::of_store(&error))?
            .filter(|visit| visit.state == VisitState::Open)
            .filter(|visit| call.at.duration_since(visit.opened_at) < VISIT_LIFE)
            .ok_or_else(status::visit_not_open)
    }

    /// The answer, by what is known now: a card that was suspended since step 2 is
    /// refused (LOST-SUSPEND), and so is one that may not be used any more. Beside it,
    /// what came of registration: where it was not offered, nobody can accept it.
    async fn decide(
        &self,
        call: &Call,
        visit: &VisitRecord,
        request: &Complete,
    ) -> Result<(CompleteAnswer, RegistrationOffer), Status> {
        let not_offered = RegistrationOffer::NotOffered;
        if self.suspended()?.contains(&visit.card_serial) {
            return Ok((Err(Reason::CertSuspended), not_offered));
        }
        let found = self.store.person(visit.person).await;
        let person = found.map_err(|error| status::of_store(&error))?;
        let arrival = Arrival {
            certificate: visit.certificate,
            person: person.as_ref(),
            reader: visit
                .assurance
                .as_ref()
                .map_or(ReaderKind::General, Assurance::reader),
            visit_date: visit.visit_date,
        };
        let admission = match admit(&arrival, &self.switches, &mut Unheard) {
            Ok(admission) => admission,
            Err(reason) => return Ok((Err(reason), not_offered)),
        };
        let choices = &request.choices;
        let decision = decide(&arrival, &admission, choices, call.at, &mut Unheard);
        let registration = match (admission.offer_registration, &decision) {
            (false, _) => not_offered,
            (true, Ok(_)) => RegistrationOffer::Accepted,
            (true, Err(_)) => RegistrationOffer::Declined,
        };
        let answer = decision.map(|decision| Decision {
            assurance: visit.assurance.clone(),
            ..decision
        });
        Ok((answer, registration))
    }
}
