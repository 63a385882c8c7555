//! Cards and their suspension, in rows.

use jiff::Timestamp;
use qualification::{CardFingerprint, PersonId};
use rusqlite::{Connection, OptionalExtension, params};

use super::failure::instant_if_any;

/// Since when a card is suspended.
pub(super) fn suspended_since(
    file: &Connection,
    card: CardFingerprint,
) -> rusqlite::Result<Option<Timestamp>> {
    file.prepare_cached("SELECT suspended_at FROM card WHERE fingerprint = ?1")?
        .query_row([card.0], |row| instant_if_any(row, "suspended_at"))
        .optional()
        .map(Option::flatten)
}

/// The cards of a person, each with since when it is suspended.
pub(super) fn of_person(
    file: &Connection,
    id: PersonId,
) -> rusqlite::Result<Vec<(CardFingerprint, Option<Timestamp>)>> {
    file.prepare_cached(
        "SELECT fingerprint, suspended_at FROM card WHERE person = ?1 ORDER BY fingerprint",
    )?
    .query_map([id.0], |row| {
        let card = CardFingerprint(row.get("fingerprint")?);
        Ok((card, instant_if_any(row, "suspended_at")?))
    })?
    .collect()
}

/// Whose a card is.
pub(super) fn whose(
    file: &Connection,
    card: CardFingerprint,
) -> rusqlite::Result<Option<PersonId>> {
    file.prepare_cached("SELECT person FROM card WHERE fingerprint = ?1")?
        .query_row([card.0], |row| row.get(0).map(PersonId))
        .optional()
}

/// Makes `cards` all that a person has. One that stays, or comes from somebody else,
/// stays suspended if it is.
pub(super) fn replace(
    file: &Connection,
    id: PersonId,
    cards: &[CardFingerprint],
) -> rusqlite::Result<()> {
    for (card, _) in of_person(file, id)? {
        if !cards.contains(&card) {
            forget(file, card)?;
        }
    }
    for card in cards {
        file.prepare_cached(
            "INSERT INTO card (fingerprint, person) VALUES (?1, ?2)
             ON CONFLICT (fingerprint) DO UPDATE SET person = excluded.person",
        )?
        .execute(params![card.0, id.0])?;
    }
    Ok(())
}

/// Suspends a card, from now or as it is already; gives whose it is.
pub(super) fn suspend(
    file: &Connection,
    card: CardFingerprint,
    at: Timestamp,
) -> rusqlite::Result<Option<PersonId>> {
    file.prepare_cached(
        "UPDATE card SET suspended_at = coalesce(suspended_at, ?2) WHERE fingerprint = ?1
         RETURNING person",
    )?
    .query_row(params![card.0, at.as_microsecond()], |row| {
        row.get(0).map(PersonId)
    })
    .optional()
}

/// Lifts the suspension of a card, if there is one; gives whose it is.
pub(super) fn lift(file: &Connection, card: CardFingerprint) -> rusqlite::Result<Option<PersonId>> {
    file.prepare_cached(
        "UPDATE card SET suspended_at = NULL WHERE fingerprint = ?1 RETURNING person",
    )?
    .query_row([card.0], |row| row.get(0).map(PersonId))
    .optional()
}

/// Puts `new` in the place of `old`; gives whose they are. Nothing is changed where the
/// old one is nobody's, or the new one somebody else's. A card that is renewed by itself
/// stays as it is, and so does its suspension.
pub(super) fn renew(
    file: &Connection,
    old: CardFingerprint,
    new: CardFingerprint,
) -> rusqlite::Result<Option<PersonId>> {
    let Some(person) = whose(file, old)? else {
        return Ok(None);
    };
    if whose(file, new)?.is_some_and(|other| other != person) {
        return Ok(None);
    }
    if old != new {
        forget(file, old)?;
        file.prepare_cached(
            "INSERT INTO card (fingerprint, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute(params![new.0, person.0])?;
    }
    Ok(Some(person))
}

fn forget(file: &Connection, card: CardFingerprint) -> rusqlite::Result<()> {
    file.prepare_cached("DELETE FROM card WHERE fingerprint = ?1")?
        .execute([card.0])
        .map(drop)
}
