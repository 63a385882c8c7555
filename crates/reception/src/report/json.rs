//! The report for scripts.

use qualification::{
    Assurance, ConsentGrant, LimitAnswer, Qualification, ScoreBand, SpecificDiseaseCertificate,
    StaffId, Text,
};
use serde::Serialize;
use serde_json::{Value, json};
use visit::{StepState, text};

use super::{Report, StepTime};
use crate::Ending;

impl Report {
    /// The report as JSON, version 1: what a script reads.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let reason = self.ending.reason();
        let decision = match &self.ending {
            Ending::Answered(decision) => Some(decision),
            Ending::Refused(_) => None,
        };
        let help = self.help();
        let notices = decision.map(|decision| decision.notices.as_slice());
        json!({
            "version": 1,
            "reason": reason.code(),
            "confirmed": reason.is_confirmed(),
            "text": both(reason.patient()),
            "staff": both(reason.staff()),
            "advice": both(reason.next()),
            "mender": coded(reason.mender().code(), reason.mender().name()),
            "cause": reason.cause().map(|cause| coded(cause.code(), cause.text())),
            "documents": help.documents_json(),
            "help_line": help.line_json(),
            "ways": help.ways_json(),
            "self_pay": help.self_pay_json(),
            "tries_left": self.tries_left,
            "steps": self.steps.map(step_json),
            "visit_date": decision.map(|decision| decision.visit_date.to_string()),
            "qualification": decision
                .and_then(|decision| decision.qualification.as_ref())
                .map(qualification_json),
            "limit": decision.map(|decision| limit_json(decision.limit)),
            "specific_disease": decision
                .and_then(|decision| decision.specific_disease)
                .map(specific_disease_json),
            "consents": decision.map(|decision| consents_json(&decision.consents)),
            "assurance": decision
                .and_then(|decision| decision.assurance.as_ref())
                .map(assurance_json),
            "notices": notices.unwrap_or_default().iter().map(|notice| {
                let (text, day) = text::notice(*notice);
                json!({ "ja": text.ja, "en": text.en, "day": day.map(|day| day.to_string()) })
            }).collect::<Vec<_>>(),
        })
    }
}

/// Both languages, under a machine code.
pub(super) fn coded(code: &str, text: Text) -> Value {
    json!({ "code": code, "ja": text.ja, "en": text.en })
}

pub(super) fn both(text: Text) -> Value {
    json!({ "ja": text.ja, "en": text.en })
}

fn step_json(step: StepTime) -> Value {
    let state = match step.state {
        StepState::Ahead => "not_reached",
        StepState::Current => "current",
        StepState::Done => "done",
        StepState::Skipped => "skipped",
        StepState::Stopped => "stopped",
        StepState::Unavailable => "unavailable",
    };
    json!({
        "number": step.step.number(),
        "name": both(step.step.text()),
        "state": state,
        "ms": (step.took.as_secs_f64() * 1e6).round() / 1e3,
    })
}

#[derive(Serialize)]
struct QualificationView<'a> {
    insurer_number: &'a str,
    insurer_name: &'a str,
    symbol: Option<&'a str>,
    number: &'a str,
    branch: Option<&'a str>,
    name: &'a str,
    kana: &'a str,
    birth: String,
    address: Option<&'a str>,
    share_percent: u8,
    preschool: bool,
    acquired_on: String,
    lost_on: Option<String>,
}

fn qualification_json(qualification: &Qualification) -> Value {
    let cover = &qualification.cover;
    json!(QualificationView {
        insurer_number: cover.insurer.as_str(),
        insurer_name: &cover.insurer_name,
        symbol: cover.symbol.as_deref(),
        number: &cover.number,
        branch: cover.branch.as_ref().map(qualification::Branch::as_str),
        name: &qualification.name,
        kana: &qualification.kana,
        birth: qualification.birth.to_string(),
        address: qualification.address.as_deref(),
        share_percent: qualification.share.percent(),
        preschool: qualification.preschool,
        acquired_on: cover.acquired_on.to_string(),
        lost_on: cover.lost_on.map(|day| day.to_string()),
    })
}

fn limit_json(limit: LimitAnswer) -> Value {
    match limit {
        LimitAnswer::NotOffered => json!({ "state": "not_offered" }),
        LimitAnswer::Withheld => json!({ "state": "withheld" }),
        LimitAnswer::NotRecorded => json!({ "state": "not_recorded" }),
        LimitAnswer::Unavailable(bar) => json!({
            "state": "unavailable",
            "why": bar.reason().code(),
            "staff": both(bar.reason().staff()),
            "advice": both(bar.reason().next()),
        }),
        LimitAnswer::Provided(certificate) => json!({
            "state": "provided",
            "class": certificate.class.code(),
            "label": certificate.class.label(),
            "valid_from": certificate.valid_from.to_string(),
            "valid_until": certificate.valid_until.to_string(),
        }),
    }
}

fn specific_disease_json(certificate: SpecificDiseaseCertificate) -> Value {
    json!({
        "code": certificate.disease.code(),
        "name": both(text::specific_disease_name(certificate.disease)),
        "valid_from": certificate.valid_from.to_string(),
        "valid_until": certificate.valid_until.map(|day| day.to_string()),
    })
}

fn assurance_json(assurance: &Assurance) -> Value {
    let verified = assurance.verified();
    json!({
        "method": verified.method().code(),
        "reader": assurance.reader().code(),
        "attempts": assurance.attempts(),
        // What compared the faces; nothing else does so yet.
        "matcher": verified.band().map(|_| "STUB"),
        "score_band": verified.band().map(ScoreBand::code),
        "staff_id": verified.staff().map(StaffId::as_str),
    })
}

fn consents_json(consents: &[ConsentGrant]) -> Vec<Value> {
    let view = |grant: &ConsentGrant| {
        json!({
            "category": grant.category.code(),
            "name": both(text::category_name(grant.category)),
            "surface": grant.surface.code(),
            "until": grant.until.to_string(),
        })
    };
    consents.iter().map(view).collect()
}
