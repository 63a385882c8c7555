//! A list of bookings is handed in, and its results are followed.

use qualification::{Booking, IdempotencyKey};
use tonic::{Request, Streaming};

use super::{Client, MAX_ANSWER};
use crate::failure::of_status;
use crate::v1::batch_service_client::BatchServiceClient;
use crate::{
    BatchHead, BatchNews, BatchPart, BatchReceipt, CallError, FollowBatch, REQUEST_ID, v1,
};

/// What comes out of a list, one after the other.
#[derive(Debug)]
pub struct BatchResults(Streaming<v1::FollowBatchResponse>);

impl Client {
    /// Hands in a list; the whole of it may take the deadline of one call.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer; the same list may be handed in again
    /// under the same key.
    pub async fn submit_batch(
        &self,
        head: BatchHead,
        bookings: Vec<Booking>,
    ) -> Result<BatchReceipt, CallError> {
        let parts = std::iter::once(BatchPart::Head(head))
            .chain(bookings.into_iter().map(BatchPart::Booking))
            .map(v1::SubmitBatchRequest::from);
        let message = self.request(tokio_stream::iter(parts), head.key);
        let answer = self.batches().submit_batch(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().try_into()?)
    }

    /// Follows a list. `request_id` names the call in the server's log. However long the
    /// list takes, it goes on as long as news come.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn follow_batch(
        &self,
        request: FollowBatch,
        request_id: IdempotencyKey,
    ) -> Result<BatchResults, CallError> {
        let mut message = Request::new(v1::FollowBatchRequest::from(request));
        if let Ok(id) = request_id.to_string().parse() {
            message.metadata_mut().insert(REQUEST_ID, id);
        }
        let answer = self.batches().follow_batch(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(BatchResults(answer.into_inner()))
    }

    fn batches(&self) -> BatchServiceClient<tonic::transport::Channel> {
        BatchServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER)
    }
}

impl BatchResults {
    /// What comes next; `None` after the last result.
    ///
    /// # Errors
    /// [`CallError`] when the stream broke: what came before holds, and the list may be
    /// followed again from there.
    pub async fn next(&mut self) -> Result<Option<BatchNews>, CallError> {
        let message = self
            .0
            .message()
            .await
            .map_err(|status| of_status(&status))?;
        Ok(message.map(TryInto::try_into).transpose()?)
    }
}
