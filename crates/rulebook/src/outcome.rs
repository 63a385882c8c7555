//! How a visit ends, in what two cases can differ in.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use qualification::{
    Acceptance, Category, Cause, ConsentId, Decision, FallBack, LimitAnswer, Notice, Reason, Scope,
    Share, Trace, admit, decide,
};

use crate::Case;

/// How a visit ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Why it ended so.
    pub reason: Reason,
    /// How much was told; `None` when the card was refused.
    pub scope: Option<Scope>,
    /// The share, of whoever is covered.
    pub share: Option<Share>,
    /// The limit amount; `None` when the card was refused.
    pub limit: Option<LimitAnswer>,
    /// What may be viewed.
    pub consents: Vec<Category>,
    /// Whether the card was offered to be registered.
    pub offered_registration: bool,
    /// What the patient is told beside.
    pub notices: Vec<Notice>,
}

impl Outcome {
    /// How the visit of `case` ends: what [`accepts`](qualification::accepts),
    /// [`admit`] and [`decide`] say.
    #[must_use]
    pub fn of(case: &Case, trace: &mut impl Trace) -> Self {
        if let Err(reason) = case.presentation.accepted(case.visit_date, trace) {
            return Self::refused(reason, false);
        }
        let arrival = case.arrival();
        let admission = match admit(&arrival, &case.switches, trace) {
            Ok(admission) => admission,
            Err(reason) => return Self::refused(reason, false),
        };
        let unknown = || ConsentId([0; 16]);
        match decide(
            &arrival,
            &admission,
            &case.choices,
            noon(case),
            unknown,
            trace,
        ) {
            Ok(decision) => Self::answered(decision, admission.offer_registration),
            Err(reason) => Self::refused(reason, admission.offer_registration),
        }
    }

    /// How it ends when the online check cannot be made, and `taken` is what is left.
    pub(crate) fn by(taken: &FallBack, case: &Case) -> Self {
        let cover = case
            .cover()
            .filter(|_| taken.acceptance() == Acceptance::OrdinaryShare);
        Self {
            share: cover.map(|cover| Share::at_visit(cover, case.person.birth, case.visit_date)),
            ..Self::refused(taken.reason(), false)
        }
    }

    /// What stopped the check; `None` when nothing did. A card that is not accepted
    /// helps as little as one that is not registered, whatever else is the matter.
    pub(crate) fn cause(&self) -> Option<Cause> {
        match self.reason {
            Reason::CardNotAccepted => Some(Cause::NotRegistered),
            reason => reason.cause(),
        }
    }

    const fn refused(reason: Reason, offered_registration: bool) -> Self {
        Self {
            reason,
            scope: None,
            share: None,
            limit: None,
            consents: Vec::new(),
            offered_registration,
            notices: Vec::new(),
        }
    }

    fn answered(decision: Decision, offered_registration: bool) -> Self {
        Self {
            reason: decision.reason,
            scope: Some(decision.scope),
            share: decision.qualification.map(|it| it.share),
            limit: Some(decision.limit),
            consents: decision.consents.iter().map(|it| it.category).collect(),
            offered_registration,
            notices: decision.notices,
        }
    }
}

/// The visit takes place at noon: no rule minds the hour.
fn noon(case: &Case) -> Timestamp {
    let noon = case.visit_date.at(12, 0, 0, 0);
    let japan = TimeZone::fixed(Offset::constant(9));
    japan.to_timestamp(noon).unwrap_or(Timestamp::MAX)
}
