use jiff::Timestamp;
use qualification::{
    Assurance, Category, ConsentGrant, ConsentSurface, Decision, LimitAnswer, ReaderKind, Reason,
    Scope, ScoreBand, StaffId, Validity, Verified,
};
use serde_json::{Value, json};

use super::Report;
use crate::Ending;

/// 2026-11-24, no holiday, at ten in Japan.
const TUESDAY: Timestamp = Timestamp::constant(1_795_482_000, 0);

/// The report of a visit that was answered.
fn report(assurance: Option<Assurance>, surface: ConsentSurface) -> Report {
    let grant = ConsentGrant::given(Category::Medication, surface, Timestamp::UNIX_EPOCH);
    let answered = Ending::Answered(Box::new(Decision {
        visit_date: "2026-11-21".parse().unwrap(),
        validity: Validity::Valid,
        scope: Scope::Full,
        reason: Reason::Confirmed,
        qualification: None,
        limit: LimitAnswer::NotRecorded,
        specific_disease: None,
        consents: grant.into_iter().collect(),
        notices: Vec::new(),
        assurance,
    }));
    Report::without_visit(answered, TUESDAY)
}

fn printed_line(report: &Report, start: &str) -> Option<String> {
    let printed = report.to_string();
    let line = printed.lines().find(|line| line.trim().starts_with(start));
    line.map(|line| line.trim().to_owned())
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
fn each_consent_says_where_it_was_given() {
    for surface in [ConsentSurface::Reader, ConsentSurface::Desk] {
        let json = report(None, surface).to_json();
        assert_eq!(json["consents"][0]["category"], "YZK");
        assert_eq!(json["consents"][0]["surface"], surface.code());
    }
}
