use super::*;
use crate::{Share, Spoken, Unheard};
use jiff::civil::date;
use proptest::prelude::*;

mod oracle;

const CARD: (Document, bool) = (Document::Card, true);
const NOTICE: (Document, bool) = (Document::EligibilityNotice, true);
const CERTIFICATE: (Document, bool) = (Document::EligibilityCertificate, true);
const OLD_CARD: (Document, bool) = (Document::OldCard, true);
const SCREEN: (Document, bool) = (Document::PortalScreen, true);
const PDF: (Document, bool) = (Document::PortalPdf, true);
const DECLARATION: (Document, bool) = (Document::Declaration, true);

/// Of a member of 国保, when the server does not answer.
fn way(visit_date: Date, held: &[(Document, bool)]) -> Way {
    way_after(Cause::ServerDown, visit_date, held)
}

fn way_after(cause: Cause, visit_date: Date, held: &[(Document, bool)]) -> Way {
    let trouble = Trouble {
        visit_date,
        insurer: InsurerKind::National,
        held,
        cause,
    };
    fall_back(&trouble, &mut Unheard).way
}

const TODAY: Date = date(2026, 11, 21);

#[test]
fn r068_each_way_is_taken_from_its_first_to_its_last_day() {
    for (held, day, expected) in [
        (vec![OLD_CARD], date(2025, 7, 31), Way::F1),
        (vec![OLD_CARD], date(2025, 8, 1), Way::SelfPay),
        (vec![CERTIFICATE], date(2024, 12, 1), Way::SelfPay),
        (vec![CERTIFICATE], date(2024, 12, 2), Way::F2),
        (vec![CARD, SCREEN], date(2024, 2, 5), Way::F3),
        (vec![CARD, PDF], date(2024, 2, 5), Way::SelfPay),
        (vec![CARD, PDF], date(2024, 2, 6), Way::F3p),
        (vec![CARD, NOTICE], date(2024, 12, 1), Way::SelfPay),
        (vec![CARD, NOTICE], date(2024, 12, 2), Way::F4),
        (vec![CARD, DECLARATION], date(2024, 2, 5), Way::F5),
        (vec![CARD, (Document::VisitedBefore, true)], TODAY, Way::F5v),
    ] {
        assert_eq!(way(day, &held), expected, "{day} {held:?}");
    }
}

#[test]
fn r068_the_first_way_that_applies_decides() {
    let mut held: Vec<_> = Document::ALL.map(|document| (document, true)).to_vec();
    let day = date(2025, 1, 15);
    for (expected, gone) in [
        (Way::F1, Document::OldCard),
        (Way::F2, Document::EligibilityCertificate),
        (Way::F3, Document::PortalScreen),
        (Way::F3p, Document::PortalPdf),
        (Way::F4, Document::EligibilityNotice),
        (Way::F5, Document::Declaration),
        (Way::F5v, Document::VisitedBefore),
    ] {
        assert_eq!(way(day, &held), expected);
        held.retain(|(document, _)| *document != gone);
    }
    assert_eq!(way(day, &held), Way::SelfPay);
    assert_eq!(way(day, &[]), Way::SelfPay);
}

#[test]
fn r068_with_nothing_in_hand_the_whole_may_have_to_be_paid() {
    let trouble = Trouble {
        visit_date: TODAY,
        insurer: InsurerKind::National,
        held: &[],
        cause: Cause::ServerDown,
    };
    let answer = fall_back(&trouble, &mut Unheard);
    assert_eq!(answer.acceptance(), Acceptance::SelfPay);
    assert_eq!(answer.way.caps(), []);
    assert!(answer.way.text().ja.contains("10割のお支払いになる可能性"));
    assert_eq!(answer.next(), answer.ask.text());
}

#[test]
fn r068_a_declaration_says_the_share_and_age_says_it_where_it_is_left_out() {
    use InsurerKind::{Employees, LateElderly, National};
    let (child, adult, seventy) = (date(2023, 5, 1), date(1980, 2, 17), date(1954, 1, 1));
    for (declared, insurer, birth, expected) in [
        (
            Some(Share::TwoTenths),
            LateElderly,
            seventy,
            Share::TwoTenths,
        ),
        (
            Some(Share::ThreeTenths),
            National,
            seventy,
            Share::ThreeTenths,
        ),
        (None, LateElderly, seventy, Share::OneTenth),
        (None, National, seventy, Share::TwoTenths),
        (None, Employees, adult, Share::ThreeTenths),
        (None, Employees, child, Share::TwoTenths),
        (Some(Share::Whole), National, adult, Share::ThreeTenths),
    ] {
        let share = declared_share(declared, insurer, birth, TODAY);
        assert_eq!(share, expected, "{declared:?} {insurer:?} {birth}");
    }
}

#[test]
fn r068_a_cap_may_be_known_without_data_in_every_way_that_is_accepted() {
    use CapWithoutData::{PaperCertificate, PrintedClass, SeventyByShare};
    assert_eq!(
        Way::F2.caps(),
        [PrintedClass, PaperCertificate, SeventyByShare]
    );
    for way in [Way::F1, Way::F3, Way::F3p, Way::F4, Way::F5, Way::F5v] {
        assert_eq!(way.caps(), [PaperCertificate, SeventyByShare], "{way:?}");
        assert_eq!(way.acceptance(), Acceptance::OrdinaryShare);
    }
}

#[test]
fn r009_a_certificate_beside_a_card_is_the_patients_choice() {
    // The check by card goes on as ever; when it cannot be made, the certificate alone
    // is enough.
    assert_eq!(way(TODAY, &[CERTIFICATE, CARD]), Way::F2);
    assert_eq!(way(TODAY, &[CERTIFICATE]), Way::F2);
}

#[test]
fn r010_an_absent_and_a_broken_reader_accept_the_same() {
    oracle::every_hand(|held| {
        for day in [date(2025, 7, 31), TODAY] {
            assert_eq!(
                way_after(Cause::ReaderAbsent, day, held),
                way_after(Cause::ReaderBroken, day, held),
                "{held:?}"
            );
        }
    });
}

#[test]
fn r042_the_card_counts_after_just_these_causes() {
    let counting: Vec<_> = Cause::ALL
        .iter()
        .filter(|cause| card_counts(**cause))
        .map(|cause| cause.code())
        .collect();
    assert_eq!(
        counting,
        [
            "READER_ABSENT",
            "READER_BROKEN",
            "CARD_UNREADABLE",
            "PIN_LOCKED",
            "PIN_FORGOTTEN",
            "FACE_MISMATCH",
            "NEW_JOINER_LAG",
            "INFO_ERROR",
            "SERVER_DOWN"
        ]
    );
}

#[test]
fn r042_a_suspended_card_counts_as_no_card_and_a_certificate_still_helps() {
    for cause in [
        Cause::CertSuspended,
        Cause::CertRevoked,
        Cause::CertExpired,
        Cause::NotRegistered,
        Cause::Deregistered,
        Cause::NotDisclosed,
        Cause::PinlessNotForOnline,
    ] {
        let all = [CARD, NOTICE, SCREEN, PDF, DECLARATION];
        assert_eq!(way_after(cause, TODAY, &all), Way::SelfPay, "{cause:?}");
        assert_eq!(
            way_after(cause, TODAY, &[CARD, NOTICE, CERTIFICATE]),
            Way::F2,
            "{cause:?}"
        );
        assert_eq!(
            Ask::on(TODAY, InsurerKind::National, cause),
            Ask::Certificate
        );
    }
}

#[test]
fn r042_a_dirty_card_counts_while_its_face_can_be_read() {
    let cause = Cause::CardUnreadable;
    assert_eq!(way_after(cause, TODAY, &[CARD, NOTICE]), Way::F4);
    let illegible = (Document::Card, false);
    assert_eq!(way_after(cause, TODAY, &[illegible, NOTICE]), Way::SelfPay);
}

#[test]
fn r042_nondisclosure_looks_like_a_card_that_is_not_registered() {
    oracle::every_hand(|held| {
        for visit_date in [date(2025, 1, 15), TODAY] {
            let answer = |cause| {
                let trouble = Trouble {
                    visit_date,
                    insurer: InsurerKind::LateElderly,
                    held,
                    cause,
                };
                fall_back(&trouble, &mut Unheard)
            };
            assert_eq!(answer(Cause::NotDisclosed), answer(Cause::NotRegistered));
        }
    });
}

#[test]
fn r067_a_notice_is_accepted_only_with_the_card_of_the_same_person() {
    let anothers = (Document::EligibilityNotice, false);
    let expired = anothers;
    for (held, expected) in [
        (vec![NOTICE, CARD], Way::F4),
        (vec![NOTICE], Way::SelfPay),
        (vec![NOTICE, SCREEN], Way::SelfPay),
        (vec![anothers, CARD], Way::SelfPay),
        (vec![expired, CARD, DECLARATION], Way::F5),
    ] {
        assert_eq!(way(TODAY, &held), expected, "{held:?}");
    }
}

#[test]
fn r069_without_a_reader_no_declaration_is_taken() {
    for cause in [Cause::ReaderAbsent, Cause::ReaderBroken] {
        let seen_before = (Document::VisitedBefore, true);
        let declared = [CARD, DECLARATION, seen_before];
        assert_eq!(way_after(cause, TODAY, &declared), Way::SelfPay);
        assert_eq!(way_after(cause, TODAY, &[CARD, NOTICE]), Way::F4);
        assert_eq!(way_after(cause, TODAY, &[CARD, SCREEN]), Way::F3);
        assert_eq!(way_after(cause, TODAY, &[CERTIFICATE]), Way::F2);
    }
}

#[test]
fn r069_what_is_asked_for_first_changes_with_the_end_of_the_old_card() {
    use InsurerKind::{Employees, LateElderly, National};
    for (kind, day, expected) in [
        (LateElderly, date(2024, 12, 1), Ask::OldCard),
        (LateElderly, date(2024, 12, 2), Ask::OldCardThenCertificate),
        (LateElderly, date(2025, 7, 31), Ask::OldCardThenCertificate),
        (LateElderly, date(2025, 8, 1), Ask::WithCard),
        (National, date(2025, 7, 31), Ask::OldCardThenCertificate),
        (National, date(2025, 8, 1), Ask::WithCard),
        (Employees, date(2025, 8, 1), Ask::OldCardThenCertificate),
        (Employees, date(2025, 12, 1), Ask::OldCardThenCertificate),
        (Employees, date(2025, 12, 2), Ask::WithCard),
        (Employees, TODAY, Ask::WithCard),
    ] {
        assert_eq!(Ask::on(day, kind, Cause::ReaderAbsent), expected, "{day}");
    }
    let tried = Ask::on(TODAY, National, Cause::PinLocked);
    assert_eq!(tried, Ask::WithCardOrDeclare);
}

#[test]
fn r069_nothing_is_asked_for_that_would_not_be_accepted() {
    for case in fall_back_matrix() {
        let ask = Ask::on(case.visit_date, case.insurer, case.cause);
        for document in ask.documents() {
            let accepted = Way::ALL.into_iter().any(|way| {
                way.needs().contains(document)
                    && way.is_open(case.visit_date, case.insurer, case.cause)
            });
            let too_late =
                *document == Document::OldCard && case.visit_date > case.insurer.old_card_until();
            assert!(accepted && !too_late, "{case:?} {document:?}");
        }
    }
}

#[test]
fn r068_every_way_and_every_question_has_its_words() {
    for way in Way::ALL {
        assert!(!way.text().ja.is_empty() && !way.text().en.is_empty());
        assert!(way.provenance().quote.is_some());
        assert_eq!(Way::from_code(way.code()), Some(way));
    }
    for ask in Ask::ALL {
        assert!(!ask.text().ja.is_empty() && !ask.text().en.is_empty());
    }
}

#[test]
fn r068_the_table_has_every_cause_on_every_turning_day_for_every_kind() {
    assert_eq!(
        fall_back_matrix().count(),
        Cause::ALL.len() * Way::ALL.len() * 9 * 3
    );
    let row = fall_back_matrix()
        .find(|case| {
            case.cause == Cause::ServerDown
                && case.held == [Document::OldCard]
                && case.insurer == InsurerKind::Employees
                && case.visit_date == date(2025, 12, 1)
        })
        .unwrap();
    assert_eq!(row.way, Way::F1);
}

#[test]
fn r068_whoever_listens_hears_why() {
    let mut heard: Vec<Spoken> = Vec::new();
    let trouble = Trouble {
        visit_date: TODAY,
        insurer: InsurerKind::National,
        held: &[CARD, NOTICE, OLD_CARD],
        cause: Cause::CertSuspended,
    };
    assert_eq!(fall_back(&trouble, &mut heard).way, Way::SelfPay);
    let rules: Vec<_> = heard.iter().map(|spoken| spoken.rule).collect();
    assert_eq!(
        rules,
        [
            Rule::EligCause,
            Rule::DocOldEnd,
            Rule::DocOshirasePair,
            Rule::Fallback,
            Rule::Selfpay10wari
        ]
    );
    assert_eq!(heard[1].values, [("until", Value::Day(date(2025, 7, 31)))]);
}

#[test]
fn r068_the_whole_matrix_is_the_catalogues() {
    for day in oracle::DAYS {
        oracle::every_hand(|held| {
            for insurer in InsurerKind::ALL {
                for cause in Cause::ALL {
                    oracle::compare(day, insurer, *cause, held);
                }
            }
        });
    }
}

proptest! {
    #[test]
    fn r068_the_matrix_holds_on_any_day(
        after in 0..2000i32,
        insurer in 0..3usize,
        cause in 0..Cause::ALL.len(),
        shown in prop::collection::vec((0..8usize, any::<bool>()), 0..12),
    ) {
        let day = date(2023, 6, 1).saturating_add(jiff::Span::new().days(after));
        let held: Vec<_> = shown.iter().map(|(index, valid)| (Document::ALL[*index], *valid)).collect();
        oracle::compare(day, InsurerKind::ALL[insurer], Cause::ALL[cause], &held);
    }

    #[test]
    fn r068_showing_more_never_makes_it_worse(
        after in 0..2000i32,
        cause in 0..Cause::ALL.len(),
        shown in prop::collection::vec((0..8usize, any::<bool>()), 0..6),
        more in 0..8usize,
    ) {
        let day = date(2023, 6, 1).saturating_add(jiff::Span::new().days(after));
        let mut held: Vec<_> = shown.iter().map(|(index, valid)| (Document::ALL[*index], *valid)).collect();
        let before = way_after(Cause::ALL[cause], day, &held);
        held.push((Document::ALL[more], true));
        let after = way_after(Cause::ALL[cause], day, &held);
        prop_assert!(before == Way::SelfPay || after != Way::SelfPay);
    }
}

#[test]
fn r068_whoever_is_accepted_is_confirmed_by_a_document_and_nobody_else() {
    for way in Way::ALL {
        let taken = FallBack {
            way,
            ask: Ask::on(date(2026, 11, 21), InsurerKind::National, Cause::ServerDown),
        };
        let reason = match way {
            Way::SelfPay => Reason::NotConfirmed,
            _ => Reason::ConfirmedByDocument,
        };
        assert_eq!(taken.reason(), reason, "{way:?}");
        assert!(!reason.is_confirmed(), "nothing was confirmed online");
    }
}
