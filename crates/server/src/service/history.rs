//! Medical information, page by page.

use std::pin::Pin;

use api::v1;
use api::v1::history_service_server::HistoryService;
use tokio_stream::Stream;
use tonic::{Request, Response, Status, async_trait};

use super::CheckServer;

#[async_trait]
impl HistoryService for CheckServer {
    type ReadHistoryStream =
        Pin<Box<dyn Stream<Item = Result<v1::ReadHistoryResponse, Status>> + Send>>;

    async fn read_history(
        &self,
        _request: Request<v1::ReadHistoryRequest>,
    ) -> Result<Response<Self::ReadHistoryStream>, Status> {
        self.expect_attested()?;
        Err(Status::unimplemented("being built"))
    }
}
