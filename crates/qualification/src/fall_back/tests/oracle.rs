//! The table of FALLBACK once more, in another hand: as text, line by line.

use super::*;

pub(super) use crate::fall_back::matrix::DAYS;

/// What a line takes, its first and its last day for 後期 and 国保 and for 健保.
const LINES: [(&str, &str, &str, &str, &str); 7] = [
    ("F1", "old_card", "", "2025-07-31", "2025-12-01"),
    ("F2", "kakunin", "2024-12-02", "~", "~"),
    ("F3", "card portal_screen", "", "~", "~"),
    ("F3p", "card portal_pdf", "2024-02-06", "~", "~"),
    ("F4", "card oshirase", "2024-12-02", "~", "~"),
    ("F5", "card declaration", "", "~", "~"),
    ("F5v", "card visited_before", "", "~", "~"),
];

/// Causes after which the card is worth nothing.
const WORTHLESS: &str = "NOT_REGISTERED DEREGISTERED CERT_EXPIRED CERT_SUSPENDED CERT_REVOKED \
                         NOT_DISCLOSED PINLESS_CARD_NOT_FOR_ONLINE";

fn says(day: Date, insurer: InsurerKind, cause: Cause, held: &[(Document, bool)]) -> &'static str {
    let day = day.to_string();
    let hand: Vec<_> = held
        .iter()
        .filter(|(_, valid)| *valid)
        .map(|(document, _)| document.code())
        .filter(|code| *code != "card" || !WORTHLESS.split(' ').any(|word| word == cause.code()))
        .collect();
    for (line, takes, from, until, until_employees) in LINES {
        let until = match insurer {
            InsurerKind::Employees => until_employees,
            _ => until,
        };
        let no_reader = cause.code().starts_with("READER_") && line.starts_with("F5");
        let in_time = day.as_str() >= from && day.as_str() <= until;
        if in_time && !no_reader && takes.split(' ').all(|word| hand.contains(&word)) {
            return line;
        }
    }
    "SELFPAY"
}

pub(super) fn compare(day: Date, insurer: InsurerKind, cause: Cause, held: &[(Document, bool)]) {
    let trouble = Trouble {
        visit_date: day,
        insurer,
        held,
        cause,
    };
    assert_eq!(
        fall_back(&trouble, &mut Unheard).way.code(),
        says(day, insurer, cause, held),
        "{trouble:?}"
    );
}

/// Every subset of the documents; what is not in it is shown too, but invalid.
pub(super) fn every_hand(mut check: impl FnMut(&[(Document, bool)])) {
    for subset in 0..=u8::MAX {
        let hand: Vec<_> = Document::ALL
            .into_iter()
            .enumerate()
            .map(|(index, document)| (document, subset >> index & 1 == 1))
            .collect();
        check(&hand);
    }
}
