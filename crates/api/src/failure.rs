//! Why a call brought no answer, read from whatever the transport, TLS or the
//! server said.

use std::error::Error;
use std::time::Duration;

use qualification::Reason;
use rustls::{AlertDescription, Error as Tls};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::answer::Unreadable;
use crate::field::{Fault, reason};

/// Why a call brought no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Nobody listens there, or the connection broke.
    #[error("the check server cannot be reached: {0}")]
    Unreachable(String),
    /// The deadline passed; whether the call had an effect is not known.
    #[error("the check server did not answer in time")]
    TimedOut,
    /// The server's certificate is not of the trusted authority.
    #[error("the server's certificate is not of the trusted authority: {0}")]
    ServerNotTrusted(String),
    /// The server does not accept this institution's certificate, or it does not fit
    /// its key.
    #[error("this institution's certificate is not accepted: {0}")]
    InstitutionRefused(String),
    /// The call is not let through for who of the staff makes it, or for what.
    #[error("the check server does not let this call through: {0}")]
    Denied(String),
    /// The server sheds load, or has blocked this institution for a while.
    #[error("the check server is busy")]
    Busy {
        /// When it would be asked again, if it says so.
        retry_after: Option<Duration>,
    },
    /// The server's store is locked by another process.
    #[error("the check server's store is locked by another process")]
    StoreLocked,
    /// The server cannot use its store.
    #[error("the check server cannot use its store")]
    StoreUnavailable,
    /// The request is malformed.
    #[error("the check server refused these fields: {}", names(.0))]
    Invalid(Vec<Fault>),
    /// The visit is not open any more, or the key was used for another request.
    #[error("the request does not fit the visit: {0}")]
    Precondition(String),
    /// The answer cannot be understood.
    #[error("the check server's answer cannot be understood: {0}")]
    Unreadable(&'static str),
    /// The server failed.
    #[error("the check server failed ({0})")]
    Failed(String),
}

fn names(faults: &[Fault]) -> String {
    let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_ref()).collect();
    names.join(", ")
}

impl CallError {
    /// What to tell the people at the desk.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::ServerNotTrusted(_) => Reason::ServerNotTrusted,
            Self::InstitutionRefused(_) | Self::Denied(_) => Reason::InstitutionRefused,
            Self::Busy { .. } => Reason::ServerBusy,
            Self::StoreLocked | Self::StoreUnavailable => Reason::StoreUnavailable,
            Self::Unreachable(_)
            | Self::TimedOut
            | Self::Invalid(_)
            | Self::Precondition(_)
            | Self::Unreadable(_)
            | Self::Failed(_) => Reason::ServerDown,
        }
    }

    /// Whether the same call with the same key may be made again: its outcome is
    /// not known, or it had none.
    #[must_use]
    pub const fn may_be_repeated(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_) | Self::TimedOut | Self::Busy { .. } | Self::StoreLocked
        )
    }

    /// No sooner than after this may the call be made again.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => *retry_after,
            _ => None,
        }
    }
}

impl From<Unreadable> for CallError {
    fn from(part: Unreadable) -> Self {
        Self::Unreadable(part)
    }
}

/// What broke while connecting: the cause that TLS names, if any is in the chain.
pub(crate) fn of_transport(error: &(dyn Error + 'static)) -> CallError {
    of_tls(error).unwrap_or_else(|| CallError::Unreachable(root_cause(error)))
}

fn of_tls(error: &(dyn Error + 'static)) -> Option<CallError> {
    let mut next = Some(error);
    while let Some(error) = next {
        // An io::Error hides what it carries from `source`.
        let inner = error
            .downcast_ref::<std::io::Error>()
            .and_then(|error| error.get_ref())
            .map(|inner| inner as &(dyn Error + 'static));
        match inner.unwrap_or(error).downcast_ref::<Tls>() {
            Some(Tls::InvalidCertificate(why)) => {
                return Some(CallError::ServerNotTrusted(why.to_string()));
            }
            Some(Tls::AlertReceived(
                alert @ (AlertDescription::CertificateExpired
                | AlertDescription::CertificateRevoked
                | AlertDescription::CertificateUnknown
                | AlertDescription::CertificateRequired
                | AlertDescription::BadCertificate
                | AlertDescription::UnsupportedCertificate
                | AlertDescription::UnknownCA
                | AlertDescription::DecryptError
                | AlertDescription::AccessDenied),
            )) => return Some(CallError::InstitutionRefused(format!("{alert:?}"))),
            _ => {}
        }
        next = error.source();
    }
    None
}

fn root_cause(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// Why a call of an institution that is let in is not.
const OF_STAFF: [&str; 5] = [
    reason::NO_STAFF,
    reason::STAFF_TOKEN_INVALID,
    reason::WRONG_ROLE,
    reason::WRONG_PURPOSE,
    reason::NOT_OPERATOR,
];

pub(crate) fn of_status(status: &Status) -> CallError {
    let details = status.get_error_details();
    let named = details.error_info().map(|info| info.reason.as_str());
    match status.code() {
        Code::InvalidArgument => match violations(status) {
            // A server names the fields. Without any it was our own decoder: see
            // `codec`.
            faults if faults.is_empty() => CallError::Unreadable("the message"),
            faults => CallError::Invalid(faults),
        },
        Code::FailedPrecondition | Code::NotFound => {
            CallError::Precondition(named.unwrap_or(status.message()).to_owned())
        }
        Code::Unauthenticated | Code::PermissionDenied => match named {
            Some(reason) if OF_STAFF.contains(&reason) => CallError::Denied(reason.to_owned()),
            _ => CallError::InstitutionRefused(status.message().to_owned()),
        },
        Code::ResourceExhausted => CallError::Busy {
            retry_after: details.retry_info().and_then(|info| info.retry_delay),
        },
        Code::DeadlineExceeded | Code::Cancelled => CallError::TimedOut,
        Code::Unavailable if named == Some(reason::STORE_LOCKED) => CallError::StoreLocked,
        Code::Unavailable if named == Some(reason::STORE_UNAVAILABLE) => {
            CallError::StoreUnavailable
        }
        // Everything else is the connection's: tonic answers Unknown or Unavailable
        // when it breaks.
        Code::Unavailable | Code::Unknown => of_transport(status),
        // A connection that the server ends says so of the calls that it has not begun.
        Code::Internal if status.source().is_some() => of_transport(status),
        code => CallError::Failed(code.to_string()),
    }
}

/// The fields of a bad request.
fn violations(status: &Status) -> Vec<Fault> {
    let details = status.get_error_details();
    let violations = details
        .bad_request()
        .map(|bad| bad.field_violations.as_slice());
    violations
        .unwrap_or_default()
        .iter()
        .map(|violation| Fault {
            field: violation.field.clone().into(),
            description: violation.description.clone(),
        })
        .collect()
}
