//! 医療機関・薬局: what each offers.

use qualification::{Category, CategorySet, IdempotencyKey, Institution, InstitutionTerms};

use crate::field::{self, Faults};
use crate::{codes, v1};

/// The longest name, in characters.
const MAX_NAME: usize = 100;

/// An institution is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutInstitution {
    /// The institution.
    pub terms: InstitutionTerms,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// Some institutions are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListInstitutions {
    /// The code after which to go on.
    pub after: Option<Institution>,
}

impl TryFrom<v1::PutInstitutionRequest> for PutInstitution {
    type Error = Faults;

    fn try_from(message: v1::PutInstitutionRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let terms = faults.keep("institution", message.institution.ok_or("is missing"));
        let terms = terms.and_then(|it| faults.part("institution", read(it)));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(terms.zip(key).map(|(terms, key)| Self { terms, key }))
    }
}

pub(super) fn read(message: v1::InstitutionTerms) -> Result<InstitutionTerms, Faults> {
    let mut faults = Faults::default();
    let code = Institution::parse(&message.institution_code);
    let code = faults.keep("institution_code", code);
    faults.keep("name", field::text(&message.name, MAX_NAME));
    let offered = offered(&message.offered);
    let offered = faults.keep("offered", offered.ok_or("has a value that is not offered"));
    let whole = || {
        Some(InstitutionTerms {
            code: code?,
            name: message.name,
            offered: offered?,
            stopped: message.stopped,
        })
    };
    faults.finish(whole())
}

/// Categories of medical information, each once or more.
fn offered(values: &[i32]) -> Option<CategorySet> {
    let offered = values.iter().map(|value| {
        codes::category(*value).filter(|category| Category::MEDICAL.contains(category))
    });
    offered.collect()
}

impl From<PutInstitution> for v1::PutInstitutionRequest {
    fn from(request: PutInstitution) -> Self {
        Self {
            institution: Some(request.terms.into()),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl From<InstitutionTerms> for v1::InstitutionTerms {
    fn from(terms: InstitutionTerms) -> Self {
        let offered = terms.offered.iter();
        Self {
            institution_code: terms.code.as_str().to_owned(),
            name: terms.name,
            offered: offered.map(|it| codes::to_category(it).into()).collect(),
            stopped: terms.stopped,
        }
    }
}

impl TryFrom<v1::ListInstitutionsRequest> for ListInstitutions {
    type Error = Faults;

    fn try_from(message: v1::ListInstitutionsRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let after = message.after.as_deref().map(Institution::parse);
        let after = faults.keep("after", after.transpose());
        faults.finish(after.map(|after| Self { after }))
    }
}

impl From<ListInstitutions> for v1::ListInstitutionsRequest {
    fn from(request: ListInstitutions) -> Self {
        Self {
            after: request.after.map(|code| code.as_str().to_owned()),
        }
    }
}
