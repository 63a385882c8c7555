//! Medical information, page by page: each is judged, recorded and only then given.

mod page_seal;
mod pages;
mod reading;

use std::pin::Pin;

use api::v1;
use api::v1::history_service_server::HistoryService;
use tokio_stream::Stream;
use tonic::{Request, Response, Status, async_trait};

use self::pages::Pages;
use self::reading::Reading;
use super::CheckServer;

pub(super) use self::page_seal::PageSeal;

#[async_trait]
impl HistoryService for CheckServer {
    type ReadHistoryStream =
        Pin<Box<dyn Stream<Item = Result<v1::ReadHistoryResponse, Status>> + Send>>;

    async fn read_history(
        &self,
        request: Request<v1::ReadHistoryRequest>,
    ) -> Result<Response<Self::ReadHistoryStream>, Status> {
        let reading = Reading::of(self.clone(), request)?;
        Ok(Response::new(Box::pin(Pages::of(reading).await?)))
    }
}
