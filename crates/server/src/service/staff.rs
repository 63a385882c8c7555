//! Staff: signed in, and their accounts.

mod accounts;
mod passcode;
mod sign_in;

use api::v1;
use api::v1::staff_service_server::StaffService;
use store::Operation;
use tonic::{Request, Response, Status, async_trait};

use super::{CheckServer, caller, log};
use crate::peer::Peer;
use crate::status;

pub(crate) use passcode::Seats;

/// One call: whose it is, then its file, then its line in the log, and in the audit
/// trail if it is denied.
macro_rules! answer {
    ($self:ident, $request:ident, $call:ident, $operation:ident) => {{
        let who = caller(&$request)?;
        let answer = $self.$call(who.clone(), $request.into_inner()).await;
        log(
            stringify!($call),
            &who,
            &answer.as_ref().map(drop).map_err(Status::code),
        );
        match answer {
            Ok(answer) => Ok(Response::new(answer)),
            Err(status) => Err($self.deny(&who, Operation::$operation, None, status).await),
        }
    }};
}

#[async_trait]
impl StaffService for CheckServer {
    async fn sign_in(
        &self,
        request: Request<v1::SignInRequest>,
    ) -> Result<Response<v1::SignInResponse>, Status> {
        let who = caller(&request)?;
        let peer = request.extensions().get::<Peer>().cloned();
        let peer = peer.ok_or_else(status::no_institution)?;
        let answer = self.answer_sign_in(&peer, request.into_inner()).await;
        log(
            "answer_sign_in",
            &who,
            &answer.as_ref().map(drop).map_err(Status::code),
        );
        answer.map(Response::new)
    }

    async fn sign_out(
        &self,
        request: Request<v1::SignOutRequest>,
    ) -> Result<Response<v1::SignOutResponse>, Status> {
        answer!(self, request, answer_sign_out, SignOut)
    }

    async fn enrol_staff(
        &self,
        request: Request<v1::EnrolStaffRequest>,
    ) -> Result<Response<v1::EnrolStaffResponse>, Status> {
        answer!(self, request, answer_enrol_staff, EnrolStaff)
    }

    async fn remove_staff(
        &self,
        request: Request<v1::RemoveStaffRequest>,
    ) -> Result<Response<v1::RemoveStaffResponse>, Status> {
        answer!(self, request, answer_remove_staff, RemoveStaff)
    }

    async fn list_staff(
        &self,
        request: Request<v1::ListStaffRequest>,
    ) -> Result<Response<v1::ListStaffResponse>, Status> {
        answer!(self, request, answer_list_staff, ListStaff)
    }
}
