//! Cards: suspended, lifted, renewed.

use api::admin::{OneCard, RenewCard};

use super::{Operator, Told, changed, fresh_key};
use crate::cli::admin::Card;

pub(super) async fn suspend(operator: &Operator, card: &Card) -> anyhow::Result<Told> {
    let found = operator.client.suspend_card(one(operator, card)?).await?;
    Ok(changed(
        found,
        "一時利用停止にしました。このカードでは受付できません / suspended: the card lets nobody in",
    ))
}

pub(super) async fn lift(operator: &Operator, card: &Card) -> anyhow::Result<Told> {
    let found = operator.client.lift_card(one(operator, card)?).await?;
    Ok(changed(
        found,
        "一時利用停止を解除しました / the suspension is lifted",
    ))
}

pub(super) async fn renew(operator: &Operator, old: &Card, new: &str) -> anyhow::Result<Told> {
    let by_persona = Card {
        persona: Some(new.to_owned()),
        card: None,
    };
    let request = RenewCard {
        old: operator.card(old)?,
        new: match new.parse() {
            Ok(card) => card,
            Err(_) => operator.card(&by_persona)?,
        },
        key: fresh_key(),
    };
    let found = operator.client.renew_card(request).await?;
    Ok(changed(
        found,
        "新しいカードに置き換えました / the new card has taken the place of the old one",
    ))
}

fn one(operator: &Operator, card: &Card) -> anyhow::Result<OneCard> {
    Ok(OneCard {
        card: operator.card(card)?,
        key: fresh_key(),
    })
}
