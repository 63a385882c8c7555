//! A transaction that may write: it holds the head of the audit trail.

use std::ops::Deref;

use async_trait::async_trait;
use tokio::try_join;

use super::failure::Failure;
use super::pool::Transaction;
use super::{answer, audit};
use crate::{AuditEvent, AuditRecord, ChainHead, Effect, Recorded};

/// A transaction with the chain's head: whatever else writes waits for it, whichever
/// server that is.
pub(super) struct Ledger<'a> {
    transaction: &'a Transaction<'a>,
    pub(super) head: ChainHead,
}

impl<'a> Ledger<'a> {
    /// In a transaction that holds `head`.
    pub(super) const fn new(transaction: &'a Transaction<'a>, head: ChainHead) -> Self {
        Self { transaction, head }
    }

    /// Records what was done, seen or denied.
    pub(super) async fn append(&mut self, event: AuditEvent) -> Result<(), Failure> {
        let record = self.next(event);
        audit::insert(self, &record).await
    }

    fn next(&mut self, event: AuditEvent) -> AuditRecord {
        let record = AuditRecord::after(self.head, event);
        self.head = record.as_head();
        record
    }
}

impl<'a> Deref for Ledger<'a> {
    type Target = Transaction<'a>;

    fn deref(&self) -> &Transaction<'a> {
        self.transaction
    }
}

/// Something that is written, as a whole or not at all.
#[async_trait]
pub(super) trait Work: Send + Sync {
    /// What is told when it is durable.
    type Answer: Send;

    /// Does it. What it did is undone if it fails.
    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<Self::Answer, Failure>;
}

/// An operation's change was made and is to be audited so, or it was not made.
pub(super) type Changed = Result<AuditEvent, Recorded>;

/// An operation that a key makes harmless to ask for again.
#[async_trait]
pub(super) trait Keyed: Send + Sync {
    /// Its key, and its answer.
    fn effect(&self) -> &Effect;

    /// Makes its change.
    async fn change(&self, transaction: &Transaction<'_>) -> Result<Changed, Failure>;
}

#[async_trait]
impl<T: Keyed> Work for T {
    type Answer = Recorded;

    /// Makes the change unless the key was answered before; audits and answers it.
    async fn perform(&self, ledger: &mut Ledger<'_>) -> Result<Recorded, Failure> {
        let effect = self.effect();
        if let Some(past) = answer::before(ledger, &effect.caller.party, effect.key).await? {
            return Ok(Recorded::Before(past));
        }
        let event = match self.change(ledger).await? {
            Ok(event) => event,
            Err(unchanged) => return Ok(unchanged),
        };
        let record = ledger.next(event);
        // Both on their way before the first has arrived.
        try_join!(biased; audit::insert(ledger, &record), answer::keep(ledger, effect))?;
        Ok(Recorded::Done)
    }
}
