//! Staff accounts are kept.

use std::process::ExitCode;

use api::{Client, EnrolStaff, ListStaff, Passcode, RemoveStaff, StaffAccount};
use qualification::Role;
use serde_json::{Value, json};

use super::super::passcode;
use super::{Operator, Told, changed, fresh_key};
use crate::cli::admin::{Account, StaffCommand};

/// What came of it; or what to exit with when no passcode was given.
pub(super) async fn run(
    operator: &Operator,
    command: StaffCommand,
) -> anyhow::Result<Result<Told, ExitCode>> {
    let client = Client::connect(&operator.connection).await?;
    Ok(Ok(match command {
        StaffCommand::Put {
            whose,
            role,
            passcode_stdin,
        } => {
            let question = "職員の暗証番号 / Passcode: ";
            match passcode::given(question, passcode_stdin, Passcode::parse).await? {
                Ok(passcode) => put(&client, whose, role, passcode).await?,
                Err(code) => return Ok(Err(code)),
            }
        }
        StaffCommand::Remove(whose) => {
            let request = RemoveStaff {
                institution: Some(whose.at.institution),
                staff: whose.staff,
                key: fresh_key(),
            };
            let was_there = client.remove_staff(request).await?;
            changed(was_there, "削除しました / removed")
        }
        StaffCommand::List(at) => {
            let institution = Some(at.institution);
            let accounts = client.list_staff(ListStaff { institution }, fresh_key());
            listed(&accounts.await?)
        }
    }))
}

async fn put(
    client: &Client,
    whose: Account,
    role: Role,
    passcode: Passcode,
) -> anyhow::Result<Told> {
    let account = StaffAccount {
        staff: whose.staff,
        role,
        locked_until: None,
    };
    let request = EnrolStaff {
        institution: Some(whose.at.institution),
        staff: account.staff.clone(),
        role,
        passcode,
        key: fresh_key(),
    };
    client.enrol_staff(request).await?;
    Ok(Told::done(line(&account), as_json(&account)))
}

fn listed(accounts: &[StaffAccount]) -> Told {
    let lines: Vec<_> = accounts.iter().map(line).collect();
    let text = match accounts.is_empty() {
        true => "登録された職員はいません / no staff was put in".to_owned(),
        false => lines.join("\n"),
    };
    let accounts: Vec<_> = accounts.iter().map(as_json).collect();
    Told::done(text, json!({ "staff": accounts }))
}

fn line(account: &StaffAccount) -> String {
    let (staff, role) = (account.staff.as_str(), account.role.name());
    let locked = account.locked_until.map_or(String::new(), |until| {
        format!(" {until} までロック中 / locked until then")
    });
    format!("{staff} {} / {}{locked}", role.ja, role.en)
}

fn as_json(account: &StaffAccount) -> Value {
    json!({
        "staff": account.staff.as_str(),
        "role": account.role.code(),
        "locked_until": account.locked_until,
    })
}
