//! The store in a PostgreSQL database: one task writes, a few connections read.
//! Several servers may stand on one database.
//!
//! Beyond plain SQL it uses `SELECT … FOR UPDATE`, `ON CONFLICT`, `RETURNING` and
//! savepoints; triggers in PL/pgSQL, as a second guard of the audit trail; and, once
//! when the tables are made, an advisory lock. An engine that speaks PostgreSQL's
//! protocol and has these will do.

mod address;
mod administration;
mod answer;
mod audit;
mod batch;
mod card;
mod certificate;
mod consent;
mod effect;
mod failure;
mod history;
mod institution;
mod ledger;
mod person;
mod pool;
mod row;
mod schema;
mod staff;
mod statement;
mod tls;
mod upkeep;
mod viewing;
mod visit;
mod writer;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use qualification::{
    CardFingerprint, ConsentGrant, ConsentId, Institution, InsuredPerson, InsurerNumber, Party,
    PersonId, ReceiptNumber, StaffId, VisitId,
};

use self::address::Address;
use self::ledger::Work;
use self::pool::{Connections, PATIENCE, within};
use self::staff::SignInEnded;
use self::upkeep::Probe;
use self::writer::Writer;
use crate::{
    Administration, AuditPage, Authentication, BatchRecord, BatchResults, Checkpoint, Closing,
    Completion, Denial, Enrolment, Forgetting, HistoryAnswer, HistoryRead, IdempotencyKey,
    InstitutionTerms, NewBatch, NumberCheck, PastAnswer, PlacedBooking, Recorded, ReferenceNumber,
    SignIn, SignInBegun, StaffAccount, Store, StoreError, VisitRecord, Withdrawal,
};

/// How many questions are answered at once; one connection more writes.
const READERS: usize = 8;
/// How long making or updating the tables may take, and putting people in.
const LONG: Duration = Duration::from_secs(60);

/// A store in one database.
pub(crate) struct PostgresStore {
    connections: Connections,
    writer: Option<Writer>,
}

impl PostgresStore {
    pub(crate) async fn open(location: &str) -> Result<Self, StoreError> {
        let address = Address::parse(location)?;
        let connections = Connections::new(&address, READERS)?;
        let open = || async { schema::open(&mut connections.get().await?).await };
        within(LONG, open).await?;
        Ok(Self {
            connections,
            writer: Some(Writer::start(Connections::new(&address, 1)?)),
        })
    }

    pub(crate) async fn open_for_reading(location: &str) -> Result<Self, StoreError> {
        let connections = Connections::new(&Address::parse(location)?, READERS)?;
        let open = || async { schema::open_for_reading(&mut connections.get().await?).await };
        within(PATIENCE, open).await?;
        Ok(Self {
            connections,
            writer: None,
        })
    }

    async fn write<W: Work + 'static>(&self, work: W) -> Result<W::Answer, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        writer.write(work).await
    }
}

/// Makes or updates the tables at `location`, as their owner, and lets `role` do with
/// them what a server does.
pub(crate) async fn prepare(location: &str, role: &str) -> Result<(), StoreError> {
    let owner = Connections::new(&Address::parse(location)?, 1)?;
    let prepare = || async { schema::prepare(&mut owner.get().await?, role).await };
    within(LONG, prepare).await
}

/// Whether the role of `location` may change or delete what the audit trail says.
pub(crate) async fn may_rewrite_audit(location: &str) -> Result<bool, StoreError> {
    let role = Connections::new(&Address::parse(location)?, 1)?;
    let ask = || async { schema::may_rewrite_audit(&mut role.get().await?).await };
    within(PATIENCE, ask).await
}

/// Asks a question of one snapshot of the database.
macro_rules! ask {
    ($store:expr, $snapshot:ident => $question:expr) => {
        within(PATIENCE, || async {
            let mut connection = $store.connections.get().await?;
            let $snapshot = connection.snapshot().await?;
            let answer = $question.await?;
            $snapshot.commit().await?;
            Ok(answer)
        })
        .await
    };
}

/// Changes something that is in no audit trail, and so waits for nobody.
macro_rules! change {
    ($store:expr, $limit:expr, $transaction:ident => $change:expr) => {{
        if $store.writer.is_none() {
            return Err(StoreError::ReadOnly);
        }
        within($limit, || async {
            let mut connection = $store.connections.get().await?;
            let $transaction = connection.transaction().await?;
            let answer = $change.await?;
            $transaction.commit().await?;
            Ok(answer)
        })
        .await
    }};
}

#[async_trait]
impl Store for PostgresStore {
    async fn enrol(&self, people: Vec<Enrolment>) -> Result<(), StoreError> {
        change!(self, LONG, transaction => person::enrol(&transaction, &people))
    }

    async fn person(&self, id: PersonId) -> Result<Option<InsuredPerson>, StoreError> {
        ask!(self, snapshot => person::find(&snapshot, id))
    }

    async fn person_of_card(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<InsuredPerson>, StoreError> {
        ask!(self, snapshot => person::of_card(&snapshot, card))
    }

    async fn people_with_number(
        &self,
        insurer: &InsurerNumber,
        symbol: Option<&str>,
        number: &str,
    ) -> Result<Vec<InsuredPerson>, StoreError> {
        ask!(self, snapshot => person::with_number(&snapshot, insurer, symbol, number))
    }

    async fn suspended_since(
        &self,
        card: CardFingerprint,
    ) -> Result<Option<Timestamp>, StoreError> {
        ask!(self, snapshot => card::suspended_since(&snapshot, card))
    }

    async fn cards(
        &self,
        id: PersonId,
    ) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, StoreError> {
        ask!(self, snapshot => card::of_person(&snapshot, id))
    }

    async fn answer_before(
        &self,
        party: &Party,
        key: IdempotencyKey,
    ) -> Result<Option<PastAnswer>, StoreError> {
        ask!(self, snapshot => answer::before(&snapshot, party, key))
    }

    async fn record_authentication(
        &self,
        authentication: Authentication,
    ) -> Result<Recorded, StoreError> {
        self.write(authentication).await
    }

    async fn record_completion(&self, completion: Completion) -> Result<Recorded, StoreError> {
        self.write(completion).await
    }

    async fn record_closing(&self, closing: Closing) -> Result<Recorded, StoreError> {
        self.write(closing).await
    }

    async fn record_number_check(&self, check: NumberCheck) -> Result<Recorded, StoreError> {
        self.write(check).await
    }

    async fn visit(
        &self,
        institution: &Institution,
        id: VisitId,
    ) -> Result<Option<VisitRecord>, StoreError> {
        ask!(self, snapshot => visit::find(&snapshot, institution, id))
    }

    async fn consent(
        &self,
        institution: &Institution,
        id: ConsentId,
    ) -> Result<Option<(VisitId, ConsentGrant)>, StoreError> {
        ask!(self, snapshot => consent::find(&snapshot, institution.as_str(), id))
    }

    async fn record_withdrawal(&self, withdrawal: Withdrawal) -> Result<Recorded, StoreError> {
        self.write(withdrawal).await
    }

    async fn read_history(&self, read: HistoryRead) -> Result<HistoryAnswer, StoreError> {
        self.write(read).await
    }

    async fn record_reference_number(
        &self,
        number: ReferenceNumber,
    ) -> Result<Recorded, StoreError> {
        self.write(number).await
    }

    async fn reference_number(
        &self,
        institution: &Institution,
        person: PersonId,
    ) -> Result<Option<String>, StoreError> {
        ask!(self, snapshot => institution::reference_number(&snapshot, institution, person))
    }

    async fn record_batch(&self, batch: NewBatch) -> Result<Recorded, StoreError> {
        self.write(batch).await
    }

    async fn batch(
        &self,
        institution: &Institution,
        receipt: ReceiptNumber,
    ) -> Result<Option<BatchRecord>, StoreError> {
        ask!(self, snapshot => batch::find(&snapshot, institution, receipt))
    }

    async fn bookings(
        &self,
        receipt: ReceiptNumber,
        after: u32,
        at_most: usize,
    ) -> Result<Vec<PlacedBooking>, StoreError> {
        ask!(self, snapshot => batch::bookings(&snapshot, receipt, after, at_most))
    }

    async fn record_batch_results(
        &self,
        results: BatchResults,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        self.write(results).await
    }

    async fn institution(
        &self,
        institution: &Institution,
    ) -> Result<Option<InstitutionTerms>, StoreError> {
        ask!(self, snapshot => institution::find(&snapshot, institution))
    }

    async fn institutions(
        &self,
        after: &str,
        at_most: usize,
    ) -> Result<Vec<InstitutionTerms>, StoreError> {
        ask!(self, snapshot => institution::page(&snapshot, after, at_most))
    }

    async fn staff(
        &self,
        institution: &Institution,
        id: &StaffId,
    ) -> Result<Option<StaffAccount>, StoreError> {
        ask!(self, snapshot => staff::find(&snapshot, institution, id))
    }

    async fn all_staff(&self, institution: &Institution) -> Result<Vec<StaffAccount>, StoreError> {
        ask!(self, snapshot => staff::all(&snapshot, institution))
    }

    async fn begin_sign_in(&self, sign_in: SignIn) -> Result<SignInBegun, StoreError> {
        self.write(sign_in).await
    }

    async fn end_sign_in(&self, sign_in: SignIn, right: bool) -> Result<(), StoreError> {
        self.write(SignInEnded { sign_in, right }).await
    }

    async fn record_administration(
        &self,
        administration: Administration,
    ) -> Result<Recorded, StoreError> {
        self.write(administration).await
    }

    async fn record_denial(&self, denial: Denial) -> Result<(), StoreError> {
        self.write(denial).await
    }

    async fn record_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        change!(self, PATIENCE, transaction => upkeep::keep_checkpoint(&transaction, &checkpoint))
    }

    async fn checkpoints(&self, after: u64, at_most: usize) -> Result<Vec<Checkpoint>, StoreError> {
        ask!(self, snapshot => upkeep::checkpoints(&snapshot, after, at_most))
    }

    async fn forget(&self, forgetting: Forgetting) -> Result<u64, StoreError> {
        change!(self, PATIENCE, transaction => upkeep::forget(&transaction, &forgetting))
    }

    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError> {
        ask!(self, snapshot => audit::page(&snapshot, after, at_most))
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.write(Probe).await
    }
}
