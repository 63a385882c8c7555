//! 任意記載事項: what may be printed on a 資格確認書 beside the cover itself.

use jiff::civil::Date;

use crate::{LimitClass, SpecificDisease};

/// Something printed, and its 発効期日: the first day on which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedItem<T> {
    /// What is printed.
    pub what: T,
    /// 発効期日.
    pub from: Date,
}

/// What a 資格確認書 shows on application (LIMIT-KAKUNIN-NOTE; Kumamoto FAQ Q26). It
/// tells the class where nothing can be asked online.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CertificateNote {
    /// ① 限度額適用区分.
    pub limit: Option<PrintedItem<LimitClass>>,
    /// ② 食事・生活療養標準負担額の区分.
    pub meals: Option<PrintedItem<LimitClass>>,
    /// ③ 長期入院該当日.
    pub long_term_on: Option<Date>,
    /// ④ 特定疾病の区分.
    pub specific_disease: Option<PrintedItem<SpecificDisease>>,
}

impl CertificateNote {
    /// The class that caps the charge on `visit_date`.
    #[must_use]
    pub fn limit_on(&self, visit_date: Date) -> Option<LimitClass> {
        holding(self.limit, visit_date)
    }

    /// The class that the meal charge goes by on `visit_date`.
    #[must_use]
    pub fn meals_on(&self, visit_date: Date) -> Option<LimitClass> {
        holding(self.meals, visit_date)
    }

    /// Whether the meal charge of a long stay is lower on `visit_date`.
    #[must_use]
    pub fn is_long_term_on(&self, visit_date: Date) -> bool {
        self.long_term_on.is_some_and(|from| from <= visit_date)
    }

    /// The specific disease that caps the charge on `visit_date`.
    #[must_use]
    pub fn specific_disease_on(&self, visit_date: Date) -> Option<SpecificDisease> {
        holding(self.specific_disease, visit_date)
    }
}

fn holding<T>(printed: Option<PrintedItem<T>>, visit_date: Date) -> Option<T> {
    printed
        .filter(|printed| printed.from <= visit_date)
        .map(|printed| printed.what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r033_each_item_printed_on_a_certificate_holds_from_its_own_day() {
        let from = date(2026, 8, 1);
        let note = CertificateNote {
            limit: Some(PrintedItem {
                what: LimitClass::U,
                from,
            }),
            meals: Some(PrintedItem {
                what: LimitClass::O,
                from: date(2026, 9, 1),
            }),
            long_term_on: Some(date(2026, 10, 1)),
            specific_disease: Some(PrintedItem {
                what: SpecificDisease::Dialysis,
                from: date(2026, 11, 1),
            }),
        };
        for (day, limit, meals, long_term, disease) in [
            (date(2026, 7, 31), false, false, false, false),
            (date(2026, 8, 1), true, false, false, false),
            (date(2026, 8, 31), true, false, false, false),
            (date(2026, 9, 1), true, true, false, false),
            (date(2026, 9, 30), true, true, false, false),
            (date(2026, 10, 1), true, true, true, false),
            (date(2026, 10, 31), true, true, true, false),
            (date(2026, 11, 1), true, true, true, true),
        ] {
            assert_eq!(note.limit_on(day), limit.then_some(LimitClass::U), "{day}");
            assert_eq!(note.meals_on(day), meals.then_some(LimitClass::O), "{day}");
            assert_eq!(note.is_long_term_on(day), long_term, "{day}");
            assert_eq!(
                note.specific_disease_on(day),
                disease.then_some(SpecificDisease::Dialysis),
                "{day}"
            );
        }
    }

    #[test]
    fn r033_what_nobody_applied_for_is_not_printed() {
        let note = CertificateNote::default();
        let day = date(2026, 11, 22);
        assert_eq!(note.limit_on(day), None);
        assert!(!note.is_long_term_on(day));
    }
}
