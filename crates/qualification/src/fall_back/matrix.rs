//! The whole table of the fall-back, row by row.

use jiff::civil::{Date, date};

use super::{Trouble, Way, fall_back};
use crate::{Cause, Document, InsurerKind, Unheard};

/// The days around which the table changes, and one of these years.
pub(super) const DAYS: [Date; 9] = [
    date(2024, 2, 5),
    date(2024, 2, 6),
    date(2024, 12, 1),
    date(2024, 12, 2),
    date(2025, 7, 31),
    date(2025, 8, 1),
    date(2025, 12, 1),
    date(2025, 12, 2),
    date(2026, 11, 21),
];

/// One row: what comes of holding exactly what one way takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FallBackCase {
    /// Why the check could not be made.
    pub cause: Cause,
    /// What is held, all of it valid.
    pub held: &'static [Document],
    /// The day.
    pub visit_date: Date,
    /// The kind of insurer.
    pub insurer: InsurerKind,
    /// What comes of it.
    pub way: Way,
}

/// Every cause, with what each way takes in hand, on each turning day, for each kind of
/// insurer.
pub fn fall_back_matrix() -> impl Iterator<Item = FallBackCase> {
    Cause::ALL.iter().flat_map(|cause| {
        Way::ALL.into_iter().flat_map(move |wanted| {
            DAYS.into_iter().flat_map(move |visit_date| {
                InsurerKind::ALL
                    .into_iter()
                    .map(move |insurer| case(*cause, wanted.needs(), visit_date, insurer))
            })
        })
    })
}

fn case(
    cause: Cause,
    held: &'static [Document],
    visit_date: Date,
    insurer: InsurerKind,
) -> FallBackCase {
    let mut hand = [(Document::Card, false); 2];
    for (place, document) in hand.iter_mut().zip(held) {
        *place = (*document, true);
    }
    let trouble = Trouble {
        visit_date,
        insurer,
        held: &hand,
        cause,
    };
    FallBackCase {
        cause,
        held,
        visit_date,
        insurer,
        way: fall_back(&trouble, &mut Unheard).way,
    }
}
