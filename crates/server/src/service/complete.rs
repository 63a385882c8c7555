//! Steps 3 to 5: what the patient chose, and the answer.

use api::request::Complete;
use api::{CompleteAnswer, Fault, Faults, Kept, Rpc, v1};
use jiff::SignedDuration;
use jiff::civil::Date;
use qualification::{
    Arrival, Assurance, Caller, ConsentId, Decision, Purpose, ReaderKind, Reason, Unheard, decide,
    readmit,
};
use store::{Completion, RegistrationOffer, VisitRecord, VisitState};
use tonic::Status;

use super::CheckServer;
use super::check_by_number::day_of;
use crate::given::{moment, random};
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

/// What the person said to registration, if they were asked. Who is refused for
/// something else is not registered, whatever they said.
fn said_to_registration(
    visit: &VisitRecord,
    request: &Complete,
    answer: &CompleteAnswer,
) -> RegistrationOffer {
    match (visit.offered_registration, request.choices.register) {
        (false, _) => RegistrationOffer::NotOffered,
        (true, false) => RegistrationOffer::Declined,
        (true, true) if answer.is_ok() => RegistrationOffer::Accepted,
        (true, true) => RegistrationOffer::AcceptedInVain,
    }
}

impl CheckServer {
    pub(super) async fn answer_complete(
        &self,
        caller: Caller,
        message: v1::CompleteRequest,
    ) -> Result<v1::CompleteResponse, Status> {
        let bytes = message.to_bytes();
        let request = Complete::try_from(message)?;
        let call = Call::new(
            Rpc::Complete,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let visit = self.open_visit_of(&call, &request).await?;
        check_surface(&visit, &request)?;
        let as_of = day_of(request.as_of, visit.visit_date)?;
        let answer = self.decide(&call, &visit, &request, as_of).await?;
        let registration = said_to_registration(&visit, &request, &answer);
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
        let visit = self.store.visit(call.institution()?, request.visit).await;
        visit
            .map_err(|error| status::of_store(&error))?
            .filter(|visit| visit.state == VisitState::Open)
            .filter(|visit| call.at.duration_since(visit.opened_at) < VISIT_LIFE)
            .ok_or_else(status::visit_not_open)
    }

    /// The answer, by what is known now: a card that was suspended since step 2 is
    /// refused (LOST-SUSPEND), and so is one that may not be used any more. Registration
    /// can be accepted where it was offered in step 2 and is possible still.
    async fn decide(
        &self,
        call: &Call,
        visit: &VisitRecord,
        request: &Complete,
        as_of: Date,
    ) -> Result<CompleteAnswer, Status> {
        let on_list = self.suspended()?.contains(&visit.card_serial);
        if on_list || self.is_suspended(visit.card).await? {
            return Ok(Err(Reason::CertSuspended));
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
            purpose: Purpose::of(call.institution()?),
            visit_date: visit.visit_date,
            as_of,
        };
        let offered = visit.offered_registration;
        let switches = self.switches_at(call.institution()?).await?;
        let admission = match readmit(&arrival, offered, &switches, &mut Unheard) {
            Ok(admission) => admission,
            Err(reason) => return Ok(Err(reason)),
        };
        let choices = &request.choices;
        let new_id = || ConsentId(random(self.entropy.as_ref()));
        let decision = decide(&arrival, &admission, choices, call.at, new_id, &mut Unheard);
        let institution = call.institution()?;
        let reference_number = self.reference_number(institution, visit.person).await?;
        Ok(decision.map(|decision| Decision {
            assurance: visit.assurance.clone(),
            reference_number,
            ..decision
        }))
    }
}
