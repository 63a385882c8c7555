//! The store in a PostgreSQL database: one task writes, a few connections read.
//! Several servers may stand on one database.
//!
//! Beyond plain SQL it uses `SELECT … FOR UPDATE`, `ON CONFLICT`, `RETURNING` and
//! savepoints; triggers in PL/pgSQL, as a second guard of the audit trail; and, once
//! when the tables are made, an advisory lock. An engine that speaks PostgreSQL's
//! protocol and has these will do.

mod address;
mod audit;
mod certificate;
mod effect;
mod failure;
mod history;
mod person;
mod pool;
mod row;
mod schema;
mod statement;
mod tls;
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
use self::effect::Write;
use self::failure::unavailable;
use self::pool::{Connections, PATIENCE, within};
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

    async fn write(&self, write: Write) -> Result<Recorded, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        writer.write(write).await
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

#[async_trait]
impl Store for PostgresStore {
    async fn enrol(&self, people: Vec<Enrolment>) -> Result<(), StoreError> {
        if self.writer.is_none() {
            return Err(StoreError::ReadOnly);
        }
        within(LONG, || async {
            let mut connection = self.connections.get().await?;
            let transaction = connection.transaction().await?;
            person::enrol(&transaction, &people).await?;
            Ok(transaction.commit().await?)
        })
        .await
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

    async fn answer_before(
        &self,
        party: &Party,
        key: IdempotencyKey,
    ) -> Result<Option<PastAnswer>, StoreError> {
        ask!(self, snapshot => effect::answer_before(&snapshot, party, key))
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
        ask!(self, snapshot => visit::find(&snapshot, institution, id))
    }

    async fn audit(&self, after: u64, at_most: usize) -> Result<AuditPage, StoreError> {
        ask!(self, snapshot => audit::page(&snapshot, after, at_most))
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.write(Write::Nothing).await.map(drop)
    }

    async fn suspended_since(
        &self,
        _card: CardFingerprint,
    ) -> Result<Option<Timestamp>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn cards(
        &self,
        _id: PersonId,
    ) -> Result<Vec<(CardFingerprint, Option<Timestamp>)>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn consent(
        &self,
        _institution: &Institution,
        _id: ConsentId,
    ) -> Result<Option<(VisitId, ConsentGrant)>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_withdrawal(&self, _withdrawal: Withdrawal) -> Result<Recorded, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn read_history(&self, _read: HistoryRead) -> Result<HistoryAnswer, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_reference_number(
        &self,
        _number: ReferenceNumber,
    ) -> Result<Recorded, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn reference_number(
        &self,
        _institution: &Institution,
        _person: PersonId,
    ) -> Result<Option<String>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_batch(&self, _batch: NewBatch) -> Result<Recorded, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn batch(
        &self,
        _institution: &Institution,
        _receipt: ReceiptNumber,
    ) -> Result<Option<BatchRecord>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn bookings(
        &self,
        _receipt: ReceiptNumber,
        _after: u32,
        _at_most: usize,
    ) -> Result<Vec<PlacedBooking>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_batch_results(
        &self,
        _results: BatchResults,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn institution(
        &self,
        _institution: &Institution,
    ) -> Result<Option<InstitutionTerms>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn institutions(
        &self,
        _after: &str,
        _at_most: usize,
    ) -> Result<Vec<InstitutionTerms>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn staff(
        &self,
        _institution: &Institution,
        _id: &StaffId,
    ) -> Result<Option<StaffAccount>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn all_staff(&self, _institution: &Institution) -> Result<Vec<StaffAccount>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn begin_sign_in(&self, _sign_in: SignIn) -> Result<SignInBegun, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn end_sign_in(&self, _sign_in: SignIn, _right: bool) -> Result<(), StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_administration(
        &self,
        _administration: Administration,
    ) -> Result<Recorded, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_denial(&self, _denial: Denial) -> Result<(), StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn record_checkpoint(&self, _checkpoint: Checkpoint) -> Result<(), StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn checkpoints(
        &self,
        _after: u64,
        _at_most: usize,
    ) -> Result<Vec<Checkpoint>, StoreError> {
        Err(unavailable(&"being built"))
    }

    async fn forget(&self, _forgetting: Forgetting) -> Result<u64, StoreError> {
        Err(unavailable(&"being built"))
    }
}
