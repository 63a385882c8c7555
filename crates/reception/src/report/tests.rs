use jiff::Timestamp;
use qualification::{
    Assurance, Category, ConsentGrant, ConsentId, ConsentSurface, Decision, Document, LimitAnswer,
    LimitBar, Notice, Purpose, ReaderKind, Reason, Scope, ScoreBand, SpecificDisease,
    SpecificDiseaseCertificate, StaffId, Validity, Verified, Way,
};
use serde_json::{Value, json};

use super::Report;
use crate::Ending;

/// 2026-11-24, no holiday, at ten in Japan.
const TUESDAY: Timestamp = Timestamp::constant(1_795_482_000, 0);

/// The report of a visit that was answered.
fn report(assurance: Option<Assurance>, surface: ConsentSurface) -> Report {
    let answered = Ending::Answered(decision(assurance, surface));
    Report::without_visit(answered, TUESDAY)
}

fn decision(assurance: Option<Assurance>, surface: ConsentSurface) -> Box<Decision> {
    let (id, at) = (ConsentId([1; 16]), Timestamp::UNIX_EPOCH);
    let grant = ConsentGrant::given(id, Category::Medication, surface, Purpose::Care, at);
    Box::new(Decision {
        visit_date: "2026-11-21".parse().unwrap(),
        as_of: "2026-11-21".parse().unwrap(),
        validity: Validity::Valid,
        scope: Scope::Full,
        reason: Reason::Confirmed,
        qualification: None,
        limit: LimitAnswer::NotRecorded,
        specific_disease: None,
        consents: grant.into_iter().collect(),
        notices: Vec::new(),
        assurance,
        reference_number: None,
    })
}

fn printed_line(report: &Report, start: &str) -> Option<String> {
    let printed = report.to_string();
    let line = printed.lines().find(|line| line.trim().starts_with(start));
    line.map(|line| line.trim().to_owned())
}

/// The codes of a list, in its order.
fn codes(list: &Value) -> String {
    let codes = list.as_array().unwrap().iter();
    let codes: Vec<_> = codes.map(|it| it["code"].as_str().unwrap()).collect();
    codes.join(" ")
}

#[test]
fn how_the_person_was_verified_is_told_to_people_and_to_scripts() {
    use ReaderKind::{Face, General};
    let band = ScoreBand::Clear;
    let staff = StaffId::parse("N-07").unwrap();
    let table = [
        (
            (Verified::Pin, General, 1),
            json!({ "method": "PIN", "reader": "GENERAL", "attempts": 1,
                "matcher": null, "score_band": null, "staff_id": null }),
            "暗証番号 / PIN（1回目 / attempt 1）",
        ),
        (
            (Verified::Face { band }, Face, 2),
            json!({ "method": "FACE", "reader": "FACE", "attempts": 2,
                "matcher": "STUB", "score_band": "CLEAR", "staff_id": null }),
            "顔認証・模擬照合（スタブ） / face, stub: CLEAR（2回目 / attempt 2）",
        ),
        (
            (Verified::StaffCheck { staff }, General, 4),
            json!({ "method": "STAFF_CHECK", "reader": "GENERAL", "attempts": 4,
                "matcher": null, "score_band": null, "staff_id": "N-07" }),
            "職員の目視確認 / staff check: N-07（4回目 / attempt 4）",
        ),
    ];
    for ((verified, reader, attempts), json, line) in table {
        let assurance = Assurance::new(verified, reader, attempts).ok();
        let report = report(assurance, ConsentSurface::Desk);
        assert_eq!(report.to_json()["assurance"], json);
        let line = format!("本人確認 / Verified: {line}");
        assert_eq!(printed_line(&report, "本人確認 / Verified"), Some(line));
    }
}

#[test]
fn without_an_assurance_nothing_is_said_of_it() {
    let answered = report(None, ConsentSurface::Desk);
    let refused = Report::without_visit(Ending::Refused(Reason::FaceMismatch), TUESDAY);
    for report in [answered, refused] {
        let json = report.to_json();
        assert_eq!(json.get("assurance"), Some(&Value::Null));
        assert_eq!(json["version"], 1);
        assert_eq!(printed_line(&report, "本人確認 / Verified"), None);
    }
}

#[test]
fn r022_each_consent_says_where_it_was_given_and_how_each_category_stands() {
    for surface in [ConsentSurface::Reader, ConsentSurface::Desk] {
        let json = report(None, surface).to_json();
        assert_eq!(json["consents"][0]["category"], "YZK");
        assert_eq!(json["consents"][0]["surface"], surface.code());
        // Given long before: it has ended; nothing else was agreed to.
        for it in json["consent_states"].as_array().unwrap() {
            let state = if it["category"] == "YZK" { 2 } else { 0 };
            assert_eq!(it["state"], state, "{it}");
        }
    }
}

#[test]
fn r031_the_staffs_report_says_why_a_limit_amount_cannot_be_used() {
    for (bar, why, word) in [
        (LimitBar::Arrears, "LIMIT_UNAVAILABLE_ARREARS", "未納"),
        (
            LimitBar::SpecialCare,
            "LIMIT_UNAVAILABLE_SPECIAL_CARE",
            "特別療養費",
        ),
    ] {
        let mut decision = decision(None, ConsentSurface::Desk);
        decision.limit = LimitAnswer::Unavailable(bar);
        let report = Report::without_visit(Ending::Answered(decision), TUESDAY);
        let json = report.to_json();
        assert_eq!(json["limit"]["state"], "unavailable");
        assert_eq!(json["limit"]["why"], why);
        assert_eq!(json["text"]["ja"], Reason::Confirmed.patient().ja);
        let printed = printed_line(&report, "限度額 / Limit").unwrap();
        assert!(printed.contains(word), "{printed}");
    }
}

#[test]
fn every_outcome_tells_who_mends_it_and_what_helps_today() {
    for reason in Reason::ALL {
        let report = Report::without_visit(Ending::Refused(*reason), TUESDAY);
        let json = report.to_json();
        let told = |key: &str| json[key]["ja"].as_str().unwrap_or_default().to_owned();
        assert_eq!(told("text"), reason.patient().ja);
        assert_eq!(told("staff"), reason.staff().ja);
        assert_eq!(told("advice"), reason.next().ja);
        assert_eq!(json["mender"]["code"], reason.mender().code());
        let cause = reason.cause().map(qualification::Cause::code);
        assert_eq!(json["cause"]["code"].as_str(), cause);
        let documents = reason.documents().iter();
        let today = documents.filter(|it| **it != Document::OldCard);
        let expected: Vec<_> = today.map(|it| it.code()).collect();
        assert_eq!(codes(&json["documents"]), expected.join(" "));
        let printed = report.to_string();
        assert!(printed.contains(reason.patient().ja));
        assert!(printed.contains(reason.staff().ja));
        assert!(printed.contains(reason.next().en));
        for (told, word) in [(&printed, "不開示"), (&json.to_string(), "NOT_DISCLOSED")] {
            assert!(!told.contains(word), "{reason:?}");
        }
    }
}

#[test]
fn r088_the_help_line_is_open_or_closed_by_the_desks_clock() {
    let expired = Ending::Refused(Reason::CertExpired);
    for (instant, now) in [
        ("2026-11-22T17:29:59+09:00", "OPEN"),
        ("2026-11-22T17:30:00+09:00", "CLOSED"),
        ("2026-11-24T19:59:59+09:00", "OPEN"),
        ("2026-11-24T20:00:00+09:00", "CLOSED"),
    ] {
        let report = Report::without_visit(expired.clone(), instant.parse().unwrap());
        let json = report.to_json();
        assert_eq!(json["help_line"]["number"], "0120-95-0178");
        assert_eq!(json["help_line"]["now"], now, "{instant}");
        let printed = printed_line(&report, "電話 / Call").unwrap();
        assert_eq!(printed.contains("open now"), now == "OPEN", "{printed}");
    }
    let nobody = Report::without_visit(Ending::Refused(Reason::Cancelled), TUESDAY);
    assert_eq!(nobody.to_json()["help_line"], Value::Null);
}

#[test]
fn a_specific_disease_and_a_subsidys_certificate_are_told() {
    let mut decision = decision(None, ConsentSurface::Desk);
    decision.specific_disease = Some(SpecificDiseaseCertificate {
        disease: SpecificDisease::Dialysis,
        valid_from: "2026-04-01".parse().unwrap(),
        valid_until: None,
    });
    decision.notices = vec![Notice::SubsidyCertificate];
    let report = Report::without_visit(Ending::Answered(decision), TUESDAY);
    let json = report.to_json();
    assert_eq!(json["specific_disease"]["code"], 1);
    assert_eq!(json["specific_disease"]["valid_until"], Value::Null);
    let notice = json["notices"][0]["ja"].as_str().unwrap();
    assert!(notice.contains("受給資格者証"), "{notice}");
    let printed = report.to_string();
    assert!(printed.contains("人工透析"), "{printed}");
    assert!(printed.contains("受給資格者証"), "{printed}");
}

#[test]
fn r068_the_ways_that_are_open_without_a_check_are_told_when_it_did_not_confirm() {
    let told = |reason: Reason, instant: &str| {
        let ending = Ending::Refused(reason);
        Report::without_visit(ending, instant.parse().unwrap())
    };
    let (before, today) = ("2025-11-30T15:00:00Z", "2026-11-24T10:00:00+09:00");
    for (reason, instant, codes) in [
        (Reason::ServerDown, before, "F1 F2 F3 F3p F4 F5 F5v"),
        (Reason::ServerDown, today, "F2 F3 F3p F4 F5 F5v"),
        (Reason::ReaderAbsent, today, "F2 F3 F3p F4"),
        (Reason::CertExpired, today, "F2"),
        (Reason::Cancelled, today, ""),
    ] {
        let report = told(reason, instant);
        let json = report.to_json();
        assert_eq!(self::codes(&json["ways"]), codes, "{reason:?}");
        assert_eq!(json["self_pay"].is_object(), !codes.is_empty());
        let heading = printed_line(&report, "オンラインで確認できないとき / When");
        assert_eq!(heading.is_some(), !codes.is_empty(), "{reason:?}");
    }
    let printed = told(Reason::CertExpired, today).to_string();
    let ways = printed
        .split_once("オンラインで確認できないとき")
        .unwrap()
        .1;
    let (accepted, otherwise) = ways.split_once("どれもできないとき").unwrap();
    assert!(accepted.contains("F2") && !accepted.contains("10割"));
    assert!(otherwise.contains(Way::SelfPay.text().ja) && !printed.contains("SELFPAY"));
    let confirmed = report(None, ConsentSurface::Desk);
    let json = confirmed.to_json();
    assert_eq!(
        (&json["ways"], &json["self_pay"]),
        (&json!([]), &Value::Null)
    );
}

#[test]
fn r068_what_helps_today_is_what_exists_on_the_day() {
    let helps = |reason: Reason, day: &str| {
        let at = format!("{day}T10:00:00+09:00").parse().unwrap();
        let report = Report::without_visit(Ending::Refused(reason), at);
        codes(&report.to_json()["documents"])
    };
    let (screen, pdf) = ("portal_screen", "portal_pdf");
    for (reason, day, documents) in [
        (Reason::CertExpired, "2024-12-01", "old_card".to_owned()),
        (Reason::CertExpired, "2024-12-02", "old_card kakunin".into()),
        (Reason::CertExpired, "2025-12-01", "old_card kakunin".into()),
        (Reason::CertExpired, "2025-12-02", "kakunin".into()),
        (
            Reason::ReaderAbsent,
            "2024-02-05",
            format!("old_card {screen}"),
        ),
        (
            Reason::ReaderAbsent,
            "2024-12-01",
            format!("old_card {screen} {pdf}"),
        ),
        (
            Reason::ReaderAbsent,
            "2025-12-02",
            format!("kakunin {screen} {pdf} oshirase"),
        ),
        (Reason::VenueNotStarted, "2024-03-31", "old_card".into()),
        (
            Reason::PhoneNotStarted,
            "2025-09-18",
            "old_card card kakunin".into(),
        ),
        (
            Reason::PhoneNotSupportedHere,
            "2026-11-24",
            "card kakunin".into(),
        ),
        (Reason::Confirmed, "2024-12-01", String::new()),
    ] {
        assert_eq!(helps(reason, day), documents, "{reason:?} {day}");
    }
}

#[test]
fn what_helps_only_with_the_card_says_so() {
    let report = Report::without_visit(Ending::Refused(Reason::ServerDown), TUESDAY);
    let json = report.to_json();
    let documents = json["documents"].as_array().unwrap().iter();
    let alone = documents.filter(|it| it["with_card"] == false);
    let alone: Vec<_> = alone.map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(alone, ["kakunin"]);
    let printed = report.to_string();
    assert!(printed.contains("資格確認書 / certificate of eligibility\n"));
    let notice = "資格情報のお知らせ（カードと一緒に） / notice of eligibility, with the card\n";
    assert!(printed.contains(notice), "{printed}");
}
