//! 同意の状態: how a consent stands at an instant.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::{Category, ConsentGrant};
use crate::{ConsentSurface, Reason, Text};

/// How the consent to one category stands (CONSENT-CATEGORIES), by its official code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ConsentState {
    /// 0 同意なし.
    NotGiven = 0,
    /// 1 同意あり.
    Given = 1,
    /// 2 同意有効期限切れ.
    Expired = 2,
    /// 3 同意取得困難: there was nothing to consent on.
    Unobtainable = 3,
}

impl ConsentState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::NotGiven,
        Self::Given,
        Self::Expired,
        Self::Unobtainable,
    ];

    /// The state of `category` at `instant`, by what was given and where it was asked.
    #[must_use]
    pub fn of(
        category: Category,
        grants: &[ConsentGrant],
        surface: ConsentSurface,
        instant: Timestamp,
    ) -> Self {
        match may_view(grants, category, instant) {
            Ok(()) => Self::Given,
            Err(Reason::ConsentExpired) => Self::Expired,
            Err(_) if surface.takes_consent() => Self::NotGiven,
            Err(_) => Self::Unobtainable,
        }
    }

    /// The official code, 0 to 3.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::NotGiven => 0,
            Self::Given => 1,
            Self::Expired => 2,
            Self::Unobtainable => 3,
        }
    }

    /// The official name.
    #[must_use]
    pub const fn name(self) -> Text {
        let (ja, en) = match self {
            Self::NotGiven => ("同意なし", "not given"),
            Self::Given => ("同意あり", "given"),
            Self::Expired => ("同意有効期限切れ", "expired"),
            Self::Unobtainable => ("同意取得困難", "cannot be obtained"),
        };
        Text { ja, en }
    }
}

/// Whether the `grants` of a visit allow viewing `category` at `instant`
/// (CONSENT-PER-VISIT). Whether there is anything to view is told by neither refusal.
///
/// # Errors
/// [`Reason::ConsentExpired`] when a consent to it has ended; [`Reason::NotConsented`]
/// when there is none, or not yet.
pub fn may_view(
    grants: &[ConsentGrant],
    category: Category,
    instant: Timestamp,
) -> Result<(), Reason> {
    match last_word(grants, category, instant) {
        None => Err(Reason::NotConsented),
        Some(grant) if grant.holds_at(instant) => Ok(()),
        Some(_) => Err(Reason::ConsentExpired),
    }
}

/// The consent to `category` that was given last, until `instant`: whatever was given
/// before it is past. Of two given at once, the one that ends first.
pub(crate) fn last_word(
    grants: &[ConsentGrant],
    category: Category,
    instant: Timestamp,
) -> Option<&ConsentGrant> {
    let given = grants.iter().filter(|grant| grant.category == category);
    given
        .filter(|grant| grant.granted_at <= instant)
        .max_by_key(|grant| (grant.granted_at, Reverse(grant.until)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConsentSurface::{Desk, Oral, Reader};
    use crate::{ConsentId, Purpose};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn grants(surface: ConsentSurface) -> Vec<ConsentGrant> {
        let given = at("2026-11-21T00:30:00Z");
        let id = ConsentId([7; 16]);
        let grant = ConsentGrant::given(id, Category::Medication, surface, Purpose::Care, given);
        grant.into_iter().collect()
    }

    #[test]
    fn r022_medication_alone_agreed_to_opens_medication_alone() {
        let now = at("2026-11-21T01:00:00Z");
        for category in Category::ALL {
            let may = match category {
                Category::Medication => Ok(()),
                _ => Err(Reason::NotConsented),
            };
            assert_eq!(may_view(&grants(Desk), category, now), may, "{category:?}");
        }
    }

    #[test]
    fn r023_viewing_ends_24_hours_after_the_consent() {
        for (instant, may, state) in [
            ("2026-11-21T00:29:59Z", Err(Reason::NotConsented), 0),
            ("2026-11-21T00:30:00Z", Ok(()), 1),
            ("2026-11-22T00:29:59Z", Ok(()), 1),
            ("2026-11-22T00:30:00Z", Err(Reason::ConsentExpired), 2),
        ] {
            let (grants, instant) = (grants(Reader), at(instant));
            let category = Category::Medication;
            assert_eq!(may_view(&grants, category, instant), may, "{instant}");
            let told = ConsentState::of(category, &grants, Reader, instant);
            assert_eq!(told.code(), state, "{instant}");
        }
    }

    #[test]
    fn r022_the_states_have_their_official_codes_and_orally_none_can_be_had() {
        let names = ["同意なし", "同意あり", "同意有効期限切れ", "同意取得困難"];
        for (code, state) in (0_u8..).zip(ConsentState::ALL) {
            assert_eq!(state.code(), code);
            assert_eq!(state.name().ja, names[usize::from(code)]);
        }
        let now = at("2026-11-21T01:00:00Z");
        for (surface, state) in [
            (Oral, ConsentState::Unobtainable),
            (Desk, ConsentState::NotGiven),
            (Reader, ConsentState::NotGiven),
        ] {
            let surgery = ConsentState::of(Category::Surgery, &grants(surface), surface, now);
            assert_eq!(surgery, state);
        }
    }
}
