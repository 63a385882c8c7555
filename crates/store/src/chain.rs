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
    let mut last = ChainHead::START;
    loop {
        let page = store.audit(last.number, PAGE).await?;
        match follow(last, &page) {
            Ok(head) if page.records.is_empty() => return Ok(ChainVerdict::Whole { head }),
            Ok(head) => last = head,
            Err((record, flaw)) => return Ok(ChainVerdict::Broken { record, flaw }),
        }
    }
}

/// Follows the chain from `last` over the records of `page`. An empty page is the
/// end of the chain.
fn follow(mut last: ChainHead, page: &AuditPage) -> Result<ChainHead, (u64, Flaw)> {
    for record in &page.records {
        check(last, record)?;
        if record.number > page.head.number {
            return Err((record.number, Flaw::Unlinked));
        }
        last = record.as_head();
    }
    let next = last.number.saturating_add(1);
    match page.unreadable {
        Some(number) if number > next => Err((next, Flaw::Missing)),
        Some(number) => Err((number, Flaw::Altered)),
        None if !page.records.is_empty() || page.head == last => Ok(last),
        None if page.head.number > last.number => Err((next, Flaw::Missing)),
        None => Err((last.number.max(1), Flaw::Unlinked)),
    }
}

fn check(last: ChainHead, record: &AuditRecord) -> Result<(), (u64, Flaw)> {
    let next = last.number.saturating_add(1);
    if record.number > next {
        Err((next, Flaw::Missing))
    } else if record.hash != record.digest() {
        Err((record.number, Flaw::Altered))
    } else if record.previous != last.hash || record.number < next {
        Err((record.number, Flaw::Unlinked))
    } else {
        Ok(())
    }
}
