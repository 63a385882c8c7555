//! Which field of a request is wrong, and how a status says so.

use std::borrow::Cow;

use prost_types::Timestamp as ProtoTimestamp;
use qualification::{IdempotencyKey, VisitId};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

/// What a status other than INVALID_ARGUMENT names in its `google.rpc.ErrorInfo`.
pub mod reason {
    /// The domain of every reason.
    pub const DOMAIN: &str = "madoguchi";
    /// The visit is unknown here, completed, or closed.
    pub const VISIT_NOT_OPEN: &str = "VISIT_NOT_OPEN";
    /// The idempotency key was used for another request.
    pub const KEY_REUSED: &str = "KEY_REUSED";
    /// What a change concerns was changed or removed meanwhile.
    pub const CHANGED_MEANWHILE: &str = "CHANGED_MEANWHILE";
    /// The store is locked by another process.
    pub const STORE_LOCKED: &str = "STORE_LOCKED";
    /// The store cannot be used.
    pub const STORE_UNAVAILABLE: &str = "STORE_UNAVAILABLE";
    /// The server sheds load; see the retry hint.
    pub const BUSY: &str = "BUSY";
    /// As many calls of the institution are under way as may be; see the retry hint.
    pub const SHARE_USED_UP: &str = "SHARE_USED_UP";
    /// The client certificate names no institution.
    pub const NO_INSTITUTION: &str = "NO_INSTITUTION";
    /// The client certificate is revoked.
    pub const CERTIFICATE_REVOKED: &str = "CERTIFICATE_REVOKED";
    /// The list of revoked certificates is missing or stale: nobody is let in.
    pub const REVOCATION_UNKNOWN: &str = "REVOCATION_UNKNOWN";
    /// The institution is shut out.
    pub const INSTITUTION_STOPPED: &str = "INSTITUTION_STOPPED";
    /// The institution was denied too often in a short time; see the retry hint.
    pub const BLOCKED: &str = "BLOCKED";
    /// The call needs a staff token.
    pub const NO_STAFF: &str = "NO_STAFF";
    /// The staff token is expired, another terminal's, or none of this server's.
    pub const STAFF_TOKEN_INVALID: &str = "STAFF_TOKEN_INVALID";
    /// The call is not for this role.
    pub const WRONG_ROLE: &str = "WRONG_ROLE";
    /// The call is not for this purpose at this institution.
    pub const WRONG_PURPOSE: &str = "WRONG_PURPOSE";
    /// The call is the operator's.
    pub const NOT_OPERATOR: &str = "NOT_OPERATOR";
    /// The visit, consent or list is unknown to this institution.
    pub const NOT_FOUND: &str = "NOT_FOUND";
    /// A fault that a developer switched on met the call.
    pub const DISTURBED: &str = "DISTURBED";
    /// The server was not started for developers.
    pub const NOT_FOR_DEVELOPERS: &str = "NOT_FOR_DEVELOPERS";

    /// Those that say: this caller may not do this.
    pub const DENIALS: [&str; 13] = [
        VISIT_NOT_OPEN,
        KEY_REUSED,
        NO_INSTITUTION,
        CERTIFICATE_REVOKED,
        REVOCATION_UNKNOWN,
        INSTITUTION_STOPPED,
        NO_STAFF,
        STAFF_TOKEN_INVALID,
        WRONG_ROLE,
        WRONG_PURPOSE,
        NOT_OPERATOR,
        NOT_FOUND,
        NOT_FOR_DEVELOPERS,
    ];
}

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its name in the request, such as `assurance.method`.
    pub field: Cow<'static, str>,
    /// What is wrong and what is expected. Never the value, which may be personal.
    pub description: String,
}

/// Everything that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, field: &'static str, description: impl Into<String>) {
        self.0.push(Fault {
            field: field.into(),
            description: description.into(),
        });
    }

    /// Notes what is wrong, if anything, and keeps what is right.
    pub(crate) fn keep<T, E: ToString>(
        &mut self,
        field: &'static str,
        value: Result<T, E>,
    ) -> Option<T> {
        value
            .map_err(|error| self.add(field, error.to_string()))
            .ok()
    }

    /// Notes what is wrong with a part, each field named from the part's `name` on, and
    /// keeps the part if nothing is.
    pub(crate) fn part<T>(&mut self, name: &str, part: Result<T, Self>) -> Option<T> {
        let named = |fault: Fault| Fault {
            field: format!("{name}.{}", fault.field).into(),
            ..fault
        };
        part.map_err(|faults| self.0.extend(faults.0.into_iter().map(named)))
            .ok()
    }

    /// The value, if nothing was wrong anywhere.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl From<Faults> for Status {
    fn from(faults: Faults) -> Self {
        let names: Vec<&str> = faults.0.iter().map(|fault| fault.field.as_ref()).collect();
        let message = format!("invalid: {}", names.join(", "));
        let violations = faults
            .0
            .into_iter()
            .map(|fault| FieldViolation::new(fault.field, fault.description));
        let details = ErrorDetails::with_bad_request(violations.collect::<Vec<_>>());
        Status::with_error_details(Code::InvalidArgument, message, details)
    }
}

pub(crate) fn bytes(value: &[u8], most: usize) -> Result<&[u8], String> {
    match value.len() {
        0 => Err("is missing".into()),
        length if length > most => Err(format!("has {length} bytes, at most {most} are allowed")),
        _ => Ok(value),
    }
}

pub(crate) fn text(value: &str, most: usize) -> Result<&str, String> {
    match value.chars().count() {
        0 => Err("is missing".into()),
        length if length > most => Err(format!(
            "has {length} characters, at most {most} are allowed"
        )),
        _ if value.chars().any(char::is_control) => Err("has control characters".into()),
        _ => Ok(value),
    }
}

pub(crate) fn key(value: &[u8]) -> Result<IdempotencyKey, String> {
    IdempotencyKey::try_from(value).map_err(|_| "must be 16 bytes".into())
}

pub(crate) fn visit_id(value: &[u8]) -> Result<VisitId, String> {
    VisitId::try_from(value).map_err(|_| "must be 16 bytes".into())
}

pub(crate) fn date(value: Option<crate::v1::CivilDate>) -> Result<jiff::civil::Date, String> {
    let value = value.ok_or("is missing")?;
    let small = |part: i32| i8::try_from(part).unwrap_or(0);
    let year = i16::try_from(value.year).unwrap_or(0);
    if year < 1 {
        return Err("must be a day of the years 1 to 9999".into());
    }
    jiff::civil::Date::new(year, small(value.month), small(value.day))
        .map_err(|_| "is no day of the calendar".into())
}

/// A day that need not be said.
pub(crate) fn optional_date(
    value: Option<crate::v1::CivilDate>,
) -> Result<Option<jiff::civil::Date>, String> {
    value.map(|day| date(Some(day))).transpose()
}

pub(crate) fn instant(value: Option<ProtoTimestamp>) -> Result<jiff::Timestamp, String> {
    let value = value.ok_or("is missing")?;
    jiff::Timestamp::new(value.seconds, value.nanos).map_err(|_| "is out of range".into())
}

pub(crate) fn to_date(date: jiff::civil::Date) -> crate::v1::CivilDate {
    crate::v1::CivilDate {
        year: date.year().into(),
        month: date.month().into(),
        day: date.day().into(),
    }
}

pub(crate) fn to_instant(instant: jiff::Timestamp) -> ProtoTimestamp {
    ProtoTimestamp {
        seconds: instant.as_second(),
        nanos: instant.subsec_nanosecond(),
    }
}
