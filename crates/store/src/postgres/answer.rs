//! What was answered under a key, in rows.

use qualification::Party;

use super::failure::Failure;
use super::pool::Transaction;
use super::row::{bytes, get};
use super::statement::{execute, row};
use crate::{Effect, IdempotencyKey, PastAnswer};

/// What a party was answered under a key.
pub(super) async fn before(
    transaction: &Transaction<'_>,
    party: &Party,
    key: IdempotencyKey,
) -> Result<Option<PastAnswer>, Failure> {
    let found = row(
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
    found.map(past).transpose()
}

/// Keeps an answer.
pub(super) async fn keep(transaction: &Transaction<'_>, effect: &Effect) -> Result<(), Failure> {
    execute(
        transaction,
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
