//! The network's certificates: which there are, and which are revoked.

use anyhow::bail;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use pki::{Folder, Held, NetworkSubject};
use serde_json::json;

use super::{tell, years_from_now};
use crate::cli::pki::Whose;
use crate::given::RealTime;

/// Revokes those that are not revoked yet.
pub(super) fn revoke(folder: &Folder, whose: &Whose, replaced: bool) -> anyhow::Result<()> {
    let theirs: Vec<Held> = folder
        .certificates()?
        .into_iter()
        .filter(|held| held.subject.as_ref().is_some_and(|it| whose.includes(it)))
        .filter(|held| held.replaced || !replaced)
        .collect();
    if theirs.is_empty() {
        bail!(
            "そのような証明書はありません / there is no such certificate; `madoguchi pki show` lists them"
        );
    }
    let serials: Vec<_> = theirs.iter().map(|it| it.claims.serial.clone()).collect();
    folder.revoke(&serials, RealTime::real().now())?;
    for held in theirs {
        tell(format!("失効 / revoked: {} {}", whom(&held), held.serial()));
    }
    Ok(())
}

/// Lists them, one a line.
pub(super) fn show(folder: &Folder, json: bool) -> anyhow::Result<()> {
    let (held, list) = (folder.certificates()?, folder.revocation_list()?);
    if json {
        let certificates: Vec<_> = held.iter().map(as_json).collect();
        let list = json!({
            "revoked": list.len(),
            "made_at": list.made_at(),
            "next_update": list.next_update(),
        });
        tell(json!({ "certificates": certificates, "revocation_list": list }));
        return Ok(());
    }
    for held in &held {
        let how = match (held.revoked, held.replaced) {
            (true, _) => " 失効 / revoked",
            (false, true) => " 旧 / replaced",
            (false, false) => "",
        };
        let (from, until) = (day(held.claims.not_before), day(held.claims.not_after));
        tell(format!(
            "{:<20} {} {from} – {until}{how}",
            whom(held),
            held.serial()
        ));
    }
    tell(format!(
        "失効リスト / revocation list: {} 件, {} – {}",
        list.len(),
        day(list.made_at()),
        day(list.next_update())
    ));
    Ok(())
}

/// Signs both lists anew.
pub(super) fn refresh(folder: &Folder, days: Option<u16>) -> anyhow::Result<()> {
    let now = RealTime::real().now();
    let next = match days {
        Some(days) => now.checked_add(SignedDuration::from_hours(24 * i64::from(days)))?,
        None => years_from_now(10)?,
    };
    folder.refresh_lists(now, next)?;
    let next = folder.revocation_list()?.next_update();
    tell(format!("リストの期限 / the lists are good until {next:.0}"));
    Ok(())
}

fn as_json(held: &Held) -> serde_json::Value {
    let (institution, terminal) = match &held.subject {
        Some(NetworkSubject::Institution { code, terminal }) => (Some(code), Some(terminal)),
        Some(NetworkSubject::Operator { terminal }) => (None, Some(terminal)),
        None => (None, None),
    };
    json!({
        "file": held.file,
        "subject": whom(held),
        "institution": institution,
        "terminal": terminal,
        "serial": held.serial(),
        "not_before": held.claims.not_before,
        "not_after": held.claims.not_after,
        "replaced": held.replaced,
        "revoked": held.revoked,
    })
}

/// Whom it names, or its file.
fn whom(held: &Held) -> String {
    match &held.subject {
        Some(NetworkSubject::Institution { code, terminal }) => format!("{code} {terminal}"),
        Some(NetworkSubject::Operator { terminal }) => format!("operator {terminal}"),
        None => held.file.trim_end_matches(".crt").to_owned(),
    }
}

/// The day in Japan.
fn day(instant: Timestamp) -> String {
    Offset::constant(9).to_datetime(instant).date().to_string()
}
