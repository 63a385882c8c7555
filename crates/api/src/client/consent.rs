//! Consents after they were given.

use qualification::{ConsentGrant, IdempotencyKey};

use super::Client;
use crate::failure::of_status;
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
        let answer = self.consents.clone().list_consents(message).await;
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
        let answer = self.consents.clone().withdraw_consent(message).await;
        let answer = answer.map_err(|status| of_status(&status))?.into_inner();
        Ok(answer.consent.ok_or("consent")?.try_into()?)
    }
}
