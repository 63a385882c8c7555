use super::*;
use qualification::Document::{EligibilityCertificate, EligibilityNotice, OldCard};
use qualification::{CertificateClass, Document};

const TODAY: Date = date(2026, 11, 21);

fn documents(day: Date, said: &str) -> Documents {
    explain(&case(day, said)).documents.unwrap()
}

fn signs(documents: &Documents) -> Option<String> {
    let classes = documents.classes.as_ref()?;
    Some(classes.iter().map(|it| it.sign()).collect())
}

#[test]
fn r062_who_should_hold_which_document_goes_by_the_insurer_and_the_card() {
    let both: &[Document] = &[EligibilityCertificate, EligibilityNotice];
    for (said, held) in [
        ("{}", &[EligibilityNotice] as &[Document]),
        (r#"{"registration": "not_registered"}"#, both),
        (
            r#"{"registration": "not_registered", "insurer": "209999"}"#,
            &[EligibilityCertificate],
        ),
        (r#"{"insurer": "209999"}"#, &[EligibilityNotice]),
        (
            r#"{"application": "needs-care", "insurer": "209999"}"#,
            &[EligibilityCertificate],
        ),
        (
            r#"{"application": "just-in-case", "insurer": "209999"}"#,
            &[EligibilityNotice],
        ),
    ] {
        let documents = documents(TODAY, said);
        let found: Vec<Document> = documents.held.iter().map(|(it, _)| *it).collect();
        assert_eq!(found, held, "{said}");
        assert!(documents.spoken.iter().any(|it| it.rule == Rule::DocIssue));
    }
    let before = documents(date(2024, 12, 1), "{}");
    assert_eq!(before.held, [(OldCard, End::AtMost(date(2025, 12, 1)))]);
    assert_eq!(before.classes, None);
}

#[test]
fn r063_each_class_that_applies_is_named() {
    for (said, classes) in [
        ("{}", ""),
        (r#"{"card_held": "no"}"#, "①"),
        (r#"{"card_held": "returned"}"#, "②"),
        (
            r#"{"card_held": "yes", "registration": "not_registered"}"#,
            "③",
        ),
        (r#"{"registration": "deregistering"}"#, "④"),
        (r#"{"registration": "deregistered"}"#, "③④"),
        (r#"{"certificate_expires": "2026-11-20"}"#, "⑤"),
        (r#"{"certificate_expires": "2026-11-21"}"#, ""),
        (r#"{"application": "needs-care"}"#, "⑦"),
        (r#"{"card_held": "no", "application": "needs-care"}"#, "①⑦"),
    ] {
        let explained = explain(&case(TODAY, said));
        let documents = explained.documents.as_ref().unwrap();
        assert_eq!(signs(documents).as_deref(), Some(classes), "{said}");
        let told = explained.to_string();
        for class in CertificateClass::ALL {
            let is_told = told.contains(&format!("\n    {} ", class.sign()));
            assert_eq!(is_told, classes.contains(class.sign()), "{told}");
        }
    }
}

#[test]
fn r064_while_everyone_gets_a_certificate_no_class_is_asked() {
    for (day, by_class) in [(date(2025, 7, 31), false), (date(2025, 8, 1), true)] {
        let said = r#"{"insurer": "39439997", "birth": "1945-01-01"}"#;
        let documents = documents(day, said);
        assert_eq!(documents.classes.is_some(), by_class, "{day}");
        let spoke = documents.spoken.iter().any(|it| it.rule == Rule::DocKkProv);
        assert_eq!(spoke, !by_class, "{day}");
    }
}

#[test]
fn r065_until_when_a_certificate_is_valid_goes_by_the_insurer() {
    let takasaki = r#""insurer": "109991""#;
    let stay = r#""insurer": "109991", "stay_until": "2027-03-31""#;
    let of_70 = r#""insurer": "109991", "birth": "1956-12-02""#;
    for (day, facts, end) in [
        (TODAY, takasaki, End::On(date(2027, 7, 31))),
        (TODAY, stay, End::On(date(2027, 4, 1))),
        (TODAY, of_70, End::On(date(2026, 12, 31))),
        (date(2026, 7, 31), takasaki, End::Unknown),
        (date(2026, 8, 1), takasaki, End::On(date(2027, 7, 31))),
        (date(2027, 7, 31), takasaki, End::On(date(2027, 7, 31))),
        (date(2027, 8, 1), takasaki, End::Unknown),
        (
            TODAY,
            r#""insurer": "39439997""#,
            End::On(date(2027, 7, 31)),
        ),
        (
            TODAY,
            r#""insurer": "06439996""#,
            End::On(date(2027, 11, 30)),
        ),
        (date(2027, 12, 1), r#""insurer": "06439996""#, End::Unknown),
        (TODAY, r#""insurer": "209999""#, End::Printed),
    ] {
        let said = format!(r#"{{"card_held": "no", {facts}}}"#);
        let documents = documents(day, &said);
        let found = documents
            .held
            .iter()
            .find(|(it, _)| *it == EligibilityCertificate);
        assert_eq!(found.unwrap().1, end, "{day} {said}");
        assert!(
            documents
                .spoken
                .iter()
                .any(|it| it.rule == Rule::DocKakuninValid)
        );
    }
}

#[test]
fn r066_until_when_a_notice_is_valid_goes_by_the_insurer() {
    for (day, facts, end) in [
        (TODAY, r#""insurer": "06439996""#, End::Never),
        (TODAY, r#""insurer": "39439997""#, End::Never),
        (TODAY, r#""insurer": "209999""#, End::Printed),
        (TODAY, r#""insurer": "109991""#, End::Never),
        (
            TODAY,
            r#""insurer": "109991", "birth": "1956-08-01""#,
            End::On(date(2027, 7, 31)),
        ),
        (
            TODAY,
            r#""insurer": "109991", "birth": "1952-02-29""#,
            End::On(date(2027, 2, 28)),
        ),
        (date(2026, 7, 31), r#""insurer": "109991""#, End::Unknown),
    ] {
        let documents = documents(day, &format!("{{{facts}}}"));
        assert_eq!(documents.held, [(EligibilityNotice, end)], "{day} {facts}");
        assert!(
            documents
                .spoken
                .iter()
                .any(|it| it.rule == Rule::DocOshiraseValid)
        );
    }
}

#[test]
fn r062_whoever_is_not_covered_that_day_holds_nothing() {
    assert!(on(r#"{"lost": "2026-11-21"}"#).documents.is_none());
    assert!(on(r#"{"lost": "2026-11-22"}"#).documents.is_some());
}

#[test]
fn what_is_unknown_of_a_document_is_said_in_words_and_in_json() {
    let said = r#"{"insurer": "109991", "card_held": "no"}"#;
    for (day, words, code) in [
        (date(2027, 8, 1), "not known for that day", "UNKNOWN"),
        (TODAY, "2027-07-31", "ON"),
    ] {
        let explained = explain(&case(day, said));
        assert!(explained.to_string().contains(words), "{explained}");
        assert!(!explained.to_string().contains('{'), "{explained}");
        let held = &explained.to_json()["documents"]["held"][0];
        assert_eq!(
            (&held["document"], &held["end"]),
            (&"kakunin".into(), &code.into())
        );
    }
}
