//! The store in a SQLite file: one thread writes, a few read.

mod audit;
mod certificate;
mod effect;
mod failure;
mod file;
mod person;
mod queue;
mod readers;
mod visit;
mod writer;

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use qualification::{
    CardFingerprint, ConsentGrant, ConsentId, Institution, InsuredPerson, InsurerNumber, Party,
    PersonId, ReceiptNumber, StaffId, VisitId,
};

use self::effect::Write;
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

    async fn write(&self, write: Write) -> Result<Recorded, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        writer.write(write).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn enrol(&self, people: Vec<Enrolment>) -> Result<(), StoreError> {
        self.write(Write::Enrolments(people)).await.map(drop)
    }

    async fn person(&self, id: PersonId) -> Result<Option<InsuredPerson>, StoreError> {
        self.readers.read(move |file| person::find(file, id)).await
    }

    async fn person_of_card(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<InsuredPerson>, StoreError> {
        self.readers
            .read(move |file| person::of_card(file, card))
            .await
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

    async fn record_authentication(
        &self,
        authentication: Authentication,
    ) -> Result<Recorded, StoreError> {
        self.write(Write::Authentication(authentication)).await
    }

    async fn record_completion(&self, completion: Completion) -> Result<Recorded, StoreError> {
        self.write(Write::Completion(completion)).await
    }

    async fn record_closing(&self, closing: Closing) -> Result<Recorded, StoreError> {
        self.write(Write::Closing(closing)).await
    }

    async fn record_number_check(&self, check: NumberCheck) -> Result<Recorded, StoreError> {
        self.write(Write::NumberCheck(check)).await
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

    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError> {
        self.readers
            .read(move |file| audit::page(file, after, at_most))
            .await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.write(Write::Nothing).await.map(drop)
    }

    async fn suspended_since(
        &self,
        _card: CardFingerprint,
    ) -> Result<Option<Timestamp>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn cards(
        &self,
        _id: PersonId,
    ) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn consent(
        &self,
        _institution: &Institution,
        _id: ConsentId,
    ) -> Result<Option<(VisitId, ConsentGrant)>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_withdrawal(&self, _withdrawal: Withdrawal) -> Result<Recorded, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn read_history(&self, _read: HistoryRead) -> Result<HistoryAnswer, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_reference_number(
        &self,
        _number: ReferenceNumber,
    ) -> Result<Recorded, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn reference_number(
        &self,
        _institution: &Institution,
        _person: PersonId,
    ) -> Result<Option<String>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_batch(&self, _batch: NewBatch) -> Result<Recorded, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn batch(
        &self,
        _institution: &Institution,
        _receipt: ReceiptNumber,
    ) -> Result<Option<BatchRecord>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn bookings(
        &self,
        _receipt: ReceiptNumber,
        _after: u32,
        _at_most: usize,
    ) -> Result<Vec<PlacedBooking>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_batch_results(
        &self,
        _results: BatchResults,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn institution(
        &self,
        _institution: &Institution,
    ) -> Result<Option<InstitutionTerms>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn institutions(
        &self,
        _after: &str,
        _at_most: usize,
    ) -> Result<Vec<InstitutionTerms>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn staff(
        &self,
        _institution: &Institution,
        _id: &StaffId,
    ) -> Result<Option<StaffAccount>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn all_staff(&self, _institution: &Institution) -> Result<Vec<StaffAccount>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn begin_sign_in(&self, _sign_in: SignIn) -> Result<SignInBegun, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn end_sign_in(&self, _sign_in: SignIn, _right: bool) -> Result<(), StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_administration(
        &self,
        _administration: Administration,
    ) -> Result<Recorded, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_denial(&self, _denial: Denial) -> Result<(), StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn record_checkpoint(&self, _checkpoint: Checkpoint) -> Result<(), StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn checkpoints(
        &self,
        _after: u64,
        _at_most: usize,
    ) -> Result<Vec<Checkpoint>, StoreError> {
        Err(failure::unavailable(&"being built"))
    }

    async fn forget(&self, _forgetting: Forgetting) -> Result<u64, StoreError> {
        Err(failure::unavailable(&"being built"))
    }
}
