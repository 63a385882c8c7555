//! `madoguchi rules`: what-if questions to the rules of the counter.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use jiff::civil::Date;
use qualification::visit_date;
use rulebook::{Case, Given, GivenError};
use serde_json::{Map, Value};

use super::{note, tell};
use crate::cli::rules::{CaseArguments, Check, List, Rules, RulesCommand};
use crate::given::RealTime;
use crate::shelf::Person;

/// A question cannot be answered.
const NOT_ANSWERED: u8 = 2;

pub(crate) fn run(arguments: Rules) -> anyhow::Result<ExitCode> {
    match arguments.command {
        RulesCommand::Check(arguments) => check(&arguments),
        RulesCommand::List(arguments) => {
            list(&arguments);
            Ok(ExitCode::SUCCESS)
        }
        RulesCommand::Explain(arguments) => {
            let date = arguments.date;
            answer(&arguments.case, date, |case| {
                let explained = rulebook::explain(case);
                if arguments.json {
                    tell(explained.to_json());
                } else {
                    tell(explained);
                }
            })
        }
        RulesCommand::On(arguments) => answer(&arguments.case, Some(arguments.date), |case| {
            let timeline = rulebook::on(case);
            if arguments.json {
                tell(timeline.to_json());
            } else {
                tell(timeline);
            }
        }),
    }
}

fn check(arguments: &Check) -> anyhow::Result<ExitCode> {
    let file = read(&arguments.file)?;
    let checked = rulebook::check(&file);
    if arguments.json {
        tell(serde_json::to_string(&checked)?);
    } else {
        tell(&checked);
    }
    Ok(if !checked.mismatches.is_empty() {
        ExitCode::FAILURE
    } else if checked.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_ANSWERED)
    })
}

fn list(arguments: &List) {
    if arguments.json {
        tell(rulebook::rules_json());
    } else if arguments.markdown {
        tell(rulebook::reference_page());
    } else if arguments.outcomes {
        tell(rulebook::outcomes());
    } else if arguments.fall_back {
        tell(rulebook::fall_back_table());
    } else {
        tell(rulebook::rules());
    }
}

/// Answers of the case that the arguments describe; a fact that cannot be read is a
/// wrong usage.
fn answer(
    arguments: &CaseArguments,
    date: Option<Date>,
    tell: impl FnOnce(&Case),
) -> anyhow::Result<ExitCode> {
    let mut said = match &arguments.json_in {
        Some(file) => object(&read(file)?).with_context(|| file.display().to_string())?,
        None => Map::new(),
    };
    said.extend(arguments.said());
    if let Some(date) = date {
        said.insert("date".to_owned(), Value::from(date.to_string()));
    }
    let given = match Given::read(&Value::from(said).to_string()) {
        Ok(given) => given,
        Err(error) => return Ok(not_answered(&error)),
    };
    let today = || visit_date(RealTime::real().now());
    let date = given.date().unwrap_or_else(today);
    let case = match &arguments.card {
        Some(file) => of_persona(file, date)?,
        None => Case::assumed(date),
    };
    match case.with(given) {
        Ok(case) => tell(&case),
        Err(error) => return Ok(not_answered(&error)),
    }
    Ok(ExitCode::SUCCESS)
}

fn not_answered(error: &GivenError) -> ExitCode {
    note(format_args!("madoguchi: {error}"));
    ExitCode::from(NOT_ANSWERED)
}

fn of_persona(file: &Path, date: Date) -> anyhow::Result<Case> {
    let person = Person::load(file)?;
    if person.persona().card.suspended {
        note(
            "一時停止中のカードです。ここでは停止は判断せず、資格だけを答えます。\n\
             This card is suspended. That is not judged here: the answer is as if it were not.",
        );
    }
    person
        .case(date)
        .with_context(|| format!("{}: no [insurance] in it", file.display()))
}

fn object(json: &[u8]) -> anyhow::Result<Map<String, Value>> {
    Ok(serde_json::from_slice(json)?)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut text = Vec::new();
        io::stdin().read_to_end(&mut text)?;
        return Ok(text);
    }
    fs::read(file).with_context(|| file.display().to_string())
}
