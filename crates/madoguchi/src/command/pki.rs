//! `madoguchi pki`: the simulator's certificates.

mod network;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use pki::{Folder, Plan};
use qualification::Institution;
use rand_core::OsRng;

use super::tell;
use crate::cli::pki::{Pki, PkiCommand};
use crate::given::RealTime;
use crate::{home, shelf};

/// Certificates are valid from here, so that a clock can be set back to where the
/// rules changed (the old insurance card ended on 2024-12-01).
const VALID_FROM: &str = "2024-01-01T00:00:00+09:00";
const DAYS_A_YEAR: i64 = 365;
const INSTITUTION_NAME: &str = "Madoguchi SIMULATOR clinic";

pub(crate) fn run(arguments: Pki) -> anyhow::Result<ExitCode> {
    match arguments.command {
        PkiCommand::Init {
            folder,
            shelf,
            server_names,
            institution,
        } => init(&home::pki(folder)?, shelf, server_names, &institution)?,
        PkiCommand::Institution {
            code,
            terminal,
            pki,
            until,
        } => {
            let (folder, until) = (home::made_pki(pki.folder)?, or_two_years(until)?);
            let code = code.as_str();
            folder.add_institution(code, &terminal, INSTITUTION_NAME, valid_from()?, until)?;
            tell(format!("{code} {terminal} → {until:.0}"));
        }
        PkiCommand::Operator { pki, until } => {
            let (folder, until) = (home::made_pki(pki.folder)?, or_two_years(until)?);
            folder.renew_operator(valid_from()?, until)?;
            tell(format!("operator → {until:.0}"));
        }
        PkiCommand::Revoke {
            whose,
            replaced,
            pki,
        } => network::revoke(&home::made_pki(pki.folder)?, &whose, replaced)?,
        PkiCommand::Show { pki, json } => network::show(&home::made_pki(pki.folder)?, json)?,
        PkiCommand::Refresh { days, pki } => {
            network::refresh(&home::made_pki(pki.folder)?, days)?;
        }
        PkiCommand::ExportServer { to, pki } => {
            let made = home::made_pki(pki.folder)?.export_server(to)?;
            let path = made.path().display();
            tell(format!(
                "サーバー用に取り出しました / for the server: {path}"
            ));
        }
        PkiCommand::Suspend { cards, pki } => {
            change_suspension(&home::made_pki(pki.folder)?, &cards, &[])?;
        }
        PkiCommand::Lift { cards, pki } => {
            change_suspension(&home::made_pki(pki.folder)?, &[], &cards)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn init(
    folder: &Folder,
    shelf: Option<PathBuf>,
    server_names: Vec<String>,
    institution: &Institution,
) -> anyhow::Result<()> {
    // A shelf that cannot be read is found before anything is made.
    let people = shelf.map_or(Ok(Vec::new()), |shelf| shelf::read(&shelf))?;
    make(folder, server_names, institution)?;
    let path = folder.path().display();
    tell(format!("証明書を作りました / certificates made: {path}"));
    for person in people {
        person.issue(folder, &RealTime::real())?;
        let title = person.title();
        tell(format!(
            "カード / card: {} ({} / {})",
            person.name(),
            title.ja,
            title.en
        ));
    }
    Ok(())
}

/// Makes authorities, server and first institution.
pub(crate) fn make(
    folder: &Folder,
    server_names: Vec<String>,
    institution: &Institution,
) -> anyhow::Result<()> {
    let plan = Plan {
        not_before: valid_from()?,
        not_after: years_from_now(2)?,
        authorities_until: years_from_now(10)?,
        server_names,
        institution: (institution.as_str().to_owned(), INSTITUTION_NAME.to_owned()),
    };
    Ok(folder.make(&plan, &mut OsRng)?)
}

/// Suspends some cards and lifts the suspension of others; the rest stay as they are.
fn change_suspension(folder: &Folder, suspend: &[String], lift: &[String]) -> anyhow::Result<()> {
    let names = shelf::change_suspension(folder, suspend, lift, RealTime::real().now())?;
    tell(format!(
        "利用停止中のカード / suspended cards: {} ({})",
        names.len(),
        names.join(", ")
    ));
    Ok(())
}

fn valid_from() -> anyhow::Result<Timestamp> {
    VALID_FROM.parse().context("the first day of certificates")
}

fn or_two_years(until: Option<Timestamp>) -> anyhow::Result<Timestamp> {
    until.map_or_else(|| years_from_now(2), Ok)
}

fn years_from_now(years: i64) -> anyhow::Result<Timestamp> {
    let life = SignedDuration::from_hours(24 * DAYS_A_YEAR * years);
    Ok(RealTime::real().now().checked_add(life)?)
}
