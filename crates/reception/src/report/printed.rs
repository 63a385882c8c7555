//! The report for people.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use qualification::{
    Assurance, ConsentGrant, LimitAnswer, Qualification, Reason, SpecificDiseaseCertificate, Text,
    Verified,
};
use visit::{StepState, text};

use super::Report;
use crate::Ending;

/// The report as a receptionist reads it.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            let mark = match step.state {
                StepState::Done => "✓",
                StepState::Skipped | StepState::Unavailable => "–",
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
        let reason = self.ending.reason();
        line(f, reason.patient())?;
        if reason.staff() != reason.patient() {
            let staff = reason.staff();
            writeln!(f, "  職員へ / Staff: {}\n  {}", staff.ja, staff.en)?;
        }
        match &self.ending {
            Ending::Answered(decision) => {
                if let Some(assurance) = &decision.assurance {
                    show_assurance(f, assurance)?;
                }
                if let Some(qualification) = &decision.qualification {
                    show_qualification(f, qualification)?;
                }
                show_limit(f, decision.limit)?;
                if let Some(certificate) = decision.specific_disease {
                    show_specific_disease(f, certificate)?;
                }
                show_consents(f, &decision.consents)?;
                for notice in &decision.notices {
                    let (text, day) = text::notice(*notice);
                    let day = day.map(|day| format!(" {day}")).unwrap_or_default();
                    writeln!(f, "  {}{day}\n  {}{day}", text.ja, text.en)?;
                }
            }
            Ending::Refused(Reason::PinWrong) => {
                if let Some(text) = self.tries_left.and_then(text::tries_left) {
                    line(f, text)?;
                }
            }
            Ending::Refused(_) => {}
        }
        line(f, reason.next())?;
        write!(f, "{}", self.help())
    }
}

fn line(f: &mut fmt::Formatter<'_>, text: Text) -> fmt::Result {
    writeln!(f, "{}\n{}", text.ja, text.en)
}

/// How it was made sure of the person. The matcher of faces is a stub, and is called
/// one.
fn show_assurance(f: &mut fmt::Formatter<'_>, assurance: &Assurance) -> fmt::Result {
    f.write_str("  本人確認 / Verified: ")?;
    match assurance.verified() {
        Verified::Pin => f.write_str("暗証番号 / PIN")?,
        Verified::Face { band } => {
            let band = band.code();
            write!(f, "顔認証・模擬照合（スタブ） / face, stub: {band}")?;
        }
        Verified::StaffCheck { staff } => {
            let staff = staff.as_str();
            write!(f, "職員の目視確認 / staff check: {staff}")?;
        }
    }
    let attempts = assurance.attempts();
    writeln!(f, "（{attempts}回目 / attempt {attempts}）")
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
        LimitAnswer::Unavailable(bar) => {
            let staff = bar.reason().staff();
            format!("{} / {}", staff.ja, staff.en)
        }
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

fn show_specific_disease(
    f: &mut fmt::Formatter<'_>,
    certificate: SpecificDiseaseCertificate,
) -> fmt::Result {
    let name = text::specific_disease_name(certificate.disease);
    write!(
        f,
        "  特定疾病 / Specific disease: {} / {}",
        name.ja, name.en
    )?;
    match certificate.valid_until {
        Some(day) => writeln!(f, "（{day} まで / until）"),
        None => writeln!(f),
    }
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
