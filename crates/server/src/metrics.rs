//! What is measured. No label names an institution, a person, a visit or a drug: each
//! label's values are a short list that this program knows beforehand.
//!
//! Who starts the program sets a recorder ([`metrics::set_global_recorder`]); without one
//! nothing is measured.

mod layer;

use api::{Rpc, reason};
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use tonic::codegen::http::HeaderMap;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

pub(crate) use layer::CallLayer;

const CALLS: &str = "madoguchi_calls_total";
const CALL_SECONDS: &str = "madoguchi_call_seconds";
const IN_FLIGHT: &str = "madoguchi_calls_in_flight";
const REFUSED: &str = "madoguchi_calls_refused_total";
const CONNECTIONS: &str = "madoguchi_connections";
const HANDSHAKES_FAILED: &str = "madoguchi_handshakes_failed_total";
const SIGN_INS: &str = "madoguchi_sign_ins_total";
const AUDIT_HEAD: &str = "madoguchi_audit_records";
const CHECKPOINT: &str = "madoguchi_checkpoint_timestamp_seconds";
const READY: &str = "madoguchi_ready";
const BUILD: &str = "madoguchi_build_info";

/// What is no call of the protocol: health, reflection, and paths that somebody made up.
const OTHER: &str = "other";

/// The reasons that are counted, beside the denials.
const SHED: [&str; 3] = [reason::BUSY, reason::SHARE_USED_UP, reason::BLOCKED];

/// Says what each measurement is, to the recorder that was set; `version` is the
/// program's.
pub fn describe(version: &'static str) {
    describe_counter!(CALLS, "Calls answered, by call and gRPC code");
    describe_histogram!(
        CALL_SECONDS,
        Unit::Seconds,
        "From a call's head to its answer's head, by call"
    );
    describe_gauge!(IN_FLIGHT, "Calls being worked on");
    describe_counter!(REFUSED, "Calls shed, blocked or denied, by reason");
    describe_gauge!(CONNECTIONS, "Connections after their handshake");
    describe_counter!(HANDSHAKES_FAILED, "TLS handshakes that failed, by reason");
    describe_counter!(SIGN_INS, "Tries of staff to sign in, by result");
    describe_gauge!(AUDIT_HEAD, "Number of the last audit record");
    describe_gauge!(
        CHECKPOINT,
        Unit::Seconds,
        "When the last checkpoint was signed"
    );
    describe_gauge!(READY, "1 while calls can be answered, by service");
    describe_histogram!(
        "madoguchi_store_commit_seconds",
        Unit::Seconds,
        "How long a group of writes took to be durable"
    );
    describe_histogram!("madoguchi_store_group", "Writes committed together");
    describe_gauge!(BUILD, "1, by the program's version");
    gauge!(BUILD, "version" => version).set(1);
}

/// A connection that counts until it is dropped.
pub(crate) struct Counted(&'static str);

impl Counted {
    /// One more connection.
    pub(crate) fn connection() -> Self {
        Self::of(CONNECTIONS)
    }

    fn of(what: &'static str) -> Self {
        gauge!(what).increment(1);
        Self(what)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        gauge!(self.0).decrement(1);
    }
}

/// A handshake failed, for one of a few reasons.
pub(crate) fn handshake_failed(reason: &'static str) {
    counter!(HANDSHAKES_FAILED, "reason" => reason).increment(1);
}

/// Somebody of the staff tried to sign in.
pub(crate) fn signed_in(result: &'static str) {
    counter!(SIGN_INS, "result" => result).increment(1);
}

/// The audit trail is so long.
pub(crate) fn audited(records: u64) {
    #[expect(clippy::cast_precision_loss, reason = "there are less than 2^52")]
    gauge!(AUDIT_HEAD).set(records as f64);
}

/// A checkpoint was signed at that second.
pub(crate) fn signed(second: i64) {
    #[expect(clippy::cast_precision_loss, reason = "it is less than 2^52")]
    gauge!(CHECKPOINT).set(second as f64);
}

/// Whether a service can answer.
pub(crate) fn ready(service: &'static str, is_ready: bool) {
    gauge!(READY, "service" => service).set(u8::from(is_ready));
}

/// A call was answered, with those headers, after so many seconds.
fn answered(path: &str, headers: &HeaderMap, seconds: f64) {
    let call = name(path);
    histogram!(CALL_SECONDS, "call" => call).record(seconds);
    // An answer that began well has no status in its head.
    let status = Status::from_header_map(headers).unwrap_or_else(|| Status::ok(""));
    count(call, status.code());
    if let Some(reason) = refusal(&status) {
        counter!(REFUSED, "reason" => reason).increment(1);
    }
}

/// Nobody waits for the answer any more.
fn abandoned(path: &str) {
    count(name(path), Code::Cancelled);
}

fn count(call: &'static str, code: Code) {
    counter!(CALLS, "call" => call, "code" => word(code)).increment(1);
}

fn name(path: &str) -> &'static str {
    Rpc::at(path).map_or(OTHER, Rpc::path)
}

/// Why a call was not let through, if this is why it failed.
fn refusal(status: &Status) -> Option<&'static str> {
    let details = status.get_error_details();
    let named = details.error_info()?.reason.as_str();
    let mut known = reason::DENIALS.into_iter().chain(SHED);
    known.find(|known| *known == named)
}

const fn word(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
