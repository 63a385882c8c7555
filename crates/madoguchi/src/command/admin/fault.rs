//! A developer's faults are switched on, listed and switched off.

use api::Rpc;
use api::admin::{FaultEffect, NumberedFault, PutFault, RemoveFault, SwitchedFault};
use qualification::Institution;
use serde_json::{Value, json};

use super::{Operator, Told, fresh_key};
use crate::cli::admin::{Disturbing, FaultCommand, Whom};

pub(super) async fn run(operator: &Operator, command: FaultCommand) -> anyhow::Result<Told> {
    match command {
        FaultCommand::Put(disturbing) => put(operator, *disturbing).await,
        FaultCommand::List => {
            let faults = operator.client.faults(fresh_key()).await?;
            let lines: Vec<_> = faults.iter().map(line).collect();
            let text = match faults.is_empty() {
                true => "設定中の障害はありません / no fault is switched on".to_owned(),
                false => lines.join("\n"),
            };
            let faults: Vec<_> = faults.iter().map(as_json).collect();
            Ok(Told::done(text, json!({ "faults": faults })))
        }
        FaultCommand::Remove { number, all } => {
            let number = number.filter(|_| !all);
            let key = fresh_key();
            let removed = operator.client.remove_fault(RemoveFault { number, key });
            let removed = removed.await?;
            Ok(Told {
                text: format!("{removed} 件を解除しました / {removed} switched off"),
                json: json!({ "removed": removed }),
                found: removed > 0 || number.is_none(),
            })
        }
    }
}

async fn put(operator: &Operator, disturbing: Disturbing) -> anyhow::Result<Told> {
    let effect = disturbing.effect();
    let whom = Whom {
        persona: disturbing.persona,
        card: disturbing.card,
        person: disturbing.person,
        number: None,
    };
    let anybody = whom.persona.is_none() && whom.card.is_none() && whom.person.is_none();
    let fault = SwitchedFault {
        institution: disturbing.institution,
        person: match anybody {
            true => None,
            false => Some(operator.whom(whom)?),
        },
        rpc: disturbing.call,
        per_thousand: disturbing.per_thousand,
        seed: disturbing.seed,
        effect,
    };
    let key = fresh_key();
    let number = operator.client.put_fault(PutFault { fault, key }).await?;
    Ok(Told::done(
        format!("障害 {number} を設定しました / fault {number} is switched on"),
        json!({ "fault": number }),
    ))
}

fn effect(effect: FaultEffect) -> String {
    match effect {
        FaultEffect::Status(code) => format!("status={}", i32::from(code)),
        FaultEffect::Delay(time) => format!("delay={time:?}"),
        FaultEffect::DropAfterCommit => "drop-after-commit".to_owned(),
        FaultEffect::StaleDays(days) => format!("stale-days={days}"),
        FaultEffect::SlowStore(time) => format!("slow-store={time:?}"),
    }
}

fn line(it: &NumberedFault) -> String {
    let fault = &it.fault;
    let institution = fault.institution.as_ref().map(Institution::as_str);
    let person = match fault.person {
        Some(_) => "1人 / one person",
        None => "-",
    };
    format!(
        "{} {} {} {} {person} {}/1000 seed={} 回数 / met {}",
        it.number,
        effect(fault.effect),
        institution.unwrap_or("-"),
        fault.rpc.map_or("-", Rpc::path),
        fault.per_thousand,
        fault.seed,
        it.met
    )
}

fn as_json(it: &NumberedFault) -> Value {
    let fault = &it.fault;
    json!({
        "fault": it.number,
        "effect": effect(fault.effect),
        "institution": fault.institution.as_ref().map(Institution::as_str),
        "of_one_person": fault.person.is_some(),
        "call": fault.rpc.map(Rpc::path),
        "per_thousand": fault.per_thousand,
        "seed": fault.seed,
        "met": it.met,
    })
}
