//! 窓口負担: what is paid at the desk (SHARE-MATRIX).

mod bill;
mod care_month;
mod limit_amount;
mod limit_table;
mod meal;
mod special_care;
mod specific_disease;
#[cfg(test)]
mod tests;

pub use bill::{Bill, Meals, MonthToDate};
pub use care_month::CareMonth;
pub use limit_amount::{
    Setting, cap_class_without_data, halved_limit_amount, is_half_month, limit_amount,
    limit_evidence,
};
pub use limit_table::{LimitRow, LimitTable, OutpatientRelief, limit_tables, outpatient_reliefs};
pub use meal::{MEALS_A_DAY, MealAnswer, MealClass, MealRow, meal_charge, meal_rows};
pub use special_care::special_care_possible_from;
pub use specific_disease::specific_disease_cap;

use crate::age::late_elderly_from;
use crate::{LimitClass, Rule, Share, SpecificDisease, Trace, Unheard, Value};

/// What is paid at the desk, in whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// The share of this bill, before any limit.
    pub share: u64,
    /// The limit amount of the month, before what was already paid is taken off.
    /// `None`: no class was given, or the month has no table.
    pub cap: Option<u64>,
    /// What the person pays for this bill, without meals. Never more than the share.
    pub pays: u64,
    /// What they pay for meals besides: no limit amount covers them. For whoever pays
    /// the whole there is no table.
    pub meals: MealAnswer,
    /// Why the whole is paid, if it is.
    pub whole: Option<Whole>,
}

/// Why someone pays 10割.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whole {
    /// 特別療養費: they are insured, and most is paid back upon application
    /// (SPEC-10WARI).
    SpecialCare,
    /// 自費: their cover is not confirmed; the institution decides, and it is settled
    /// when the cover is proved later (SELFPAY-10WARI).
    SelfPay,
}

/// What the person pays for `bill`.
pub fn charge(bill: &Bill<'_>, trace: &mut impl Trace) -> Charge {
    let (share, whole) = match bill.share {
        None => (Share::Whole, Some(Whole::SelfPay)),
        Some(Share::Whole) => (Share::Whole, Some(Whole::SpecialCare)),
        Some(share) => (share, None),
    };
    let amount = share.of(bill.medical);
    let (cap, meals) = if let Some(whole) = whole {
        trace.spoke(whole.rule(), &[("medical", yen(bill.medical))]);
        (None, MealAnswer::NoTable)
    } else {
        let percent = Value::Number(share.percent().into());
        let values = [
            ("percent", percent),
            ("medical", yen(bill.medical)),
            ("share", yen(amount)),
        ];
        trace.spoke(Rule::CopayRatio, &values);
        (cap(bill, trace), meals(bill, trace))
    };
    let left = cap.map_or(u64::MAX, |cap| cap.saturating_sub(bill.before.paid));
    let pays = amount.min(left);
    let values = [
        ("share", yen(amount)),
        ("cap", cap.map_or(Value::Code("NONE"), yen)),
        ("paid", yen(bill.before.paid)),
        ("pays", yen(pays)),
    ];
    trace.spoke(Rule::ShareMatrix, &values);
    Charge {
        share: amount,
        cap,
        pays,
        meals,
        whole,
    }
}

/// What a later claim (高額療養費) brings back of `bill`, in yen, if it was paid without
/// a limit and the person is of `class` (LIMIT-ASK).
#[must_use]
pub fn claimed_later(bill: &Bill<'_>, class: LimitClass) -> u64 {
    let limited = Bill {
        limit: Some(class),
        ..*bill
    };
    let now = charge(bill, &mut Unheard).pays;
    now.saturating_sub(charge(&limited, &mut Unheard).pays)
}

impl Whole {
    const fn rule(self) -> Rule {
        match self {
            Self::SpecialCare => Rule::Spec10wari,
            Self::SelfPay => Rule::Selfpay10wari,
        }
    }
}

/// The lowest amount that holds for `bill` in its month.
fn cap(bill: &Bill<'_>, trace: &mut impl Trace) -> Option<u64> {
    let month = CareMonth::from(bill.visit_date);
    let half = is_half_month(bill.birth, month);
    if half && (bill.limit.is_some() || bill.specific_disease.is_some()) {
        let change = Value::Day(late_elderly_from(bill.birth));
        trace.spoke(Rule::Limit75half, &[("change", change)]);
    }
    let of_class = bill
        .limit
        .and_then(|class| cap_of_class(bill, class, month, half, trace));
    let of_disease = bill
        .specific_disease
        .map(|disease| cap_of_disease(bill, disease, trace));
    of_class.into_iter().chain(of_disease).min()
}

fn cap_of_class(
    bill: &Bill<'_>,
    class: LimitClass,
    month: CareMonth,
    half: bool,
    trace: &mut impl Trace,
) -> Option<u64> {
    let medical = bill.before.medical.saturating_add(bill.medical);
    let amount = if half {
        halved_limit_amount
    } else {
        limit_amount
    };
    let cap = amount(class, month, medical, bill.setting, bill.many_times);
    let evidence = limit_evidence(class, month, bill.setting, half);
    let values = [
        ("class", Value::Code(class.code())),
        ("setting", Value::Code(bill.setting.code())),
        ("from", Value::Day(month.first_day())),
        ("until", Value::Day(month.last_day())),
        ("medical", yen(medical)),
        ("cap", cap.map_or(Value::Code("NO_TABLE"), yen)),
        (
            "evidence",
            Value::Code(evidence.map_or("NO_TABLE", crate::Evidence::code)),
        ),
    ];
    trace.spoke(Rule::LimitMonth, &values);
    cap
}

fn cap_of_disease(bill: &Bill<'_>, disease: SpecificDisease, trace: &mut impl Trace) -> u64 {
    let cap = specific_disease_cap(disease, bill.birth, bill.visit_date, bill.limit);
    let disease = Value::Number(disease.code().into());
    trace.spoke(
        Rule::LimitSpecific,
        &[("disease", disease), ("cap", yen(cap))],
    );
    cap
}

fn meals(bill: &Bill<'_>, trace: &mut impl Trace) -> MealAnswer {
    let since = bill.meals.long_term_on;
    let mut sum = MealAnswer::Yen(0);
    let mut reduced = false;
    for &(day, meals) in bill.meals.days {
        let class = MealClass::on(day, bill.limit, since, bill.meals.intractable);
        reduced |= class == MealClass::ExemptLong;
        sum = sum.and(meal_charge(day, class, meals));
    }
    if let Some(since) = since.filter(|_| reduced) {
        trace.spoke(Rule::LimitLongstay, &[("since", Value::Day(since))]);
    }
    sum
}

/// Yen for a rule's sentence, which holds no more than nine quintillion.
fn yen(amount: u64) -> Value {
    Value::Number(i64::try_from(amount).unwrap_or(i64::MAX))
}
