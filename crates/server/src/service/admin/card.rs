//! 一時利用停止, its end, and the renewal of a card.

use api::admin::{OneCard, RenewCard};
use api::{Kept, Rpc, v1};
use qualification::{Caller, CardFingerprint};
use store::{Change, Operation};
use tonic::Status;

use super::{CheckServer, DONE, NOT_FOUND, UNCHANGED, nothing};
use crate::status;

impl CheckServer {
    pub(super) async fn answer_suspend_card(
        &self,
        caller: Caller,
        message: v1::SuspendCardRequest,
    ) -> Result<v1::SuspendCardResponse, Status> {
        let bytes = message.to_bytes();
        let request = OneCard::try_from(message)?;
        let call = self.call(Rpc::SuspendCard, caller, request.key, &bytes);
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
        let call = self.call(Rpc::LiftCard, caller, request.key, &bytes);
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
        let call = self.call(Rpc::RenewCard, caller, request.key, &bytes);
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let (old, new) = (request.old, request.new);
        let change = Change::RenewCard { old, new };
        let (mut found, mut change, mut result) = self.of_known(old, change).await?;
        if found && self.are_two_peoples(old, new).await? {
            (found, result) = (false, UNCHANGED);
            change = nothing(format!("card={old} new={new}"));
        }
        let answer = v1::RenewCardResponse { found };
        self.administer(&call, Operation::RenewCard, change, answer, result)
            .await
    }

    /// Whether one card is somebody's and the other somebody else's.
    async fn are_two_peoples(
        &self,
        one: CardFingerprint,
        other: CardFingerprint,
    ) -> Result<bool, Status> {
        let holder = |card| async move {
            let holder = self.store.person_of_card(card).await;
            holder.map_err(|error| status::of_store(&error))
        };
        let (one, other) = (holder(one).await?, holder(other).await?);
        Ok(one
            .zip(other)
            .is_some_and(|(one, other)| one.id != other.id))
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
