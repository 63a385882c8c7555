//! PostgreSQL: the contract, and what a server has of its own to show.

mod down;
mod failure;
mod kill;
mod lock;
mod opening;
mod race;
mod role;
mod server;

use std::sync::Arc;

use store::Store;

use self::server::{Server, shared, sql};

crate::contract::contract!(fresh);

/// The role that serves, and its password.
const ROLE: &str = "desk";
const PASSWORD: &str = "himitsu";

/// A database of a test's own.
struct Database {
    /// Where it is, as its owner.
    owner: String,
    /// Where it is, as the role that serves.
    served: String,
}

/// An empty database with the tables in it.
async fn database() -> Database {
    let database = without_tables(shared()).await;
    store::prepare(&database.owner, ROLE).await.unwrap();
    database
}

/// An empty database.
async fn without_tables(server: &Server) -> Database {
    let owner = server.database().await;
    let make = format!(
        "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}';
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    );
    sql(&owner, &make).await;
    let served = owner.replace("//madoguchi@", &format!("//{ROLE}:{PASSWORD}@"));
    Database { owner, served }
}

/// An empty store, as the role that serves has it.
async fn fresh() -> (Database, Arc<dyn Store>) {
    let database = database().await;
    let store = store::open(&database.served).await.unwrap();
    (database, store)
}
