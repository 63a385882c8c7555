//! The seam: what a store does, whichever database it stands on.

use async_trait::async_trait;
use qualification::{
    CardFingerprint, Institution, InsuredPerson, InsurerNumber, PersonId, VisitId,
};

use crate::{
    AuditPage, Authentication, Closing, Completion, IdempotencyKey, NumberCheck, PastAnswer,
    Recorded, StoreError, VisitRecord,
};

/// A person as they are put in, with their cards.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The person with all their cover.
    pub person: InsuredPerson,
    /// Every card that is theirs now. A card is one person's only.
    pub cards: Vec<CardFingerprint>,
}

/// Remembers. Each method is one transaction; what it answered is durable.
///
/// Instants are kept to the microsecond.
///
/// # Errors
/// Every method fails with a [`StoreError`] when the database cannot be used;
/// then nothing was changed as far as is known, and it may be tried again with
/// the same key. A closed visit or a used challenge is no error: see
/// [`Recorded`].
#[async_trait]
pub trait Store: Send + Sync {
    /// Puts people in, replacing what was known of each, cards included: all of them,
    /// or none. A registration made at a desk since is replaced by what is enrolled,
    /// too. Others wait meanwhile: a thousand at a time is a good measure.
    async fn enrol(&self, people: Vec<Enrolment>) -> Result<(), StoreError>;

    /// The person of that handle.
    async fn person(&self, id: PersonId) -> Result<Option<InsuredPerson>, StoreError>;

    /// Whose card it is.
    async fn person_of_card(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<InsuredPerson>, StoreError>;

    /// Everyone who has, or had, cover under that number (被保険者番号等), whatever
    /// the branch; each with the whole history of their cover.
    async fn people_with_number(
        &self,
        insurer: &InsurerNumber,
        symbol: Option<&str>,
        number: &str,
    ) -> Result<Vec<InsuredPerson>, StoreError>;

    /// What that institution was answered under that key, if it was. The caller
    /// compares the digest: one key for two different requests is a mistake.
    async fn answer_before(
        &self,
        institution: &Institution,
        key: IdempotencyKey,
    ) -> Result<Option<PastAnswer>, StoreError>;

    /// Uses up a challenge and, if the person was let in, opens their visit.
    async fn record_authentication(
        &self,
        authentication: Authentication,
    ) -> Result<Recorded, StoreError>;

    /// Completes an open visit, keeps its consents, and registers the card when that
    /// was accepted. Where there is nothing to register any more (the card is
    /// registered, or deregistration is under way) or the person's data may be shown
    /// to nobody by now, the person stays as they are: that it was accepted is
    /// recorded all the same, and is no error.
    async fn record_completion(&self, completion: Completion) -> Result<Recorded, StoreError>;

    /// Closes a visit that is open or completed, and ends its consents.
    async fn record_closing(&self, closing: Closing) -> Result<Recorded, StoreError>;

    /// Records a check by document number.
    async fn record_number_check(&self, check: NumberCheck) -> Result<Recorded, StoreError>;

    /// A visit of that institution. Another institution's is as unknown as one
    /// that never was.
    async fn visit(
        &self,
        institution: &Institution,
        id: VisitId,
    ) -> Result<Option<VisitRecord>, StoreError>;

    /// The audit records after the one numbered `after` (0 is before the first),
    /// `at_most` so many, with the chain's head in the same instant.
    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError>;

    /// Whether something can be written now, within the time a write may take.
    async fn check(&self) -> Result<(), StoreError>;
}
