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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        CardHeld, CertificateApplication, Disclosure, Holder, InsurerPolicy, Registration,
        Switches, Unheard, documents_for,
    };
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn r060_leaving_is_reported_within_14_days_from_the_next_day() {
        for (joined, last) in [
            (date(2026, 4, 1), date(2026, 4, 15)),
            (date(2026, 12, 20), date(2027, 1, 3)),
            (date(2028, 2, 20), date(2028, 3, 5)),
        ] {
            assert_eq!(leave_duty(joined), last, "{joined}");
        }
    }

    #[test]
    fn r059_what_a_new_member_is_sent_depends_on_the_day_of_joining() {
        use Document::{EligibilityCertificate, EligibilityNotice, OldCard};
        let seeds = LateElderlyIssue::UntilJuly2025;
        let nation = LateElderlyIssue::UntilJuly2026;
        for (joined, registered, issue, expected) in [
            (date(2024, 12, 1), true, seeds, OldCard),
            (date(2024, 12, 1), false, seeds, OldCard),
            (date(2024, 12, 2), true, seeds, EligibilityCertificate),
            (date(2025, 7, 31), true, seeds, EligibilityCertificate),
            (date(2025, 8, 1), true, seeds, EligibilityNotice),
            (date(2025, 8, 1), false, seeds, EligibilityCertificate),
            (date(2025, 8, 1), true, nation, EligibilityCertificate),
            (date(2026, 7, 31), true, nation, EligibilityCertificate),
            (date(2026, 8, 1), true, nation, EligibilityNotice),
            (date(2026, 8, 1), false, nation, EligibilityCertificate),
        ] {
            assert_eq!(
                document_of_new_late_elderly(joined, registered, issue),
                expected,
                "{joined} {registered}"
            );
        }
    }

    proptest! {
        #[test]
        fn r059_a_new_member_is_sent_what_anyone_gets_that_day(
            after in 0..1200i32,
            registered in any::<bool>(),
            national in any::<bool>(),
        ) {
            let joined = date(2024, 6, 1).saturating_add(after.days());
            let switches = if national { Switches::NATIONAL } else { Switches::DEFAULT };
            let registration = if registered {
                Registration::Registered
            } else {
                Registration::NotRegistered
            };
            let holder = Holder {
                birth: date(1951, 6, 1),
                card: CardHeld::Held { registration, until: date(2035, 6, 1) },
                disclosure: Disclosure::Disclosed,
                application: CertificateApplication::None,
            };
            let policy = InsurerPolicy::named("kouki_kumamoto").unwrap();
            let got = documents_for(policy, &holder, joined, &switches, &mut Unheard);
            let sent = document_of_new_late_elderly(joined, registered, switches.late_elderly_issue);
            prop_assert_eq!(got, [sent]);
        }
    }
}
