//! The operator's calls: each is recorded, reading ones too.

mod card;
mod clock;
mod fault;
mod institution;
mod insurance;
mod person;

use api::admin::PersonKey;
use api::v1::admin_service_server::AdminService;
use api::{Kept, Rpc, v1};
use qualification::{
    Caller, IdempotencyKey, InsuredPerson, LimitChoice, Unheard, VisitId, check_by_number,
    visit_date,
};
use store::{Administration, Change, Operation};
use tonic::{Request, Response, Status, async_trait};

use super::{CheckServer, answer};
use crate::given::{moment, random};
use crate::recording::Call;
use crate::status;

/// What was asked for was done.
const DONE: &str = "DONE";
/// There is nothing that it could have been done to.
const NOT_FOUND: &str = "NOT_FOUND";
/// Everything is so already, or it was not possible.
const UNCHANGED: &str = "UNCHANGED";

#[async_trait]
impl AdminService for CheckServer {
    async fn enrol_person(
        &self,
        request: Request<v1::EnrolPersonRequest>,
    ) -> Result<Response<v1::EnrolPersonResponse>, Status> {
        answer!(self, request, answer_enrol_person, EnrolPerson)
    }

    async fn find_person(
        &self,
        request: Request<v1::FindPersonRequest>,
    ) -> Result<Response<v1::FindPersonResponse>, Status> {
        answer!(self, request, answer_find_person, FindPerson)
    }

    async fn suspend_card(
        &self,
        request: Request<v1::SuspendCardRequest>,
    ) -> Result<Response<v1::SuspendCardResponse>, Status> {
        answer!(self, request, answer_suspend_card, SuspendCard)
    }

    async fn lift_card(
        &self,
        request: Request<v1::LiftCardRequest>,
    ) -> Result<Response<v1::LiftCardResponse>, Status> {
        answer!(self, request, answer_lift_card, LiftCard)
    }

    async fn renew_card(
        &self,
        request: Request<v1::RenewCardRequest>,
    ) -> Result<Response<v1::RenewCardResponse>, Status> {
        answer!(self, request, answer_renew_card, RenewCard)
    }

    async fn set_arrears(
        &self,
        request: Request<v1::SetArrearsRequest>,
    ) -> Result<Response<v1::SetArrearsResponse>, Status> {
        answer!(self, request, answer_set_arrears, SetArrears)
    }

    async fn change_insurer(
        &self,
        request: Request<v1::ChangeInsurerRequest>,
    ) -> Result<Response<v1::ChangeInsurerResponse>, Status> {
        answer!(self, request, answer_change_insurer, ChangeInsurer)
    }

    async fn change_registration(
        &self,
        request: Request<v1::ChangeRegistrationRequest>,
    ) -> Result<Response<v1::ChangeRegistrationResponse>, Status> {
        answer!(
            self,
            request,
            answer_change_registration,
            ChangeRegistration
        )
    }

    async fn put_institution(
        &self,
        request: Request<v1::PutInstitutionRequest>,
    ) -> Result<Response<v1::PutInstitutionResponse>, Status> {
        answer!(self, request, answer_put_institution, PutInstitution)
    }

    async fn list_institutions(
        &self,
        request: Request<v1::ListInstitutionsRequest>,
    ) -> Result<Response<v1::ListInstitutionsResponse>, Status> {
        answer!(self, request, answer_list_institutions, ListInstitutions)
    }

    async fn get_clock(
        &self,
        request: Request<v1::GetClockRequest>,
    ) -> Result<Response<v1::GetClockResponse>, Status> {
        answer!(self, request, answer_get_clock, GetClock)
    }

    async fn set_clock(
        &self,
        request: Request<v1::SetClockRequest>,
    ) -> Result<Response<v1::SetClockResponse>, Status> {
        answer!(self, request, answer_set_clock, SetClock)
    }

    async fn put_fault(
        &self,
        request: Request<v1::PutFaultRequest>,
    ) -> Result<Response<v1::PutFaultResponse>, Status> {
        answer!(self, request, answer_put_fault, PutFault)
    }

    async fn list_faults(
        &self,
        request: Request<v1::ListFaultsRequest>,
    ) -> Result<Response<v1::ListFaultsResponse>, Status> {
        answer!(self, request, answer_list_faults, ListFaults)
    }

    async fn remove_fault(
        &self,
        request: Request<v1::RemoveFaultRequest>,
    ) -> Result<Response<v1::RemoveFaultResponse>, Status> {
        answer!(self, request, answer_remove_fault, RemoveFault)
    }
}

impl CheckServer {
    /// A call that may have an effect.
    pub(super) fn call(
        &self,
        rpc: Rpc,
        caller: Caller,
        key: IdempotencyKey,
        request: &[u8],
    ) -> Call {
        Call::new(rpc, caller, moment(self.clock.as_ref()), key, request)
    }

    /// A call that only reads. Two such calls are two, whoever makes them.
    pub(super) fn reading(&self, rpc: Rpc, caller: Caller, request: &[u8]) -> Call {
        let key = IdempotencyKey(random(self.entropy.as_ref()));
        self.call(rpc, caller, key, request)
    }

    /// Makes a change, records it, and answers.
    pub(super) async fn administer<A: Kept>(
        &self,
        call: &Call,
        operation: Operation,
        change: Change,
        answer: A,
        result: &'static str,
    ) -> Result<A, Status> {
        let administration = Administration {
            effect: call.effect(&answer, result),
            operation,
            change,
        };
        let recorded = self.store.record_administration(administration).await;
        call.answer(recorded, answer)
    }

    /// The person whom the key names now.
    async fn named(&self, call: &Call, key: &PersonKey) -> Result<Option<InsuredPerson>, Status> {
        let found = match key {
            PersonKey::Id(id) => self.store.person(*id).await,
            PersonKey::Card(card) => self.store.person_of_card(*card).await,
            PersonKey::Number(query) => {
                let (insurer, symbol) = (&query.insurer, query.symbol.as_deref());
                let people = self
                    .store
                    .people_with_number(insurer, symbol, &query.number);
                people.await.map(|people| {
                    let (choice, today) = (LimitChoice::Withhold, visit_date(call.at));
                    let found =
                        check_by_number(query, &people, choice, today, today, &mut Unheard).1;
                    people.into_iter().find(|person| Some(person.id) == found)
                })
            }
        };
        found.map_err(|error| status::of_store(&error))
    }
}

/// Nothing changes; `detail` is for the audit trail.
fn nothing(detail: impl Into<String>) -> Change {
    Change::Nothing {
        detail: detail.into(),
    }
}
