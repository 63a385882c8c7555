//! The seam: what a store does, whichever database it stands on.

use async_trait::async_trait;
use jiff::Timestamp;
use qualification::{
    CardFingerprint, ConsentGrant, ConsentId, HistoryRecord, Institution, InsuredPerson,
    InsurerNumber, Party, PersonId, ReceiptNumber, StaffId, VisitId,
};

use crate::{
    Administration, AuditPage, Authentication, BatchRecord, BatchResults, Checkpoint, Closing,
    Completion, Denial, HistoryAnswer, HistoryRead, IdempotencyKey, InstitutionTerms, NewBatch,
    NumberCheck, PastAnswer, PlacedBooking, Recorded, ReferenceNumber, SignIn, SignInBegun,
    StaffAccount, StoreError, VisitRecord, Withdrawal,
};

/// A person as they are put in, with their cards.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The person with all their cover.
    pub person: InsuredPerson,
    /// Every card that is theirs now. A card is one person's only.
    pub cards: Vec<CardFingerprint>,
    /// Their medical history.
    pub history: Vec<HistoryRecord>,
}

/// What may be forgotten: each kind up to an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgetting {
    /// Challenges that were used before: none of them would be fresh any more.
    pub challenges_before: Timestamp,
    /// Answers that were given before: a retry after that is a new call.
    pub answers_before: Timestamp,
    /// Lists of bookings that were kept until before.
    pub batches_before: Timestamp,
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

    /// Since when a card is suspended (一時利用停止); `None`: it is not, or not known.
    async fn suspended_since(&self, card: CardFingerprint)
    -> Result<Option<Timestamp>, StoreError>;

    /// The cards of a person, each with since when it is suspended.
    async fn cards(
        &self,
        id: PersonId,
    ) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, StoreError>;

    /// What that party was answered under that key, if it was. The caller
    /// compares the digest: one key for two different requests is a mistake.
    async fn answer_before(
        &self,
        party: &Party,
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

    /// A consent of a visit of that institution, with the visit.
    async fn consent(
        &self,
        institution: &Institution,
        id: ConsentId,
    ) -> Result<Option<(VisitId, ConsentGrant)>, StoreError>;

    /// Ends a consent: [`Recorded::NotThere`] when that institution's visit has none such.
    /// One that has ended stays as it is, and that it was asked for is recorded.
    async fn record_withdrawal(&self, withdrawal: Withdrawal) -> Result<Recorded, StoreError>;

    /// Reads one page of a person's history. Whether it may be viewed is judged
    /// ([`qualification::view`]), and what came of it recorded, in the transaction that
    /// reads; when it cannot be recorded, nothing is given.
    async fn read_history(&self, read: HistoryRead) -> Result<HistoryAnswer, StoreError>;

    /// Keeps an institution's own number for a person.
    async fn record_reference_number(
        &self,
        number: ReferenceNumber,
    ) -> Result<Recorded, StoreError>;

    /// An institution's own number for a person.
    async fn reference_number(
        &self,
        institution: &Institution,
        person: PersonId,
    ) -> Result<Option<String>, StoreError>;

    /// Keeps a list of bookings.
    async fn record_batch(&self, batch: NewBatch) -> Result<Recorded, StoreError>;

    /// A list of that institution; none once its first booking is forgotten.
    async fn batch(
        &self,
        institution: &Institution,
        receipt: ReceiptNumber,
    ) -> Result<Option<BatchRecord>, StoreError>;

    /// The bookings of a list after the place `after` (0 is before the first), `at_most`
    /// so many.
    async fn bookings(
        &self,
        receipt: ReceiptNumber,
        after: u32,
        at_most: usize,
    ) -> Result<Vec<PlacedBooking>, StoreError>;

    /// Records results, each with an audit record of its own. Gives the answers as they
    /// stand then, in the same order: where somebody was faster, theirs. A result of no
    /// booking of a list of that institution is a [`StoreError::Contradiction`], and
    /// none of them is recorded.
    async fn record_batch_results(&self, results: BatchResults)
    -> Result<Vec<Vec<u8>>, StoreError>;

    /// What an institution offers, if it was put in.
    async fn institution(
        &self,
        institution: &Institution,
    ) -> Result<Option<InstitutionTerms>, StoreError>;

    /// The institutions after the code `after`, `at_most` so many.
    async fn institutions(
        &self,
        after: &str,
        at_most: usize,
    ) -> Result<Vec<InstitutionTerms>, StoreError>;

    /// An account.
    async fn staff(
        &self,
        institution: &Institution,
        id: &StaffId,
    ) -> Result<Option<StaffAccount>, StoreError>;

    /// The accounts of an institution, by id.
    async fn all_staff(&self, institution: &Institution) -> Result<Vec<StaffAccount>, StoreError>;

    /// Counts a try to sign in, before the passcode is looked at, and records that; after
    /// [`crate::SIGN_IN_TRIES`] in a row the account is locked for
    /// [`crate::SIGN_IN_LOCK`].
    async fn begin_sign_in(&self, sign_in: SignIn) -> Result<SignInBegun, StoreError>;

    /// Records how a counted try ended, and forgets the count when it was right. So a try
    /// leaves the records `COUNTED` and then `SIGNED_IN` or `WRONG`, the first alone where
    /// the program ended between; and `WRONG` or `LOCKED` alone where none was counted.
    async fn end_sign_in(&self, sign_in: SignIn, right: bool) -> Result<(), StoreError>;

    /// Makes a change of the operator or an administrator.
    async fn record_administration(
        &self,
        administration: Administration,
    ) -> Result<Recorded, StoreError>;

    /// Records a call that was not let through.
    async fn record_denial(&self, denial: Denial) -> Result<(), StoreError>;

    /// Keeps a signed statement of how far the audit trail is; of two for the same record
    /// the first stays.
    async fn record_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError>;

    /// The statements of how far it was, after the one for the record `after`, `at_most`
    /// so many, in order.
    async fn checkpoints(&self, after: u64, at_most: usize) -> Result<Vec<Checkpoint>, StoreError>;

    /// Forgets what is not needed any more; gives how many rows it were. At most some
    /// thousand at once, so that others do not wait.
    async fn forget(&self, forgetting: Forgetting) -> Result<u64, StoreError>;

    /// The audit records after the one numbered `after` (0 is before the first),
    /// `at_most` so many, with the chain's head in the same instant.
    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError>;

    /// Whether something can be written now, within the time a write may take.
    async fn check(&self) -> Result<(), StoreError>;
}
