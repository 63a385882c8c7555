//! The end of a visit.

use api::request::{CloseVisit, Ending};
use api::{Kept, Rpc, v1};
use qualification::Caller;
use store::Closing;
use tonic::Status;

use super::CheckServer;
use crate::given::moment;
use crate::recording::Call;

impl CheckServer {
    pub(super) async fn answer_close_visit(
        &self,
        caller: Caller,
        message: v1::CloseVisitRequest,
    ) -> Result<v1::CloseVisitResponse, Status> {
        let bytes = message.to_bytes();
        let request = CloseVisit::try_from(message)?;
        let call = Call::new(
            Rpc::CloseVisit,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let answer = v1::CloseVisitResponse {};
        let (how, result) = match request.ending {
            Ending::Finished => (store::Ending::Finished, "FINISHED"),
            Ending::Abandoned => (store::Ending::Abandoned, "ABANDONED"),
        };
        let recorded = self
            .store
            .record_closing(Closing {
                effect: call.effect(&answer, result),
                visit: request.visit,
                how,
            })
            .await;
        call.answer(recorded, answer)
    }
}
