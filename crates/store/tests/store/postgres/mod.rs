//! PostgreSQL: the contract, and what a server has of its own to show.

mod server;

use std::sync::Arc;

use store::Store;

use self::server::shared;

crate::contract::contract!(fresh);

/// An empty store in a database of its own; and where that is.
async fn fresh() -> (String, Arc<dyn Store>) {
    let location = shared().database().await;
    let store = store::open(&location).await.unwrap();
    (location, store)
}
