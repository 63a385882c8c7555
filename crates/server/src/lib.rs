//! The check server: authenticate the institution, load, decide, record, answer.
//!
//! *Knows* gRPC services, TLS, limits, and the order in which a check happens:
//! nothing is answered before it is recorded.
//!
//! *Never* knows a card's commands or a face. It believes no terminal about the
//! person: without a trusted card's signature over its own fresh challenge there
//! is no visit.
//!
//! *Start reading at* [`serve`], then `service.rs` and its five files, one a call.

mod access;
mod challenge;
mod checkpointing;
mod conduct;
mod connections;
mod faults;
mod forgetting;
mod given;
mod handshakes;
mod limits;
mod live_file;
mod metrics;
mod peer;
mod recording;
mod request_id;
mod revocation;
mod serve;
mod service;
mod shares;
mod status;
mod suspension;
mod tls;

pub use crate::metrics::describe as describe_metrics;
pub use access::STAFF_TOKEN_LIFE;
pub use challenge::CHALLENGE_LIFE;
pub use checkpointing::Notary;
pub use forgetting::ANSWER_LIFE;
pub use given::{Clock, Entropy};
pub use limits::Limits;
pub use revocation::Revocation;
pub use serve::{ServeError, incoming, serve};
pub use service::{CheckServer, VISIT_LIFE};
pub use tls::{TlsError, tls};
