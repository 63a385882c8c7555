//! Faults that a developer switches on, to see what a desk makes of them.
//!
//! They exist only in a server for developers ([`crate::CheckServer::for_developers`]),
//! in its memory alone. Two things make them: a layer behind the access decision
//! (`faults/layer.rs`), which draws for each call and answers with a status, holds the
//! answer back or loses it; and a store in front of the store (`faults/store.rs`), which
//! is slow, tells insurers' data of before, and notices whom a call concerns. A fault
//! for one person is drawn when the call's first look-up brings that person, before
//! anything is recorded. A page of a history is drawn for by itself, as each is a
//! question with a record of its own.
//!
//! The operator's own service is never disturbed, so faults can always be switched off.

mod call;
mod draw;
mod layer;
mod registry;
mod stale;
mod store;

pub(crate) use call::carried;
pub(crate) use layer::FaultLayer;
pub(crate) use registry::{Faults, MOST_FAULTS, code};
pub(crate) use store::FaultyStore;
