//! What is told at the end: for people, and for scripts.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use qualification::{ConsentGrant, LimitAnswer, Qualification, Reason, Text};
use serde::Serialize;
use serde_json::{Value, json};
use visit::{Step, StepState, Steps, text};

use crate::Ending;

/// How a reception went. No `Debug`: it holds a patient's data.
pub struct Report {
    /// How it ended.
    pub ending: Ending,
    /// The five steps with the time each took.
    pub steps: [StepTime; 5],
    /// The tries left for the PIN as the card last told them, unless it was right.
    pub tries_left: Option<u8>,
}

/// One step, how it stands, and how long it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTime {
    /// Which.
    pub step: Step,
    /// How it stands.
    pub state: StepState,
    /// How long it took; zero when it was not reached.
    pub took: Duration,
}

/// Measures the steps of a reception.
pub(crate) struct Timing {
    took: [Duration; 5],
    steps: Option<Steps>,
    since: Duration,
}

impl Timing {
    pub(crate) const fn begin(now: Duration) -> Self {
        Self {
            took: [Duration::ZERO; 5],
            steps: None,
            since: now,
        }
    }

    /// The steps stand so from now on. Back at the first one, measuring begins anew.
    pub(crate) fn reach(&mut self, steps: Steps, now: Duration) {
        let before = self.steps.map(Steps::current);
        if before == Some(steps.current()) {
            self.steps = Some(steps);
            return;
        }
        self.add(now);
        if steps.current() == Step::CardReading {
            *self = Self::begin(now);
        }
        self.steps = Some(steps);
        self.since = now;
    }

    /// How long the present step has gone on.
    pub(crate) fn waited(&self, now: Duration) -> Duration {
        now.saturating_sub(self.since)
    }

    fn add(&mut self, now: Duration) {
        let Some(steps) = self.steps else { return };
        let index = usize::from(steps.current().number()).saturating_sub(1);
        if let Some(took) = self.took.get_mut(index) {
            *took += now.saturating_sub(self.since);
        }
    }

    pub(crate) fn end(mut self, now: Duration) -> [StepTime; 5] {
        self.add(now);
        let state = |step| {
            self.steps
                .map_or(StepState::Ahead, |steps| steps.state(step))
        };
        let mut took = self.took.iter().copied();
        Step::ALL.map(|step| StepTime {
            step,
            state: state(step),
            took: took.next().unwrap_or_default(),
        })
    }
}

impl Report {
    /// The report of a desk that could not receive anyone.
    #[must_use]
    pub fn without_visit(ending: Ending) -> Self {
        Self {
            ending,
            steps: Timing::begin(Duration::ZERO).end(Duration::ZERO),
            tries_left: None,
        }
    }

    /// The report as JSON, version 1: what a script reads.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let reason = self.ending.reason();
        let decision = match &self.ending {
            Ending::Answered(decision) => Some(decision),
            Ending::Refused(_) => None,
        };
        let notices = decision.map(|decision| decision.notices.as_slice());
        json!({
            "version": 1,
            "reason": reason.code(),
            "confirmed": reason.is_confirmed(),
            "text": both(reason.text()),
            "advice": both(reason.advice()),
            "tries_left": self.tries_left,
            "steps": self.steps.map(step_json),
            "visit_date": decision.map(|decision| decision.visit_date.to_string()),
            "qualification": decision
                .and_then(|decision| decision.qualification.as_ref())
                .map(qualification_json),
            "limit": decision.map(|decision| limit_json(decision.limit)),
            "consents": decision.map(|decision| consents_json(&decision.consents)),
            "notices": notices.unwrap_or_default().iter().map(|notice| {
                let (text, day) = text::notice(*notice);
                json!({ "ja": text.ja, "en": text.en, "day": day.to_string() })
            }).collect::<Vec<_>>(),
        })
    }
}

fn both(text: Text) -> Value {
    json!({ "ja": text.ja, "en": text.en })
}

fn step_json(step: StepTime) -> Value {
    let state = match step.state {
        StepState::Ahead => "not_reached",
        StepState::Current => "current",
        StepState::Done => "done",
        StepState::Skipped => "skipped",
        StepState::Stopped => "stopped",
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
    address: &'a str,
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
        address: &qualification.address,
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
        LimitAnswer::Provided(certificate) => json!({
            "state": "provided",
            "class": certificate.class.code(),
            "label": certificate.class.label(),
            "valid_from": certificate.valid_from.to_string(),
            "valid_until": certificate.valid_until.to_string(),
        }),
    }
}

fn consents_json(consents: &[ConsentGrant]) -> Vec<Value> {
    let view = |grant: &ConsentGrant| {
        json!({
            "category": grant.category.code(),
            "name": both(text::category_name(grant.category)),
            "until": grant.until.to_string(),
        })
    };
    consents.iter().map(view).collect()
}

/// The report as a receptionist reads it.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            let mark = match step.state {
                StepState::Done => "✓",
                StepState::Skipped => "–",
                StepState::Stopped => "✗",
                StepState::Current | StepState::Ahead => " ",
            };
            let number = char::from_u32(0x245F + u32::from(step.step.number())).unwrap_or(' ');
            let text = step.step.text();
            write!(f, "{mark} {number} {} / {}", text.ja, text.en)?;
            match step.state {
                StepState::Done | StepState::Stopped => {
                    writeln!(f, "  {:.1} ms", step.took.as_secs_f64() * 1000.0)?;
                }
                _ => writeln!(f)?,
            }
        }
        writeln!(f)?;
        line(f, self.ending.reason().text())?;
        match &self.ending {
            Ending::Answered(decision) => {
                if let Some(qualification) = &decision.qualification {
                    show_qualification(f, qualification)?;
                }
                show_limit(f, decision.limit)?;
                show_consents(f, &decision.consents)?;
                for notice in &decision.notices {
                    let (text, day) = text::notice(*notice);
                    writeln!(f, "  {} {day}\n  {} {day}", text.ja, text.en)?;
                }
            }
            Ending::Refused(Reason::PinWrong) => {
                if let Some(text) = self.tries_left.and_then(text::tries_left) {
                    line(f, text)?;
                }
            }
            Ending::Refused(_) => {}
        }
        line(f, self.ending.reason().advice())
    }
}

fn line(f: &mut fmt::Formatter<'_>, text: Text) -> fmt::Result {
    writeln!(f, "{}\n{}", text.ja, text.en)
}

fn show_qualification(f: &mut fmt::Formatter<'_>, qualification: &Qualification) -> fmt::Result {
    let cover = &qualification.cover;
    let symbol = cover.symbol.as_deref().unwrap_or("-");
    let branch = cover
        .branch
        .as_ref()
        .map_or("-", qualification::Branch::as_str);
    let share = qualification.share.percent() / 10;
    writeln!(
        f,
        "  氏名 / Name: {}（{}）",
        qualification.name, qualification.kana
    )?;
    writeln!(f, "  生年月日 / Born: {}", qualification.birth)?;
    writeln!(
        f,
        "  保険者 / Insurer: {} {}",
        cover.insurer.as_str(),
        cover.insurer_name
    )?;
    writeln!(
        f,
        "  記号・番号・枝番 / Number: {symbol}・{}・{branch}",
        cover.number
    )?;
    writeln!(f, "  負担割合 / Share: {share}割 ({share}0 %)")
}

fn show_limit(f: &mut fmt::Formatter<'_>, limit: LimitAnswer) -> fmt::Result {
    let text = match limit {
        LimitAnswer::NotOffered => return Ok(()),
        LimitAnswer::Withheld => "提供しない / withheld".to_owned(),
        LimitAnswer::NotRecorded => "登録なし / none recorded".to_owned(),
        LimitAnswer::Provided(certificate) => {
            format!(
                "{} ({})",
                certificate.class.label(),
                certificate.class.code()
            )
        }
    };
    writeln!(f, "  限度額 / Limit: {text}")
}

fn show_consents(f: &mut fmt::Formatter<'_>, consents: &[ConsentGrant]) -> fmt::Result {
    if consents.is_empty() {
        return writeln!(f, "  同意 / Consent: なし / none");
    }
    for grant in consents {
        let name = text::category_name(grant.category);
        let until = japanese_time(grant.until);
        writeln!(
            f,
            "  同意 / Consent: {} / {}（{until} まで / until）",
            name.ja, name.en
        )?;
    }
    Ok(())
}

/// An instant as a clock in Japan shows it, to the minute.
fn japanese_time(instant: Timestamp) -> impl fmt::Display {
    TimeZone::fixed(Offset::constant(9))
        .to_datetime(instant)
        .strftime("%Y-%m-%d %H:%M")
}
