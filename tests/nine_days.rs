//! The same people come on each of nine days on which the rules turn: the answers
//! differ as the rules say, and in nothing else.

use api::v1;
use api::v1::authenticate_response::Answer as Step2;
use api::v1::complete_response::Answer as Step5;
use jiff::civil::Date;
use persona::Persona;
use qualification::{
    CareMonth, Cover, Decision, InsuredPerson, InsurerNumber, LimitAnswer, LimitCertificate,
    LimitClass, LimitScreen, Notice, Setting, Share, Switches, limit_amount,
};
use server::Limits;

use crate::stage::duplex::{CLINIC, Raw, Stage, issue};
use crate::stage::home::persona;
use crate::stage::signer::Signer;

const DAYS: [&str; 9] = [
    "2024-12-01",
    "2024-12-02",
    "2025-07-31",
    "2025-08-01",
    "2025-12-01",
    "2025-12-02",
    "2026-07-31",
    "2026-08-01",
    "2026-11-21",
];

/// What the whole costs, in yen, when it is shown what a month is capped at.
const MEDICAL: u64 = 1_000_000;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A stage with a card whose certificate ends on that day.
async fn stage(ends: &str, switches: Switches) -> (Stage, Signer) {
    let stage = Stage::with("2024-12-01T09:00:00+09:00", Limits::default(), switches).await;
    let text = std::fs::read_to_string(persona("insured")).unwrap();
    let text = text
        .replace("signature_password = \"SIM123456\"\n", "")
        .replace(
            "[insurance]",
            &format!("issued = 2024-06-01\ncertificate_expires = {ends}\n\n[insurance]"),
        );
    issue(
        &Persona::parse("dated.toml", &text).unwrap(),
        &stage.pki,
        "dated",
    );
    let signer = Signer::of_card(&stage.pki.card("dated"));
    (stage, signer)
}

/// 国民健康保険, whose insurer says nothing of the share.
fn city(person: &InsuredPerson) -> Cover {
    Cover {
        insurer: InsurerNumber::parse("439992").unwrap(),
        insurer_name: "架空市国民健康保険".into(),
        ..person.covers[0].clone()
    }
}

/// The ordinary person, with a limit amount of class ウ on all nine days.
fn ordinary(stage: &Stage) -> InsuredPerson {
    InsuredPerson {
        limit: Some(LimitCertificate {
            class: LimitClass::U,
            valid_from: day("2024-08-01"),
            valid_until: day("2027-07-31"),
            long_term_on: None,
        }),
        ..stage.insured()
    }
}

/// One of 国民健康保険, born on that day.
fn born(stage: &Stage, birth: &str) -> InsuredPerson {
    let person = stage.insured();
    InsuredPerson {
        birth: day(birth),
        covers: vec![city(&person)],
        ..person
    }
}

/// What the card is answered on that day by someone who agrees to everything.
async fn told(stage: &Stage, raw: &mut Raw, card: &Signer, on: &str) -> String {
    stage.clock.set(&format!("{on}T09:00:00+09:00"));
    let challenge = stage.challenge(raw, &card.certificate).await;
    let request = stage.authenticate(card, &challenge);
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    let visit = match answer.answer.unwrap() {
        Step2::Admission(admission) => admission.visit_id,
        Step2::Refusal(refusal) => return reason(refusal.reason()),
    };
    let answer = raw.complete(stage.complete(&visit)).await.unwrap();
    match answer.into_inner().answer.unwrap() {
        Step5::Decision(decision) => words(&Decision::try_from(*decision).unwrap()),
        Step5::Refusal(refusal) => reason(refusal.reason()),
    }
}

fn reason(reason: v1::Reason) -> String {
    let name = reason.as_str_name();
    name.trim_start_matches("REASON_").to_owned()
}

/// An answer in short: the reason, the share in percent, what a month is capped at, and
/// what the patient is told beside.
fn words(decision: &Decision) -> String {
    let mut words = decision.reason.code().to_owned();
    if let Some(qualification) = &decision.qualification {
        words += &format!(" {}", qualification.share.percent());
        if qualification.cover.insurer.is_late_elderly() {
            words += " 39";
        }
    }
    match decision.limit {
        LimitAnswer::Provided(limit) => {
            let month = CareMonth::from(decision.visit_date);
            let yen = limit_amount(limit.class, month, MEDICAL, Setting::Inpatient, false);
            words += &format!(" {} yen", yen.unwrap());
        }
        LimitAnswer::Unavailable(_) => words += " limit unavailable",
        _ => {}
    }
    for notice in &decision.notices {
        words += &match notice {
            Notice::CertificateExpiring { on } => format!(", renew by {on}"),
            Notice::InGrace { until } => format!(", until {until}"),
            Notice::SubsidyCertificate => ", subsidy".to_owned(),
        };
    }
    words
}

/// What the person is told on each of the nine days, from the day in each row on.
async fn assert_told(
    (stage, card): &(Stage, Signer),
    who: &str,
    person: InsuredPerson,
    from: &[(&str, &str)],
) {
    stage.enrol_with(person, &card.certificate).await;
    stage.clock.set("2024-12-01T09:00:00+09:00");
    let mut raw = stage.raw(CLINIC).await;
    for on in DAYS {
        let turned = from.iter().rev().find(|(since, _)| *since <= on);
        let (_, wanted) = turned.unwrap();
        let told = told(stage, &mut raw, card, on).await;
        assert_eq!(told, *wanted, "{who} on {on}");
    }
    for (since, _) in from {
        assert!(DAYS.contains(since), "{who}: {since} is none of the nine");
    }
}

#[tokio::test]
async fn r002_on_each_day_each_person_is_told_what_holds_on_that_day() {
    let stage = stage("2029-02-17", Switches::DEFAULT).await;
    let at = &stage.0;
    // The table of limit amounts follows the month of care.
    let old_then_new = [
        ("2024-12-01", "CONFIRMED 30 87430 yen"),
        ("2026-08-01", "CONFIRMED 30 92940 yen"),
    ];
    assert_told(&stage, "r036 ordinary", ordinary(at), &old_then_new).await;

    // Seventy: born on the first, the share changes in the month; a day later, in the next.
    let share = |since| [("2024-12-01", "CONFIRMED 30"), (since, "CONFIRMED 20")];
    let first = born(at, "1956-08-01");
    assert_told(
        &stage,
        "r074 70, born on the 1st",
        first,
        &share("2026-08-01"),
    )
    .await;
    let second = born(at, "1956-08-02");
    assert_told(
        &stage,
        "r074 70, born on the 2nd",
        second,
        &share("2026-11-21"),
    )
    .await;

    // Seventy-five: another insurer from the birthday on, with the same registered card.
    let mut elderly = born(at, "1951-08-01");
    elderly.covers[0].lost_on = Some(day("2026-08-01"));
    elderly.covers.push(Cover {
        insurer: InsurerNumber::parse("39439997").unwrap(),
        symbol: None,
        acquired_on: day("2026-08-01"),
        linked_on: day("2026-08-01"),
        share: Some(Share::OneTenth),
        ..elderly.covers[0].clone()
    });
    elderly.covers[1].lost_on = None;
    let joined = [
        ("2024-12-01", "CONFIRMED 20"),
        ("2026-08-01", "CONFIRMED 10 39"),
    ];
    assert_told(&stage, "r072 75", elderly, &joined).await;

    // In arrears since the day after the premium was due.
    let mut arrears = ordinary(at);
    arrears.covers = vec![Cover {
        arrears_due: Some(day("2025-07-31")),
        ..city(&arrears)
    }];
    let barred = [
        ("2024-12-01", "CONFIRMED 30 87430 yen"),
        ("2025-08-01", "CONFIRMED 30 limit unavailable"),
    ];
    assert_told(&stage, "r031 arrears", arrears, &barred).await;

    // A new cover is told from the day it is linked.
    let mut new = at.insured();
    new.covers[0].acquired_on = day("2025-07-28");
    new.covers[0].linked_on = day("2025-08-01");
    let linked = [
        ("2024-12-01", "COVER_NOT_FOUND"),
        ("2025-08-01", "CONFIRMED 30"),
    ];
    assert_told(&stage, "r058 new joiner", new, &linked).await;

    // Cover ends before the day lost.
    let mut leaving = at.insured();
    leaving.covers[0].lost_on = Some(day("2025-12-02"));
    let lost = [
        ("2024-12-01", "CONFIRMED 30"),
        ("2025-12-02", "COVER_LAPSED"),
    ];
    assert_told(&stage, "r038 leaving", leaving, &lost).await;
}

#[tokio::test]
async fn r046_a_certificate_that_ends_in_july_is_told_less_in_august_and_nothing_in_december() {
    let stage = stage("2025-07-31", Switches::DEFAULT).await;
    let person = ordinary(&stage.0);
    let turns = [
        ("2024-12-01", "CONFIRMED 30 87430 yen"),
        ("2025-07-31", "CONFIRMED 30 87430 yen, renew by 2025-07-31"),
        ("2025-08-01", "CONFIRMED_IN_GRACE 30, until 2025-10-31"),
        ("2025-12-01", "CERT_EXPIRED"),
    ];
    assert_told(&stage, "certificate of July", person, &turns).await;
}

#[tokio::test]
async fn r046_where_the_grace_is_three_plain_months_it_ends_earlier() {
    use qualification::GraceRule;
    for (grace, wanted) in [
        (
            GraceRule::MonthEndPlusThree,
            "CONFIRMED_IN_GRACE 30, until 2025-12-31",
        ),
        (
            GraceRule::PlainThreeMonths,
            "CONFIRMED_IN_GRACE 30, until 2025-12-01",
        ),
    ] {
        let switches = Switches {
            grace,
            ..Switches::DEFAULT
        };
        let (stage, card) = stage("2025-09-01", switches).await;
        stage.enrol_with(ordinary(&stage), &card.certificate).await;
        let mut raw = stage.raw(CLINIC).await;
        let first = told(&stage, &mut raw, &card, "2025-12-01").await;
        assert_eq!(first, wanted);
        let second = told(&stage, &mut raw, &card, "2025-12-02").await;
        let ended = grace == GraceRule::PlainThreeMonths;
        assert_eq!(second, if ended { "CERT_EXPIRED" } else { wanted });
    }
}

#[tokio::test]
async fn r030_where_step_4_is_automatic_the_limit_amount_is_given_unasked() {
    for (limit_screen, directive, state) in [
        (
            LimitScreen::Ask,
            v1::LimitDirective::Ask,
            v1::LimitState::Withheld,
        ),
        (
            LimitScreen::Automatic,
            v1::LimitDirective::Automatic,
            v1::LimitState::Provided,
        ),
    ] {
        let switches = Switches {
            limit_screen,
            ..Switches::DEFAULT
        };
        let limits = Limits::default();
        let stage = Stage::with("2026-11-21T09:00:00+09:00", limits, switches).await;
        stage.enrol(ordinary(&stage)).await;
        let mut raw = stage.raw(CLINIC).await;
        let request = stage.card_answers(&mut raw).await;
        let answer = raw.authenticate(request).await.unwrap().into_inner();
        let Some(Step2::Admission(admission)) = answer.answer else {
            panic!("not let in");
        };
        assert_eq!(admission.limit(), directive);
        let request = v1::CompleteRequest {
            provide_limit: false,
            ..stage.complete(&admission.visit_id)
        };
        let answer = raw.complete(request).await.unwrap().into_inner();
        let Some(Step5::Decision(decision)) = answer.answer else {
            panic!("refused");
        };
        assert_eq!(decision.limit.unwrap().state(), state);
    }
}
