//! A signed statement of how far the audit trail is.

use jiff::Timestamp;

use crate::ChainHead;

/// How far the chain was at an instant, signed by the server. Kept in the store, and
/// by a witness outside of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The last record then.
    pub head: ChainHead,
    /// When.
    pub at: Timestamp,
    /// Ed25519 over the statement's bytes.
    pub signature: [u8; 64],
}
