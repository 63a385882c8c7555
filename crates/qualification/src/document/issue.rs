//! 交付: who gets which document.

use jiff::civil::{Date, date};

use super::class::{CertificateClass, Holder, certificate_classes};
use crate::{
    Document, InsurerKind, InsurerPolicy, LateElderlyIssue, NoticeTo, Rule, Switches, Trace, Value,
    anniversary,
};

/// The first day without new old cards (Kumamoto FAQ Q19: 「令和6年12月2日に廃止」).
pub(crate) const ABOLISHED_ON: Date = date(2024, 12, 2);

/// From this day, and at this age on it, everyone in 後期高齢者医療 gets a 資格確認書 under
/// national practice (public notices of 2026). Later years are not known.
const TO_ALL_FROM: Date = date(2026, 8, 1);
const TO_ALL_AGE: i16 = 85;

/// Whether 後期高齢者医療 gives a person born on `birth` a 資格確認書 on `day`, whatever
/// their card (DOC-KK-PROV).
#[must_use]
pub fn late_elderly_issue_to_all(birth: Date, day: Date, issue: LateElderlyIssue) -> bool {
    day <= issue.until()
        || (issue == LateElderlyIssue::UntilJuly2026
            && day >= TO_ALL_FROM
            && anniversary(birth, TO_ALL_AGE) <= TO_ALL_FROM)
}

/// The documents that `holder` gets when they join, or lose theirs, on `day`
/// (DOC-ISSUE). 「念のために」 is no reason for a 資格確認書.
#[must_use]
pub fn documents_for(
    policy: &InsurerPolicy,
    holder: &Holder,
    day: Date,
    switches: &Switches,
    trace: &mut impl Trace,
) -> &'static [Document] {
    use Document::{EligibilityCertificate, EligibilityNotice, OldCard};
    let documents: &[Document] = if day < ABOLISHED_ON {
        &[OldCard]
    } else if policy.kind == InsurerKind::LateElderly
        && late_elderly_issue_to_all(holder.birth, day, switches.late_elderly_issue)
    {
        let until = switches.late_elderly_issue.until();
        trace.spoke(Rule::DocKkProv, &[("until", Value::Day(until))]);
        &[EligibilityCertificate]
    } else {
        let classes = certificate_classes(holder, day);
        let class = classes.iter().next().map_or("NONE", CertificateClass::sign);
        trace.spoke(Rule::DocKakuninClasses, &[("class", Value::Code(class))]);
        match (classes.is_empty(), policy.notice_to) {
            (true, _) => &[EligibilityNotice],
            (false, NoticeTo::Everyone) => &[EligibilityCertificate, EligibilityNotice],
            (false, NoticeTo::Registered) => &[EligibilityCertificate],
        }
    };
    let first = documents.first().map_or("", |document| document.code());
    trace.spoke(Rule::DocIssue, &[("document", Value::Code(first))]);
    documents
}

#[cfg(test)]
mod tests;
