//! Staff: signed in, and their accounts.

use api::v1;
use api::v1::staff_service_server::StaffService;
use tonic::{Request, Response, Status, async_trait};

use super::CheckServer;

#[async_trait]
impl StaffService for CheckServer {
    async fn sign_in(
        &self,
        _request: Request<v1::SignInRequest>,
    ) -> Result<Response<v1::SignInResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn sign_out(
        &self,
        _request: Request<v1::SignOutRequest>,
    ) -> Result<Response<v1::SignOutResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn enrol_staff(
        &self,
        _request: Request<v1::EnrolStaffRequest>,
    ) -> Result<Response<v1::EnrolStaffResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn remove_staff(
        &self,
        _request: Request<v1::RemoveStaffRequest>,
    ) -> Result<Response<v1::RemoveStaffResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }

    async fn list_staff(
        &self,
        _request: Request<v1::ListStaffRequest>,
    ) -> Result<Response<v1::ListStaffResponse>, Status> {
        Err(Status::unimplemented("being built"))
    }
}
