//! What insurers change: arrears, the cover, the registration.

use api::admin::{ChangeInsurer, ChangeRegistration, SetArrears};
use api::{Kept, Rpc, v1};
use qualification::{Caller, visit_date};
use store::{Change, Operation};
use tonic::Status;

use super::{CheckServer, DONE, NOT_FOUND, UNCHANGED, nothing};

impl CheckServer {
    pub(super) async fn answer_set_arrears(
        &self,
        caller: Caller,
        message: v1::SetArrearsRequest,
    ) -> Result<v1::SetArrearsResponse, Status> {
        let bytes = message.to_bytes();
        let request = SetArrears::try_from(message)?;
        let call = self.call(Rpc::SetArrears, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let on = visit_date(call.at);
        let person = self.named(&call, &request.person).await?;
        let covered = person.filter(|it| it.covers.iter().any(|cover| cover.holds_on(on)));
        let (found, change, result) = match covered {
            Some(person) => {
                let (person, due) = (person.id, request.due);
                (true, Change::SetArrears { person, on, due }, DONE)
            }
            None => (false, nothing(""), NOT_FOUND),
        };
        let answer = v1::SetArrearsResponse { found };
        self.administer(&call, Operation::SetArrears, change, answer, result)
            .await
    }

    pub(super) async fn answer_change_insurer(
        &self,
        caller: Caller,
        message: v1::ChangeInsurerRequest,
    ) -> Result<v1::ChangeInsurerResponse, Status> {
        let bytes = message.to_bytes();
        let request = ChangeInsurer::try_from(message)?;
        let call = self.call(Rpc::ChangeInsurer, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let person = self.named(&call, &request.person).await?;
        let (found, change, result) = match person {
            Some(person) => {
                let (person, cover) = (person.id, Box::new(request.cover));
                (true, Change::ChangeInsurer { person, cover }, DONE)
            }
            None => (false, nothing(""), NOT_FOUND),
        };
        let answer = v1::ChangeInsurerResponse { found };
        self.administer(&call, Operation::ChangeInsurer, change, answer, result)
            .await
    }

    pub(super) async fn answer_change_registration(
        &self,
        caller: Caller,
        message: v1::ChangeRegistrationRequest,
    ) -> Result<v1::ChangeRegistrationResponse, Status> {
        let bytes = message.to_bytes();
        let request = ChangeRegistration::try_from(message)?;
        let call = self.call(Rpc::ChangeRegistration, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let event = request.event;
        let person = self.named(&call, &request.person).await?;
        let (stands, change, result) = match person {
            Some(person) => match person.registration.after(event) {
                Ok(new) if new != person.registration => {
                    let person = person.id;
                    let change = Change::ChangeRegistration { person, event };
                    (Some((new, true)), change, DONE)
                }
                Ok(_) | Err(_) => {
                    let change = nothing(format!("person={}", person.id));
                    (Some((person.registration, false)), change, UNCHANGED)
                }
            },
            None => (None, nothing(""), NOT_FOUND),
        };
        let answer = v1::ChangeRegistrationResponse::from(stands);
        self.administer(&call, Operation::ChangeRegistration, change, answer, result)
            .await
    }
}
