//! Whose cover a number on a document names.

use jiff::civil::Date;

use super::{Branch, Cover, Validity, known};
use crate::{InsuredPerson, InsurerNumber, Scheme};

/// 記号・番号 and the rest, as written on a document (照会区分 2).
#[derive(Clone, PartialEq, Eq)]
pub struct NumberQuery {
    /// 保険者番号.
    pub insurer: InsurerNumber,
    /// 記号.
    pub symbol: Option<String>,
    /// 番号.
    pub number: String,
    /// 枝番; when absent, anyone of the family may be meant.
    pub branch: Option<Branch>,
    /// 生年月日.
    pub birth: Date,
}

impl NumberQuery {
    fn names(&self, cover: &Cover) -> bool {
        cover.insurer == self.insurer
            && cover.symbol == self.symbol
            && cover.number == self.number
            && (self.branch.is_none() || cover.branch == self.branch)
    }

    /// The cover that the query names on the day `as_of`, among `people` with that
    /// number, as the check server knows it on the day of the visit.
    pub(crate) fn find<'p>(
        &self,
        people: &'p [InsuredPerson],
        visit_date: Date,
        as_of: Date,
    ) -> (Validity, Option<(&'p InsuredPerson, &'p Cover)>) {
        let mut found = people
            .iter()
            .filter(|person| person.birth == self.birth)
            .filter(|person| known(person, visit_date).any(|cover| self.names(cover)));
        let person = match (found.next(), found.next()) {
            (None, _) => return (Validity::NotFound, None),
            (Some(_), Some(_)) => return (Validity::Multiple, None),
            (Some(person), None) => person,
        };
        let named = || known(person, visit_date).filter(|cover| self.names(cover));
        let mut holding = named().filter(|cover| cover.holds_on(as_of));
        match (holding.next(), holding.next()) {
            (Some(cover), None) => (holding_by(person, cover), Some((person, cover))),
            (Some(_), Some(_)) => (Validity::Multiple, None),
            (None, _) if !named().any(|cover| cover.acquired_on <= as_of) => {
                (Validity::NotFound, None)
            }
            (None, _) if known(person, visit_date).any(|cover| cover.holds_on(as_of)) => {
                (Validity::InvalidNewExists, None)
            }
            (None, _) => (Validity::Invalid, None),
        }
    }
}

/// How `cover` that holds is answered: medical aid of somebody whose card is not
/// registered is 有効（未登録）. By card nobody gets that far without a registration.
fn holding_by(person: &InsuredPerson, cover: &Cover) -> Validity {
    let medical_aid = cover.insurer.scheme() == Some(Scheme::MedicalAid);
    match person.registration.refusal() {
        Some(_) if medical_aid => Validity::ValidUnregistered,
        _ => Validity::Valid,
    }
}

#[cfg(test)]
mod tests;
