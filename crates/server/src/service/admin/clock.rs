//! The server's clock.

use api::admin::SetClock;
use api::{Kept, Rpc, v1};
use qualification::Caller;
use store::Operation;
use tonic::Status;

use super::{CheckServer, DONE, nothing};

impl CheckServer {
    pub(super) async fn answer_get_clock(
        &self,
        caller: Caller,
        message: v1::GetClockRequest,
    ) -> Result<v1::GetClockResponse, Status> {
        let call = self.reading(Rpc::GetClock, caller, &message.to_bytes());
        let answer = v1::GetClockResponse::from(call.at);
        self.administer(&call, Operation::GetClock, nothing(""), answer, DONE)
            .await
    }

    /// It is recorded by the clock as it was.
    pub(super) async fn answer_set_clock(
        &self,
        caller: Caller,
        message: v1::SetClockRequest,
    ) -> Result<v1::SetClockResponse, Status> {
        self.switchable()?;
        let bytes = message.to_bytes();
        let request = SetClock::try_from(message)?;
        let call = self.call(Rpc::SetClock, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let (change, answer) = (
            nothing(format!("now={}", request.now)),
            v1::SetClockResponse {},
        );
        let answer = self
            .administer(&call, Operation::SetClock, change, answer, DONE)
            .await?;
        self.clock.set(request.now);
        Ok(answer)
    }
}
