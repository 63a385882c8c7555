//! 照会番号登録: an institution's own number for a person.

use api::v1;
use qualification::Caller;
use tonic::Status;

use super::CheckServer;

impl CheckServer {
    #[expect(clippy::unused_async, reason = "being built")]
    pub(super) async fn answer_set_reference_number(
        &self,
        _caller: Caller,
        _message: v1::SetReferenceNumberRequest,
    ) -> Result<v1::SetReferenceNumberResponse, Status> {
        Err(Status::unimplemented("being built"))
    }
}
