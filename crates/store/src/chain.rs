//! Whether the audit trail is still what was written.

use crate::{AuditPage, AuditRecord, ChainHead, Store, StoreError};

/// How many records are read at a time.
const PAGE: usize = 1000;

/// What became of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainVerdict {
    /// Every record is as it was written, and the last is the chain's head.
    Whole {
        /// The last record. To find out later that the store was exchanged as a
        /// whole, keep this somewhere else.
        head: ChainHead,
    },
    /// It is not what was written.
    Broken {
        /// The number of the first record with a flaw.
        record: u64,
        /// The flaw.
        flaw: Flaw,
    },
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It does not say what its hash was made over, or cannot be read.
    Altered,
    /// It is not there, but a later one is or was.
    Missing,
    /// It is whole in itself, but does not go on from the record before, or is
    /// not what the chain goes on from.
    Unlinked,
}

/// Reads the whole audit trail and checks every record. Records that are being
/// added meanwhile do not disturb it.
///
/// # Errors
/// [`StoreError`] when the trail cannot be read at all.
pub async fn verify_chain(store: &dyn Store) -> Result<ChainVerdict, StoreError> {
    let mut walk = Walk::from(store, ChainHead::START);
    loop {
        match walk.next().await? {
            Step::Records(_) => {}
            Step::End(head) => return Ok(ChainVerdict::Whole { head }),
            Step::Broken { record, flaw } => return Ok(ChainVerdict::Broken { record, flaw }),
        }
    }
}

/// A walk along the audit trail, which checks every record before it is given.
pub struct Walk<'a> {
    store: &'a dyn Store,
    last: ChainHead,
}

/// What a walk comes to next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Some records, at least one, that go on from those before.
    Records(Vec<AuditRecord>),
    /// There is nothing after this, for now.
    End(ChainHead),
    /// What comes next has a flaw.
    Broken {
        /// The number of the first record with a flaw.
        record: u64,
        /// The flaw.
        flaw: Flaw,
    },
}

impl<'a> Walk<'a> {
    /// One that goes on after `last`; [`ChainHead::START`] is before the first record.
    #[must_use]
    pub const fn from(store: &'a dyn Store, last: ChainHead) -> Self {
        Self { store, last }
    }

    /// Goes on. After the end or a flaw it looks at the same place again.
    ///
    /// # Errors
    /// [`StoreError`] when the trail cannot be read.
    pub async fn next(&mut self) -> Result<Step, StoreError> {
        let mut page = self.store.audit(self.last.number, PAGE).await?;
        let flawless = page.records.iter().map_while(|record| {
            check(self.last, record, page.head).ok()?;
            self.last = record.as_head();
            Some(())
        });
        let flawless = flawless.count();
        if flawless == 0 {
            return Ok(match flaw(self.last, &page) {
                None => Step::End(self.last),
                Some((record, flaw)) => Step::Broken { record, flaw },
            });
        }
        page.records.truncate(flawless);
        Ok(Step::Records(page.records))
    }
}

/// What is wrong with the very next record after `last`, if anything. An empty page is
/// the end of the chain.
fn flaw(last: ChainHead, page: &AuditPage) -> Option<(u64, Flaw)> {
    if let Some(record) = page.records.first() {
        return check(last, record, page.head).err();
    }
    let next = last.number.saturating_add(1);
    match page.unreadable {
        Some(number) if number > next => Some((next, Flaw::Missing)),
        Some(number) => Some((number, Flaw::Altered)),
        None if page.head == last => None,
        None if page.head.number > last.number => Some((next, Flaw::Missing)),
        None => Some((last.number.max(1), Flaw::Unlinked)),
    }
}

fn check(last: ChainHead, record: &AuditRecord, head: ChainHead) -> Result<(), (u64, Flaw)> {
    let next = last.number.saturating_add(1);
    if record.number > next {
        Err((next, Flaw::Missing))
    } else if record.hash != record.digest() {
        Err((record.number, Flaw::Altered))
    } else if record.previous != last.hash || record.number < next || record.number > head.number {
        Err((record.number, Flaw::Unlinked))
    } else {
        Ok(())
    }
}
