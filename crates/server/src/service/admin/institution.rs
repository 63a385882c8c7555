//! 医療機関・薬局 are put in and listed.

use api::admin::{Institutions, ListInstitutions, PutInstitution};
use api::{Kept, Rpc, v1};
use qualification::{Caller, Institution};
use store::{Change, Operation};
use tonic::Status;

use super::{CheckServer, DONE, nothing};
use crate::status;

/// How many are told at once.
const AT_ONCE: usize = 500;

impl CheckServer {
    pub(super) async fn answer_put_institution(
        &self,
        caller: Caller,
        message: v1::PutInstitutionRequest,
    ) -> Result<v1::PutInstitutionResponse, Status> {
        let bytes = message.to_bytes();
        let request = PutInstitution::try_from(message)?;
        let call = self.call(Rpc::PutInstitution, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let change = Change::PutInstitution(request.terms);
        let answer = v1::PutInstitutionResponse {};
        self.administer(&call, Operation::PutInstitution, change, answer, DONE)
            .await
    }

    pub(super) async fn answer_list_institutions(
        &self,
        caller: Caller,
        message: v1::ListInstitutionsRequest,
    ) -> Result<v1::ListInstitutionsResponse, Status> {
        let call = self.reading(Rpc::ListInstitutions, caller, &message.to_bytes());
        let request = ListInstitutions::try_from(message)?;
        let after = request.after.as_ref().map_or("", Institution::as_str);
        let some = self.store.institutions(after, AT_ONCE + 1).await;
        let mut some = some.map_err(|error| status::of_store(&error))?;
        let more = some.len() > AT_ONCE;
        some.truncate(AT_ONCE);
        let change = nothing(format!("institutions={}", some.len()));
        let answer = v1::ListInstitutionsResponse::from(Institutions { some, more });
        self.administer(&call, Operation::ListInstitutions, change, answer, DONE)
            .await
    }
}
