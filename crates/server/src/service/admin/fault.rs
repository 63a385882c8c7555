//! Faults are switched on and off.

use api::admin::{PersonKey, PutFault, RemoveFault, SwitchedFault};
use api::{Fault, Faults, Kept, Rpc, v1};
use qualification::Caller;
use store::Operation;
use tonic::Status;

use super::{CheckServer, DONE, nothing};
use crate::faults::{self, MOST_FAULTS};
use crate::recording::Call;
use crate::status;

impl CheckServer {
    pub(super) async fn answer_put_fault(
        &self,
        caller: Caller,
        message: v1::PutFaultRequest,
    ) -> Result<v1::PutFaultResponse, Status> {
        let switchable = self.switchable()?;
        let bytes = message.to_bytes();
        let request = PutFault::try_from(message)?;
        let call = self.call(Rpc::PutFault, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let fault = self.of_somebody(&call, request.fault).await?;
        let Some(number) = switchable.next_number() else {
            let most = format!("is one too many: at most {MOST_FAULTS} are switched on at once");
            return Err(wrong("fault", most));
        };
        let effect = faults::code(fault.effect);
        let change = nothing(format!("fault={number} effect={effect}"));
        let answer = v1::PutFaultResponse {
            fault_number: number,
        };
        let answer = self
            .administer(&call, Operation::PutFault, change, answer, DONE)
            .await?;
        if answer.fault_number == number {
            switchable.switch_on(number, fault);
        }
        Ok(answer)
    }

    pub(super) async fn answer_list_faults(
        &self,
        caller: Caller,
        message: v1::ListFaultsRequest,
    ) -> Result<v1::ListFaultsResponse, Status> {
        let call = self.reading(Rpc::ListFaults, caller, &message.to_bytes());
        let faults = match &self.faults {
            Some(switchable) => switchable.all(),
            None => Vec::new(),
        };
        let change = nothing(format!("faults={}", faults.len()));
        let answer = v1::ListFaultsResponse {
            faults: faults.into_iter().map(Into::into).collect(),
        };
        self.administer(&call, Operation::ListFaults, change, answer, DONE)
            .await
    }

    pub(super) async fn answer_remove_fault(
        &self,
        caller: Caller,
        message: v1::RemoveFaultRequest,
    ) -> Result<v1::RemoveFaultResponse, Status> {
        let switchable = self.switchable()?;
        let bytes = message.to_bytes();
        let request = RemoveFault::try_from(message)?;
        let call = self.call(Rpc::RemoveFault, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let removed = switchable.switch_off(request.number);
        let change = nothing(match request.number {
            Some(number) => format!("fault={number} removed={removed}"),
            None => format!("fault=ALL removed={removed}"),
        });
        let answer = v1::RemoveFaultResponse { removed };
        self.administer(&call, Operation::RemoveFault, change, answer, DONE)
            .await
    }

    /// What is for developers alone.
    pub(super) fn switchable(&self) -> Result<&faults::Faults, Status> {
        self.faults
            .as_deref()
            .ok_or_else(status::not_for_developers)
    }

    /// The fault, with the person's handle in place of whatever named them.
    async fn of_somebody(
        &self,
        call: &Call,
        fault: SwitchedFault,
    ) -> Result<SwitchedFault, Status> {
        let Some(key) = &fault.person else {
            return Ok(fault);
        };
        let Some(person) = self.named(call, key).await? else {
            return Err(wrong("fault.person", "is nobody's who was put in"));
        };
        Ok(SwitchedFault {
            person: Some(PersonKey::Id(person.id)),
            ..fault
        })
    }
}

fn wrong(field: &'static str, description: impl Into<String>) -> Status {
    let fault = Fault {
        field: field.into(),
        description: description.into(),
    };
    Faults(vec![fault]).into()
}
