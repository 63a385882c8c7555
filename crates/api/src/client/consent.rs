//! Consents after they were given.

use qualification::{ConsentGrant, IdempotencyKey};
use tonic::transport::Channel;

use super::{Client, MAX_ANSWER};
use crate::failure::of_status;
use crate::v1::consent_service_client::ConsentServiceClient;
use crate::{CallError, ListConsents, WithdrawConsent, v1};

impl Client {
    /// The consents of a visit, ended ones included. `request_id` names the call in the
    /// server's log.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn list_consents(
        &self,
        request: ListConsents,
        request_id: IdempotencyKey,
    ) -> Result<Vec<ConsentGrant>, CallError> {
        let message = self.request(v1::ListConsentsRequest::from(request), request_id);
        let answer = self.consents().list_consents(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().try_into()?)
    }

    /// 同意の撤回: gives the consent as it ended.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn withdraw_consent(
        &self,
        request: WithdrawConsent,
    ) -> Result<ConsentGrant, CallError> {
        let id = request.key;
        let message = self.request(v1::WithdrawConsentRequest::from(request), id);
        let answer = self.consents().withdraw_consent(message).await;
        let answer = answer.map_err(|status| of_status(&status))?.into_inner();
        Ok(answer.consent.ok_or("consent")?.try_into()?)
    }

    fn consents(&self) -> ConsentServiceClient<Channel> {
        let service = ConsentServiceClient::new(self.channel.clone());
        service.max_decoding_message_size(MAX_ANSWER)
    }
}
