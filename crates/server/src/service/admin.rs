//! The operator's calls.

use api::v1;
use api::v1::admin_service_server::AdminService;
use tonic::{Request, Response, Status, async_trait};

use super::CheckServer;

#[async_trait]
impl AdminService for CheckServer {
    async fn enrol_person(
        &self,
        _request: Request<v1::EnrolPersonRequest>,
    ) -> Result<Response<v1::EnrolPersonResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn find_person(
        &self,
        _request: Request<v1::FindPersonRequest>,
    ) -> Result<Response<v1::FindPersonResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn suspend_card(
        &self,
        _request: Request<v1::SuspendCardRequest>,
    ) -> Result<Response<v1::SuspendCardResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn lift_card(
        &self,
        _request: Request<v1::LiftCardRequest>,
    ) -> Result<Response<v1::LiftCardResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn renew_card(
        &self,
        _request: Request<v1::RenewCardRequest>,
    ) -> Result<Response<v1::RenewCardResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn set_arrears(
        &self,
        _request: Request<v1::SetArrearsRequest>,
    ) -> Result<Response<v1::SetArrearsResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn change_insurer(
        &self,
        _request: Request<v1::ChangeInsurerRequest>,
    ) -> Result<Response<v1::ChangeInsurerResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn change_registration(
        &self,
        _request: Request<v1::ChangeRegistrationRequest>,
    ) -> Result<Response<v1::ChangeRegistrationResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn put_institution(
        &self,
        _request: Request<v1::PutInstitutionRequest>,
    ) -> Result<Response<v1::PutInstitutionResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn list_institutions(
        &self,
        _request: Request<v1::ListInstitutionsRequest>,
    ) -> Result<Response<v1::ListInstitutionsResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn get_clock(
        &self,
        _request: Request<v1::GetClockRequest>,
    ) -> Result<Response<v1::GetClockResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn set_clock(
        &self,
        _request: Request<v1::SetClockRequest>,
    ) -> Result<Response<v1::SetClockResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn put_fault(
        &self,
        _request: Request<v1::PutFaultRequest>,
    ) -> Result<Response<v1::PutFaultResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn list_faults(
        &self,
        _request: Request<v1::ListFaultsRequest>,
    ) -> Result<Response<v1::ListFaultsResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn remove_fault(
        &self,
        _request: Request<v1::RemoveFaultRequest>,
    ) -> Result<Response<v1::RemoveFaultResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }
}
