//! Failures as gRPC statuses, each with a machine reason.

use api::reason;
use store::StoreError;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

fn named(code: Code, message: &str, reason: &str) -> Status {
    let details = ErrorDetails::with_error_info(reason, reason::DOMAIN, []);
    Status::with_error_details(code, message, details)
}

pub(crate) fn no_institution() -> Status {
    let message = "the client certificate names no institution";
    named(Code::Unauthenticated, message, reason::NO_INSTITUTION)
}

pub(crate) fn visit_not_open() -> Status {
    let message = "the visit is unknown here, completed or closed";
    named(Code::FailedPrecondition, message, reason::VISIT_NOT_OPEN)
}

pub(crate) fn key_reused() -> Status {
    let message = "the idempotency key was used for another request";
    named(Code::FailedPrecondition, message, reason::KEY_REUSED)
}

pub(crate) fn not_found() -> Status {
    let message = "it is unknown to this institution";
    named(Code::NotFound, message, reason::NOT_FOUND)
}

pub(crate) fn changed_meanwhile() -> Status {
    let message = "what it concerns was changed or removed meanwhile; look again";
    named(Code::Aborted, message, reason::CHANGED_MEANWHILE)
}

pub(crate) fn suspended_list_unreadable() -> Status {
    let message = "the suspended list cannot be read";
    named(Code::Unavailable, message, reason::STORE_UNAVAILABLE)
}

pub(crate) fn not_attested() -> Status {
    let message = "nobody vouches for the audit trail now, so no history is read";
    named(Code::Unavailable, message, reason::STORE_UNAVAILABLE)
}

/// A store's failure. Its own words go to the operator's log, not to the client.
pub(crate) fn of_store(error: &StoreError) -> Status {
    tracing::warn!(%error, "the store failed");
    match error {
        StoreError::Busy => named(Code::ResourceExhausted, "the server is busy", reason::BUSY),
        StoreError::Locked => named(
            Code::Unavailable,
            "the store is locked by another process",
            reason::STORE_LOCKED,
        ),
        _ => named(
            Code::Unavailable,
            "the store cannot be used",
            reason::STORE_UNAVAILABLE,
        ),
    }
}
