//! Where sources differ for everyone: the switches, with the defaults of the
//! documents this project was made from.

use jiff::civil::{Date, date};

use crate::CategorySet;

/// The switches. What differs between insurers is not here, but in their
/// [policy](crate::InsurerPolicy).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Switches {
    /// 限度額情報の提供: asked, or given without asking.
    pub limit_screen: LimitScreen,
    /// How long the grace after a certificate's end is.
    pub grace: GraceRule,
    /// Until when 後期高齢者医療 gives everyone a 資格確認書.
    pub late_elderly_issue: LateElderlyIssue,
    /// The categories that everyone is asked for (CONSENT-CATEGORIES): all four of
    /// [`Category::MEDICAL`](crate::Category::MEDICAL), unless the clinic chose fewer.
    pub consent_categories: CategorySet,
}

/// Whether step 4 is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitScreen {
    /// It is asked (Kumamoto FAQ Q14④). The default.
    Ask,
    /// It is not: national practice since 2024-10-07.
    Automatic,
}

/// How long eligibility is still answered after a certificate's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GraceRule {
    /// Until the end of the third month after the month of the end (健保 Q&A). The
    /// default, and national practice.
    MonthEndPlusThree,
    /// Three months to the day (Kumamoto FAQ Q8, Q9, taken literally).
    PlainThreeMonths,
}

/// Until when 後期高齢者医療 gives everyone a 資格確認書, whatever their card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LateElderlyIssue {
    /// Until 2025-07-31 (Kumamoto FAQ Q2, Q16). The default.
    UntilJuly2025,
    /// Until 2026-07-31, and from then to everyone of 85 and more: national practice.
    UntilJuly2026,
}

impl LateElderlyIssue {
    /// The last day of the issue to all.
    #[must_use]
    pub const fn until(self) -> Date {
        match self {
            Self::UntilJuly2025 => date(2025, 7, 31),
            Self::UntilJuly2026 => date(2026, 7, 31),
        }
    }
}

impl Switches {
    /// What the documents say that this project was made from.
    pub const DEFAULT: Self = Self {
        limit_screen: LimitScreen::Ask,
        grace: GraceRule::MonthEndPlusThree,
        late_elderly_issue: LateElderlyIssue::UntilJuly2025,
        consent_categories: CategorySet::MEDICAL,
    };

    /// What is done in the whole country, as far as it is known to differ.
    pub const NATIONAL: Self = Self {
        limit_screen: LimitScreen::Automatic,
        grace: GraceRule::MonthEndPlusThree,
        late_elderly_issue: LateElderlyIssue::UntilJuly2026,
        consent_categories: CategorySet::MEDICAL,
    };
}

impl Default for Switches {
    fn default() -> Self {
        Self::DEFAULT
    }
}
