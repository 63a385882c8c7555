//! Answers: what a server writes into a message, and what a desk reads from one.
//!
//! A desk reads them as strictly as a server reads requests: a malicious server is
//! refused, not believed.

use jiff::Timestamp;
use qualification::{
    Admission, Assurance, Branch, Cover, Decision, InsurerNumber, LimitAnswer, LimitBar,
    LimitCertificate, LimitClass, Notice, Qualification, Reason, Share, SpecificDisease,
    SpecificDiseaseCertificate, VisitId,
};

use crate::field::{self, Faults, date, instant, to_date, to_instant};
use crate::{assurance, codes, v1};

/// The answer cannot be understood: which part of it.
pub(crate) type Unreadable = &'static str;

/// What the card is to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The bytes to sign.
    pub bytes: Vec<u8>,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
}

/// The answer to Authenticate: let in, or refused with the reason.
pub type AuthenticateAnswer = Result<(VisitId, Admission), Reason>;

/// The answer to Complete: the decision, or what changed since the person was let
/// in.
pub type CompleteAnswer = Result<Decision, Reason>;

impl From<Challenge> for v1::OpenVisitResponse {
    fn from(challenge: Challenge) -> Self {
        Self {
            challenge: challenge.bytes,
            expires_at: Some(to_instant(challenge.expires_at)),
        }
    }
}

impl TryFrom<v1::OpenVisitResponse> for Challenge {
    type Error = Unreadable;

    fn try_from(message: v1::OpenVisitResponse) -> Result<Self, Unreadable> {
        field::bytes(&message.challenge, crate::request::MAX_CHALLENGE).map_err(|_| "challenge")?;
        Ok(Self {
            bytes: message.challenge,
            expires_at: instant(message.expires_at).map_err(|_| "expires_at")?,
        })
    }
}

/// The message of an answer to Authenticate. A reason that is not the server's to
/// give stands as unspecified.
impl From<AuthenticateAnswer> for v1::AuthenticateResponse {
    fn from(answer: AuthenticateAnswer) -> Self {
        use v1::authenticate_response::Answer;
        let answer = match answer {
            Ok((visit, admission)) => Answer::Admission(v1::Admission {
                visit_id: visit.0.to_vec(),
                scope: codes::to_scope(admission.scope).into(),
                ask_consent: admission
                    .ask_consent
                    .into_iter()
                    .map(|category| codes::to_category(category).into())
                    .collect(),
                limit: codes::to_limit_directive(admission.limit).into(),
                offer_registration: admission.offer_registration,
                notices: to_notices(admission.notices),
            }),
            Err(reason) => Answer::Refusal(v1::Refusal {
                reason: to_reason(reason),
            }),
        };
        Self {
            answer: Some(answer),
        }
    }
}

impl From<CompleteAnswer> for v1::CompleteResponse {
    fn from(answer: CompleteAnswer) -> Self {
        use v1::complete_response::Answer;
        let answer = match answer {
            Ok(decision) => Answer::Decision(Box::new(decision.into())),
            Err(reason) => Answer::Refusal(v1::Refusal {
                reason: to_reason(reason),
            }),
        };
        Self {
            answer: Some(answer),
        }
    }
}

impl TryFrom<v1::CompleteResponse> for CompleteAnswer {
    type Error = Unreadable;

    fn try_from(message: v1::CompleteResponse) -> Result<Self, Unreadable> {
        use v1::complete_response::Answer;
        match message.answer.ok_or("answer")? {
            Answer::Decision(decision) => Ok(Ok((*decision).try_into()?)),
            Answer::Refusal(refusal) => Ok(Err(codes::reason(refusal.reason).ok_or("reason")?)),
        }
    }
}

impl TryFrom<v1::AuthenticateResponse> for AuthenticateAnswer {
    type Error = Unreadable;

    fn try_from(message: v1::AuthenticateResponse) -> Result<Self, Unreadable> {
        use v1::authenticate_response::Answer;
        match message.answer.ok_or("answer")? {
            Answer::Refusal(refusal) => Ok(Err(codes::reason(refusal.reason).ok_or("reason")?)),
            Answer::Admission(message) => {
                let visit = field::visit_id(&message.visit_id).map_err(|_| "visit_id")?;
                let categories = message.ask_consent.into_iter().map(codes::category);
                Ok(Ok((
                    visit,
                    Admission {
                        scope: codes::scope(message.scope).ok_or("scope")?,
                        ask_consent: categories.collect::<Option<_>>().ok_or("ask_consent")?,
                        limit: codes::limit_directive(message.limit),
                        offer_registration: message.offer_registration,
                        notices: notices(message.notices)?,
                    },
                )))
            }
        }
    }
}

pub(crate) fn to_reason(reason: Reason) -> i32 {
    codes::to_reason(reason)
        .unwrap_or(v1::Reason::Unspecified)
        .into()
}

fn to_notices(notices: Vec<Notice>) -> Vec<v1::Notice> {
    use v1::notice::Kind;
    notices
        .into_iter()
        .map(|notice| match notice {
            Notice::CertificateExpiring { on } => Kind::CertificateExpiresOn(to_date(on)),
            Notice::InGrace { until } => Kind::GraceUntil(to_date(until)),
            Notice::SubsidyCertificate => Kind::SubsidyCertificate(true),
        })
        .map(|kind| v1::Notice { kind: Some(kind) })
        .collect()
}

fn notices(messages: Vec<v1::Notice>) -> Result<Vec<Notice>, Unreadable> {
    use v1::notice::Kind;
    messages
        .into_iter()
        .map(|message| {
            Ok(match message.kind.ok_or("notices")? {
                Kind::CertificateExpiresOn(day) => Notice::CertificateExpiring {
                    on: date(Some(day)).map_err(|_| "notices")?,
                },
                Kind::GraceUntil(day) => Notice::InGrace {
                    until: date(Some(day)).map_err(|_| "notices")?,
                },
                Kind::SubsidyCertificate(true) => Notice::SubsidyCertificate,
                Kind::SubsidyCertificate(false) => return Err("notices"),
            })
        })
        .collect()
}

impl From<Decision> for v1::Decision {
    fn from(decision: Decision) -> Self {
        Self {
            visit_date: Some(to_date(decision.visit_date)),
            validity: codes::to_validity(decision.validity).into(),
            scope: codes::to_scope(decision.scope).into(),
            reason: to_reason(decision.reason),
            qualification: decision.qualification.map(Into::into),
            limit: Some(decision.limit.into()),
            specific_disease: decision.specific_disease.map(Into::into),
            consents: decision.consents.into_iter().map(Into::into).collect(),
            notices: to_notices(decision.notices),
            assurance: decision.assurance.map(Into::into),
            reference_number: decision.reference_number,
            as_of: Some(to_date(decision.as_of)),
        }
    }
}

impl TryFrom<v1::Decision> for Decision {
    type Error = Unreadable;

    fn try_from(message: v1::Decision) -> Result<Self, Unreadable> {
        let consents = message.consents.into_iter().map(TryInto::try_into);
        let visit_date = date(message.visit_date).map_err(|_| "visit_date")?;
        Ok(Self {
            visit_date,
            as_of: date(message.as_of).map_err(|_| "as_of")?,
            validity: codes::validity(message.validity).ok_or("validity")?,
            scope: codes::scope(message.scope).ok_or("scope")?,
            reason: codes::reason(message.reason).ok_or("reason")?,
            qualification: message.qualification.map(TryInto::try_into).transpose()?,
            limit: message.limit.ok_or("limit")?.try_into()?,
            specific_disease: message
                .specific_disease
                .map(TryInto::try_into)
                .transpose()?,
            consents: consents.collect::<Result<_, _>>()?,
            notices: notices(message.notices)?,
            assurance: message.assurance.as_ref().map(assurance).transpose()?,
            reference_number: message.reference_number,
        })
    }
}

fn assurance(message: &v1::Assurance) -> Result<Assurance, Unreadable> {
    let mut faults = Faults::default();
    let assurance = assurance::read(&mut faults, message);
    faults.finish(assurance).map_err(|_| "assurance")
}

impl From<Qualification> for v1::Qualification {
    fn from(qualification: Qualification) -> Self {
        let cover = qualification.cover;
        Self {
            insurer_number: cover.insurer.as_str().to_owned(),
            insurer_name: cover.insurer_name,
            symbol: cover.symbol,
            number: cover.number,
            branch: cover.branch.map(|branch| branch.as_str().to_owned()),
            relation: codes::to_relation(cover.relation).into(),
            acquired_on: Some(to_date(cover.acquired_on)),
            lost_on: cover.lost_on.map(to_date),
            name: qualification.name,
            kana: qualification.kana,
            birth: Some(to_date(qualification.birth)),
            sex: codes::to_sex(qualification.sex).into(),
            address: qualification.address,
            share_percent: qualification.share.percent().into(),
            preschool: qualification.preschool,
        }
    }
}

impl TryFrom<v1::Qualification> for Qualification {
    type Error = Unreadable;

    fn try_from(message: v1::Qualification) -> Result<Self, Unreadable> {
        let share = u8::try_from(message.share_percent).ok();
        let share = share.and_then(Share::from_percent).ok_or("share_percent")?;
        let acquired_on = date(message.acquired_on).map_err(|_| "acquired_on")?;
        let branch = message.branch.as_deref().map(Branch::parse).transpose();
        let lost_on = message.lost_on.map(|day| date(Some(day))).transpose();
        Ok(Self {
            cover: Cover {
                insurer: InsurerNumber::parse(&message.insurer_number)
                    .map_err(|_| "insurer_number")?,
                insurer_name: message.insurer_name,
                symbol: message.symbol,
                number: message.number,
                branch: branch.map_err(|_| "branch")?,
                relation: codes::relation(message.relation).ok_or("relation")?,
                acquired_on,
                lost_on: lost_on.map_err(|_| "lost_on")?,
                // The desk is told only what is linked already; since when is the
                // server's own knowledge.
                linked_on: acquired_on,
                share: Some(share),
                arrears_due: None,
            },
            name: message.name,
            kana: message.kana,
            birth: date(message.birth).map_err(|_| "birth")?,
            sex: codes::sex(message.sex).ok_or("sex")?,
            address: message.address,
            share,
            preschool: message.preschool,
        })
    }
}

impl From<LimitAnswer> for v1::LimitAnswer {
    fn from(answer: LimitAnswer) -> Self {
        let (state, certificate) = match answer {
            LimitAnswer::NotOffered => (v1::LimitState::NotOffered, None),
            LimitAnswer::Withheld => (v1::LimitState::Withheld, None),
            LimitAnswer::Provided(certificate) => (v1::LimitState::Provided, Some(certificate)),
            LimitAnswer::NotRecorded => (v1::LimitState::NotRecorded, None),
            LimitAnswer::Unavailable(LimitBar::Arrears) => {
                (v1::LimitState::UnavailableArrears, None)
            }
            LimitAnswer::Unavailable(LimitBar::SpecialCare) => {
                (v1::LimitState::UnavailableSpecialCare, None)
            }
        };
        Self {
            state: state.into(),
            certificate: certificate.map(|certificate| v1::LimitCertificate {
                limit_class: certificate.class.code().to_owned(),
                valid_from: Some(to_date(certificate.valid_from)),
                valid_until: Some(to_date(certificate.valid_until)),
                long_term_on: certificate.long_term_on.map(to_date),
            }),
        }
    }
}

impl TryFrom<v1::LimitAnswer> for LimitAnswer {
    type Error = Unreadable;

    fn try_from(message: v1::LimitAnswer) -> Result<Self, Unreadable> {
        match message.state() {
            v1::LimitState::Unspecified => Err("limit.state"),
            v1::LimitState::NotOffered => Ok(Self::NotOffered),
            v1::LimitState::Withheld => Ok(Self::Withheld),
            v1::LimitState::NotRecorded => Ok(Self::NotRecorded),
            v1::LimitState::UnavailableArrears => Ok(Self::Unavailable(LimitBar::Arrears)),
            v1::LimitState::UnavailableSpecialCare => Ok(Self::Unavailable(LimitBar::SpecialCare)),
            v1::LimitState::Provided => {
                let message = message.certificate.ok_or("limit.certificate")?;
                let day = |day| date(day).map_err(|_| "limit.certificate");
                let long_term_on = message.long_term_on.map(|on| day(Some(on))).transpose()?;
                Ok(Self::Provided(LimitCertificate {
                    class: LimitClass::from_code(&message.limit_class).ok_or("limit_class")?,
                    valid_from: day(message.valid_from)?,
                    valid_until: day(message.valid_until)?,
                    long_term_on,
                }))
            }
        }
    }
}

impl From<SpecificDiseaseCertificate> for v1::SpecificDiseaseCertificate {
    fn from(certificate: SpecificDiseaseCertificate) -> Self {
        Self {
            disease: certificate.disease.code().into(),
            valid_from: Some(to_date(certificate.valid_from)),
            valid_until: certificate.valid_until.map(to_date),
        }
    }
}

impl TryFrom<v1::SpecificDiseaseCertificate> for SpecificDiseaseCertificate {
    type Error = Unreadable;

    fn try_from(message: v1::SpecificDiseaseCertificate) -> Result<Self, Unreadable> {
        let day = |day| date(day).map_err(|_| "specific_disease");
        let disease = u8::try_from(message.disease).ok();
        let disease = disease.and_then(SpecificDisease::from_code);
        let until = message.valid_until;
        Ok(Self {
            disease: disease.ok_or("specific_disease")?,
            valid_from: day(message.valid_from)?,
            valid_until: until.map(|until| day(Some(until))).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests;
