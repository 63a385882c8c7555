//! Cards and their suspension, in rows.

use jiff::Timestamp;
use qualification::{CardFingerprint, PersonId};

use super::failure::Failure;
use super::pool::Transaction;
use super::row::{bytes, instant_if_any};
use super::statement::{execute, row, rows};

/// Since when a card is suspended.
pub(super) async fn suspended_since(
    transaction: &Transaction<'_>,
    card: CardFingerprint,
) -> Result<Option<Timestamp>, Failure> {
    let sql = "SELECT suspended_at FROM card WHERE fingerprint = $1";
    match row(transaction, sql, &[&card.0.as_slice()]).await? {
        Some(row) => instant_if_any(&row, "suspended_at"),
        None => Ok(None),
    }
}

/// The cards of a person, each with since when it is suspended.
pub(super) async fn of_person(
    transaction: &Transaction<'_>,
    id: PersonId,
) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, Failure> {
    let sql = "SELECT * FROM card WHERE person = $1 ORDER BY fingerprint";
    let found = rows(transaction, sql, &[&id.0.as_slice()]).await?;
    found
        .iter()
        .map(|row| {
            let card = CardFingerprint(bytes(row, "fingerprint")?);
            Ok((card, instant_if_any(row, "suspended_at")?))
        })
        .collect()
}

/// Whose a card is.
pub(super) async fn whose(
    transaction: &Transaction<'_>,
    card: CardFingerprint,
) -> Result<Option<PersonId>, Failure> {
    let sql = "SELECT person FROM card WHERE fingerprint = $1";
    person_of(transaction, sql, card).await
}

/// Makes `cards` all that a person has. One that stays, or comes from somebody else,
/// stays suspended if it is.
pub(super) async fn replace(
    transaction: &Transaction<'_>,
    id: PersonId,
    cards: &[CardFingerprint],
) -> Result<(), Failure> {
    let id = id.0.as_slice();
    let stay: Vec<&[u8]> = cards.iter().map(|card| card.0.as_slice()).collect();
    let forget = "DELETE FROM card WHERE person = $1 AND fingerprint <> ALL ($2)";
    execute(transaction, forget, &[&id, &stay]).await?;
    for card in stay {
        execute(
            transaction,
            "INSERT INTO card (fingerprint, person) VALUES ($1, $2)
             ON CONFLICT (fingerprint) DO UPDATE SET person = excluded.person",
            &[&card, &id],
        )
        .await?;
    }
    Ok(())
}

/// Suspends a card, from now or as it is already; gives whose it is.
pub(super) async fn suspend(
    transaction: &Transaction<'_>,
    card: CardFingerprint,
    at: Timestamp,
) -> Result<Option<PersonId>, Failure> {
    let found = row(
        transaction,
        "UPDATE card SET suspended_at = coalesce(suspended_at, $2) WHERE fingerprint = $1
         RETURNING person",
        &[&card.0.as_slice(), &at.as_microsecond()],
    )
    .await?;
    found
        .map(|row| Ok(PersonId(bytes(&row, "person")?)))
        .transpose()
}

/// Lifts the suspension of a card, if there is one; gives whose it is.
pub(super) async fn lift(
    transaction: &Transaction<'_>,
    card: CardFingerprint,
) -> Result<Option<PersonId>, Failure> {
    let sql = "UPDATE card SET suspended_at = NULL WHERE fingerprint = $1 RETURNING person";
    person_of(transaction, sql, card).await
}

/// Puts `new` in the place of `old`; gives whose they are. Nothing is changed where the
/// old one is nobody's, or the new one somebody else's. A card that is renewed by itself
/// stays as it is, and so does its suspension.
pub(super) async fn renew(
    transaction: &Transaction<'_>,
    old: CardFingerprint,
    new: CardFingerprint,
) -> Result<Option<PersonId>, Failure> {
    let Some(person) = whose(transaction, old).await? else {
        return Ok(None);
    };
    let other = whose(transaction, new).await?;
    if other.is_some_and(|other| other != person) {
        return Ok(None);
    }
    if old != new {
        let forget = "DELETE FROM card WHERE fingerprint = $1";
        execute(transaction, forget, &[&old.0.as_slice()]).await?;
        execute(
            transaction,
            "INSERT INTO card (fingerprint, person) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&new.0.as_slice(), &person.0.as_slice()],
        )
        .await?;
    }
    Ok(Some(person))
}

async fn person_of(
    transaction: &Transaction<'_>,
    sql: &str,
    card: CardFingerprint,
) -> Result<Option<PersonId>, Failure> {
    let found = row(transaction, sql, &[&card.0.as_slice()]).await?;
    found
        .map(|row| Ok(PersonId(bytes(&row, "person")?)))
        .transpose()
}
