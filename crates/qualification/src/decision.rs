//! The two decisions of a visit: who is let in, and what the answer is.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::age::preschool_until;
use crate::certificate::{CertificateAge, CertificateDates};
use crate::cover::{self, Validity};
use crate::{
    Assurance, Category, Choices, ConsentGrant, Cover, InsuredPerson, LimitCertificate,
    LimitChoice, NumberQuery, PersonId, ReaderKind, Reason, Registration, Share,
    SpecificDiseaseCertificate, Switches, Trace,
};

/// 提供範囲: how much a visit may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Eligibility, limit amount, and medical information with consent.
    Full,
    /// Eligibility and share only: the certificate is in its grace
    /// (健保 Q&A: 「有効な資格情報のみ」).
    EligibilityOnly,
}

/// Something to tell the patient that changes nothing about the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The certificate ends on this day: renew it.
    CertificateExpiring {
        /// The last day.
        on: Date,
    },
    /// The certificate has ended; eligibility is answered until this day.
    InGrace {
        /// The last day of the grace.
        until: Date,
    },
    /// The paper certificate of a subsidy (福祉医療・小児医療等) is still needed.
    SubsidyCertificate,
}

/// Whoever the card belongs to stands at a reader, authenticated.
#[derive(Clone, Copy)]
pub struct Arrival<'p> {
    /// The days of the certificate that signed.
    pub certificate: CertificateDates,
    /// Whose card it is; `None` when it is nobody's.
    pub person: Option<&'p InsuredPerson>,
    /// At which kind of reader.
    pub reader: ReaderKind,
    /// The day, fixed when the card was read.
    pub visit_date: Date,
}

/// What happens in step 4 (FLOW-DIRECTIVE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitDirective {
    /// Nothing: no limit amount is told in this visit.
    Skip,
    /// The patient is asked.
    Ask,
    /// Nothing is asked, and it is given.
    Automatic,
    /// The patient is told that it cannot be used; why is for the staff alone, in the
    /// answer.
    Unavailable,
}

/// Why a limit amount cannot be used, for the staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitBar {
    /// 滞納 (LIMIT-ARREARS).
    Arrears,
    /// 特別療養費 (FLOW-DIRECTIVE).
    SpecialCare,
}

/// An authenticated person is let in: what may be asked of them next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// How much the visit may be told.
    pub scope: Scope,
    /// The categories to ask consent for (step 3); none inside the grace.
    pub ask_consent: Vec<Category>,
    /// What happens in step 4.
    pub limit: LimitDirective,
    /// Whether registration is offered first (REG-AT-READER); declined, the visit
    /// ends as not registered.
    pub offer_registration: bool,
    /// What to tell the patient.
    pub notices: Vec<Notice>,
}

/// 資格情報: what the counter is told of the cover in force. No `Debug`: it holds a
/// name.
#[derive(Clone, PartialEq, Eq)]
pub struct Qualification {
    /// The cover in force.
    pub cover: Cover,
    /// 氏名.
    pub name: String,
    /// 氏名カナ.
    pub kana: String,
    /// 生年月日.
    pub birth: Date,
    /// 性別.
    pub sex: crate::Sex,
    /// 住所; `None` where it is shown to nobody (DV-NODISCLOSE).
    pub address: Option<String>,
    /// 負担割合.
    pub share: Share,
    /// 未就学区分.
    pub preschool: bool,
}

/// 限度額情報 in the answer. Each way of having none is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitAnswer {
    /// It was not asked for: the visit may be told eligibility only, or nothing is
    /// in force.
    NotOffered,
    /// The patient withheld it.
    Withheld,
    /// The patient provided it, and this is recorded.
    Provided(LimitCertificate),
    /// The patient provided it, but none is recorded for the day.
    NotRecorded,
    /// It cannot be used.
    Unavailable(LimitBar),
}

/// The answer to a check.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// The day the answer is for.
    pub visit_date: Date,
    /// The official outcome.
    pub validity: Validity,
    /// How much was told.
    pub scope: Scope,
    /// Why it ended so.
    pub reason: Reason,
    /// The cover in force, when there is exactly one.
    pub qualification: Option<Qualification>,
    /// The limit amount.
    pub limit: LimitAnswer,
    /// 特定疾病療養受療証, when the patient agreed to it and one holds on the day.
    pub specific_disease: Option<SpecificDiseaseCertificate>,
    /// The consents that now hold.
    pub consents: Vec<ConsentGrant>,
    /// What to tell the patient.
    pub notices: Vec<Notice>,
    /// How the person was verified, as the visit's record has it; none for a check
    /// by number. The rules do not look at it: [`decide`] leaves it out.
    pub assurance: Option<Assurance>,
}

/// Who is let in after step 2 (FLOW-DIRECTIVE): a person whose card is registered,
/// or may be here and now, and whose certificate is in its time or its grace.
///
/// # Errors
/// The [`Reason`] of the refusal, which is an answer for the desk.
pub fn admit(
    arrival: &Arrival<'_>,
    switches: &Switches,
    trace: &mut impl Trace,
) -> Result<Admission, Reason> {
    let _ = (switches, trace);
    let (scope, notices) = certificate_scope(arrival.certificate, arrival.visit_date)?;
    let person = arrival.person.ok_or(Reason::CardNotAccepted)?;
    if person.registration == Registration::NotRegistered {
        return Err(Reason::NotRegistered);
    }
    let full = scope == Scope::Full;
    Ok(Admission {
        scope,
        ask_consent: if full {
            Category::MEDICAL.to_vec()
        } else {
            Vec::new()
        },
        limit: if full {
            LimitDirective::Ask
        } else {
            LimitDirective::Skip
        },
        offer_registration: false,
        notices,
    })
}

fn certificate_scope(
    certificate: CertificateDates,
    visit_date: Date,
) -> Result<(Scope, Vec<Notice>), Reason> {
    match certificate.age_on(visit_date) {
        CertificateAge::NotYetValid => Err(Reason::CertNotYetValid),
        CertificateAge::Expired => Err(Reason::CertExpired),
        CertificateAge::Valid { renew_soon: false } => Ok((Scope::Full, Vec::new())),
        CertificateAge::Valid { renew_soon: true } => {
            let on = certificate.not_after;
            Ok((Scope::Full, vec![Notice::CertificateExpiring { on }]))
        }
        CertificateAge::InGrace { until } => {
            Ok((Scope::EligibilityOnly, vec![Notice::InGrace { until }]))
        }
    }
}

/// The answer of step 5, for a person who was let in with that `admission` and has
/// chosen.
///
/// Eligibility is the same whatever was chosen (CONSENT-REFUSE; Kumamoto FAQ
/// Q14③: 「同意されない場合は、通常の保険証提示した場合と同様の取り扱い」).
///
/// # Errors
/// [`Reason::NotRegistered`] when registration was offered and declined;
/// [`Reason::CardNotAccepted`] when the card is nobody's.
pub fn decide(
    arrival: &Arrival<'_>,
    admission: &Admission,
    choices: &Choices,
    now: Timestamp,
    trace: &mut impl Trace,
) -> Result<Decision, Reason> {
    let _ = trace;
    let visit_date = arrival.visit_date;
    let person = arrival.person.ok_or(Reason::CardNotAccepted)?;
    if admission.offer_registration && !choices.register {
        return Err(Reason::NotRegistered);
    }
    let (validity, cover) = cover::on_day(person, visit_date);
    let consents = admission
        .ask_consent
        .iter()
        .filter(|category| choices.consented.contains(category))
        .filter_map(|category| ConsentGrant::given(*category, choices.surface, now))
        .collect();
    Ok(Decision {
        visit_date,
        validity,
        scope: admission.scope,
        reason: match (validity, admission.scope) {
            (Validity::Valid, Scope::EligibilityOnly) => Reason::ConfirmedInGrace,
            (validity, _) => reason_of(validity),
        },
        qualification: cover.map(|cover| qualification(person, cover, visit_date)),
        limit: match cover {
            Some(_) if admission.limit == LimitDirective::Ask => {
                limit(person, choices.limit, visit_date)
            }
            _ => LimitAnswer::NotOffered,
        },
        specific_disease: None,
        consents: if cover.is_some() {
            consents
        } else {
            Vec::new()
        },
        notices: admission.notices.clone(),
        assurance: None,
    })
}

/// The answer to a check by the number on a document (照会区分 2): eligibility, and
/// the limit amount if the patient agreed orally; never medical information
/// (Kumamoto FAQ Q23). Beside it, for the records, whose cover was found.
#[must_use]
pub fn check_by_number(
    query: &NumberQuery,
    people: &[InsuredPerson],
    limit_choice: LimitChoice,
    visit_date: Date,
) -> (Decision, Option<PersonId>) {
    let (validity, found) = query.find(people, visit_date);
    let decision = Decision {
        visit_date,
        validity,
        scope: Scope::Full,
        reason: reason_of(validity),
        qualification: found.map(|(person, cover)| qualification(person, cover, visit_date)),
        limit: found.map_or(LimitAnswer::NotOffered, |(person, _)| {
            limit(person, limit_choice, visit_date)
        }),
        specific_disease: None,
        consents: Vec::new(),
        notices: Vec::new(),
        assurance: None,
    };
    (decision, found.map(|(person, _)| person.id))
}

fn reason_of(validity: Validity) -> Reason {
    match validity {
        Validity::Valid | Validity::ValidUnregistered => Reason::Confirmed,
        Validity::Invalid => Reason::Lapsed,
        Validity::InvalidNewExists => Reason::NewCoverExists,
        Validity::NotFound => Reason::NotFound,
        Validity::Multiple => Reason::MultipleCovers,
    }
}

fn qualification(person: &InsuredPerson, cover: &Cover, visit_date: Date) -> Qualification {
    Qualification {
        cover: cover.clone(),
        name: person.name.clone(),
        kana: person.kana.clone(),
        birth: person.birth,
        sex: person.sex,
        address: Some(person.address.clone()),
        share: Share::at_visit(cover, person.birth, visit_date),
        preschool: visit_date <= preschool_until(person.birth),
    }
}

fn limit(person: &InsuredPerson, choice: LimitChoice, visit_date: Date) -> LimitAnswer {
    match (choice, person.limit) {
        (LimitChoice::Withhold, _) => LimitAnswer::Withheld,
        (LimitChoice::Provide, Some(certificate)) if certificate.holds_on(visit_date) => {
            LimitAnswer::Provided(certificate)
        }
        (LimitChoice::Provide, _) => LimitAnswer::NotRecorded,
    }
}

#[cfg(test)]
mod tests;
