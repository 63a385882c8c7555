//! The five calls: what they share, and the way from a message to its file.

mod admin;
mod authenticate;
mod batch;
mod check_by_number;
mod close_visit;
mod complete;
mod consent;
mod history;
mod open_visit;
mod set_reference_number;
mod staff;

use std::path::PathBuf;
use std::sync::Arc;

use api::v1::qualification_service_server::QualificationService;
use api::{REQUEST_ID, v1};
use pki::{CardTrust, SuspendedList};
use qualification::{Caller, CardFingerprint, Institution, Party, Switches};
use store::Store;
use tonic::{Request, Response, Status, async_trait};

use crate::challenge::ChallengeSeal;
use crate::checkpointing::{Checkpointing, Notary};
use crate::given::{Clock, Entropy};
use crate::peer::Peer;
use crate::status;
use crate::suspension::Suspension;

pub use complete::VISIT_LIFE;

/// A check server: it remembers nothing itself, so any server on the same store
/// and keys can answer any call. Clones are the same server.
#[derive(Clone)]
pub struct CheckServer {
    store: Arc<dyn Store>,
    trust: Arc<CardTrust>,
    suspension: Arc<Suspension>,
    seal: Arc<ChallengeSeal>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    switches: Switches,
    notary: Option<Arc<Notary>>,
}

impl CheckServer {
    /// A server on `store`, believing the cards that `trust` vouches for unless
    /// they are on the list at `suspended_list`, and sealing its challenges with
    /// `challenge_key`, which all servers on one store share.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        trust: CardTrust,
        suspended_list: PathBuf,
        challenge_key: &[u8; 32],
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self {
            store,
            trust: Arc::new(trust),
            suspension: Arc::new(Suspension::at(suspended_list)),
            seal: Arc::new(ChallengeSeal::new(challenge_key)),
            clock,
            entropy,
            switches: Switches::DEFAULT,
            notary: None,
        }
    }

    /// The same server, where sources differ with those rules.
    #[must_use]
    pub fn with(self, switches: Switches) -> Self {
        Self { switches, ..self }
    }

    /// The same server, whose audit trail `notary` vouches for while it serves.
    #[must_use]
    pub fn attested_by(self, notary: Arc<Notary>) -> Self {
        Self {
            notary: Some(notary),
            ..self
        }
    }

    /// Begins to make checkpoints of the audit trail.
    pub(crate) fn checkpointing(&self) -> Checkpointing {
        let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
        Checkpointing::start(store, self.notary.clone(), clock)
    }

    /// Medical information is given only while somebody vouches for the audit trail.
    fn expect_attested(&self) -> Result<(), Status> {
        match self.notary.as_ref().is_some_and(|it| it.is_silent()) {
            true => Err(status::not_attested()),
            false => Ok(()),
        }
    }

    /// Whether calls can be answered now.
    pub(crate) async fn is_ready(&self) -> bool {
        self.suspension.list().is_ok() && self.store.check().await.is_ok()
    }

    /// The rules at an institution: consent is asked for what it offers.
    async fn switches_at(&self, institution: &Institution) -> Result<Switches, Status> {
        let terms = self.store.institution(institution).await;
        let terms = terms.map_err(|error| status::of_store(&error))?;
        Ok(terms.map_or(self.switches, |terms| Switches {
            consent_categories: self.switches.consent_categories.both(terms.offered),
            ..self.switches
        }))
    }

    /// Whether the operator has suspended the card.
    async fn is_suspended(&self, card: CardFingerprint) -> Result<bool, Status> {
        let since = self.store.suspended_since(card).await;
        since
            .map(|since| since.is_some())
            .map_err(|error| status::of_store(&error))
    }

    fn suspended(&self) -> Result<Arc<SuspendedList>, Status> {
        self.suspension.list().map_err(|_| {
            tracing::error!("the suspended list cannot be read; nobody is let in");
            status::suspended_list_unreadable()
        })
    }
}

/// Whose call it is. The certificate was verified in the handshake.
fn caller<T>(request: &Request<T>) -> Result<Caller, Status> {
    let peer = request.extensions().get::<Peer>();
    let known = request.extensions().get::<Caller>();
    known
        .or(peer.map(|peer| &peer.caller))
        .filter(|caller| caller.party != Party::Nobody)
        .cloned()
        .ok_or_else(status::no_institution)
}

/// One line in the log for one call: no name, no number, only handles and codes.
fn log<T, A>(request_id: &str, call: &'static str, who: &Caller, answer: &Result<T, A>)
where
    A: std::fmt::Display,
{
    let institution = who.party.code();
    match answer {
        Ok(_) => tracing::info!(call, request_id, institution, "answered"),
        Err(status) => tracing::info!(call, request_id, institution, %status, "failed"),
    }
}

/// The caller's name for the call, if it is hexadecimal; anything else could
/// forge a log line or carry what must not be logged.
fn request_id<T>(request: &Request<T>) -> String {
    let id = request.metadata().get(REQUEST_ID);
    id.and_then(|id| id.to_str().ok())
        .filter(|id| id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .unwrap_or("-")
        .to_owned()
}

/// One call: whose it is, then its file, then its line in the log.
macro_rules! answer {
    ($self:ident, $request:ident, $call:ident) => {{
        let who = caller(&$request)?;
        let id = request_id(&$request);
        let answer = $self.$call(who.clone(), $request.into_inner()).await;
        log(
            &id,
            stringify!($call),
            &who,
            &answer.as_ref().map_err(Status::code),
        );
        answer.map(Response::new)
    }};
}

#[async_trait]
impl QualificationService for CheckServer {
    async fn open_visit(
        &self,
        request: Request<v1::OpenVisitRequest>,
    ) -> Result<Response<v1::OpenVisitResponse>, Status> {
        answer!(self, request, answer_open_visit)
    }

    async fn authenticate(
        &self,
        request: Request<v1::AuthenticateRequest>,
    ) -> Result<Response<v1::AuthenticateResponse>, Status> {
        answer!(self, request, answer_authenticate)
    }

    async fn complete(
        &self,
        request: Request<v1::CompleteRequest>,
    ) -> Result<Response<v1::CompleteResponse>, Status> {
        answer!(self, request, answer_complete)
    }

    async fn close_visit(
        &self,
        request: Request<v1::CloseVisitRequest>,
    ) -> Result<Response<v1::CloseVisitResponse>, Status> {
        answer!(self, request, answer_close_visit)
    }

    async fn set_reference_number(
        &self,
        request: Request<v1::SetReferenceNumberRequest>,
    ) -> Result<Response<v1::SetReferenceNumberResponse>, Status> {
        answer!(self, request, answer_set_reference_number)
    }

    async fn check_by_number(
        &self,
        request: Request<v1::CheckByNumberRequest>,
    ) -> Result<Response<v1::CheckByNumberResponse>, Status> {
        answer!(self, request, answer_check_by_number)
    }
}
