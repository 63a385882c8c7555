//! 被保険者資格申立書: what somebody declares of their own insurance.

use jiff::civil::Date;

use crate::{InsurerKind, Share};

/// The share of someone accepted by a declaration (FALLBACK): what they declare, and
/// where they leave it out what goes with age. Nobody declares to pay the whole: only an
/// insurer's record says so.
#[must_use]
pub fn declared_share(
    declared: Option<Share>,
    insurer: InsurerKind,
    birth: Date,
    visit_date: Date,
) -> Share {
    declared
        .filter(|share| *share != Share::Whole)
        .unwrap_or_else(|| Share::by_age(insurer, birth, visit_date))
}
