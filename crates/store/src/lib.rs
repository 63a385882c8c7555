//! What the check server remembers: people and their cover, cards, visits with
//! their consents, every answer that was given, and the audit chain.
//!
//! *Knows* SQL, transactions and how to keep what was promised: what is answered
//! as recorded is on the disk, once, together with its audit record.
//!
//! *Never* knows the rules of insurance, protobuf or a screen. An answer is bytes
//! to it, and time is an argument. No name, number or drug stands in the audit
//! trail, an error or a log line.
//!
//! *Start reading at* [`Store`], then [`Effect`] and [`verify_chain`].
//!
//! # Where
//! In one SQLite file; or, when one machine is outgrown, in a PostgreSQL database that
//! several servers share, any of them answering any step of a visit. Which one, its
//! URI says: see [`open`]. What is promised is the same, and so is the suite that
//! shows it.
//!
//! # How an effect happens
//! Every operation that changes something carries an [`Effect`]: a key that makes
//! a retry harmless, and the answer that is given. In one transaction the key is
//! looked up, the change made, the audit record linked and the answer kept; only
//! then is [`Recorded::Done`] said. Whatever was lost on the way to the desk can
//! be asked for again, and gives one effect and the same answer.

mod administration;
mod audit;
mod batch;
mod chain;
mod checkpoint;
mod code;
mod denial;
mod effect;
mod error;
mod evidence;
mod finding;
mod history;
mod institution;
mod location;
mod operation;
mod postgres;
mod sqlite;
mod staff;
mod store;
mod visit;
mod witness;

pub use administration::{Administration, Change};
pub use audit::{AuditEvent, AuditPage, AuditRecord, ChainHead, Operation};
pub use batch::{BatchRecord, BatchResult, BatchResults, Booking, NewBatch, PlacedBooking};
pub use chain::{ChainVerdict, Flaw, Step, Walk, verify_chain};
pub use checkpoint::{Checkpoint, Origin};
pub use denial::Denial;
pub use effect::{Effect, PastAnswer, Recorded};
pub use error::StoreError;
pub use evidence::{Evidence, SignatureCheck};
pub use finding::{Finding, Place, Verdict, Worthless};
pub use history::{HistoryAnswer, HistoryPosition, HistoryRead};
pub use institution::{InstitutionTerms, ReferenceNumber};
pub use location::{
    copy, file, let_go, look_into, may_rewrite_audit, open, open_for_reading, prepare,
};
pub use operation::{
    Authentication, Closing, Completion, Ending, Entry, NumberCheck, RegistrationOffer, Withdrawal,
};
pub use qualification::IdempotencyKey;
pub use staff::{SIGN_IN_LOCK, SIGN_IN_TRIES, SignIn, SignInBegun, StaffAccount};
pub use store::{Enrolment, Forgetting, Store};
pub use visit::{NewVisit, VisitRecord, VisitState};
pub use witness::Witness;
