//! A person is put in, or looked up.

use api::admin::{EnrolPerson, FoundPerson, PersonKey};
use api::{Kept, Rpc, v1};
use qualification::{Caller, PersonId};
use store::{Change, Enrolment, Operation};
use tonic::Status;

use super::{CheckServer, DONE, NOT_FOUND, nothing};
use crate::given::random;
use crate::status;

impl CheckServer {
    pub(super) async fn answer_enrol_person(
        &self,
        caller: Caller,
        message: v1::EnrolPersonRequest,
    ) -> Result<v1::EnrolPersonResponse, Status> {
        let bytes = message.to_bytes();
        let request = EnrolPerson::read(message, PersonId(random(self.entropy.as_ref())))?;
        let call = self.call(Rpc::EnrolPerson, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let answer = v1::EnrolPersonResponse {
            person_id: request.person.id.0.to_vec(),
        };
        let change = Change::EnrolPerson(Box::new(Enrolment {
            person: request.person,
            cards: request.cards,
            history: request.history,
        }));
        self.administer(&call, Operation::EnrolPerson, change, answer, DONE)
            .await
    }

    pub(super) async fn answer_find_person(
        &self,
        caller: Caller,
        message: v1::FindPersonRequest,
    ) -> Result<v1::FindPersonResponse, Status> {
        let call = self.reading(Rpc::FindPerson, caller, &message.to_bytes());
        let key = PersonKey::try_from(message)?;
        let found = match self.named(&call, &key).await? {
            Some(person) => {
                let cards = self.store.cards(person.id).await;
                let cards = cards.map_err(|error| status::of_store(&error))?;
                Some(FoundPerson { person, cards })
            }
            None => None,
        };
        let (change, result) = match &found {
            Some(found) => (nothing(format!("person={}", found.person.id)), DONE),
            None => (nothing(""), NOT_FOUND),
        };
        let answer = v1::FindPersonResponse::from(found);
        self.administer(&call, Operation::FindPerson, change, answer, result)
            .await
    }
}
