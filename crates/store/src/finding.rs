//! What can be wrong with an audit trail and with what was signed of it.

use crate::{ChainHead, Flaw};

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the store itself, for the record of that number.
    Store(u64),
    /// With a witness.
    Witness {
        /// Which one, in the order in which they were read, from 0.
        file: usize,
        /// The line, from 1.
        line: u64,
    },
}

/// Something is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// A record of the chain has a flaw.
    Record {
        /// Its number: every record before it is as it was written.
        record: u64,
        /// The flaw.
        flaw: Flaw,
    },
    /// The chain is whole in itself, but is not the one that was signed: records were
    /// exchanged, cut off, or the store is an older or another one.
    Contradicted {
        /// By which statement.
        by: Place,
        /// The record that it names.
        record: u64,
        /// The last record before it for which a statement agrees, 0 when there is none:
        /// the first bad record comes after that.
        agreed: u64,
        /// Whether there is no such record any more.
        missing: bool,
    },
    /// A statement is worth nothing.
    Worthless {
        /// Which.
        place: Place,
        /// Why.
        why: Worthless,
    },
}

/// Why a statement is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worthless {
    /// It cannot be read.
    Unreadable,
    /// It is not signed with the key.
    NotSigned,
    /// It speaks of a trail that begins with another record.
    OtherTrail,
}

/// What came of verifying a trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The last record that is as it was written, as far as can be told.
    pub head: ChainHead,
    /// What is not: the first bad record or contradiction, then the first worthless
    /// statement of the store and of each witness. None: the trail is whole.
    pub findings: Vec<Finding>,
}

impl Place {
    /// Whether both are in the store, or with the same witness.
    pub(crate) fn is_beside(self, other: Self) -> bool {
        match (self, other) {
            (Self::Store(_), Self::Store(_)) => true,
            (Self::Witness { file: one, .. }, Self::Witness { file: other, .. }) => one == other,
            _ => false,
        }
    }
}
