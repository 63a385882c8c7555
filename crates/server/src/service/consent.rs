//! Consents after they were given: listed and withdrawn.

use api::v1::consent_service_server::ConsentService;
use api::{Kept, ListConsents, Rpc, WithdrawConsent, v1};
use qualification::{Caller, VisitId};
use store::{Change, Operation, Withdrawal};
use tonic::{Request, Response, Status, async_trait};

use super::{CheckServer, answer};
use crate::status;

#[async_trait]
impl ConsentService for CheckServer {
    async fn list_consents(
        &self,
        request: Request<v1::ListConsentsRequest>,
    ) -> Result<Response<v1::ListConsentsResponse>, Status> {
        answer!(self, request, answer_list_consents, ListConsents, it => &it.visit_id)
    }

    async fn withdraw_consent(
        &self,
        request: Request<v1::WithdrawConsentRequest>,
    ) -> Result<Response<v1::WithdrawConsentResponse>, Status> {
        answer!(self, request, answer_withdraw_consent, WithdrawConsent)
    }
}

impl CheckServer {
    /// What somebody agreed to is told to nobody without a record of it. It has no
    /// effect that a retry could repeat, so its key is one of our own.
    async fn answer_list_consents(
        &self,
        caller: Caller,
        message: v1::ListConsentsRequest,
    ) -> Result<v1::ListConsentsResponse, Status> {
        let bytes = message.to_bytes();
        let request = ListConsents::try_from(message)?;
        let call = self.reading(Rpc::ListConsents, caller, &bytes);
        let visit = self.store.visit(call.institution()?, request.visit).await;
        let visit = visit.map_err(|error| status::of_store(&error))?;
        let consents = visit.ok_or_else(status::not_found)?.consents;
        let answer = v1::ListConsentsResponse::from(consents);
        let change = Change::Nothing {
            detail: format!("visit={}", request.visit),
        };
        self.administer(&call, Operation::ListConsents, change, answer, "LISTED")
            .await
    }

    async fn answer_withdraw_consent(
        &self,
        caller: Caller,
        message: v1::WithdrawConsentRequest,
    ) -> Result<v1::WithdrawConsentResponse, Status> {
        let bytes = message.to_bytes();
        let request = WithdrawConsent::try_from(message)?;
        let call = self.call(Rpc::WithdrawConsent, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let found = self.store.consent(call.institution()?, request.consent);
        let found = found.await.map_err(|error| status::of_store(&error))?;
        let (visit, consent) = found.ok_or_else(status::not_found)?;
        let result = if consent.holds_at(call.at) {
            "WITHDRAWN"
        } else {
            "ENDED_BEFORE"
        };
        let consent = consent.withdrawn(call.at);
        let answer = v1::WithdrawConsentResponse {
            consent: Some(consent.into()),
        };
        let recorded = self
            .store
            .record_withdrawal(Withdrawal {
                effect: call.effect(&answer, result),
                visit,
                consent,
            })
            .await;
        call.answer(recorded, answer)
    }
}
