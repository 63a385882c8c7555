//! A person's history as it is read: one page after the other, each looked at again.

use std::time::Duration;

use api::{Fault, Faults, HistoryAnswer, HistoryPage, PageToken, ReadHistory, Rpc, v1};
use qualification::{Caller, Category, ViewDenial};
use store::{HistoryPosition, HistoryRead, Operation};
use tokio::time::timeout;
use tonic::codegen::http::HeaderMap;
use tonic::{Request, Status};
use tracing::Span;

use super::page_seal::Of;
use crate::given::moment;
use crate::peer::Peer;
use crate::service::{caller, log};
use crate::{CheckServer, status};

/// How long the store may take for a page.
const READ_WITHIN: Duration = Duration::from_secs(5);
/// A check-up has up to some hundred results: so many of them are a long page.
const CHECKUPS: u16 = 10;

type Answer = Result<v1::ReadHistoryResponse, Status>;

/// One question, and how far its answer is.
pub(super) struct Reading {
    server: CheckServer,
    caller: Caller,
    peer: Peer,
    /// With the staff token.
    headers: HeaderMap,
    /// The call's, in which later pages are logged, too.
    span: Span,
    question: ReadHistory,
    after: Option<HistoryPosition>,
}

impl Reading {
    pub(super) fn of(
        server: CheckServer,
        request: Request<v1::ReadHistoryRequest>,
    ) -> Result<Self, Status> {
        let caller = caller(&request)?;
        let peer = request.extensions().get::<Peer>();
        let peer = peer.cloned().ok_or_else(status::no_institution)?;
        let (metadata, _, message) = request.into_parts();
        let mut reading = Self {
            server,
            caller,
            peer,
            headers: metadata.into_headers(),
            span: Span::current(),
            question: ReadHistory::try_from(message)?,
            after: None,
        };
        reading.after = match reading.question.after {
            Some(token) => Some(reading.position(token)?),
            None => None,
        };
        Ok(reading)
    }

    /// The first page. The call was let through a moment ago.
    pub(super) async fn first(mut self) -> (Answer, Option<Self>) {
        let answer = self.answer().await;
        (answer, self.rest())
    }

    /// Another page, if whoever asks would be let through still.
    pub(super) async fn next(mut self) -> (Answer, Option<Self>) {
        let answer = match self.look_again().await {
            Ok(()) => self.answer().await,
            Err(status) => {
                self.after = None;
                Err(status)
            }
        };
        (answer, self.rest())
    }

    fn rest(self) -> Option<Self> {
        self.after.is_some().then_some(self)
    }

    /// Certificate, institution, staff token and account, as before the first page.
    async fn look_again(&self) -> Result<(), Status> {
        let again = self
            .server
            .admit(Rpc::ReadHistory, &self.peer, &self.headers);
        again.await.map(drop)
    }

    /// A page or a refusal; both are recorded. `after` is where the next begins.
    async fn answer(&mut self) -> Answer {
        let answer = self.read().await;
        let told = answer.as_ref().map_err(Status::code);
        self.span
            .in_scope(|| log("read_history", &self.caller, &told));
        answer.map(Into::into)
    }

    async fn read(&mut self) -> Result<HistoryAnswer, Status> {
        let after = self.after.take();
        self.server.expect_attested()?;
        let (question, now) = (&self.question, moment(self.server.clock.as_ref()));
        let at_most = match question.category {
            Category::Checkup => question.page_size.min(CHECKUPS),
            _ => question.page_size,
        };
        let read = HistoryRead {
            caller: self.caller.clone(),
            at: now.at,
            monotonic: now.monotonic,
            visit: question.visit,
            category: question.category,
            purpose: question.purpose,
            offered_by_default: self.server.switches.consent_categories,
            from: question.from,
            until: question.until,
            after,
            at_most: at_most.into(),
        };
        let answer = timeout(READ_WITHIN, self.server.store.read_history(read)).await;
        let answer = answer.map_err(|_| status::page_too_late())?;
        let denied = match answer.map_err(|error| status::of_store(&error))? {
            store::HistoryAnswer::Page { records, next } => {
                let token = next.map(|next| self.token(next)).transpose()?;
                self.after = next;
                let next = token;
                return Ok(Ok(HistoryPage { records, next }));
            }
            store::HistoryAnswer::Denied(ViewDenial::WrongRole) => status::wrong_role(),
            store::HistoryAnswer::Denied(ViewDenial::WrongPurpose) => status::wrong_purpose(),
            store::HistoryAnswer::Denied(denial) => return Ok(Err(denial)),
            store::HistoryAnswer::NoVisit => status::not_found(),
            store::HistoryAnswer::InstitutionStopped => status::institution_stopped(),
            store::HistoryAnswer::StaffNotOnDuty => status::staff_token_invalid(),
        };
        // The store has recorded it.
        let operation = Operation::ReadHistory;
        self.server.count_denial(&self.caller, operation).await;
        Err(denied)
    }

    fn token(&self, position: HistoryPosition) -> Result<PageToken, Status> {
        let entropy = self.server.entropy.as_ref();
        let sealed = self.server.pages.seal(position, self.of_what()?, entropy);
        sealed.map_err(|_| Status::internal("a page's end cannot be sealed"))
    }

    fn position(&self, token: PageToken) -> Result<HistoryPosition, Status> {
        let opened = self.server.pages.open(token, self.of_what()?);
        opened.map_err(|_| {
            let fault = Fault {
                field: "page_token".into(),
                description: "is of no earlier answer to this question".into(),
            };
            Faults(vec![fault]).into()
        })
    }

    fn of_what(&self) -> Result<Of<'_>, Status> {
        Ok(Of {
            institution: self
                .caller
                .institution()
                .ok_or_else(status::no_institution)?,
            visit: self.question.visit,
            category: self.question.category,
        })
    }
}
