//! The calls: what they share, and the way from a message to its file.

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

use api::v1;
use api::v1::qualification_service_server::QualificationService;
use pki::{CardTrust, SuspendedList};
use qualification::{Caller, CardFingerprint, Institution, Switches, VisitId};
use store::{Operation, Store};
use tonic::{Request, Response, Status, async_trait};

use crate::access::Access;
use crate::challenge::ChallengeSeal;
use crate::checkpointing::{Checkpointing, Notary};
use crate::faults::{Faults, FaultyStore};
use crate::given::{Clock, Entropy};
use crate::suspension::Suspension;
use crate::{Revocation, status};
use history::PageSeal;

pub use complete::VISIT_LIFE;

/// A check server: it remembers nothing itself, so any server on the same store
/// and keys can answer any call. Clones are the same server.
#[derive(Clone)]
pub struct CheckServer {
    pub(crate) store: Arc<dyn Store>,
    trust: Arc<CardTrust>,
    suspension: Arc<Suspension>,
    pub(crate) access: Arc<Access>,
    seats: staff::Seats,
    seal: Arc<ChallengeSeal>,
    pages: Arc<PageSeal>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    switches: Switches,
    pub(crate) faults: Option<Arc<Faults>>,
    notary: Option<Arc<Notary>>,
}

impl CheckServer {
    /// A server on `store`, believing the cards that `trust` vouches for unless
    /// they are on the list at `suspended_list`, and callers unless `revocation` tells
    /// otherwise; sealing its challenges and staff tokens with `challenge_key`, which
    /// all servers on one store share.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        trust: CardTrust,
        suspended_list: PathBuf,
        revocation: Arc<Revocation>,
        challenge_key: &[u8; 32],
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self {
            store,
            trust: Arc::new(trust),
            suspension: Arc::new(Suspension::at(suspended_list)),
            access: Arc::new(Access::new(revocation, challenge_key)),
            seats: staff::Seats::default(),
            seal: Arc::new(ChallengeSeal::new(challenge_key)),
            pages: Arc::new(PageSeal::new(challenge_key)),
            clock,
            entropy,
            switches: Switches::DEFAULT,
            faults: None,
            notary: None,
        }
    }

    /// The same server, where sources differ with those rules.
    #[must_use]
    pub fn with(self, switches: Switches) -> Self {
        Self { switches, ..self }
    }

    /// The same server, for developers: the operator may set its clock and switch faults
    /// on. Both end with it.
    #[must_use]
    pub fn for_developers(self) -> Self {
        let faults = Arc::new(Faults::default());
        let clock = Arc::clone(&self.clock);
        Self {
            store: Arc::new(FaultyStore::new(self.store, Arc::clone(&faults), clock)),
            faults: Some(faults),
            ..self
        }
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

    /// Whether medical information can be given, too.
    pub(crate) fn is_attested(&self) -> bool {
        self.expect_attested().is_ok()
    }

    /// Whether calls can be answered now.
    pub(crate) async fn is_ready(&self) -> bool {
        self.suspension.list().is_ok()
            && self.access.revocation.is_known(self.clock.now())
            && self.store.check().await.is_ok()
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

/// Whose call it is, as the layer in front has noted.
fn caller<T>(request: &Request<T>) -> Result<Caller, Status> {
    let caller = request.extensions().get::<Caller>();
    caller.cloned().ok_or_else(status::no_institution)
}

/// One line in the log for one call, which has a name in the span around it: no name, no
/// number, only handles and codes.
fn log<T, A>(call: &'static str, who: &Caller, answer: &Result<T, A>)
where
    A: std::fmt::Display,
{
    let institution = who.party.code();
    match answer {
        Ok(_) => tracing::info!(call, institution, "answered"),
        Err(status) => tracing::info!(call, institution, %status, "failed"),
    }
}

/// One call: whose it is, then its file, then its line in the log, and in the audit
/// trail if it is denied. A visit is named by some requests.
macro_rules! answer {
    ($self:ident, $request:ident, $call:ident, $operation:ident $(, $asked:ident => $visit:expr)?) => {{
        let who = $crate::service::caller(&$request)?;
        let message = $request.into_inner();
        let named: Option<&[u8]> = None$(.or({
            let $asked = &message;
            Some($visit)
        }))?;
        let visit = named.and_then(|id| VisitId::try_from(id).ok());
        let answer = $self.$call(who.clone(), message).await;
        $crate::service::log(
            stringify!($call),
            &who,
            &answer.as_ref().map_err(Status::code),
        );
        match answer {
            Ok(answer) => Ok(Response::new(answer)),
            Err(status) => {
                Err($self.deny(&who, Operation::$operation, visit, status).await)
            }
        }
    }};
}
use answer;

#[async_trait]
impl QualificationService for CheckServer {
    async fn open_visit(
        &self,
        request: Request<v1::OpenVisitRequest>,
    ) -> Result<Response<v1::OpenVisitResponse>, Status> {
        answer!(self, request, answer_open_visit, Open)
    }

    async fn authenticate(
        &self,
        request: Request<v1::AuthenticateRequest>,
    ) -> Result<Response<v1::AuthenticateResponse>, Status> {
        answer!(self, request, answer_authenticate, Authenticate)
    }

    async fn complete(
        &self,
        request: Request<v1::CompleteRequest>,
    ) -> Result<Response<v1::CompleteResponse>, Status> {
        answer!(self, request, answer_complete, Complete, it => &it.visit_id)
    }

    async fn close_visit(
        &self,
        request: Request<v1::CloseVisitRequest>,
    ) -> Result<Response<v1::CloseVisitResponse>, Status> {
        answer!(self, request, answer_close_visit, Close, it => &it.visit_id)
    }

    async fn set_reference_number(
        &self,
        request: Request<v1::SetReferenceNumberRequest>,
    ) -> Result<Response<v1::SetReferenceNumberResponse>, Status> {
        answer!(
            self,
            request,
            answer_set_reference_number,
            SetReferenceNumber,
            it => set_reference_number::visit_of(it)
        )
    }

    async fn check_by_number(
        &self,
        request: Request<v1::CheckByNumberRequest>,
    ) -> Result<Response<v1::CheckByNumberResponse>, Status> {
        answer!(self, request, answer_check_by_number, CheckNumber)
    }
}
