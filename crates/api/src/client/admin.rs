//! What the operator calls.

use std::time::Duration;

use jiff::Timestamp;
use qualification::{IdempotencyKey, PersonId, Registration};
use tonic::Request;
use tonic::transport::Channel;

use super::{MAX_ANSWER, named};
use crate::admin::{
    ChangeInsurer, ChangeRegistration, EnrolPerson, FoundPerson, Institutions, ListInstitutions,
    NumberedFault, OneCard, PersonKey, PutFault, PutInstitution, RemoveFault, RenewCard,
    SetArrears, SetClock,
};
use crate::failure::of_status;
use crate::field::instant;
use crate::v1::admin_service_client::AdminServiceClient;
use crate::{CallError, Connection, v1};

/// The operator's connection to the check server. Clones share it. Every call ends
/// with a [`CallError`] when there is no answer.
#[derive(Debug, Clone)]
pub struct OperatorClient {
    service: AdminServiceClient<Channel>,
    deadline: Duration,
}

/// One call, to what the server says.
macro_rules! asked {
    ($self:ident.$call:ident($message:ty, $request:expr, $id:expr)) => {{
        let message = $self.request(<$message>::from($request), $id);
        let answer = $self.service.clone().$call(message).await;
        answer.map_err(|status| of_status(&status))?.into_inner()
    }};
}

/// The calls whose answer is whether there was what they change.
macro_rules! changes {
    ($($(#[$doc:meta])+ $call:ident: $request:ty => $message:ty;)+) => {
        impl OperatorClient {$(
            $(#[$doc])+
            ///
            /// # Errors
            /// [`CallError`] when there is no answer.
            pub async fn $call(&self, request: $request) -> Result<bool, CallError> {
                let id = request.key;
                Ok(asked!(self.$call($message, request, id)).found)
            }
        )+}
    };
}

changes! {
    /// Suspends a card; gives whether it is known.
    suspend_card: OneCard => v1::SuspendCardRequest;
    /// Lifts a suspension; gives whether the card is known.
    lift_card: OneCard => v1::LiftCardRequest;
    /// Renews a card; gives whether the old one is known.
    renew_card: RenewCard => v1::RenewCardRequest;
    /// Sets arrears; gives whether there is such a person with cover in force.
    set_arrears: SetArrears => v1::SetArrearsRequest;
    /// Changes the insurer; gives whether there is such a person.
    change_insurer: ChangeInsurer => v1::ChangeInsurerRequest;
}

impl OperatorClient {
    /// Connects, and fails if nobody is there.
    ///
    /// # Errors
    /// [`CallError`] when the server cannot be reached or trusted.
    pub async fn connect(connection: &Connection) -> Result<Self, CallError> {
        let channel = connection.channel().await?;
        Ok(Self::over(channel, connection.deadline))
    }

    /// Calls over a channel that is there already.
    #[must_use]
    pub fn over(channel: Channel, deadline: Duration) -> Self {
        let service = AdminServiceClient::new(channel).max_decoding_message_size(MAX_ANSWER);
        Self { service, deadline }
    }

    /// Puts a person in.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn enrol_person(&self, request: EnrolPerson) -> Result<PersonId, CallError> {
        let id = request.key;
        let answer = asked!(self.enrol_person(v1::EnrolPersonRequest, request, id));
        let person = PersonId::try_from(answer.person_id.as_slice());
        person.map_err(|_| CallError::Unreadable("person_id"))
    }

    /// What is known of a person. `request_id` names the call in the server's log.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn find_person(
        &self,
        key: PersonKey,
        request_id: IdempotencyKey,
    ) -> Result<Option<FoundPerson>, CallError> {
        let request = v1::FindPersonRequest {
            key: Some(key.into()),
        };
        let answer = asked!(self.find_person(v1::FindPersonRequest, request, request_id));
        Ok(answer.try_into()?)
    }

    /// Changes a registration; gives how it stands and whether it was changed, if there
    /// is such a person.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn change_registration(
        &self,
        request: ChangeRegistration,
    ) -> Result<Option<(Registration, bool)>, CallError> {
        let id = request.key;
        let answer = asked!(self.change_registration(v1::ChangeRegistrationRequest, request, id));
        Ok(answer.try_into()?)
    }

    /// Puts an institution in.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn put_institution(&self, request: PutInstitution) -> Result<(), CallError> {
        let id = request.key;
        let v1::PutInstitutionResponse {} =
            asked!(self.put_institution(v1::PutInstitutionRequest, request, id));
        Ok(())
    }

    /// Some of the institutions that were put in.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn institutions(
        &self,
        request: ListInstitutions,
        request_id: IdempotencyKey,
    ) -> Result<Institutions, CallError> {
        let answer =
            asked!(self.list_institutions(v1::ListInstitutionsRequest, request, request_id));
        Ok(answer.try_into()?)
    }

    /// What time it is for the server.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn clock(&self, request_id: IdempotencyKey) -> Result<Timestamp, CallError> {
        let request = v1::GetClockRequest {};
        let answer = asked!(self.get_clock(v1::GetClockRequest, request, request_id));
        instant(answer.now).map_err(|_| CallError::Unreadable("now"))
    }

    /// Sets the server's clock.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn set_clock(&self, request: SetClock) -> Result<(), CallError> {
        let id = request.key;
        let v1::SetClockResponse {} = asked!(self.set_clock(v1::SetClockRequest, request, id));
        Ok(())
    }

    /// Switches a fault on; gives its number.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn put_fault(&self, request: PutFault) -> Result<u64, CallError> {
        let id = request.key;
        Ok(asked!(self.put_fault(v1::PutFaultRequest, request, id)).fault_number)
    }

    /// The faults that are switched on.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn faults(
        &self,
        request_id: IdempotencyKey,
    ) -> Result<Vec<NumberedFault>, CallError> {
        let request = v1::ListFaultsRequest {};
        let answer = asked!(self.list_faults(v1::ListFaultsRequest, request, request_id));
        let faults = answer.faults.into_iter().map(NumberedFault::try_from);
        Ok(faults.collect::<Result<_, _>>()?)
    }

    /// Switches faults off; gives how many.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn remove_fault(&self, request: RemoveFault) -> Result<u32, CallError> {
        let id = request.key;
        Ok(asked!(self.remove_fault(v1::RemoveFaultRequest, request, id)).removed)
    }

    fn request<T>(&self, message: T, id: IdempotencyKey) -> Request<T> {
        named(message, id, self.deadline)
    }
}
