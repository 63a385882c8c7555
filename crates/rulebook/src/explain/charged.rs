//! What is paid at the desk for the care of a case.

use qualification::{
    Acceptance, Bill, CareMonth, Charge, FallBack, LimitAnswer, LimitCertificate, LimitClass,
    Meals, Rule, Share, Spoken, Trace, Value, Way, cap_class_without_data, charge, claimed_later,
    limit_evidence, share_from_70,
};

use crate::case::Care;
use crate::{Case, Outcome};

/// What is paid at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charged {
    /// The amounts.
    pub charge: Charge,
    /// The class whose limit amount holds at the desk, and how it is known.
    pub limit: Option<(LimitClass, KnownBy)>,
    /// Whether a class is known, but no table for it in that month.
    pub no_table: bool,
    /// What a later claim brings back, in yen, of what the withheld limit amount would
    /// have saved.
    pub claimed_later: Option<u64>,
    /// Whether there were meals at all.
    pub had_meals: bool,
    /// The rules that spoke.
    pub spoken: Vec<Spoken>,
}

/// How the class of a limit amount is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// The check answered it.
    Online,
    /// It is shown on paper.
    Paper,
    /// From 70 on, by the share alone.
    Share,
}

impl KnownBy {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Online => "ONLINE",
            Self::Paper => "PAPER",
            Self::Share => "SHARE",
        }
    }
}

impl Charged {
    /// What is paid for `care`, when the visit ended with that outcome, or by the fall
    /// back.
    pub(crate) fn of(
        case: &Case,
        outcome: &Outcome,
        fall_back: Option<FallBack>,
        care: Care,
    ) -> Self {
        let mut spoken = Vec::new();
        let share = share(case, outcome, fall_back);
        let provided = provided(outcome).filter(|_| fall_back.is_none());
        let limit = match (provided, care.paper_limit, fall_back, share) {
            (Some(provided), ..) => Some((provided.class, KnownBy::Online)),
            (None, _, _, None | Some(Share::Whole)) => None,
            (None, Some(class), ..) => {
                on_paper(fall_back, &mut spoken);
                Some((class, KnownBy::Paper))
            }
            (None, None, Some(_), Some(share)) => without_data(case, share, &mut spoken),
            (None, None, None, Some(_)) => None,
        };
        let recorded_since = provided.and_then(|it| it.long_term_on);
        let bill = Bill {
            medical: care.medical,
            visit_date: case.visit_date,
            birth: case.person.birth,
            share,
            limit: limit.map(|(class, _)| class),
            setting: care.setting,
            many_times: care.many_times,
            before: care.before,
            specific_disease: care.specific_disease,
            meals: Meals {
                days: &[(case.visit_date, care.meals)],
                long_term_on: care.long_term_on.or(recorded_since),
                intractable: care.intractable,
            },
        };
        let charge = charge(&bill, &mut spoken);
        let withheld = withheld(case, outcome).filter(|_| fall_back.is_none() && limit.is_none());
        let month = CareMonth::from(case.visit_date);
        let has_table =
            |class: &LimitClass| limit_evidence(*class, month, care.setting, false).is_some();
        let class = bill.limit.or(withheld).filter(|_| charge.whole.is_none());
        Self {
            charge,
            limit,
            no_table: class.is_some_and(|class| !has_table(&class)),
            claimed_later: withheld
                .filter(has_table)
                .map(|class| claimed_later(&bill, class)),
            had_meals: care.meals > 0,
            spoken,
        }
    }
}

/// The share that is paid; `None` when nothing confirmed the cover.
fn share(case: &Case, outcome: &Outcome, fall_back: Option<FallBack>) -> Option<Share> {
    match fall_back.as_ref().map(FallBack::acceptance) {
        None => outcome.share,
        Some(Acceptance::SelfPay) => None,
        Some(Acceptance::OrdinaryShare) => case
            .cover()
            .map(|cover| Share::at_visit(cover, case.person.birth, case.visit_date)),
    }
}

const fn provided(outcome: &Outcome) -> Option<LimitCertificate> {
    match outcome.limit {
        Some(LimitAnswer::Provided(limit)) => Some(limit),
        _ => None,
    }
}

/// The class that is recorded for the day, and that the patient withheld.
fn withheld(case: &Case, outcome: &Outcome) -> Option<LimitClass> {
    let recorded = case.person.limit.filter(|it| it.holds_on(case.visit_date));
    let is_withheld = outcome.limit == Some(LimitAnswer::Withheld);
    recorded.map(|it| it.class).filter(|_| is_withheld)
}

/// A class on paper counts where none was told online: printed on the 資格確認書, or on a
/// 認定証.
fn on_paper(fall_back: Option<FallBack>, trace: &mut impl Trace) {
    if fall_back.is_some_and(|it| it.way == Way::F2) {
        trace.spoke(Rule::LimitKakuninNote, &[]);
    } else {
        let values = [("step", Value::Code("PAPER")), ("bar", Value::Code("NONE"))];
        trace.spoke(Rule::LimitAsk, &values);
    }
}

fn without_data(
    case: &Case,
    share: Share,
    trace: &mut impl Trace,
) -> Option<(LimitClass, KnownBy)> {
    let from_70 = case.visit_date >= share_from_70(case.person.birth);
    let class = cap_class_without_data(from_70, share)?;
    let values = [
        ("percent", Value::Number(share.percent().into())),
        ("class", Value::Code(class.code())),
    ];
    trace.spoke(Rule::LimitWhoNeeds, &values);
    Some((class, KnownBy::Share))
}
