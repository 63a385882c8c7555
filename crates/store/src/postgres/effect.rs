//! The steps of a visit, and a check by number: what each changes.

use async_trait::async_trait;

use super::failure::Failure;
use super::ledger::{Changed, Keyed};
use super::pool::Transaction;
use super::statement::execute;
use super::{consent, person, visit};
use crate::{
    Authentication, Closing, Completion, Effect, Entry, NumberCheck, Recorded, RegistrationOffer,
};

#[async_trait]
impl Keyed for Authentication {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let first_use = execute(
            transaction,
            "INSERT INTO challenge (nonce, used_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&self.nonce.as_slice(), &self.effect.at.as_microsecond()],
        )
        .await?;
        if first_use == 0 {
            return Ok(Err(Recorded::ChallengeUsed));
        }
        if let Entry::Admitted(new) = &self.entry {
            visit::open(transaction, self, new).await?;
        }
        Ok(Ok(self.event()))
    }
}

#[async_trait]
impl Keyed for Completion {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let institution = self.effect.caller.party.code();
        let whose = visit::complete(transaction, institution, self.visit).await?;
        let Some((person, card)) = whose else {
            return Ok(Err(Recorded::VisitNotOpen));
        };
        for grant in &self.consents {
            consent::grant(transaction, self.visit, grant).await?;
        }
        if self.registration == RegistrationOffer::Accepted {
            person::register(transaction, person).await?;
        }
        Ok(Ok(self.event(person, card)))
    }
}

#[async_trait]
impl Keyed for Closing {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure> {
        let institution = self.effect.caller.party.code();
        let whose = visit::close(transaction, institution, self.visit, self.how).await?;
        let Some((person, card)) = whose else {
            return Ok(Err(Recorded::VisitNotOpen));
        };
        consent::end_all(transaction, self.visit, self.effect.at).await?;
        Ok(Ok(self.event(person, card)))
    }
}

#[async_trait]
impl Keyed for NumberCheck {
    fn effect(&self) -> &Effect {
        &self.effect
    }

    async fn change(&self, _: &Transaction<'_>) -> Result<Changed, Failure> {
        Ok(Ok(self.event()))
    }
}
