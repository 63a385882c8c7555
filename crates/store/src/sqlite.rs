//! The store in a SQLite file: one thread writes, a few read.

mod administration;
mod audit;
mod batch;
mod card;
mod certificate;
mod checkpoint;
mod consent;
mod copy;
mod effect;
mod failure;
mod file;
mod forget;
mod history;
mod institution;
mod person;
mod queue;
mod readers;
mod staff;
mod visit;
mod writer;

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use qualification::{
    CardFingerprint, ConsentGrant, ConsentId, Institution, InsuredPerson, InsurerNumber, Party,
    PersonId, ReceiptNumber, StaffId, VisitId,
};
use rusqlite::Connection;

pub(crate) use self::copy::{copy, let_go, look_into};
use self::readers::Readers;
use self::writer::Writer;
use crate::{
    Administration, AuditPage, Authentication, BatchRecord, BatchResults, Checkpoint, Closing,
    Completion, Denial, Enrolment, Forgetting, HistoryAnswer, HistoryRead, IdempotencyKey,
    InstitutionTerms, NewBatch, NumberCheck, PastAnswer, PlacedBooking, Recorded, ReferenceNumber,
    SignIn, SignInBegun, StaffAccount, Store, StoreError, VisitRecord, Withdrawal,
};

/// A store in one file.
pub(crate) struct SqliteStore {
    readers: Readers,
    /// Dropped last: only a connection that may write can leave one tidy file.
    writer: Option<Writer>,
}

impl SqliteStore {
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let writer = Writer::start(file::open(path)?)?;
        Ok(Self {
            readers: Readers::start(path)?,
            writer: Some(writer),
        })
    }

    pub(crate) fn open_for_reading(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            readers: Readers::start(path)?,
            writer: None,
        })
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        writer.write(work).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn enrol(&self, people: Vec<Enrolment>) -> Result<(), StoreError> {
        self.write(move |file| person::enrol(file, &people)).await
    }

    async fn person(&self, id: PersonId) -> Result<Option<InsuredPerson>, StoreError> {
        self.readers.read(move |file| person::find(file, id)).await
    }

    async fn person_of_card(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<InsuredPerson>, StoreError> {
        let question = move |file: &Connection| person::of_card(file, card);
        self.readers.read(question).await
    }

    async fn people_with_number(
        &self,
        insurer: &InsurerNumber,
        symbol: Option<&str>,
        number: &str,
    ) -> Result<Vec<InsuredPerson>, StoreError> {
        let (insurer, number) = (insurer.clone(), number.to_owned());
        let symbol = symbol.map(str::to_owned);
        self.readers
            .read(move |file| person::with_number(file, &insurer, symbol.as_deref(), &number))
            .await
    }

    async fn suspended_since(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<Timestamp>, StoreError> {
        let question = move |file: &Connection| card::suspended_since(file, card);
        self.readers.read(question).await
    }

    async fn cards(
        &self,
        id: PersonId,
    ) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, StoreError> {
        self.readers
            .read(move |file| card::of_person(file, id))
            .await
    }

    async fn answer_before(
        &self,
        party: &Party,
        key: IdempotencyKey,
    ) -> Result<Option<PastAnswer>, StoreError> {
        let party = party.clone();
        self.readers
            .read(move |file| effect::answer_before(file, &party, key))
            .await
    }

    async fn record_authentication(&self, it: Authentication) -> Result<Recorded, StoreError> {
        self.write(move |file| effect::authenticate(file, &it))
            .await
    }

    async fn record_completion(&self, it: Completion) -> Result<Recorded, StoreError> {
        self.write(move |file| effect::complete(file, &it)).await
    }

    async fn record_closing(&self, it: Closing) -> Result<Recorded, StoreError> {
        self.write(move |file| effect::close(file, &it)).await
    }

    async fn record_number_check(&self, it: NumberCheck) -> Result<Recorded, StoreError> {
        self.write(move |file| effect::check_number(file, &it))
            .await
    }

    async fn visit(
        &self,
        institution: &Institution,
        id: VisitId,
    ) -> Result<Option<VisitRecord>, StoreError> {
        let institution = institution.clone();
        self.readers
            .read(move |file| visit::find(file, &institution, id))
            .await
    }

    async fn consent(
        &self,
        institution: &Institution,
        id: ConsentId,
    ) -> Result<Option<(VisitId, ConsentGrant)>, StoreError> {
        let institution = institution.clone();
        self.readers
            .read(move |file| consent::of_institution(file, &institution, id))
            .await
    }

    async fn record_withdrawal(&self, it: Withdrawal) -> Result<Recorded, StoreError> {
        self.write(move |file| consent::withdraw(file, &it)).await
    }

    async fn read_history(&self, it: HistoryRead) -> Result<HistoryAnswer, StoreError> {
        self.write(move |file| history::read(file, &it)).await
    }

    async fn record_reference_number(&self, it: ReferenceNumber) -> Result<Recorded, StoreError> {
        self.write(move |file| institution::refer(file, &it)).await
    }

    async fn reference_number(
        &self,
        institution: &Institution,
        person: PersonId,
    ) -> Result<Option<String>, StoreError> {
        let institution = institution.clone();
        self.readers
            .read(move |file| institution::reference_number(file, &institution, person))
            .await
    }

    async fn record_batch(&self, it: NewBatch) -> Result<Recorded, StoreError> {
        self.write(move |file| batch::record(file, &it)).await
    }

    async fn batch(
        &self,
        institution: &Institution,
        receipt: ReceiptNumber,
    ) -> Result<Option<BatchRecord>, StoreError> {
        let institution = institution.clone();
        self.readers
            .read(move |file| batch::find(file, &institution, receipt))
            .await
    }

    async fn bookings(
        &self,
        receipt: ReceiptNumber,
        after: u32,
        at_most: usize,
    ) -> Result<Vec<PlacedBooking>, StoreError> {
        self.readers
            .read(move |file| batch::bookings(file, receipt, after, at_most))
            .await
    }

    async fn record_batch_results(&self, it: BatchResults) -> Result<Vec<Vec<u8>>, StoreError> {
        self.write(move |file| batch::record_results(file, &it))
            .await
    }

    async fn institution(
        &self,
        institution: &Institution,
    ) -> Result<Option<InstitutionTerms>, StoreError> {
        let code = institution.clone();
        self.readers
            .read(move |file| institution::find(file, &code))
            .await
    }

    async fn institutions(
        &self,
        after: &str,
        at_most: usize,
    ) -> Result<Vec<InstitutionTerms>, StoreError> {
        let after = after.to_owned();
        self.readers
            .read(move |file| institution::page(file, &after, at_most))
            .await
    }

    async fn staff(
        &self,
        institution: &Institution,
        id: &StaffId,
    ) -> Result<Option<StaffAccount>, StoreError> {
        let (institution, id) = (institution.clone(), id.clone());
        self.readers
            .read(move |file| staff::find(file, &institution, &id))
            .await
    }

    async fn all_staff(&self, institution: &Institution) -> Result<Vec<StaffAccount>, StoreError> {
        let institution = institution.clone();
        self.readers
            .read(move |file| staff::all(file, &institution))
            .await
    }

    async fn begin_sign_in(&self, it: SignIn) -> Result<SignInBegun, StoreError> {
        self.write(move |file| staff::begin_sign_in(file, &it))
            .await
    }

    async fn end_sign_in(&self, it: SignIn, right: bool) -> Result<(), StoreError> {
        self.write(move |file| staff::end_sign_in(file, &it, right))
            .await
    }

    async fn record_administration(&self, it: Administration) -> Result<Recorded, StoreError> {
        self.write(move |file| administration::administer(file, &it))
            .await
    }

    async fn record_denial(&self, it: Denial) -> Result<(), StoreError> {
        self.write(move |file| audit::append(file, it.event()))
            .await
    }

    async fn record_checkpoint(&self, it: Checkpoint) -> Result<(), StoreError> {
        self.write(move |file| checkpoint::record(file, &it)).await
    }

    async fn checkpoints(&self, after: u64, at_most: usize) -> Result<Vec<Checkpoint>, StoreError> {
        self.readers
            .read(move |file| checkpoint::page(file, after, at_most))
            .await
    }

    async fn forget(&self, it: Forgetting) -> Result<u64, StoreError> {
        self.write(move |file| forget::forget(file, &it)).await
    }

    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError> {
        self.readers
            .read(move |file| audit::page(file, after, at_most))
            .await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.write(effect::check).await
    }
}
