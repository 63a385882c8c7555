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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r034_care_of_a_specific_disease_costs_ten_thousand_at_most_and_seldom_twenty() {
        use LimitClass::{A, ActiveThree, I, U};
        use SpecificDisease::{Dialysis, Haemophilia, Hiv};
        let day = date(2026, 11, 21);
        let young = date(1980, 2, 17);
        let of_70 = date(1954, 1, 1);
        for (disease, birth, class, cap) in [
            (Dialysis, young, Some(A), 20_000),
            (Dialysis, young, Some(I), 20_000),
            (Dialysis, young, Some(U), 10_000),
            (Dialysis, young, None, 10_000),
            (Haemophilia, young, Some(A), 10_000),
            (Hiv, young, Some(I), 10_000),
            (Dialysis, of_70, Some(ActiveThree), 10_000),
            (Dialysis, of_70, Some(A), 10_000),
        ] {
            let found = specific_disease_cap(disease, birth, day, class);
            assert_eq!(found, cap, "{disease:?} {birth} {class:?}");
        }
    }

    #[test]
    fn r034_the_higher_amount_ends_with_the_share_under_70() {
        let birth = date(1956, 11, 2);
        let cap =
            |day| specific_disease_cap(SpecificDisease::Dialysis, birth, day, Some(LimitClass::A));
        assert_eq!(cap(date(2026, 11, 30)), 20_000);
        assert_eq!(cap(date(2026, 12, 1)), 10_000);
    }

    #[test]
    fn r073_the_amount_for_a_specific_disease_is_halved_in_the_month_of_75() {
        let cap = |birth, day| specific_disease_cap(SpecificDisease::Hiv, birth, day, None);
        assert_eq!(cap(date(1951, 11, 21), date(2026, 11, 1)), 5_000);
        assert_eq!(cap(date(1951, 11, 21), date(2026, 11, 30)), 5_000);
        assert_eq!(cap(date(1951, 11, 21), date(2026, 12, 1)), 10_000);
        assert_eq!(cap(date(1951, 11, 1), date(2026, 11, 21)), 10_000);
    }
}
