//! Lists of bookings.

use std::pin::Pin;

use api::v1;
use api::v1::batch_service_server::BatchService;
use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming, async_trait};

use super::CheckServer;

#[async_trait]
impl BatchService for CheckServer {
    type FollowBatchStream =
        Pin<Box<dyn Stream<Item = Result<v1::FollowBatchResponse, Status>> + Send>>;

    async fn submit_batch(
        &self,
        _request: Request<Streaming<v1::SubmitBatchRequest>>,
    ) -> Result<Response<v1::SubmitBatchResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn follow_batch(
        &self,
        _request: Request<v1::FollowBatchRequest>,
    ) -> Result<Response<Self::FollowBatchStream>, Status> {
        Err(Status::unimplemented("being built"))
    }
}
