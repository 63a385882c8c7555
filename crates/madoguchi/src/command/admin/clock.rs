//! The server's clock.

use api::admin::SetClock;
use jiff::Timestamp;
use serde_json::json;

use super::{Operator, Told, fresh_key};

pub(super) async fn clock(operator: &Operator, set: Option<Timestamp>) -> anyhow::Result<Told> {
    let key = fresh_key();
    let now = match set {
        Some(now) => {
            operator.client.set_clock(SetClock { now, key }).await?;
            now
        }
        None => operator.client.clock(key).await?,
    };
    Ok(Told::done(
        format!("サーバーの時刻 / the server's time: {now:.0}"),
        json!({ "now": now }),
    ))
}
