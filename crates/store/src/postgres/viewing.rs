//! Reading medical history: judged and recorded in the transaction that reads.

use async_trait::async_trait;

use super::failure::Failure;
use super::ledger::{Ledger, Work};
use super::pool::Transaction;
use super::{history, institution, person, staff, visit};
use crate::history::{Judged, Standing};
use crate::{HistoryAnswer, HistoryRead};

#[async_trait]
impl Work for HistoryRead {
    type Answer = HistoryAnswer;

    /// Reads one page, if it may be viewed, and records what came of it.
    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<HistoryAnswer, Failure> {
        let (answer, event) = judge(ledger, self).await?;
        ledger.append(event).await?;
        Ok(answer)
    }
}

async fn judge(transaction: &Transaction<'_>, it: &HistoryRead) -> Result<Judged, Failure> {
    let (asking, on_duty) = match it.on_duty() {
        Ok(asking) => asking,
        Err(refusal) => return Ok(it.refused(refusal)),
    };
    let visit = visit::find(transaction, asking, it.visit).await?;
    let disclosure = match &visit {
        Some(visit) => person::disclosure(transaction, visit.person).await?,
        None => None,
    };
    let standing = Standing {
        terms: institution::find(transaction, asking).await?,
        account: staff::find(transaction, asking, &on_duty.id).await?,
        visit,
        disclosure,
    };
    let opened = match it.open(standing) {
        Ok(opened) => opened,
        Err(refusal) => return Ok(it.refused(refusal)),
    };
    let begins = it.begins(&opened);
    let all = history::of_person(transaction, opened.person(), it.category, begins).await?;
    Ok(it.given(&opened, all))
}
