//! Signs how far the audit trail is, and has a witness outside of the store write it
//! down.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use store::{AuditRecord, ChainHead, Checkpoint, Origin, Step, Store, StoreError, Walk, Witness};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use crate::given::{Clock, Moment, moment};
use crate::metrics;

/// How often the trail is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// After so many new records there is a checkpoint…
const RECORDS: u64 = 10;
/// …or when there are any and the last is so old.
const AGE: Duration = Duration::from_secs(10);
/// How long a witness may not write before no history is read any more.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the last checkpoint may take.
const LAST: Duration = Duration::from_secs(5);
/// How long one look waits for the witness. A file system that hangs is waited for
/// again by the next.
const WRITING: Duration = Duration::from_secs(2);

/// Signs bytes with Ed25519.
type Sign = Box<dyn Fn(&[u8]) -> [u8; 64] + Send + Sync>;

/// Signs checkpoints of the audit trail, and has a witness, if there is one, write them
/// down.
pub struct Notary {
    sign: Sign,
    witness: Option<Witness>,
    is_silent: AtomicBool,
    failures: AtomicU64,
}

impl Notary {
    /// One that signs so.
    #[must_use]
    pub fn new(
        sign: impl Fn(&[u8]) -> [u8; 64] + Send + Sync + 'static,
        witness: Option<Witness>,
    ) -> Self {
        Self {
            sign: Box::new(sign),
            witness,
            is_silent: AtomicBool::new(false),
            failures: AtomicU64::new(0),
        }
    }

    /// Whether nothing can be vouched for now: the witness has not written for a minute
    /// what it should have, or the trail is not what was signed.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.is_silent.load(Ordering::Relaxed)
    }

    /// How often the witness could not write.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }
}

/// A task that makes checkpoints until it is told to finish.
pub(crate) struct Checkpointing(Option<(oneshot::Sender<()>, JoinHandle<()>)>);

impl Checkpointing {
    /// Starts it, if there is somebody who signs.
    pub(crate) fn start(
        store: Arc<dyn Store>,
        notary: Option<Arc<Notary>>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self(notary.map(|notary| {
            let (stop, stopped) = oneshot::channel();
            (stop, tokio::spawn(keep(store, notary, clock, stopped)))
        }))
    }

    /// Makes a last checkpoint, as far as that can be done soon.
    pub(crate) async fn finish(self) {
        if let Self(Some((stop, task))) = self {
            drop(stop);
            if timeout(LAST, task).await.is_err() {
                tracing::warn!("the last checkpoint was not made in time");
            }
        }
    }
}

/// Makes checkpoints until `stop`, and then a last one.
async fn keep(
    store: Arc<dyn Store>,
    notary: Arc<Notary>,
    clock: Arc<dyn Clock>,
    mut stop: oneshot::Receiver<()>,
) {
    let mut keeper = Keeper::new(store, notary);
    loop {
        let stopped = tokio::select! {
            () = sleep(LOOK) => false,
            _ = &mut stop => true,
        };
        keeper.look(moment(&*clock), stopped).await;
        if stopped {
            return;
        }
    }
}

/// What is known from one look to the next.
struct Keeper {
    store: Arc<dyn Store>,
    notary: Arc<Notary>,
    origin: Option<Origin>,
    /// How far the trail was followed.
    head: ChainHead,
    /// The last checkpoint, and when it was made.
    last: Option<(Checkpoint, u64)>,
    /// Since when the witness has had something to write.
    waits_since: Option<u64>,
    /// What it is writing: the number of the record.
    writing: Option<(u64, JoinHandle<io::Result<()>>)>,
}

impl Keeper {
    const fn new(store: Arc<dyn Store>, notary: Arc<Notary>) -> Self {
        Self {
            store,
            notary,
            origin: None,
            head: ChainHead::START,
            last: None,
            waits_since: None,
            writing: None,
        }
    }

    /// Looks at the trail, and signs and deposits what is due, or at the end whatever
    /// there is.
    async fn look(&mut self, now: Moment, at_the_end: bool) {
        match self.follow().await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, "the audit trail was not looked at");
                return;
            }
        }
        metrics::audited(self.head.number);
        if self.is_due(now.monotonic, at_the_end) {
            self.sign(now).await;
        }
        self.deposit(now.monotonic).await;
        let patience = u64::try_from(PATIENCE.as_micros()).unwrap_or(u64::MAX);
        let waited = |since| now.monotonic.saturating_sub(since) > patience;
        let is_silent = self.waits_since.is_some_and(waited);
        if is_silent && !self.notary.is_silent() {
            tracing::error!("the witness has not written for a minute; no history is read");
        }
        self.notary.is_silent.store(is_silent, Ordering::Relaxed);
    }

    /// Follows the trail to its end. What does not go on from what was signed is never
    /// signed, and no history is read on top of it.
    async fn follow(&mut self) -> Result<bool, StoreError> {
        if self.origin.is_none() {
            // What was written before this server began is for `audit verify` to judge.
            let first = self.store.audit(0, 1).await?.records;
            self.origin = first.first().map(AuditRecord::as_origin);
            self.head = self.store.audit(u64::MAX, 0).await?.head;
            return Ok(self.origin.is_some());
        }
        let mut walk = Walk::from(&*self.store, self.head);
        loop {
            match walk.next().await? {
                Step::Records(records) => {
                    self.head = records.last().map_or(self.head, AuditRecord::as_head);
                }
                Step::End(_) => return Ok(true),
                Step::Broken { record, flaw } => {
                    if !self.notary.is_silent.swap(true, Ordering::Relaxed) {
                        tracing::error!(record, ?flaw, "the audit trail was tampered with");
                    }
                    return Ok(false);
                }
            }
        }
    }

    fn is_due(&self, now: u64, at_the_end: bool) -> bool {
        let Some((last, made)) = &self.last else {
            return true;
        };
        let age = u64::try_from(AGE.as_micros()).unwrap_or(u64::MAX);
        let more = self.head.number.saturating_sub(last.head.number);
        more >= RECORDS || more > 0 && (at_the_end || now.saturating_sub(*made) >= age)
    }

    /// Signs how far the trail is, and keeps it in the store.
    async fn sign(&mut self, now: Moment) {
        let Some(origin) = self.origin else {
            return;
        };
        let checkpoint = Checkpoint::signed(origin, self.head, now.at, &self.notary.sign);
        // The witness has it all the same.
        if let Err(error) = self.store.record_checkpoint(checkpoint.clone()).await {
            tracing::warn!(%error, "a checkpoint was not kept in the store");
        }
        metrics::signed(now.at.as_second());
        self.last = Some((checkpoint, now.monotonic));
        self.waits_since = self.waits_since.or(Some(now.monotonic));
    }

    /// Has the witness write the last checkpoint, unless it has it or is still writing
    /// the one before.
    async fn deposit(&mut self, now: u64) {
        let Some(witness) = self.notary.witness.clone() else {
            self.waits_since = None;
            return;
        };
        let (Some(origin), Some((last, _))) = (self.origin, &self.last) else {
            return;
        };
        if self.writing.is_none() && self.waits_since.is_some() {
            let (number, last) = (last.head.number, last.clone());
            let writing = spawn_blocking(move || witness.write(origin, &last));
            self.writing = Some((number, writing));
        }
        let Some((number, writing)) = &mut self.writing else {
            return;
        };
        let (number, newest) = (*number, last.head.number);
        let Ok(written) = timeout(WRITING, writing).await else {
            tracing::warn!("the witness is slow");
            return;
        };
        self.writing = None;
        match written.map_err(io::Error::other).flatten() {
            Ok(()) => self.waits_since = (number < newest).then_some(now),
            Err(error) => {
                self.notary.failures.fetch_add(1, Ordering::Relaxed);
                tracing::error!(%error, "the witness could not write");
            }
        }
    }
}

#[cfg(test)]
mod tests;
