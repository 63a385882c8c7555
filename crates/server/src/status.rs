//! Failures as gRPC statuses, each with a machine reason.

use std::time::Duration;

use api::reason;
use store::StoreError;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// When to come again to a store that has too much to write.
const STORE_REST: Duration = Duration::from_millis(500);

fn named(code: Code, message: &str, reason: &str) -> Status {
    let details = ErrorDetails::with_error_info(reason, reason::DOMAIN, []);
    Status::with_error_details(code, message, details)
}

pub(crate) fn no_institution() -> Status {
    let message = "the client certificate names no institution";
    named(Code::Unauthenticated, message, reason::NO_INSTITUTION)
}

pub(crate) fn certificate_revoked() -> Status {
    let message = "the client certificate is revoked";
    named(Code::Unauthenticated, message, reason::CERTIFICATE_REVOKED)
}

pub(crate) fn revocation_unknown() -> Status {
    let message = "the list of revoked certificates is missing or stale; nobody is let in";
    named(Code::Unauthenticated, message, reason::REVOCATION_UNKNOWN)
}

pub(crate) fn institution_stopped() -> Status {
    let message = "the institution is shut out";
    named(Code::PermissionDenied, message, reason::INSTITUTION_STOPPED)
}

pub(crate) fn no_staff() -> Status {
    let message = "the call needs a staff token";
    named(Code::Unauthenticated, message, reason::NO_STAFF)
}

pub(crate) fn staff_token_invalid() -> Status {
    let message = "the staff token is not good here, or not any more; sign in again";
    named(Code::Unauthenticated, message, reason::STAFF_TOKEN_INVALID)
}

pub(crate) fn wrong_role() -> Status {
    let message = "the call is not for this role";
    named(Code::PermissionDenied, message, reason::WRONG_ROLE)
}

pub(crate) fn wrong_purpose() -> Status {
    let message = "the call is not for this purpose at this institution";
    named(Code::PermissionDenied, message, reason::WRONG_PURPOSE)
}

pub(crate) fn not_operator() -> Status {
    let message = "the call is the operator's";
    named(Code::PermissionDenied, message, reason::NOT_OPERATOR)
}

/// Denied too often; after `left` it may be tried again.
pub(crate) fn blocked(left: Duration) -> Status {
    later("denied too often; try again later", reason::BLOCKED, left)
}

/// Shed: all places are taken.
pub(crate) fn busy(after: Duration) -> Status {
    let message = "the server is busy; try again later";
    later(message, reason::BUSY, after)
}

/// Shed: the caller's share of the places is taken.
pub(crate) fn share_used_up(after: Duration) -> Status {
    let message = "as many calls of this institution are under way as may be; try again later";
    later(message, reason::SHARE_USED_UP, after)
}

/// It may be tried again then.
fn later(message: &str, reason: &str, after: Duration) -> Status {
    let mut details = ErrorDetails::with_error_info(reason, reason::DOMAIN, []);
    details.set_retry_info(Some(after));
    Status::with_error_details(Code::ResourceExhausted, message, details)
}

/// The time for the call is over; whether it had an effect is not known.
pub(crate) fn took_too_long() -> Status {
    Status::deadline_exceeded("the call took too long")
}

/// The reason of a status that is a denial: the caller may not do this. `None` where
/// the server failed, or the request is malformed.
pub(crate) fn denial(status: &Status) -> Option<&'static str> {
    let denies = matches!(
        status.code(),
        Code::Unauthenticated | Code::PermissionDenied | Code::FailedPrecondition | Code::NotFound
    );
    let details = status.get_error_details();
    let named = details.error_info().map(|info| info.reason.as_str());
    let denies = denies && named != Some(reason::DISTURBED);
    let known = |known: &&str| Some(*known) == named;
    denies.then(|| reason::DENIALS.into_iter().find(known).unwrap_or("DENIED"))
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

pub(crate) fn page_too_late() -> Status {
    let message = "the page did not come in time; go on from where the last one stopped";
    Status::new(Code::DeadlineExceeded, message)
}

pub(crate) fn not_for_developers() -> Status {
    let message = "the server was not started for developers";
    named(
        Code::FailedPrecondition,
        message,
        reason::NOT_FOR_DEVELOPERS,
    )
}

pub(crate) fn suspended_list_unreadable() -> Status {
    let message = "the suspended list cannot be read";
    named(Code::Unavailable, message, reason::STORE_UNAVAILABLE)
}

/// What a developer's fault answers with.
pub(crate) fn disturbed(code: Code) -> Status {
    let message = "a fault that a developer switched on";
    named(code, message, reason::DISTURBED)
}

pub(crate) fn not_attested() -> Status {
    let message = "nobody vouches for the audit trail now, so no history is read";
    named(Code::Unavailable, message, reason::STORE_UNAVAILABLE)
}

/// A store's failure. Its own words go to the operator's log, not to the client.
pub(crate) fn of_store(error: &StoreError) -> Status {
    if let StoreError::Disturbed { status } = error {
        return disturbed(Code::from_i32(*status));
    }
    tracing::warn!(%error, "the store failed");
    match error {
        StoreError::Busy => busy(STORE_REST),
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
