//! What insurers change.

use api::admin::{ChangeInsurer, ChangeRegistration, SetArrears};
use qualification::{Cover, Registration};
use serde_json::json;

use super::{Operator, Told, changed, fresh_key};
use crate::cli::admin::{Arrears, Event, Insurer, Whom};

pub(super) async fn arrears(operator: &Operator, arrears: Arrears) -> anyhow::Result<Told> {
    let due = arrears.due.filter(|_| !arrears.paid);
    let request = SetArrears {
        person: operator.whom(arrears.whom)?,
        due,
        key: fresh_key(),
    };
    let found = operator.client.set_arrears(request).await?;
    Ok(changed(
        found,
        match due {
            Some(_) => "滞納を記録しました / the unpaid premium is recorded",
            None => "滞納なしにしました / everything is paid",
        },
    ))
}

pub(super) async fn insurer(operator: &Operator, insurer: Insurer) -> anyhow::Result<Told> {
    let cover = Cover {
        relation: insurer.relation(),
        linked_on: insurer.linked_on(),
        insurer: insurer.to,
        insurer_name: insurer.named,
        symbol: insurer.symbol,
        number: insurer.number_there,
        branch: insurer.branch,
        acquired_on: insurer.acquired,
        lost_on: None,
        share: insurer.share,
        arrears_due: None,
    };
    let request = ChangeInsurer {
        person: operator.whom(insurer.whom)?,
        cover,
        key: fresh_key(),
    };
    let found = operator.client.change_insurer(request).await?;
    Ok(changed(
        found,
        "保険者を変更しました / the insurer is changed",
    ))
}

pub(super) async fn registration(
    operator: &Operator,
    whom: Whom,
    event: Event,
) -> anyhow::Result<Told> {
    let request = ChangeRegistration {
        person: operator.whom(whom)?,
        event: event.event(),
        key: fresh_key(),
    };
    let Some((stands, changed)) = operator.client.change_registration(request).await? else {
        return Ok(Told::nobody());
    };
    let (code, ja) = words(stands);
    let how = match changed {
        true => "変更しました / changed",
        false => "変更なし / unchanged",
    };
    Ok(Told {
        text: format!("利用登録 / registration: {ja} {code}（{how}）"),
        json: json!({ "found": true, "registration": code, "changed": changed }),
        found: changed,
    })
}

/// How a registration stands, for programs and for people.
pub(super) const fn words(registration: Registration) -> (&'static str, &'static str) {
    match registration {
        Registration::Registered => ("registered", "登録済"),
        Registration::NotRegistered => ("not_registered", "未登録"),
        Registration::Deregistering => ("deregistering", "解除申請中"),
        Registration::Deregistered => ("deregistered", "解除済"),
    }
}
