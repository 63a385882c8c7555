use super::*;
use crate::{CardHeld, CertificateApplication, Disclosure, Registration, Spoken, Unheard};
use Document::{EligibilityCertificate, EligibilityNotice, OldCard};

const TODAY: Date = date(2026, 11, 21);

fn holder(registration: Registration, application: CertificateApplication) -> Holder {
    Holder {
        birth: date(1949, 3, 3),
        card: CardHeld::Held {
            registration,
            until: date(2030, 3, 3),
        },
        disclosure: Disclosure::Disclosed,
        application,
    }
}

fn got(id: &str, holder: &Holder, day: Date, switches: &Switches) -> &'static [Document] {
    let policy = InsurerPolicy::named(id).unwrap();
    documents_for(policy, holder, day, switches, &mut Unheard)
}

#[test]
fn r062_the_document_goes_by_whether_the_card_is_registered() {
    use CertificateApplication::{JustInCase, NeedsCare};
    use Registration::{NotRegistered, Registered};
    for id in [
        "kokuho_takasaki",
        "kokuho_azumino",
        "kokuho",
        "kouki_kumamoto",
    ] {
        for (registration, application, expected) in [
            (Registered, CertificateApplication::None, EligibilityNotice),
            (
                NotRegistered,
                CertificateApplication::None,
                EligibilityCertificate,
            ),
            (Registered, NeedsCare, EligibilityCertificate),
            (Registered, JustInCase, EligibilityNotice),
        ] {
            let holder = holder(registration, application);
            assert_eq!(
                got(id, &holder, TODAY, &Switches::DEFAULT),
                [expected],
                "{id} {registration:?} {application:?}"
            );
        }
    }
}

#[test]
fn r062_a_health_insurance_society_sends_the_notice_to_everyone() {
    let registered = holder(Registration::Registered, CertificateApplication::None);
    let other = holder(Registration::NotRegistered, CertificateApplication::None);
    assert_eq!(
        got("kenpo", &registered, TODAY, &Switches::DEFAULT),
        [EligibilityNotice]
    );
    assert_eq!(
        got("kenpo", &other, TODAY, &Switches::DEFAULT),
        [EligibilityCertificate, EligibilityNotice]
    );
}

#[test]
fn r062_whoever_has_a_certificate_of_the_late_elderly_gets_no_notice() {
    let day = date(2025, 1, 15);
    let registered = holder(Registration::Registered, CertificateApplication::None);
    let documents = got("kouki_kumamoto", &registered, day, &Switches::DEFAULT);
    assert_eq!(documents, [EligibilityCertificate]);
}

#[test]
fn r062_old_cards_are_issued_until_the_first_of_december_2024() {
    let registered = holder(Registration::Registered, CertificateApplication::None);
    for policy in InsurerPolicy::all() {
        let on = |day| got(&policy.id, &registered, day, &Switches::DEFAULT);
        assert_eq!(on(date(2024, 12, 1)), [OldCard]);
        assert!(!on(date(2024, 12, 2)).contains(&OldCard));
    }
}

#[test]
fn r064_the_late_elderly_all_get_a_certificate_until_the_switch_says() {
    let registered = holder(Registration::Registered, CertificateApplication::None);
    for (switches, last) in [
        (Switches::DEFAULT, date(2025, 7, 31)),
        (Switches::NATIONAL, date(2026, 7, 31)),
    ] {
        let on = |day| got("kouki_kumamoto", &registered, day, &switches);
        assert_eq!(on(last), [EligibilityCertificate]);
        assert_eq!(on(last.tomorrow().unwrap()), [EligibilityNotice]);
    }
}

#[test]
fn r064_from_85_on_everyone_still_gets_one_under_national_practice() {
    let nation = LateElderlyIssue::UntilJuly2026;
    for (birth, all) in [
        (date(1941, 7, 31), true),
        (date(1941, 8, 1), true),
        (date(1941, 8, 2), false),
    ] {
        let day = date(2026, 8, 1);
        assert_eq!(
            late_elderly_issue_to_all(birth, day, nation),
            all,
            "{birth}"
        );
        assert_eq!(late_elderly_issue_to_all(birth, TODAY, nation), all);
        let seeds = LateElderlyIssue::UntilJuly2025;
        assert!(!late_elderly_issue_to_all(birth, day, seeds), "{birth}");
    }
}

#[test]
fn r064_the_issue_to_all_is_of_the_late_elderly_alone() {
    let registered = holder(Registration::Registered, CertificateApplication::None);
    let day = date(2025, 1, 15);
    assert_eq!(
        got("kokuho", &registered, day, &Switches::NATIONAL),
        [EligibilityNotice]
    );
}

#[test]
fn r062_whoever_listens_hears_which_rule_decided() {
    let policy = InsurerPolicy::named("kouki_kumamoto").unwrap();
    let registered = holder(Registration::Registered, CertificateApplication::None);
    for (day, expected) in [
        (date(2024, 12, 1), vec![Rule::DocIssue]),
        (date(2025, 7, 31), vec![Rule::DocKkProv, Rule::DocIssue]),
        (TODAY, vec![Rule::DocKakuninClasses, Rule::DocIssue]),
    ] {
        let mut heard: Vec<Spoken> = Vec::new();
        assert!(
            !documents_for(policy, &registered, day, &Switches::DEFAULT, &mut heard).is_empty()
        );
        let rules: Vec<_> = heard.iter().map(|spoken| spoken.rule).collect();
        assert_eq!(rules, expected, "{day}");
    }
}
