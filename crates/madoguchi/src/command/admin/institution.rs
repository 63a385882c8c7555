//! Institutions are put in and listed.

use api::admin::{ListInstitutions, PutInstitution};
use qualification::{Category, InstitutionTerms};
use serde_json::{Value, json};

use super::{Operator, Told, fresh_key};
use crate::cli::admin::InstitutionCommand;

pub(super) async fn run(operator: &Operator, command: InstitutionCommand) -> anyhow::Result<Told> {
    match command {
        InstitutionCommand::Put {
            code,
            named,
            offers,
            stopped,
        } => {
            let terms = InstitutionTerms {
                code,
                name: named,
                offered: offers,
                stopped,
            };
            let told = Told::done(line(&terms), as_json(&terms));
            let request = PutInstitution {
                terms,
                key: fresh_key(),
            };
            operator.client.put_institution(request).await?;
            Ok(told)
        }
        InstitutionCommand::List => list(operator).await,
    }
}

async fn list(operator: &Operator) -> anyhow::Result<Told> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let request = ListInstitutions { after };
        let page = operator.client.institutions(request, fresh_key()).await?;
        all.extend(page.some);
        after = all
            .last()
            .map(|terms: &InstitutionTerms| terms.code.clone());
        if !page.more {
            break;
        }
    }
    let lines: Vec<_> = all.iter().map(line).collect();
    let text = match all.is_empty() {
        true => "登録された医療機関はありません / no institution was put in".to_owned(),
        false => lines.join("\n"),
    };
    let all: Vec<_> = all.iter().map(as_json).collect();
    Ok(Told::done(text, json!({ "institutions": all })))
}

fn line(terms: &InstitutionTerms) -> String {
    let stopped = match terms.stopped {
        true => " 停止中 / stopped",
        false => "",
    };
    let offered = terms.offered.codes();
    format!("{} {} {offered}{stopped}", terms.code.as_str(), terms.name)
}

fn as_json(terms: &InstitutionTerms) -> Value {
    let offered: Vec<_> = terms.offered.iter().map(Category::code).collect();
    json!({
        "institution": terms.code.as_str(),
        "name": terms.name,
        "offered": offered,
        "stopped": terms.stopped,
    })
}
