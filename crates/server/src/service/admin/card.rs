//! 一時利用停止, its end, and the renewal of a card.

use api::admin::{OneCard, RenewCard};
use api::{Kept, v1};
use qualification::{Caller, CardFingerprint};
use store::{Change, Operation};
use tonic::Status;

use super::{CheckServer, DONE, NOT_FOUND, nothing};
use crate::status;

impl CheckServer {
    pub(super) async fn answer_suspend_card(
        &self,
        caller: Caller,
        message: v1::SuspendCardRequest,
    ) -> Result<v1::SuspendCardResponse, Status> {
        let bytes = message.to_bytes();
        let request = OneCard::try_from(message)?;
        let call = self.call(caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let change = Change::SuspendCard(request.card);
        let (found, change, result) = self.of_known(request.card, change).await?;
        let answer = v1::SuspendCardResponse { found };
        self.administer(&call, Operation::SuspendCard, change, answer, result)
            .await
    }

    pub(super) async fn answer_lift_card(
        &self,
        caller: Caller,
        message: v1::LiftCardRequest,
    ) -> Result<v1::LiftCardResponse, Status> {
        let bytes = message.to_bytes();
        let request = OneCard::try_from(message)?;
        let call = self.call(caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let change = Change::LiftCard(request.card);
        let (found, change, result) = self.of_known(request.card, change).await?;
        let answer = v1::LiftCardResponse { found };
        self.administer(&call, Operation::LiftCard, change, answer, result)
            .await
    }

    pub(super) async fn answer_renew_card(
        &self,
        caller: Caller,
        message: v1::RenewCardRequest,
    ) -> Result<v1::RenewCardResponse, Status> {
        let bytes = message.to_bytes();
        let request = RenewCard::try_from(message)?;
        let call = self.call(caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let (old, new) = (request.old, request.new);
        let change = Change::RenewCard { old, new };
        let (found, change, result) = self.of_known(old, change).await?;
        let answer = v1::RenewCardResponse { found };
        self.administer(&call, Operation::RenewCard, change, answer, result)
            .await
    }

    /// Whether the card is somebody's, and the change that is made then, or none.
    async fn of_known(
        &self,
        card: CardFingerprint,
        change: Change,
    ) -> Result<(bool, Change, &'static str), Status> {
        let holder = self.store.person_of_card(card).await;
        let holder = holder.map_err(|error| status::of_store(&error))?;
        Ok(match holder {
            Some(_) => (true, change, DONE),
            None => (false, nothing(format!("card={card}")), NOT_FOUND),
        })
    }
}
