//! Consents after they were given: listed and withdrawn.

use api::v1;
use api::v1::consent_service_server::ConsentService;
use tonic::{Request, Response, Status, async_trait};

use super::CheckServer;

#[async_trait]
impl ConsentService for CheckServer {
    async fn list_consents(
        &self,
        _request: Request<v1::ListConsentsRequest>,
    ) -> Result<Response<v1::ListConsentsResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn withdraw_consent(
        &self,
        _request: Request<v1::WithdrawConsentRequest>,
    ) -> Result<Response<v1::WithdrawConsentResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }
}
