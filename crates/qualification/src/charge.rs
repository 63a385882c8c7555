//! 窓口負担: what is paid at the desk (SHARE-MATRIX).

mod care_month;
mod limit_amount;
mod limit_table;
mod meal;
mod specific_disease;

use jiff::civil::Date;

pub use care_month::CareMonth;
pub use limit_amount::{
    Setting, cap_class_without_data, halved_limit_amount, is_half_month, limit_amount,
};
pub use limit_table::{LimitRow, LimitTable, OutpatientRelief, limit_tables, outpatient_reliefs};
pub use meal::{MEALS_A_DAY, MealAnswer, MealClass, MealRow, meal_charge, meal_rows};
pub use specific_disease::specific_disease_cap;

use crate::{LimitClass, Share, SpecificDisease, Trace};

/// What is to be paid for, at one institution. All amounts are whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill<'a> {
    /// 医療費: the whole cost (10割) of this bill.
    pub medical: u64,
    /// The day of the visit; its month is the month of care.
    pub visit_date: Date,
    /// The person's date of birth.
    pub birth: Date,
    /// 負担割合, as it was answered. `None`: the cover is not confirmed, so the person
    /// may have to pay the whole themselves (SELFPAY-10WARI).
    pub share: Option<Share>,
    /// 適用区分, if it was provided online or shown on paper.
    pub limit: Option<LimitClass>,
    /// 外来 or 入院.
    pub setting: Setting,
    /// 多数回該当: it is the fourth month in twelve, or later.
    pub many_times: bool,
    /// What came before it in this month.
    pub before: MonthToDate,
    /// 特定疾病: the certified disease, when this bill is for its care.
    pub specific_disease: Option<SpecificDisease>,
    /// Meals in hospital.
    pub meals: Meals<'a>,
}

/// Bills of the same month, institution and setting before this one: the limit amount
/// is one for all of them. Whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthToDate {
    /// Their whole cost (10割).
    pub medical: u64,
    /// What the person paid of it, without meals.
    pub paid: u64,
}

/// Meals of one bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Meals<'a> {
    /// How many on which day.
    pub days: &'a [(Date, u8)],
    /// 長期入院該当日, if the insurer recorded one.
    pub long_term_on: Option<Date>,
    /// 指定難病・小児慢性特定疾病.
    pub intractable: bool,
}

/// What is paid at the desk, in whole yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// The share of this bill, before any limit.
    pub share: u64,
    /// The limit amount of the month, before what was already paid is taken off.
    pub cap: Option<u64>,
    /// What the person pays for this bill, without meals.
    pub pays: u64,
    /// What they pay for meals besides: no limit amount covers them.
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
    /// 自費: their cover is not confirmed; the institution decides, and pays back when
    /// it is proved later (SELFPAY-10WARI).
    SelfPay,
}

/// What the person pays for `bill`.
pub fn charge(bill: &Bill<'_>, trace: &mut impl Trace) -> Charge {
    let whole = match bill.share {
        None => Some(Whole::SelfPay),
        Some(Share::Whole) => Some(Whole::SpecialCare),
        Some(_) => None,
    };
    let share = bill.share.unwrap_or(Share::Whole).of(bill.medical);
    let cap = if whole.is_none() {
        cap(bill, trace)
    } else {
        None
    };
    let left = cap.map_or(u64::MAX, |cap| cap.saturating_sub(bill.before.paid));
    Charge {
        share,
        cap,
        pays: share.min(left),
        meals: if whole.is_none() {
            meals(bill, trace)
        } else {
            MealAnswer::NoTable
        },
        whole,
    }
}

/// The lowest limit amount that holds for `bill`.
fn cap(bill: &Bill<'_>, _trace: &mut impl Trace) -> Option<u64> {
    let month = CareMonth::from(bill.visit_date);
    let half = is_half_month(bill.birth, month);
    let medical = bill.before.medical.saturating_add(bill.medical);
    let amount = if half {
        halved_limit_amount
    } else {
        limit_amount
    };
    let of_class = bill
        .limit
        .and_then(|class| amount(class, month, medical, bill.setting, bill.many_times));
    let of_disease = bill
        .specific_disease
        .map(|disease| specific_disease_cap(disease, bill.birth, bill.visit_date, bill.limit));
    of_class.into_iter().chain(of_disease).min()
}

fn meals(bill: &Bill<'_>, _trace: &mut impl Trace) -> MealAnswer {
    let Meals {
        days,
        long_term_on,
        intractable,
    } = bill.meals;
    days.iter().fold(MealAnswer::Yen(0), |sum, &(day, meals)| {
        let class = MealClass::on(day, bill.limit, long_term_on, intractable);
        sum.and(meal_charge(day, class, meals))
    })
}
