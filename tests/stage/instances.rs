//! More than one server on one store: beside each other, or one after the other.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use server::Limits;
use store::Store;
use tempfile::TempDir;

use super::duplex::{SetClock, Stage};

impl Stage {
    /// A second server on the same store.
    pub(crate) fn beside(&self) -> Self {
        let (folder, clock) = (Arc::clone(&self.folder), Arc::clone(&self.clock));
        again(folder, Arc::clone(&self.store), clock, 8)
    }

    /// The server stops, and another one opens the same store.
    pub(crate) async fn restarted(self) -> Self {
        let (folder, clock) = (Arc::clone(&self.folder), Arc::clone(&self.clock));
        let location = format!("sqlite:{}", self.store_file().display());
        self.stop().await.unwrap();
        let store = store::open(&location).await.unwrap();
        again(folder, store, clock, 9)
    }
}

/// Neither its nonces nor its keys are those of another server.
fn again(folder: Arc<TempDir>, store: Arc<dyn Store>, clock: Arc<SetClock>, seed: u64) -> Stage {
    let stage = Stage::begin(folder, store, clock, Limits::default(), seed, |it| it);
    stage.keys.store(seed << 32, Ordering::Relaxed);
    stage
}
