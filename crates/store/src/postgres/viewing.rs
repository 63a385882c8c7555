//! Reading medical history: judged and recorded in the transaction that reads.

use async_trait::async_trait;
use qualification::{Disclosure, Institution, Viewing, view};

use super::failure::Failure;
use super::ledger::{Ledger, Work};
use super::pool::Transaction;
use super::{history, institution, person, staff, visit};
use crate::{AuditEvent, HistoryAnswer, HistoryRead, VisitRecord};

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

async fn judge(
    transaction: &Transaction<'_>,
    it: &HistoryRead,
) -> Result<(HistoryAnswer, AuditEvent), Failure> {
    let Some((asking, on_duty)) = it.on_duty() else {
        return Ok((HistoryAnswer::StaffNotOnDuty, it.not_on_duty()));
    };
    let account = staff::find(transaction, asking, &on_duty.id).await?;
    if account.is_none_or(|now| (now.role, now.session) != (on_duty.role, on_duty.session)) {
        return Ok((HistoryAnswer::StaffNotOnDuty, it.not_on_duty()));
    }
    let Some(visit) = disclosed_visit(transaction, it, asking).await? else {
        return Ok((HistoryAnswer::NoVisit, it.no_visit()));
    };
    let terms = institution::find(transaction, asking).await?;
    let viewing = Viewing {
        role: on_duty.role,
        purpose: it.purpose,
        institution: asking,
        offered: terms.map_or(it.offered_by_default, |terms| terms.offered),
        category: it.category,
        grants: &visit.consents,
        scope: visit.scope,
        at: it.at,
    };
    let consent = match view(&viewing) {
        Ok(consent) => consent,
        Err(denial) => {
            let event = it.denied(visit.person, denial);
            return Ok((HistoryAnswer::Denied(denial), event));
        }
    };
    let begins = it.begins(visit.visit_date);
    let all = history::of_person(transaction, visit.person, it.category, begins).await?;
    let (page, next) = it.page(all, visit.visit_date);
    let event = it.viewed(visit.person, consent.id, &page);
    let records = page.into_iter().map(|(_, record)| record).collect();
    Ok((HistoryAnswer::Page { records, next }, event))
}

/// The visit, unless the data of whose it is may be shown to nobody.
async fn disclosed_visit(
    transaction: &Transaction<'_>,
    it: &HistoryRead,
    asking: &Institution,
) -> Result<Option<VisitRecord>, Failure> {
    let Some(visit) = visit::find(transaction, asking, it.visit).await? else {
        return Ok(None);
    };
    let disclosure = person::disclosure(transaction, visit.person).await?;
    Ok((disclosure == Some(Disclosure::Disclosed)).then_some(visit))
}
