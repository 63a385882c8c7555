//! Requests: what a server reads from a message, and what a desk writes into one.

use jiff::civil::Date;
use qualification::{
    Assurance, Category, Choices, ConsentSurface, IdempotencyKey, LimitChoice, NumberQuery, VisitId,
};

use crate::field::{self, Faults};
use crate::{assurance, codes, number, v1};

/// The longest certificate, in bytes.
pub const MAX_CERTIFICATE: usize = 4096;
/// The longest challenge, in bytes.
pub const MAX_CHALLENGE: usize = 512;
/// The longest signature, in bytes.
pub const MAX_SIGNATURE: usize = 512;
/// The longest 記号 or 番号, in characters.
pub const MAX_NUMBER: usize = 20;

/// Step 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenVisit {
    /// The card's certificate, DER.
    pub user_certificate: Vec<u8>,
}

/// Step 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticate {
    /// The card's certificate, DER.
    pub user_certificate: Vec<u8>,
    /// The challenge as it was given.
    pub challenge: Vec<u8>,
    /// The card's signature over it.
    pub signature: Vec<u8>,
    /// What the terminal asserts.
    pub assurance: Assurance,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// Steps 3 to 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete {
    /// The visit.
    pub visit: VisitId,
    /// What the patient chose.
    pub choices: Choices,
    /// The day for which cover, share and limit amount are answered; `None`: the visit's.
    pub as_of: Option<Date>,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The patient has been seen and left.
    Finished,
    /// The card was pulled, the patient gave up, or the desk failed.
    Abandoned,
}

/// The end of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseVisit {
    /// The visit.
    pub visit: VisitId,
    /// How it ended.
    pub ending: Ending,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// A check without a card. No `Debug`: it names a person.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckByNumber {
    /// What stands on the document.
    pub query: NumberQuery,
    /// Whether the patient agreed orally to give the limit amount.
    pub limit: LimitChoice,
    /// The day for which is answered; `None`: today.
    pub as_of: Option<Date>,
    /// Names this effect.
    pub key: IdempotencyKey,
}

impl TryFrom<v1::OpenVisitRequest> for OpenVisit {
    type Error = Faults;

    fn try_from(message: v1::OpenVisitRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let checked = field::bytes(&message.user_certificate, MAX_CERTIFICATE).map(drop);
        faults.keep("user_certificate", checked);
        faults.finish(Some(Self {
            user_certificate: message.user_certificate,
        }))
    }
}

impl From<OpenVisit> for v1::OpenVisitRequest {
    fn from(request: OpenVisit) -> Self {
        Self {
            user_certificate: request.user_certificate,
        }
    }
}

impl TryFrom<v1::AuthenticateRequest> for Authenticate {
    type Error = Faults;

    fn try_from(message: v1::AuthenticateRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        for (name, value, most) in [
            (
                "user_certificate",
                &message.user_certificate,
                MAX_CERTIFICATE,
            ),
            ("challenge", &message.challenge, MAX_CHALLENGE),
            ("signature", &message.signature, MAX_SIGNATURE),
        ] {
            faults.keep(name, field::bytes(value, most).map(drop));
        }
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let assurance = faults.keep("assurance", message.assurance.ok_or("is missing"));
        let assurance = assurance.and_then(|it| assurance::read(&mut faults, &it));
        faults.finish(assurance.zip(key).map(|(assurance, key)| Self {
            user_certificate: message.user_certificate,
            challenge: message.challenge,
            signature: message.signature,
            assurance,
            key,
        }))
    }
}

impl From<Authenticate> for v1::AuthenticateRequest {
    fn from(request: Authenticate) -> Self {
        Self {
            user_certificate: request.user_certificate,
            challenge: request.challenge,
            signature: request.signature,
            assurance: Some(request.assurance.into()),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::CompleteRequest> for Complete {
    type Error = Faults;

    fn try_from(message: v1::CompleteRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let visit = faults.keep("visit_id", field::visit_id(&message.visit_id));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let surface = codes::consent_surface(message.consent_surface);
        let surface = surface.ok_or("is none of the values listed in the protocol");
        let surface = faults.keep("consent_surface", surface);
        let consented = match consented(&message.consented) {
            Ok(some) if !some.is_empty() && surface == Some(ConsentSurface::Oral) => {
                Err("must be empty: orally the limit amount alone is answered")
            }
            consented => consented,
        };
        let as_of = message.as_of.map(|day| field::date(Some(day))).transpose();
        let as_of = faults.keep("as_of", as_of).flatten();
        let choices = faults.keep("consented", consented).zip(surface);
        let choices = choices.map(|(consented, surface)| Choices {
            consented,
            limit: limit_choice(message.provide_limit),
            register: message.register,
            surface,
        });
        faults.finish(
            visit
                .zip(choices)
                .zip(key)
                .map(|((visit, choices), key)| Self {
                    visit,
                    choices,
                    as_of,
                    key,
                }),
        )
    }
}

/// Ends at the first value that is wrong: a list may have a hundred thousand.
fn consented(values: &[i32]) -> Result<Vec<Category>, &'static str> {
    let mut consented = Vec::new();
    for value in values {
        match codes::category(*value) {
            Some(category) if consented.contains(&category) => {
                return Err("names a category twice");
            }
            Some(category) => consented.push(category),
            None => return Err("has a value that is not listed in the protocol"),
        }
    }
    Ok(consented)
}

const fn limit_choice(provide: bool) -> LimitChoice {
    if provide {
        LimitChoice::Provide
    } else {
        LimitChoice::Withhold
    }
}

impl From<Complete> for v1::CompleteRequest {
    fn from(request: Complete) -> Self {
        let consented = request.choices.consented.into_iter();
        Self {
            visit_id: request.visit.0.to_vec(),
            consented: consented
                .map(|category| codes::to_category(category).into())
                .collect(),
            provide_limit: request.choices.limit == LimitChoice::Provide,
            register: request.choices.register,
            idempotency_key: request.key.0.to_vec(),
            consent_surface: codes::to_consent_surface(request.choices.surface).into(),
            as_of: request.as_of.map(field::to_date),
        }
    }
}

impl TryFrom<v1::CloseVisitRequest> for CloseVisit {
    type Error = Faults;

    fn try_from(message: v1::CloseVisitRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let visit = faults.keep("visit_id", field::visit_id(&message.visit_id));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let ending = match message.ending() {
            v1::Ending::Finished => Ok(Ending::Finished),
            v1::Ending::Abandoned => Ok(Ending::Abandoned),
            v1::Ending::Unspecified => Err("is none of the values listed in the protocol"),
        };
        let ending = faults.keep("ending", ending);
        faults.finish(
            visit
                .zip(ending)
                .zip(key)
                .map(|((visit, ending), key)| Self { visit, ending, key }),
        )
    }
}

impl From<CloseVisit> for v1::CloseVisitRequest {
    fn from(request: CloseVisit) -> Self {
        let ending = match request.ending {
            Ending::Finished => v1::Ending::Finished,
            Ending::Abandoned => v1::Ending::Abandoned,
        };
        Self {
            visit_id: request.visit.0.to_vec(),
            ending: ending.into(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::CheckByNumberRequest> for CheckByNumber {
    type Error = Faults;

    fn try_from(message: v1::CheckByNumberRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let number = v1::NumberOnDocument {
            insurer_number: message.insurer_number,
            symbol: message.symbol,
            number: message.number,
            branch: message.branch,
            birth: message.birth,
        };
        let query = number::read(&mut faults, &number::FIELDS, number);
        let as_of = message.as_of.map(|day| field::date(Some(day))).transpose();
        let as_of = faults.keep("as_of", as_of).flatten();
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(query.zip(key).map(|(query, key)| Self {
            query,
            limit: limit_choice(message.provide_limit),
            as_of,
            key,
        }))
    }
}

impl From<CheckByNumber> for v1::CheckByNumberRequest {
    fn from(request: CheckByNumber) -> Self {
        let number = v1::NumberOnDocument::from(request.query);
        Self {
            insurer_number: number.insurer_number,
            symbol: number.symbol,
            number: number.number,
            branch: number.branch,
            birth: number.birth,
            provide_limit: request.limit == LimitChoice::Provide,
            idempotency_key: request.key.0.to_vec(),
            as_of: request.as_of.map(field::to_date),
        }
    }
}

#[cfg(test)]
mod tests;
