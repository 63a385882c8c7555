//! What every store keeps to, and what each back end has of its own to show.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "these are tests throughout"
)]

mod contract;
mod kill;
mod postgres;
mod sample;
mod sqlite;
