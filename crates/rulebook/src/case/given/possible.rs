//! What cannot be, though each fact alone can be read.

use super::{Given, GivenError};
use crate::Case;

/// No care costs more, in yen.
const MOST: u64 = 1_000_000_000_000;

/// Refuses what cannot be, and names the field.
pub(super) fn possible(case: &Case, given: &Given) -> Result<(), GivenError> {
    let certificate = case.certificate;
    let limit = case.person.limit.as_ref();
    let says_limit_days = given.limit_from.is_some() || given.limit_until.is_some();
    let amounts = [
        given.medical,
        given.paid_this_month,
        given.medical_this_month,
    ];
    let impossible = [
        (
            case.person.birth > case.visit_date,
            "birth",
            "生年月日が来院日より後です",
            "born after the day of the visit",
        ),
        (
            given.certificate_from.is_some() && certificate.not_before > certificate.not_after,
            "certificate_from",
            "電子証明書の最初の日が有効期限より後です",
            "the certificate begins after its last day",
        ),
        (
            says_limit_days && limit.is_none(),
            "limit_from",
            "限度額の区分（limit_class）も指定してください",
            "say the class as well (limit_class)",
        ),
        (
            limit.is_some_and(|it| it.valid_from > it.valid_until),
            "limit_from",
            "限度額の最初の日が最後の日より後です",
            "the limit class begins after its last day",
        ),
        (
            amounts.iter().flatten().any(|yen| *yen > MOST),
            "medical",
            "医療費は1兆円までです",
            "no care costs more than 1,000,000,000,000 yen",
        ),
    ];
    let mut found = impossible.into_iter().filter(|(is_found, ..)| *is_found);
    match found.next() {
        Some((_, field, ja, en)) => Err(GivenError(format!("field `{field}`: {ja} / {en}"))),
        None => Ok(()),
    }
}
