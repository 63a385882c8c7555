//! What is written: each operation with its audit record and its answer.

use qualification::Party;
use rusqlite::{Connection, OptionalExtension, params};

use super::{audit, consent, person, visit};
use crate::{
    AuditEvent, Authentication, Closing, Completion, Effect, Entry, IdempotencyKey, NumberCheck,
    PastAnswer, Recorded, RegistrationOffer,
};

/// An operation's change was made and is to be audited so, or it was not made.
pub(super) type Change = Result<AuditEvent, Recorded>;

/// Makes `change` unless the key was answered before; audits and answers it.
pub(super) fn once(
    file: &Connection,
    effect: &Effect,
    change: impl FnOnce() -> rusqlite::Result<Change>,
) -> rusqlite::Result<Recorded> {
    if let Some(past) = answer_before(file, &effect.caller.party, effect.key)? {
        return Ok(Recorded::Before(past));
    }
    let event = match change()? {
        Ok(event) => event,
        Err(unchanged) => return Ok(unchanged),
    };
    audit::append(file, event)?;
    keep_answer(file, effect)?;
    Ok(Recorded::Done)
}

/// A card answered a challenge.
pub(super) fn authenticate(file: &Connection, it: &Authentication) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || admit(file, it))
}

/// A person chose and was answered.
pub(super) fn complete(file: &Connection, it: &Completion) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || consented(file, it))
}

/// A visit ended.
pub(super) fn close(file: &Connection, it: &Closing) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || closed(file, it))
}

/// A document number was checked.
pub(super) fn check_number(file: &Connection, it: &NumberCheck) -> rusqlite::Result<Recorded> {
    once(file, &it.effect, || Ok(Ok(it.event())))
}

/// Proves that the file can be written.
pub(super) fn check(file: &Connection) -> rusqlite::Result<()> {
    file.prepare_cached("UPDATE chain_head SET number = number")?
        .execute([])
        .map(drop)
}

fn admit(file: &Connection, it: &Authentication) -> rusqlite::Result<Change> {
    let first_use = file
        .prepare_cached(
            "INSERT INTO challenge (nonce, used_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute(params![it.nonce, it.effect.at.as_microsecond()])?;
    if first_use == 0 {
        return Ok(Err(Recorded::ChallengeUsed));
    }
    if let Entry::Admitted(new) = &it.entry {
        visit::open(file, it, new)?;
    }
    Ok(Ok(it.event()))
}

fn consented(file: &Connection, it: &Completion) -> rusqlite::Result<Change> {
    let Some((person, card)) = visit::complete(file, it.effect.caller.party.code(), it.visit)?
    else {
        return Ok(Err(Recorded::VisitNotOpen));
    };
    for consent in &it.consents {
        consent::grant(file, it.visit, consent)?;
    }
    if it.registration == RegistrationOffer::Accepted {
        person::register(file, person)?;
    }
    Ok(Ok(it.event(person, card)))
}

fn closed(file: &Connection, it: &Closing) -> rusqlite::Result<Change> {
    let Some((person, card)) = visit::close(file, it.effect.caller.party.code(), it.visit, it.how)?
    else {
        return Ok(Err(Recorded::VisitNotOpen));
    };
    consent::end_all(file, it.visit, it.effect.at)?;
    Ok(Ok(it.event(person, card)))
}

/// What was answered under a key.
pub(super) fn answer_before(
    file: &Connection,
    party: &Party,
    key: IdempotencyKey,
) -> rusqlite::Result<Option<PastAnswer>> {
    file.prepare_cached("SELECT request, answer FROM answer WHERE party = ?1 AND key = ?2")?
        .query_row(params![party.code(), key.0], |row| {
            Ok(PastAnswer {
                request: row.get("request")?,
                answer: row.get("answer")?,
            })
        })
        .optional()
}

fn keep_answer(file: &Connection, effect: &Effect) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO answer (party, key, request, at, answer) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        effect.caller.party.code(),
        effect.key.0,
        effect.request,
        effect.at.as_microsecond(),
        effect.answer,
    ])
    .map(drop)
}
