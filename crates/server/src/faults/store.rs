//! A store in front of the store: slow, behind, and watchful of whom a call concerns.

use std::sync::Arc;

use api::Rpc;
use jiff::{Timestamp, ToSpan as _};
use qualification::{
    Caller, CardFingerprint, ConsentGrant, ConsentId, IdempotencyKey, Institution, InsuredPerson,
    InsurerNumber, Party, PersonId, ReceiptNumber, StaffId, VisitId, visit_date,
};
use store::{
    Administration, AuditPage, Authentication, BatchRecord, BatchResults, Checkpoint, Closing,
    Completion, Denial, Enrolment, Forgetting, HistoryAnswer, HistoryRead, InstitutionTerms,
    NewBatch, NumberCheck, PastAnswer, PlacedBooking, Recorded, ReferenceNumber, SignIn,
    SignInBegun, StaffAccount, Store, StoreError, VisitRecord, Withdrawal,
};
use tokio::time::sleep;
use tonic::{Code, async_trait};

use super::call::DisturbedCall;
use super::registry::{Disturbance, Faults};
use super::stale::as_known_on;
use crate::given::Clock;

/// The store as a disturbed call sees it. Outside of such a call it is as it is.
pub(crate) struct FaultyStore {
    inner: Arc<dyn Store>,
    faults: Arc<Faults>,
    clock: Arc<dyn Clock>,
}

impl FaultyStore {
    pub(crate) fn new(inner: Arc<dyn Store>, faults: Arc<Faults>, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            faults,
            clock,
        }
    }

    /// Somebody was looked up, so the call concerns them; by a document's number that is
    /// everyone who has it. They are told of as insurers' data stood.
    fn seen(&self, person: InsuredPerson) -> Result<InsuredPerson, StoreError> {
        let days = concerns(person.id)?.stale_days;
        if days == 0 {
            return Ok(person);
        }
        let today = visit_date(self.clock.now());
        Ok(as_known_on(
            person,
            today.saturating_sub(i32::from(days).days()),
        ))
    }

    /// A visit is changed that was not looked up before: it concerns its person.
    async fn visits_person(&self, caller: &Caller, id: VisitId) -> Result<(), StoreError> {
        if let (Some(_), Some(institution)) = (DisturbedCall::current(), caller.institution())
            && let Some(visit) = self.inner.visit(institution, id).await?
        {
            concerns(visit.person)?;
        }
        Ok(())
    }

    /// What goes wrong with a page of a history.
    async fn page(&self, read: &HistoryRead) -> Result<Disturbance, StoreError> {
        let mut disturbance = Disturbance::default();
        if let Some(institution) = read.caller.institution() {
            let visit = self.inner.visit(institution, read.visit).await?;
            let (faults, rpc) = (&self.faults, Rpc::ReadHistory);
            faults.draw(institution, rpc, None, &mut disturbance);
            if let Some(visit) = visit {
                faults.draw(institution, rpc, Some(visit.person), &mut disturbance);
            }
        }
        Ok(disturbance)
    }
}

/// Takes as much longer as the call that asks is slowed down.
async fn asked() {
    if let Some(call) = DisturbedCall::current() {
        sleep(call.disturbance().slow).await;
    }
}

/// The call that asks concerns this person.
fn concerns(person: PersonId) -> Result<Disturbance, StoreError> {
    let call = DisturbedCall::current();
    let disturbance = call.map(|call| call.concerns(person));
    refused(disturbance.unwrap_or_default())
}

fn refused(disturbance: Disturbance) -> Result<Disturbance, StoreError> {
    match disturbance.status {
        Some(code) => Err(StoreError::Disturbed {
            status: code.into(),
        }),
        None => Ok(disturbance),
    }
}

/// The answer is lost.
fn unavailable() -> StoreError {
    StoreError::Disturbed {
        status: Code::Unavailable.into(),
    }
}

#[async_trait]
impl Store for FaultyStore {
    async fn enrol(&self, people: Vec<Enrolment>) -> Result<(), StoreError> {
        asked().await;
        self.inner.enrol(people).await
    }

    async fn person(&self, id: PersonId) -> Result<Option<InsuredPerson>, StoreError> {
        asked().await;
        let person = self.inner.person(id).await?;
        person.map(|it| self.seen(it)).transpose()
    }

    async fn person_of_card(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<InsuredPerson>, StoreError> {
        asked().await;
        let person = self.inner.person_of_card(card).await?;
        person.map(|it| self.seen(it)).transpose()
    }

    async fn people_with_number(
        &self,
        insurer: &InsurerNumber,
        symbol: Option<&str>,
        number: &str,
    ) -> Result<Vec<InsuredPerson>, StoreError> {
        asked().await;
        let people = self.inner.people_with_number(insurer, symbol, number);
        let people = people.await?.into_iter();
        people.map(|it| self.seen(it)).collect()
    }

    async fn suspended_since(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<Timestamp>, StoreError> {
        asked().await;
        self.inner.suspended_since(card).await
    }

    async fn cards(
        &self,
        id: PersonId,
    ) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, StoreError> {
        asked().await;
        self.inner.cards(id).await
    }

    async fn answer_before(
        &self,
        party: &Party,
        key: IdempotencyKey,
    ) -> Result<Option<PastAnswer>, StoreError> {
        asked().await;
        self.inner.answer_before(party, key).await
    }

    async fn record_authentication(
        &self,
        authentication: Authentication,
    ) -> Result<Recorded, StoreError> {
        asked().await;
        self.inner.record_authentication(authentication).await
    }

    async fn record_completion(&self, completion: Completion) -> Result<Recorded, StoreError> {
        asked().await;
        self.inner.record_completion(completion).await
    }

    async fn record_closing(&self, closing: Closing) -> Result<Recorded, StoreError> {
        asked().await;
        self.visits_person(&closing.effect.caller, closing.visit)
            .await?;
        self.inner.record_closing(closing).await
    }

    async fn record_number_check(&self, check: NumberCheck) -> Result<Recorded, StoreError> {
        asked().await;
        self.inner.record_number_check(check).await
    }

    async fn visit(
        &self,
        institution: &Institution,
        id: VisitId,
    ) -> Result<Option<VisitRecord>, StoreError> {
        asked().await;
        let visit = self.inner.visit(institution, id).await?;
        if let Some(visit) = &visit {
            concerns(visit.person)?;
        }
        Ok(visit)
    }

    async fn consent(
        &self,
        institution: &Institution,
        id: ConsentId,
    ) -> Result<Option<(VisitId, ConsentGrant)>, StoreError> {
        asked().await;
        self.inner.consent(institution, id).await
    }

    async fn record_withdrawal(&self, withdrawal: Withdrawal) -> Result<Recorded, StoreError> {
        asked().await;
        self.visits_person(&withdrawal.effect.caller, withdrawal.visit)
            .await?;
        self.inner.record_withdrawal(withdrawal).await
    }

    async fn read_history(&self, read: HistoryRead) -> Result<HistoryAnswer, StoreError> {
        let disturbance = self.page(&read).await?;
        sleep(disturbance.slow).await;
        refused(disturbance)?;
        let page = self.inner.read_history(read).await?;
        sleep(disturbance.delay).await;
        match disturbance.lost {
            true => Err(unavailable()),
            false => Ok(page),
        }
    }

    async fn record_reference_number(
        &self,
        number: ReferenceNumber,
    ) -> Result<Recorded, StoreError> {
        asked().await;
        self.inner.record_reference_number(number).await
    }

    async fn reference_number(
        &self,
        institution: &Institution,
        person: PersonId,
    ) -> Result<Option<String>, StoreError> {
        asked().await;
        self.inner.reference_number(institution, person).await
    }

    async fn record_batch(&self, batch: NewBatch) -> Result<Recorded, StoreError> {
        asked().await;
        self.inner.record_batch(batch).await
    }

    async fn batch(
        &self,
        institution: &Institution,
        receipt: ReceiptNumber,
    ) -> Result<Option<BatchRecord>, StoreError> {
        asked().await;
        self.inner.batch(institution, receipt).await
    }

    async fn bookings(
        &self,
        receipt: ReceiptNumber,
        after: u32,
        at_most: usize,
    ) -> Result<Vec<PlacedBooking>, StoreError> {
        asked().await;
        self.inner.bookings(receipt, after, at_most).await
    }

    async fn record_batch_results(
        &self,
        results: BatchResults,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        asked().await;
        self.inner.record_batch_results(results).await
    }

    async fn institution(
        &self,
        institution: &Institution,
    ) -> Result<Option<InstitutionTerms>, StoreError> {
        asked().await;
        self.inner.institution(institution).await
    }

    async fn institutions(
        &self,
        after: &str,
        at_most: usize,
    ) -> Result<Vec<InstitutionTerms>, StoreError> {
        asked().await;
        self.inner.institutions(after, at_most).await
    }

    async fn staff(
        &self,
        institution: &Institution,
        id: &StaffId,
    ) -> Result<Option<StaffAccount>, StoreError> {
        asked().await;
        self.inner.staff(institution, id).await
    }

    async fn all_staff(&self, institution: &Institution) -> Result<Vec<StaffAccount>, StoreError> {
        asked().await;
        self.inner.all_staff(institution).await
    }

    async fn begin_sign_in(&self, sign_in: SignIn) -> Result<SignInBegun, StoreError> {
        asked().await;
        self.inner.begin_sign_in(sign_in).await
    }

    async fn end_sign_in(&self, sign_in: SignIn, right: bool) -> Result<(), StoreError> {
        asked().await;
        self.inner.end_sign_in(sign_in, right).await
    }

    async fn record_administration(
        &self,
        administration: Administration,
    ) -> Result<Recorded, StoreError> {
        asked().await;
        self.inner.record_administration(administration).await
    }

    async fn record_denial(&self, denial: Denial) -> Result<(), StoreError> {
        asked().await;
        self.inner.record_denial(denial).await
    }

    async fn record_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        asked().await;
        self.inner.record_checkpoint(checkpoint).await
    }

    async fn checkpoints(&self, after: u64, at_most: usize) -> Result<Vec<Checkpoint>, StoreError> {
        asked().await;
        self.inner.checkpoints(after, at_most).await
    }

    async fn forget(&self, forgetting: Forgetting) -> Result<u64, StoreError> {
        asked().await;
        self.inner.forget(forgetting).await
    }

    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError> {
        asked().await;
        self.inner.audit(after, at_most).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        asked().await;
        self.inner.check().await
    }
}
