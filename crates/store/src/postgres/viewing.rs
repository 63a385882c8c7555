//! Reading medical history: judged and recorded in the transaction that reads.

use async_trait::async_trait;
use qualification::{Disclosure, Viewing, view};

use super::failure::Failure;
use super::ledger::{Ledger, Work};
use super::{history, institution, person, staff, visit};
use crate::{HistoryAnswer, HistoryRead};

#[async_trait]
impl Work for HistoryRead {
    type Answer = HistoryAnswer;

    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<HistoryAnswer, Failure> {
        let account = match self.on_duty() {
            Some((place, staff)) => staff::find(ledger, place, &staff.id).await?,
            None => None,
        };
        let asks = self.on_duty().filter(|(_, staff)| {
            let is_theirs = |account: &crate::StaffAccount| {
                (account.role, account.session) == (staff.role, staff.session)
            };
            account.as_ref().is_some_and(is_theirs)
        });
        let Some((place, staff)) = asks else {
            ledger.append(self.not_on_duty()).await?;
            return Ok(HistoryAnswer::StaffNotOnDuty);
        };
        let visit = visit::find(ledger, place, self.visit).await?;
        let disclosed = match &visit {
            Some(visit) => person::disclosure(ledger, visit.person).await?,
            None => None,
        };
        let Some(visit) = visit.filter(|_| disclosed == Some(Disclosure::Disclosed)) else {
            ledger.append(self.no_visit()).await?;
            return Ok(HistoryAnswer::NoVisit);
        };
        let terms = institution::find(ledger, place).await?;
        let viewing = Viewing {
            role: staff.role,
            purpose: self.purpose,
            institution: place,
            offered: terms.map_or(self.offered_by_default, |terms| terms.offered),
            category: self.category,
            grants: &visit.consents,
            scope: visit.scope,
            at: self.at,
        };
        let consent = match view(&viewing) {
            Ok(consent) => consent,
            Err(denial) => {
                ledger.append(self.denied(visit.person, denial)).await?;
                return Ok(HistoryAnswer::Denied(denial));
            }
        };
        let begins = self.begins(visit.visit_date);
        let records = history::of(ledger, visit.person, self.category, begins).await?;
        let (records, next) = self.page(records, visit.visit_date);
        let viewed = self.viewed(visit.person, consent.id, &records);
        ledger.append(viewed).await?;
        let records = records.into_iter().map(|(_, record)| record).collect();
        Ok(HistoryAnswer::Page { records, next })
    }
}
