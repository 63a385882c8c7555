//! `madoguchi staff`: the institution's passcode for 目視確認.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use rand_core::{OsRng, RngCore as _};
use serde_json::json;
use verification::{Passcode, StaffCheck, Standing};

use super::{passcode, tell};
use crate::cli::staff::{Staff, StaffCommand, Whose};
use crate::given::RealTime;
use crate::{NOT_DONE, home};

const NOT_SET: &str = "目視確認用の暗証番号は設定されていません。設定: madoguchi staff passcode / \
    the passcode for the staff's check is not set; set it with: madoguchi staff passcode";

pub(crate) async fn run(arguments: Staff) -> anyhow::Result<ExitCode> {
    match arguments.command {
        StaffCommand::Passcode {
            whose,
            passcode_stdin,
        } => set(whose, passcode_stdin).await,
        StaffCommand::Show { whose, json } => show(whose, json),
    }
}

async fn set(whose: Whose, from_stdin: bool) -> anyhow::Result<ExitCode> {
    let (code, path) = place(whose)?;
    let question = "目視確認用の暗証番号 / Passcode: ";
    let passcode = match passcode::given(question, from_stdin, Passcode::parse).await? {
        Ok(passcode) => passcode,
        Err(code) => return Ok(code),
    };
    let mut salt = [0; 16];
    OsRng.fill_bytes(&mut salt);
    StaffCheck::set(&path, &passcode, salt)?;
    tell(format!(
        "目視確認用の暗証番号を設定しました / the passcode for the staff's check is set: {code}"
    ));
    Ok(ExitCode::SUCCESS)
}

fn show(whose: Whose, json: bool) -> anyhow::Result<ExitCode> {
    let (code, path) = place(whose)?;
    let standing = match StaffCheck::open(&path)? {
        Some(check) => Some(check.standing(RealTime::real().now())?),
        None => None,
    };
    if json {
        tell(as_json(&code, standing));
    } else {
        tell(standing.map_or_else(|| NOT_SET.to_owned(), |standing| as_text(&code, standing)));
    }
    Ok(match standing {
        Some(_) => ExitCode::SUCCESS,
        None => ExitCode::from(NOT_DONE),
    })
}

fn as_json(code: &str, standing: Option<Standing>) -> serde_json::Value {
    match standing {
        None => json!({ "institution": code, "set": false }),
        Some(standing) => json!({
            "institution": code,
            "set": true,
            "open": standing.closed_until.is_none(),
            "closed_until": standing.closed_until,
            "wrong_in_a_row": standing.wrong_in_a_row,
            "last_wrong": standing.last_wrong,
        }),
    }
}

fn as_text(code: &str, standing: Standing) -> String {
    let open = match standing.closed_until {
        None => "使えます / open".to_owned(),
        Some(until) => {
            let until = japanese_time(until);
            format!(
                "誤りが続いたため {until} まで使えません / closed until then after too many wrong ones"
            )
        }
    };
    let wrong = standing.wrong_in_a_row;
    let last = standing.last_wrong.map_or(String::new(), |last| {
        format!("（最後 / last {}）", japanese_time(last))
    });
    format!(
        "目視確認 / Staff's check: {code}\n\
        暗証番号 / Passcode: 設定済み / set\n\
        状態 / State: {open}\n\
        連続した誤り / Wrong in a row: {wrong}{last}"
    )
}

/// The institution's code and where its check is kept: beside its certificate, which
/// must be there.
fn place(whose: Whose) -> anyhow::Result<(String, PathBuf)> {
    let folder = home::made_pki(whose.pki.folder)?;
    let code = whose.institution.as_str();
    folder.institution(code).with_context(|| {
        format!("no certificate; make it with: madoguchi pki institution {code}")
    })?;
    Ok((
        code.to_owned(),
        home::staff_check(&folder, &whose.institution),
    ))
}

/// As a clock in Japan shows it, to the second.
fn japanese_time(instant: Timestamp) -> impl std::fmt::Display {
    TimeZone::fixed(Offset::constant(9))
        .to_datetime(instant)
        .strftime("%Y-%m-%d %H:%M:%S")
}
