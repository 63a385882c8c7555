//! What the patient chose, and what that allows for how long.

mod category_set;
mod state;

use jiff::{SignedDuration, Timestamp};

use crate::{ConsentId, ConsentSurface, Purpose};

pub use category_set::CategorySet;
pub(crate) use state::last_word;
pub use state::{ConsentState, may_view};

/// The outer bound of a consent, in hours after it was given; a closed visit ends
/// it earlier (public notice: 同意情報登録後の24時間に限り閲覧が可能).
pub const CONSENT_HOURS: i64 = 24;

/// A kind of medical information that is consented to on its own (Kumamoto FAQ
/// Q13; Takasaki leaflet: 「各項目に同意しない場合」).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// 診療情報 (official code SRJ).
    Treatment,
    /// 薬剤情報 (YZK).
    Medication,
    /// 手術情報 (SHJ).
    Surgery,
    /// 特定健診等情報 (TKK).
    Checkup,
    /// 特定疾病療養受療証情報 (TSR): no medical history; it is asked for with the limit
    /// amount, where one is recorded.
    SpecificDisease,
}

impl Category {
    /// Every category, in the order they are asked for.
    pub const ALL: [Self; 5] = [
        Self::Surgery,
        Self::Treatment,
        Self::Medication,
        Self::Checkup,
        Self::SpecificDisease,
    ];

    /// 医療情報等: the categories that are asked of everyone, in that order.
    pub const MEDICAL: [Self; 4] = [
        Self::Surgery,
        Self::Treatment,
        Self::Medication,
        Self::Checkup,
    ];

    /// The official code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Treatment => "SRJ",
            Self::Medication => "YZK",
            Self::Surgery => "SHJ",
            Self::Checkup => "TKK",
            Self::SpecificDisease => "TSR",
        }
    }

    /// The category with the official `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.code() == code)
    }
}

/// 限度額情報の提供 (Kumamoto FAQ Q14④).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitChoice {
    /// 提供する.
    Provide,
    /// 提供しない; also what silence means.
    Withhold,
}

/// What the patient chose: whether to register, and in steps 3 and 4. Silence is a
/// no.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choices {
    /// The categories agreed to; every other is refused.
    pub consented: Vec<Category>,
    /// Whether the limit amount may be given.
    pub limit: LimitChoice,
    /// Whether the card is to be registered as insurance card, where that was offered
    /// (REG-AT-READER). It is no consent to anything else.
    pub register: bool,
    /// Where they chose.
    pub surface: ConsentSurface,
}

impl Choices {
    /// Nothing agreed to there.
    #[must_use]
    pub const fn nothing(surface: ConsentSurface) -> Self {
        Self {
            consented: Vec::new(),
            limit: LimitChoice::Withhold,
            register: false,
            surface,
        }
    }
}

/// A consent: of one person, at one institution, in one visit, for one category.
/// The first three are the visit's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentGrant {
    /// Its handle, chosen by the server.
    pub id: ConsentId,
    /// What may be viewed.
    pub category: Category,
    /// Where it was given; never [`ConsentSurface::Oral`].
    pub surface: ConsentSurface,
    /// For what it may be viewed: what the institution is for.
    pub purpose: Purpose,
    /// When it was given.
    pub granted_at: Timestamp,
    /// The first instant at which it no longer holds: withdrawn, the visit closed, or
    /// simply [`CONSENT_HOURS`] later.
    pub until: Timestamp,
    /// When the patient withdrew it, if it still held then.
    pub withdrawn_at: Option<Timestamp>,
}

impl ConsentGrant {
    /// A consent given now, for as long as the law allows; `None` where none can be
    /// given: orally only the limit amount is answered (READER-GENERIC-CONSENT).
    #[must_use]
    pub fn given(
        id: ConsentId,
        category: Category,
        surface: ConsentSurface,
        purpose: Purpose,
        granted_at: Timestamp,
    ) -> Option<Self> {
        let until = granted_at
            .checked_add(SignedDuration::from_hours(CONSENT_HOURS))
            .unwrap_or(Timestamp::MAX);
        surface.takes_consent().then_some(Self {
            id,
            category,
            surface,
            purpose,
            granted_at,
            until,
            withdrawn_at: None,
        })
    }

    /// The same, withdrawn at `instant` (CONSENT-CHANGE): from then on nothing is read by
    /// it. What was shown before is not taken back. One that has ended already stays as
    /// it is.
    #[must_use]
    pub fn withdrawn(self, instant: Timestamp) -> Self {
        if self.until <= instant {
            return self;
        }
        Self {
            until: instant,
            withdrawn_at: Some(instant),
            ..self
        }
    }

    /// Whether it allows viewing at `instant` (CONSENT-PER-VISIT: half-open).
    #[must_use]
    pub fn holds_at(&self, instant: Timestamp) -> bool {
        (self.granted_at..self.until).contains(&instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(category: Category, surface: ConsentSurface, at: Timestamp) -> Option<ConsentGrant> {
        ConsentGrant::given(ConsentId([7; 16]), category, surface, Purpose::Care, at)
    }

    #[test]
    fn r023_a_consent_ends_after_24_hours_to_the_second() {
        let at: Timestamp = "2026-11-21T00:30:00Z".parse().unwrap();
        let grant = given(Category::Medication, ConsentSurface::Desk, at).unwrap();
        for (instant, holds) in [
            ("2026-11-21T00:29:59Z", false),
            ("2026-11-21T00:30:00Z", true),
            ("2026-11-22T00:29:59Z", true),
            ("2026-11-22T00:30:00Z", false),
        ] {
            assert_eq!(grant.holds_at(instant.parse().unwrap()), holds, "{instant}");
        }
    }

    #[test]
    fn r025_a_withdrawal_takes_effect_at_once_and_for_later_reads_alone() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let start = at("2026-11-21T00:30:00Z");
        let grant = given(Category::Medication, ConsentSurface::Desk, start);
        let withdrawn = grant.unwrap().withdrawn(at("2026-11-21T01:00:00Z"));
        assert!(withdrawn.holds_at(at("2026-11-21T00:59:59.999999999Z")));
        assert!(!withdrawn.holds_at(at("2026-11-21T01:00:00Z")));
        let too_late = grant.unwrap().withdrawn(at("2026-11-23T00:00:00Z"));
        assert_eq!(Some(too_late), grant);
        let before = grant.unwrap().withdrawn(start);
        assert!(!before.holds_at(start));
    }

    #[test]
    fn r023_a_consent_runs_over_midnight_by_the_clock() {
        let at: Timestamp = "2026-11-21T14:50:00Z".parse().unwrap();
        let grant = given(Category::Treatment, ConsentSurface::Reader, at).unwrap();
        assert!(grant.holds_at("2026-11-21T15:10:00Z".parse().unwrap()));
    }

    #[test]
    fn r013_no_consent_is_given_orally() {
        for surface in [ConsentSurface::Reader, ConsentSurface::Desk] {
            let grant = given(Category::Surgery, surface, Timestamp::UNIX_EPOCH);
            assert_eq!(grant.map(|grant| grant.surface), Some(surface));
        }
        let oral = ConsentSurface::Oral;
        let grant = given(Category::Surgery, oral, Timestamp::UNIX_EPOCH);
        assert_eq!(grant, None);
    }

    #[test]
    fn r022_codes_name_one_category_each() {
        for category in Category::ALL {
            assert_eq!(Category::from_code(category.code()), Some(category));
        }
        assert_eq!(Category::from_code("XYZ"), None);
    }
}
