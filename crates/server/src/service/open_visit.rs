//! Step 1: a challenge for the card on the reader.

use api::request::OpenVisit;
use api::{Challenge, v1};
use qualification::Caller;
use tonic::Status;

use super::CheckServer;
use crate::status;

impl CheckServer {
    #[expect(clippy::unused_async, reason = "every call has the same shape")]
    pub(super) async fn answer_open_visit(
        &self,
        caller: Caller,
        message: v1::OpenVisitRequest,
    ) -> Result<v1::OpenVisitResponse, Status> {
        let institution = caller.institution().ok_or_else(status::no_institution)?;
        let request = OpenVisit::try_from(message)?;
        let (bytes, expires_at) = self.seal.make(
            institution,
            &request.user_certificate,
            self.clock.now(),
            self.entropy.as_ref(),
        );
        Ok(Challenge { bytes, expires_at }.into())
    }
}
