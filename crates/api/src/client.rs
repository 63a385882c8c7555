//! What a desk calls: one connection to the check server, mutual TLS, a deadline
//! on every call, and errors that say what to do.

mod admin;
mod batch;
mod consent;
mod history;
mod staff;

pub use admin::OperatorClient;
pub use batch::BatchResults;
pub use history::HistoryPages;

use std::time::Duration;

use qualification::{Decision, IdempotencyKey};
use tonic::Request;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::Channel;

use crate::answer::{AuthenticateAnswer, Challenge, CompleteAnswer};
use crate::failure::of_status;
use crate::request::{Authenticate, CheckByNumber, CloseVisit, Complete, OpenVisit};
use crate::v1::qualification_service_client::QualificationServiceClient;
use crate::{CallError, Connection, ReferenceNumberAnswer, SetReferenceNumber, v1};

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 256 * 1024;

/// A connection to the check server. Clones share it.
#[derive(Debug, Clone)]
pub struct Client {
    service: QualificationServiceClient<Channel>,
    channel: Channel,
    deadline: Duration,
    authorization: Option<MetadataValue<Ascii>>,
}

impl Client {
    /// Connects, and fails if nobody is there.
    ///
    /// # Errors
    /// [`CallError`] when the server cannot be reached or trusted.
    pub async fn connect(connection: &Connection) -> Result<Self, CallError> {
        let channel = connection.channel().await?;
        Ok(Self::over(channel, connection.deadline))
    }

    /// Calls over a channel that is there already.
    #[must_use]
    pub fn over(channel: Channel, deadline: Duration) -> Self {
        let service = QualificationServiceClient::new(channel.clone());
        Self {
            service: service.max_decoding_message_size(MAX_ANSWER),
            channel,
            deadline,
            authorization: None,
        }
    }

    /// Step 1. `request_id` names the call in the server's log.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn open_visit(
        &self,
        request: OpenVisit,
        request_id: IdempotencyKey,
    ) -> Result<Challenge, CallError> {
        let message = self.request(v1::OpenVisitRequest::from(request), request_id);
        let answer = self.service.clone().open_visit(message).await;
        Ok(answer
            .map_err(|status| of_status(&status))?
            .into_inner()
            .try_into()?)
    }

    /// Step 2.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn authenticate(
        &self,
        request: Authenticate,
    ) -> Result<AuthenticateAnswer, CallError> {
        let id = request.key;
        let message = self.request(v1::AuthenticateRequest::from(request), id);
        let answer = self.service.clone().authenticate(message).await;
        Ok(answer
            .map_err(|status| of_status(&status))?
            .into_inner()
            .try_into()?)
    }

    /// Steps 3 to 5.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn complete(&self, request: Complete) -> Result<CompleteAnswer, CallError> {
        let id = request.key;
        let message = self.request(v1::CompleteRequest::from(request), id);
        let answer = self.service.clone().complete(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().try_into()?)
    }

    /// Ends a visit.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn close_visit(&self, request: CloseVisit) -> Result<(), CallError> {
        let id = request.key;
        let message = self.request(v1::CloseVisitRequest::from(request), id);
        let answer = self.service.clone().close_visit(message).await;
        answer.map(drop).map_err(|status| of_status(&status))
    }

    /// A check without a card.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn check_by_number(&self, request: CheckByNumber) -> Result<Decision, CallError> {
        let id = request.key;
        let message = self.request(v1::CheckByNumberRequest::from(request), id);
        let answer = self.service.clone().check_by_number(message).await;
        let decision = answer
            .map_err(|status| of_status(&status))?
            .into_inner()
            .decision;
        Ok(decision.ok_or("decision")?.try_into()?)
    }

    /// Keeps, or forgets, the institution's own number for a person.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn set_reference_number(
        &self,
        request: SetReferenceNumber,
    ) -> Result<ReferenceNumberAnswer, CallError> {
        let id = request.key;
        let message = self.request(v1::SetReferenceNumberRequest::from(request), id);
        let answer = self.service.clone().set_reference_number(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().try_into()?)
    }

    fn request<T>(&self, message: T, id: IdempotencyKey) -> Request<T> {
        let mut request = named(message, id, self.deadline);
        if let Some(authorization) = &self.authorization {
            let metadata = request.metadata_mut();
            metadata.insert("authorization", authorization.clone());
        }
        request
    }
}

/// A request with its deadline and the name it has in the server's log.
fn named<T>(message: T, id: IdempotencyKey, deadline: Duration) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(deadline);
    if let Ok(id) = id.to_string().parse() {
        request.metadata_mut().insert(crate::REQUEST_ID, id);
    }
    request
}
