//! Who may call: decided of every call before it is read, and recorded when it is not
//! let through.
//!
//! In front of all services stands one layer (`access/layer.rs`). It knows the call by
//! its path and the caller by the certificate of the connection and the staff token, and
//! goes by one table (`access/rule.rs`). A handler that denies for what it was asked
//! says so with [`CheckServer::deny`].

mod admission;
mod block;
mod layer;
mod rule;
mod token;

use std::sync::Arc;

use qualification::{Caller, Party, VisitId};
use store::{Denial, Operation};
use tonic::Status;

use self::block::{Blocks, Counted};
use crate::given::moment;
use crate::{CheckServer, Revocation, status};

pub(crate) use self::layer::AccessLayer;
pub use self::token::STAFF_TOKEN_LIFE;
pub(crate) use self::token::{At, TokenSeal};

/// What the server knows of those who call.
pub(crate) struct Access {
    pub(crate) revocation: Arc<Revocation>,
    pub(crate) tokens: TokenSeal,
    blocks: Blocks,
}

impl Access {
    /// `shared` is the key that all servers on one store share.
    pub(crate) fn new(revocation: Arc<Revocation>, shared: &[u8; 32]) -> Self {
        Self {
            revocation,
            tokens: TokenSeal::new(shared),
            blocks: Blocks::default(),
        }
    }
}

impl CheckServer {
    /// Records and counts a denial, and gives its status back. A status that is no
    /// denial (the store failed, a field is wrong) is given back as it is, so every
    /// failure of a handler can go through here.
    pub(crate) async fn deny(
        &self,
        caller: &Caller,
        operation: Operation,
        visit: Option<VisitId>,
        status: Status,
    ) -> Status {
        if let Some(reason) = status::denial(&status) {
            self.record_denial(caller, operation, visit, reason).await;
            self.count_denial(caller, operation).await;
        }
        status
    }

    /// Counts a denial that the store has recorded already.
    pub(crate) async fn count_denial(&self, caller: &Caller, operation: Operation) {
        if let Party::Institution(institution) = &caller.party {
            let counted = Counted::Institution(institution.clone());
            self.count(counted, caller, operation).await;
        }
    }

    /// Counts a denial. That a block begins is recorded; the calls that it keeps off
    /// are not, as nothing is worked on that is shed.
    async fn count(&self, counted: Counted, caller: &Caller, operation: Operation) {
        if self.access.blocks.count(counted, self.clock.monotonic()) {
            let party = caller.party.code();
            tracing::warn!(party, "denied too often; it is blocked for a while");
            self.record_denial(caller, operation, None, api::reason::BLOCKED)
                .await;
        }
    }

    /// Records a denial. Where that fails it is denied all the same.
    async fn record_denial(
        &self,
        caller: &Caller,
        operation: Operation,
        visit: Option<VisitId>,
        reason: &'static str,
    ) {
        let now = moment(self.clock.as_ref());
        let recorded = self.store.record_denial(Denial {
            caller: caller.clone(),
            operation,
            at: now.at,
            monotonic: now.monotonic,
            visit,
            result: reason,
        });
        let party = caller.party.code();
        match recorded.await {
            Ok(()) => tracing::info!(party, ?operation, reason, "denied"),
            Err(error) => {
                tracing::error!(party, ?operation, reason, %error, "denied, and not recorded");
            }
        }
    }
}
