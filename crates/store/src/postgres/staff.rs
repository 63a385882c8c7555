//! Accounts of the staff, and signing in to them, in rows.

use async_trait::async_trait;
use jiff::Timestamp;
use qualification::{Institution, Role, StaffId};
use tokio_postgres::Row;

use super::failure::{Failure, no_value};
use super::ledger::{Ledger, Work};
use super::pool::Transaction;
use super::row::{get, instant_if_any, parsed, whole};
use super::statement::{execute, row, rows};
use crate::staff::SignInStep;
use crate::{SIGN_IN_TRIES, SignIn, SignInBegun, StaffAccount};

/// Makes an account, or changes it: its tokens end, and it is not locked any more.
pub(super) async fn enrol(
    transaction: &Transaction<'_>,
    institution: &Institution,
    id: &StaffId,
    role: Role,
    passcode: &str,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO staff (institution, id, role, passcode, session) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (institution, id) DO UPDATE SET role = excluded.role,
             passcode = excluded.passcode, session = staff.session + 1, wrong = 0,
             locked_until = NULL",
        &[&institution.as_str(), &id.as_str(), &role.code(), &passcode],
    )
    .await
    .map(drop)
}

/// Removes an account, if there is one. Its row stays without a passcode: the account
/// that is made anew under its name goes on with the sessions, so that no token of
/// before is good again.
pub(super) async fn remove(
    transaction: &Transaction<'_>,
    institution: &Institution,
    id: &StaffId,
) -> Result<bool, Failure> {
    execute(
        transaction,
        "UPDATE staff SET passcode = NULL
         WHERE institution = $1 AND id = $2 AND passcode IS NOT NULL",
        &[&institution.as_str(), &id.as_str()],
    )
    .await
    .map(|rows| rows > 0)
}

/// Ends the tokens of an account, if there is one.
pub(super) async fn sign_out(
    transaction: &Transaction<'_>,
    institution: &Institution,
    id: &StaffId,
) -> Result<bool, Failure> {
    execute(
        transaction,
        "UPDATE staff SET session = session + 1
         WHERE institution = $1 AND id = $2 AND passcode IS NOT NULL",
        &[&institution.as_str(), &id.as_str()],
    )
    .await
    .map(|rows| rows > 0)
}

/// An account.
pub(super) async fn find(
    transaction: &Transaction<'_>,
    institution: &Institution,
    id: &StaffId,
) -> Result<Option<StaffAccount>, Failure> {
    let found = row(
        transaction,
        "SELECT * FROM staff WHERE institution = $1 AND id = $2 AND passcode IS NOT NULL",
        &[&institution.as_str(), &id.as_str()],
    )
    .await?;
    found.as_ref().map(read).transpose()
}

/// The accounts of an institution, by id.
pub(super) async fn all(
    transaction: &Transaction<'_>,
    institution: &Institution,
) -> Result<Vec<StaffAccount>, Failure> {
    // By bytes, whichever language the database speaks.
    let sql = "SELECT * FROM staff WHERE institution = $1 AND passcode IS NOT NULL
               ORDER BY id COLLATE \"C\"";
    let found = rows(transaction, sql, &[&institution.as_str()]).await?;
    found.iter().map(read).collect()
}

fn read(row: &Row) -> Result<StaffAccount, Failure> {
    Ok(StaffAccount {
        id: parsed(row, "id", |text| StaffId::parse(text).ok())?,
        role: parsed(row, "role", Role::from_code)?,
        passcode: get(row, "passcode")?,
        session: whole(row, "session")?,
        locked_until: instant_if_any(row, "locked_until")?,
    })
}

#[async_trait]
impl Work for SignIn {
    type Answer = SignInBegun;

    /// Counts a try.
    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<SignInBegun, Failure> {
        let account = match self.caller.institution() {
            Some(institution) => find(ledger, institution, &self.staff).await?,
            None => None,
        };
        let Some(mut account) = account else {
            ledger.append(self.event(SignInStep::Wrong)).await?;
            return Ok(SignInBegun::NoAccount);
        };
        if let Some(until) = account.locked_until.take_if(|until| self.at < *until) {
            ledger.append(self.event(SignInStep::Locked)).await?;
            return Ok(SignInBegun::Locked { until });
        }
        // A lock that is over is forgotten, with what led to it.
        let was_locked = account.locked_until.take().is_some();
        let counted = row(
            ledger,
            "UPDATE staff SET wrong = CASE WHEN $3 THEN 1 ELSE wrong + 1 END, locked_until = NULL
             WHERE institution = $1 AND id = $2 RETURNING wrong",
            &[&self.caller.party.code(), &self.staff.as_str(), &was_locked],
        )
        .await?;
        let wrong: u32 = whole(&counted.ok_or_else(|| no_value("wrong"))?, "wrong")?;
        if wrong >= SIGN_IN_TRIES {
            lock(ledger, self, Some(self.locks_until())).await?;
        }
        ledger.append(self.event(SignInStep::Counted)).await?;
        Ok(SignInBegun::Counted(account))
    }
}

/// How a counted try ended.
pub(super) struct SignInEnded {
    pub(super) sign_in: SignIn,
    pub(super) right: bool,
}

#[async_trait]
impl Work for SignInEnded {
    type Answer = ();

    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<(), Failure> {
        let it = &self.sign_in;
        if !self.right {
            return ledger.append(it.event(SignInStep::Wrong)).await;
        }
        let sql = "UPDATE staff SET wrong = 0 WHERE institution = $1 AND id = $2";
        execute(ledger, sql, &[&it.caller.party.code(), &it.staff.as_str()]).await?;
        lock(ledger, it, None).await?;
        ledger.append(it.event(SignInStep::SignedIn)).await
    }
}

async fn lock(
    transaction: &Transaction<'_>,
    it: &SignIn,
    until: Option<Timestamp>,
) -> Result<(), Failure> {
    let until = until.map(Timestamp::as_microsecond);
    execute(
        transaction,
        "UPDATE staff SET locked_until = $3 WHERE institution = $1 AND id = $2",
        &[&it.caller.party.code(), &it.staff.as_str(), &until],
    )
    .await
    .map(drop)
}
