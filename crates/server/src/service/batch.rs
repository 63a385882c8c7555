//! Lists of bookings (一括照会): handed in as a whole, checked as they are followed.

mod follow;
mod submit;

use std::pin::Pin;

use api::v1;
use api::v1::batch_service_server::BatchService;
use store::Operation;
use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming, async_trait};

use self::follow::Follower;
use super::{CheckServer, caller, log};
use crate::peer::Peer;
use crate::status;

#[async_trait]
impl BatchService for CheckServer {
    type FollowBatchStream =
        Pin<Box<dyn Stream<Item = Result<v1::FollowBatchResponse, Status>> + Send>>;

    async fn submit_batch(
        &self,
        request: Request<Streaming<v1::SubmitBatchRequest>>,
    ) -> Result<Response<v1::SubmitBatchResponse>, Status> {
        let who = caller(&request)?;
        let answer = self
            .answer_submit_batch(who.clone(), request.into_inner())
            .await;
        log("submit_batch", &who, &answer.as_ref().map_err(Status::code));
        match answer {
            Ok(answer) => Ok(Response::new(answer)),
            Err(status) => Err(self.deny(&who, Operation::SubmitBatch, None, status).await),
        }
    }

    async fn follow_batch(
        &self,
        request: Request<v1::FollowBatchRequest>,
    ) -> Result<Response<Self::FollowBatchStream>, Status> {
        let who = caller(&request)?;
        let peer = request.extensions().get::<Peer>();
        let peer = peer.cloned().ok_or_else(status::no_institution)?;
        let (metadata, _, message) = request.into_parts();
        let follower = Follower {
            caller: who.clone(),
            peer,
            headers: metadata.into_headers(),
        };
        let answer = self.answer_follow_batch(follower, message).await;
        log(
            "follow_batch",
            &who,
            &answer.as_ref().map(drop).map_err(Status::code),
        );
        match answer {
            Ok(news) => Ok(Response::new(Box::pin(news))),
            Err(status) => Err(self.deny(&who, Operation::CheckBatch, None, status).await),
        }
    }
}
