//! Accounts of the staff, and signing in to them, in rows.

use jiff::Timestamp;
use qualification::{Institution, Role, StaffId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::audit;
use super::failure::{instant_if_any, parsed};
use crate::staff::SignInStep;
use crate::{SIGN_IN_TRIES, SignIn, SignInBegun, StaffAccount};

/// Makes an account, or changes it: its tokens end, and it is not locked any more.
pub(super) fn enrol(
    file: &Connection,
    institution: &Institution,
    id: &StaffId,
    role: Role,
    passcode: &str,
) -> rusqlite::Result<()> {
    file.prepare_cached(
        "INSERT INTO staff (institution, id, role, passcode, session) VALUES (?1, ?2, ?3, ?4, 1)
         ON CONFLICT (institution, id) DO UPDATE SET role = excluded.role,
             passcode = excluded.passcode, session = session + 1, wrong = 0,
             locked_until = NULL",
    )?
    .execute(params![
        institution.as_str(),
        id.as_str(),
        role.code(),
        passcode,
    ])
    .map(drop)
}

/// Removes an account, if there is one. Its row stays without a passcode: the account
/// that is made anew under its name goes on with the sessions, so that no token of
/// before is good again.
pub(super) fn remove(
    file: &Connection,
    institution: &Institution,
    id: &StaffId,
) -> rusqlite::Result<bool> {
    file.prepare_cached(
        "UPDATE staff SET passcode = NULL
         WHERE institution = ?1 AND id = ?2 AND passcode IS NOT NULL",
    )?
    .execute(params![institution.as_str(), id.as_str()])
    .map(|rows| rows > 0)
}

/// Ends the tokens of an account, if there is one.
pub(super) fn sign_out(
    file: &Connection,
    institution: &Institution,
    id: &StaffId,
) -> rusqlite::Result<bool> {
    file.prepare_cached(
        "UPDATE staff SET session = session + 1
         WHERE institution = ?1 AND id = ?2 AND passcode IS NOT NULL",
    )?
    .execute(params![institution.as_str(), id.as_str()])
    .map(|rows| rows > 0)
}

/// An account.
pub(super) fn find(
    file: &Connection,
    institution: &Institution,
    id: &StaffId,
) -> rusqlite::Result<Option<StaffAccount>> {
    file.prepare_cached(
        "SELECT * FROM staff WHERE institution = ?1 AND id = ?2 AND passcode IS NOT NULL",
    )?
    .query_row(params![institution.as_str(), id.as_str()], read)
    .optional()
}

/// The accounts of an institution, by id.
pub(super) fn all(
    file: &Connection,
    institution: &Institution,
) -> rusqlite::Result<Vec<StaffAccount>> {
    file.prepare_cached(
        "SELECT * FROM staff WHERE institution = ?1 AND passcode IS NOT NULL ORDER BY id",
    )?
    .query_map([institution.as_str()], read)?
    .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<StaffAccount> {
    Ok(StaffAccount {
        id: parsed(row, "id", |text| StaffId::parse(text).ok())?,
        role: parsed(row, "role", Role::from_code)?,
        passcode: row.get("passcode")?,
        session: row.get("session")?,
        locked_until: instant_if_any(row, "locked_until")?,
    })
}

/// Counts a try to sign in.
pub(super) fn begin_sign_in(file: &Connection, it: &SignIn) -> rusqlite::Result<SignInBegun> {
    let account = match it.caller.institution() {
        Some(institution) => find(file, institution, &it.staff)?,
        None => None,
    };
    let Some(mut account) = account else {
        audit::append(file, it.event(SignInStep::Wrong))?;
        return Ok(SignInBegun::NoAccount);
    };
    if let Some(until) = account.locked_until.take_if(|until| it.at < *until) {
        audit::append(file, it.event(SignInStep::Locked))?;
        return Ok(SignInBegun::Locked { until });
    }
    // A lock that is over is forgotten, with what led to it.
    let was_locked = account.locked_until.take().is_some();
    let wrong: u32 = file
        .prepare_cached(
            "UPDATE staff SET wrong = CASE WHEN ?3 THEN 1 ELSE wrong + 1 END,
                 locked_until = NULL
             WHERE institution = ?1 AND id = ?2 RETURNING wrong",
        )?
        .query_row(
            params![it.caller.party.code(), it.staff.as_str(), was_locked],
            |row| row.get(0),
        )?;
    if wrong >= SIGN_IN_TRIES {
        lock(file, it, Some(it.locks_until()))?;
    }
    audit::append(file, it.event(SignInStep::Counted))?;
    Ok(SignInBegun::Counted(account))
}

/// Records how a counted try ended.
pub(super) fn end_sign_in(file: &Connection, it: &SignIn, right: bool) -> rusqlite::Result<()> {
    if !right {
        return audit::append(file, it.event(SignInStep::Wrong));
    }
    file.prepare_cached("UPDATE staff SET wrong = 0 WHERE institution = ?1 AND id = ?2")?
        .execute(params![it.caller.party.code(), it.staff.as_str()])?;
    lock(file, it, None)?;
    audit::append(file, it.event(SignInStep::SignedIn))
}

fn lock(file: &Connection, it: &SignIn, until: Option<Timestamp>) -> rusqlite::Result<()> {
    let until = until.map(Timestamp::as_microsecond);
    file.prepare_cached("UPDATE staff SET locked_until = ?3 WHERE institution = ?1 AND id = ?2")?
        .execute(params![it.caller.party.code(), it.staff.as_str(), until])
        .map(drop)
}
