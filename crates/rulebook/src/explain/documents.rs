//! What a person should hold: who gets which document, and until when it is valid.

use jiff::civil::Date;
use qualification::{
    CertificateClass, CertificateValidity, Disclosure, Document, InsurerPolicy, NoticeValidity,
    RenewalTable, Rule, Spoken, Trace, Value, certificate_classes, documents_for,
};

use crate::Case;

/// The documents that a person gets who joins their insurer, or loses theirs, on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    /// Why they get a 資格確認書. `None`: on that day it was not asked by classes.
    pub classes: Option<Vec<CertificateClass>>,
    /// Each document, and until when it is valid.
    pub held: Vec<(Document, End)>,
    /// The rules that spoke.
    pub spoken: Vec<Spoken>,
}

/// Until when a document is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// This is the last day.
    On(Date),
    /// The printed day, but this one at the latest.
    AtMost(Date),
    /// Only what is printed tells.
    Printed,
    /// It has no end while what it says is unchanged.
    Never,
    /// No source tells for that day.
    Unknown,
}

impl End {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::On(_) => "ON",
            Self::AtMost(_) => "AT_MOST",
            Self::Printed => "PRINTED",
            Self::Never => "NEVER",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// The day, where there is one.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::On(day) | Self::AtMost(day) => Some(day),
            Self::Printed | Self::Never | Self::Unknown => None,
        }
    }
}

impl Documents {
    /// What the person of `case` should hold; `None` for whoever is not covered that day.
    /// Of someone whose data is shown to nobody, nothing is said.
    pub(super) fn of(case: &Case) -> Option<Self> {
        if case.person.disclosure != Disclosure::Disclosed {
            return None;
        }
        let policy = InsurerPolicy::of(&case.cover_in_force()?.insurer);
        let (holder, day) = (case.holder(), case.visit_date);
        let mut spoken = Vec::new();
        let documents = documents_for(policy, &holder, day, &case.switches, &mut spoken);
        let by_classes = spoken.iter().any(|it| it.rule == Rule::DocKakuninClasses);
        let held = documents
            .iter()
            .map(|document| (*document, end(policy, *document, case, &mut spoken)))
            .collect();
        Some(Self {
            classes: by_classes.then(|| certificate_classes(&holder, day).iter().collect()),
            held,
            spoken,
        })
    }
}

/// Whether a certificate or a notice of this person is past its own end.
pub(crate) fn is_over(policy: &InsurerPolicy, document: Document, case: &Case) -> bool {
    let end = match document {
        Document::EligibilityCertificate => of_certificate(policy, case),
        Document::EligibilityNotice => of_notice(policy, case),
        _ => return false,
    };
    matches!(end, End::On(until) if until < case.visit_date)
}

fn end(policy: &InsurerPolicy, document: Document, case: &Case, trace: &mut impl Trace) -> End {
    match document {
        Document::OldCard => {
            let until = Value::Day(policy.old_card_until);
            trace.spoke(Rule::DocOldEnd, &[("until", until)]);
            End::AtMost(policy.old_card_until)
        }
        Document::EligibilityCertificate => {
            let end = of_certificate(policy, case);
            let unsaid = if end == End::Unknown {
                "NOT_KNOWN"
            } else {
                "VALID"
            };
            let said = end.day().map_or(Value::Code(unsaid), Value::Day);
            trace.spoke(Rule::DocKakuninValid, &[("certificate", said)]);
            end
        }
        Document::EligibilityNotice => {
            trace.spoke(Rule::DocOshiraseValid, &[]);
            of_notice(policy, case)
        }
        _ => End::Unknown,
    }
}

/// A table of the last renewal tells nothing of what was issued before it, or after.
fn is_of(table: RenewalTable, day: Date) -> bool {
    (table.renewed_on..=table.until).contains(&day)
}

fn of_certificate(policy: &InsurerPolicy, case: &Case) -> End {
    let (day, birth) = (case.visit_date, case.person.birth);
    let is_known = match policy.certificate_valid {
        CertificateValidity::Table(table) => is_of(table, day),
        CertificateValidity::Fixed { until } => day <= until,
        CertificateValidity::AugustToJuly | CertificateValidity::Printed => true,
    };
    if is_known {
        let until = policy.certificate_valid_until(day, birth, case.papers.stay_until);
        until.map_or(End::Printed, End::On)
    } else {
        End::Unknown
    }
}

fn of_notice(policy: &InsurerPolicy, case: &Case) -> End {
    match policy.notice_valid {
        NoticeValidity::Printed => End::Printed,
        NoticeValidity::Table(table) if !is_of(table, case.visit_date) => End::Unknown,
        NoticeValidity::NoEnd | NoticeValidity::Table(_) => {
            let until = policy.notice_valid_until(case.person.birth, None);
            until.map_or(End::Never, End::On)
        }
    }
}
