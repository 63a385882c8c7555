//! Somebody of the staff signs in and out, and accounts are kept.

use qualification::IdempotencyKey;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::Channel;

use super::{Client, MAX_ANSWER};
use crate::failure::of_status;
use crate::v1::staff_service_client::StaffServiceClient;
use crate::{
    CallError, EnrolStaff, ListStaff, RemoveStaff, SignIn, SignInAnswer, SignOut, StaffAccount,
    StaffToken, v1,
};

impl Client {
    /// Signs in. `request_id` names the call in the server's log. A retry is another
    /// try, and counted.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn sign_in(
        &self,
        request: SignIn,
        request_id: IdempotencyKey,
    ) -> Result<SignInAnswer, CallError> {
        let message = self.request(v1::SignInRequest::from(request), request_id);
        let answer = self.staff().sign_in(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().try_into()?)
    }

    /// Ends every token of whoever asks.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn sign_out(&self, request: SignOut) -> Result<(), CallError> {
        let message = self.request(v1::SignOutRequest::from(request), request.key);
        let answer = self.staff().sign_out(message).await;
        answer.map(drop).map_err(|status| of_status(&status))
    }

    /// Adds an account, or changes one.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn enrol_staff(&self, request: EnrolStaff) -> Result<(), CallError> {
        let id = request.key;
        let message = self.request(v1::EnrolStaffRequest::from(request), id);
        let answer = self.staff().enrol_staff(message).await;
        answer.map(drop).map_err(|status| of_status(&status))
    }

    /// Removes an account; gives whether it was there.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn remove_staff(&self, request: RemoveStaff) -> Result<bool, CallError> {
        let id = request.key;
        let message = self.request(v1::RemoveStaffRequest::from(request), id);
        let answer = self.staff().remove_staff(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().was_there)
    }

    /// The accounts of an institution, by id. `request_id` names the call in the
    /// server's log.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn list_staff(
        &self,
        request: ListStaff,
        request_id: IdempotencyKey,
    ) -> Result<Vec<StaffAccount>, CallError> {
        let message = self.request(v1::ListStaffRequest::from(request), request_id);
        let answer = self.staff().list_staff(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        let accounts = answer.into_inner().accounts.into_iter();
        let accounts: Result<_, _> = accounts.map(StaffAccount::try_from).collect();
        Ok(accounts?)
    }

    /// The same connection, on which calls are those of whoever has that token.
    #[must_use]
    pub fn signed_in(&self, token: &StaffToken) -> Self {
        let authorization = format!("Bearer {}", token.token).parse().ok();
        let authorization = authorization.map(|mut it: MetadataValue<Ascii>| {
            // Neither printed nor remembered by header compression.
            it.set_sensitive(true);
            it
        });
        Self {
            authorization,
            ..self.clone()
        }
    }

    fn staff(&self) -> StaffServiceClient<Channel> {
        StaffServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER)
    }
}
