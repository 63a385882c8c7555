//! 特定疾病療養受療証: what is paid at most for it in a month.

use jiff::civil::Date;

use super::{CareMonth, is_half_month};
use crate::age::share_from_70;
use crate::{LimitClass, SpecificDisease};

/// The most that is paid for care of `disease`, in yen, per institution and month,
/// in- and outpatient apart (LIMIT-SPECIFIC): 10,000; 20,000 for dialysis under 70 in
/// class ア or イ; half of it in the month of the 75th birthday (LIMIT-75HALF). A class
/// that is not known counts as a lower one.
#[must_use]
pub fn specific_disease_cap(
    disease: SpecificDisease,
    birth: Date,
    visit_date: Date,
    class: Option<LimitClass>,
) -> u64 {
    let high_income = matches!(class, Some(LimitClass::A | LimitClass::I));
    if is_half_month(birth, CareMonth::from(visit_date)) {
        5_000
    } else if high_income
        && disease == SpecificDisease::Dialysis
        && visit_date < share_from_70(birth)
    {
        20_000
    } else {
        10_000
    }
}
