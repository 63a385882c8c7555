//! What a desk calls: one connection to the check server, mutual TLS, a deadline
//! on every call, and errors that say what to do.

use std::error::Error;
use std::time::Duration;

use qualification::{Decision, IdempotencyKey, Reason};
use tonic::codegen::http::Uri;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;

use crate::answer::{AuthenticateAnswer, Challenge, CompleteAnswer, Unreadable};
use crate::field::{Fault, reason};
use crate::request::{Authenticate, CheckByNumber, CloseVisit, Complete, OpenVisit};
use crate::v1;
use crate::v1::qualification_service_client::QualificationServiceClient;

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 256 * 1024;
/// How often a quiet connection is probed, and how long the answer may take.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(20));

/// How to reach the server, and as whom.
#[derive(Clone)]
pub struct Connection {
    /// Where, such as `https://localhost:50443`.
    pub address: Uri,
    /// The network authority that vouches for the server, PEM.
    pub authority: String,
    /// The institution's certificate, PEM.
    pub certificate: String,
    /// Its key, PEM.
    pub key: String,
    /// How long connecting or one call may take.
    pub deadline: Duration,
}

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
    /// The server does not accept this institution's certificate.
    #[error("the server does not accept this institution's certificate: {0}")]
    InstitutionRefused(String),
    /// The server sheds load.
    #[error("the check server is busy")]
    Busy,
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
            Self::InstitutionRefused(_) => Reason::InstitutionRefused,
            Self::Busy => Reason::ServerBusy,
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
            Self::Unreachable(_) | Self::TimedOut | Self::Busy | Self::StoreLocked
        )
    }
}

impl From<Unreadable> for CallError {
    fn from(part: Unreadable) -> Self {
        Self::Unreadable(part)
    }
}

/// A connection to the check server. Clones share it.
#[derive(Debug, Clone)]
pub struct Client {
    service: QualificationServiceClient<Channel>,
    deadline: Duration,
}

impl Client {
    /// Connects, and fails if nobody is there.
    ///
    /// # Errors
    /// [`CallError`] when the server cannot be reached or trusted.
    pub async fn connect(connection: &Connection) -> Result<Self, CallError> {
        let tls = ClientTlsConfig::new()
            .ca_certificate(Certificate::from_pem(&connection.authority))
            .identity(Identity::from_pem(&connection.certificate, &connection.key));
        let endpoint = Endpoint::from(connection.address.clone())
            .tls_config(tls)
            .map_err(|error| of_transport(&error))?
            .connect_timeout(connection.deadline)
            .timeout(connection.deadline)
            .http2_keep_alive_interval(KEEPALIVE.0)
            .keep_alive_timeout(KEEPALIVE.1)
            .tcp_nodelay(true);
        let channel = endpoint
            .connect()
            .await
            .map_err(|error| of_transport(&error))?;
        Ok(Self::over(channel, connection.deadline))
    }

    /// Calls over a channel that is there already.
    #[must_use]
    pub fn over(channel: Channel, deadline: Duration) -> Self {
        let service =
            QualificationServiceClient::new(channel).max_decoding_message_size(MAX_ANSWER);
        Self { service, deadline }
    }

    /// Step 1. `request_id` names the call in the server's log.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn open_visit(
        &self,
        request: OpenVisit,
        request_id: IdempotencyKey,
    ) -> Result<Challenge, CallError> {
        let message = self.request(v1::OpenVisitRequest::from(request), request_id);
        let answer = self.service.clone().open_visit(message).await;
        Ok(answer
            .map_err(|status| of_status(&status))?
            .into_inner()
            .try_into()?)
    }

    /// Step 2.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn authenticate(
        &self,
        request: Authenticate,
    ) -> Result<AuthenticateAnswer, CallError> {
        let id = request.key;
        let message = self.request(v1::AuthenticateRequest::from(request), id);
        let answer = self.service.clone().authenticate(message).await;
        Ok(answer
            .map_err(|status| of_status(&status))?
            .into_inner()
            .try_into()?)
    }

    /// Steps 3 to 5.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn complete(&self, request: Complete) -> Result<CompleteAnswer, CallError> {
        let id = request.key;
        let message = self.request(v1::CompleteRequest::from(request), id);
        let answer = self.service.clone().complete(message).await;
        let answer = answer.map_err(|status| of_status(&status))?;
        Ok(answer.into_inner().try_into()?)
    }

    /// Ends a visit.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn close_visit(&self, request: CloseVisit) -> Result<(), CallError> {
        let id = request.key;
        let message = self.request(v1::CloseVisitRequest::from(request), id);
        let answer = self.service.clone().close_visit(message).await;
        answer.map(drop).map_err(|status| of_status(&status))
    }

    /// A check without a card.
    ///
    /// # Errors
    /// [`CallError`] when there is no answer.
    pub async fn check_by_number(&self, request: CheckByNumber) -> Result<Decision, CallError> {
        let id = request.key;
        let message = self.request(v1::CheckByNumberRequest::from(request), id);
        let answer = self.service.clone().check_by_number(message).await;
        let decision = answer
            .map_err(|status| of_status(&status))?
            .into_inner()
            .decision;
        Ok(decision.ok_or("decision")?.try_into()?)
    }

    fn request<T>(&self, message: T, id: IdempotencyKey) -> Request<T> {
        let mut request = Request::new(message);
        request.set_timeout(self.deadline);
        if let Ok(id) = id.to_string().parse() {
            request.metadata_mut().insert(crate::REQUEST_ID, id);
        }
        request
    }
}

/// What broke while connecting: the cause that TLS names, if any is in the chain.
fn of_transport(error: &(dyn Error + 'static)) -> CallError {
    of_tls(error).unwrap_or_else(|| CallError::Unreachable(root_cause(error)))
}

fn of_tls(error: &(dyn Error + 'static)) -> Option<CallError> {
    use rustls::{AlertDescription, Error as Tls};
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

fn of_status(status: &Status) -> CallError {
    let details = status.get_error_details();
    let named = details.error_info().map(|info| info.reason.as_str());
    match status.code() {
        Code::InvalidArgument => CallError::Invalid(violations(status)),
        Code::FailedPrecondition => {
            CallError::Precondition(named.unwrap_or(status.message()).to_owned())
        }
        Code::Unauthenticated | Code::PermissionDenied => {
            CallError::InstitutionRefused(status.message().to_owned())
        }
        Code::ResourceExhausted => CallError::Busy,
        Code::DeadlineExceeded | Code::Cancelled => CallError::TimedOut,
        Code::Unavailable if named == Some(reason::STORE_LOCKED) => CallError::StoreLocked,
        Code::Unavailable if named == Some(reason::STORE_UNAVAILABLE) => {
            CallError::StoreUnavailable
        }
        Code::Unavailable if named == Some(reason::BUSY) => CallError::Busy,
        // Everything else is the connection's: tonic answers Unknown or Unavailable
        // when it breaks.
        Code::Unavailable | Code::Unknown => of_transport(status),
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
