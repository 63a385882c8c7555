//! What is written: each operation with its audit record and its answer.

use qualification::Party;
use tokio::try_join;

use super::failure::Failure;
use super::pool::Transaction;
use super::row::{bytes, get};
use super::statement::{execute, row};
use super::{audit, person, visit};
use crate::{
    AuditEvent, AuditRecord, Authentication, ChainHead, Closing, Completion, Effect, Entry,
    IdempotencyKey, NumberCheck, PastAnswer, Recorded, RegistrationOffer,
};

/// One coarse write.
pub(super) enum Write {
    /// A card answered a challenge.
    Authentication(Authentication),
    /// A person chose and was answered.
    Completion(Completion),
    /// A visit ended.
    Closing(Closing),
    /// A document number was checked.
    NumberCheck(NumberCheck),
    /// Proves that something could be written.
    Nothing,
}

/// An operation's change was made and is to be audited so, or it was not made.
type Change = Result<AuditEvent, Recorded>;

/// Performs a write in a transaction that holds the chain's `head`, and moves it on.
/// What it did is to be undone if it fails.
pub(super) async fn perform(
    held: &Transaction<'_>,
    head: &mut ChainHead,
    write: &Write,
) -> Result<Recorded, Failure> {
    let effect = match write {
        Write::Authentication(it) => &it.effect,
        Write::Completion(it) => &it.effect,
        Write::Closing(it) => &it.effect,
        Write::NumberCheck(it) => &it.effect,
        Write::Nothing => return Ok(Recorded::Done),
    };
    if let Some(past) = answer_before(held, &effect.caller.party, effect.key).await? {
        return Ok(Recorded::Before(past));
    }
    let change = match write {
        Write::Authentication(it) => authenticate(held, it).await?,
        Write::Completion(it) => complete(held, it).await?,
        Write::Closing(it) => close(held, it).await?,
        Write::NumberCheck(it) => Ok(it.event()),
        Write::Nothing => Err(Recorded::Done),
    };
    let event = match change {
        Ok(event) => event,
        Err(unchanged) => return Ok(unchanged),
    };
    let record = AuditRecord::after(*head, event);
    // Both on their way before the first has arrived.
    try_join!(audit::append(held, &record), keep_answer(held, effect))?;
    *head = record.as_head();
    Ok(Recorded::Done)
}

async fn authenticate(held: &Transaction<'_>, it: &Authentication) -> Result<Change, Failure> {
    let first_use = execute(
        held,
        "INSERT INTO challenge (nonce, used_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[&it.nonce.as_slice(), &it.effect.at.as_microsecond()],
    )
    .await?;
    if first_use == 0 {
        return Ok(Err(Recorded::ChallengeUsed));
    }
    if let Entry::Admitted(new) = &it.entry {
        visit::open(held, it, new).await?;
    }
    Ok(Ok(it.event()))
}

async fn complete(held: &Transaction<'_>, it: &Completion) -> Result<Change, Failure> {
    let whose = visit::complete(held, it.effect.caller.party.code(), it.visit);
    let Some((person, card)) = whose.await? else {
        return Ok(Err(Recorded::VisitNotOpen));
    };
    for consent in &it.consents {
        visit::grant(held, it.visit, consent).await?;
    }
    if it.registration == RegistrationOffer::Accepted {
        person::register(held, person).await?;
    }
    Ok(Ok(it.event(person, card)))
}

async fn close(held: &Transaction<'_>, it: &Closing) -> Result<Change, Failure> {
    let whose = visit::close(held, it.effect.caller.party.code(), it.visit, it.how);
    let Some((person, card)) = whose.await? else {
        return Ok(Err(Recorded::VisitNotOpen));
    };
    visit::end_consents(held, it.visit, it.effect.at).await?;
    Ok(Ok(it.event(person, card)))
}

/// What was answered under a key.
pub(super) async fn answer_before(
    transaction: &Transaction<'_>,
    party: &Party,
    key: IdempotencyKey,
) -> Result<Option<PastAnswer>, Failure> {
    let row = row(
        transaction,
        "SELECT request, answer FROM answer WHERE party = $1 AND key = $2",
        &[&party.code(), &key.0.as_slice()],
    )
    .await?;
    let past = |row| {
        Ok(PastAnswer {
            request: bytes(&row, "request")?,
            answer: get(&row, "answer")?,
        })
    };
    row.map(past).transpose()
}

async fn keep_answer(held: &Transaction<'_>, effect: &Effect) -> Result<(), Failure> {
    execute(
        held,
        "INSERT INTO answer (party, key, request, at, answer) VALUES ($1, $2, $3, $4, $5)",
        &[
            &effect.caller.party.code(),
            &effect.key.0.as_slice(),
            &effect.request.as_slice(),
            &effect.at.as_microsecond(),
            &effect.answer,
        ],
    )
    .await
    .map(drop)
}
