//! 加入と脱退: what a change of insurer asks of the person, and what they hold after it.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::document::ABOLISHED_ON;
use crate::{Document, LateElderlyIssue};

/// The days within which 国保 is to be left after joining another insurance, counted
/// from the next day (Takasaki leaflet).
const LEAVE_DAYS: i32 = 14;

/// The last day to report to 国保 that another insurance was joined on `joined_other`
/// (LAG-DUTY); otherwise premiums are claimed twice.
#[must_use]
pub fn leave_duty(joined_other: Date) -> Date {
    joined_other.saturating_add(LEAVE_DAYS.days())
}

/// The document that whoever joined 後期高齢者医療 on `joined` is sent later (LAG-DOC;
/// Kumamoto FAQ Q16): by the day, and after the issue to all by whether their card is
/// `registered` as insurance card.
#[must_use]
pub fn document_of_new_late_elderly(
    joined: Date,
    registered: bool,
    issue: LateElderlyIssue,
) -> Document {
    if joined < ABOLISHED_ON {
        Document::OldCard
    } else if joined <= issue.until() || !registered {
        Document::EligibilityCertificate
    } else {
        Document::EligibilityNotice
    }
}
