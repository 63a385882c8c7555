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
use qualification::{
    CardFingerprint, Institution, InsuredPerson, InsurerNumber, PersonId, VisitId,
};

use self::effect::Write;
use self::readers::Readers;
use self::writer::Writer;
use crate::{
    AuditPage, Authentication, Closing, Completion, Enrolment, IdempotencyKey, NumberCheck,
    PastAnswer, Recorded, Store, StoreError, VisitRecord,
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
        institution: &Institution,
        key: IdempotencyKey,
    ) -> Result<Option<PastAnswer>, StoreError> {
        let institution = institution.clone();
        self.readers
            .read(move |file| effect::answer_before(file, &institution, key))
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
}
