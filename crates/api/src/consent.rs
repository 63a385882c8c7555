//! Consents, in both directions.

use qualification::{Category, ConsentGrant, ConsentId, IdempotencyKey, VisitId};

use crate::answer::Unreadable;
use crate::field::{self, Faults, instant, to_instant};
use crate::{codes, v1};

/// A question for the consents of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListConsents {
    /// The visit.
    pub visit: VisitId,
}

/// 同意の撤回.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawConsent {
    /// The consent.
    pub consent: ConsentId,
    /// Names this effect.
    pub key: IdempotencyKey,
}

impl TryFrom<v1::ListConsentsRequest> for ListConsents {
    type Error = Faults;

    fn try_from(message: v1::ListConsentsRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let visit = faults.keep("visit_id", field::visit_id(&message.visit_id));
        faults.finish(visit.map(|visit| Self { visit }))
    }
}

impl From<ListConsents> for v1::ListConsentsRequest {
    fn from(request: ListConsents) -> Self {
        Self {
            visit_id: request.visit.0.to_vec(),
        }
    }
}

impl TryFrom<v1::WithdrawConsentRequest> for WithdrawConsent {
    type Error = Faults;

    fn try_from(message: v1::WithdrawConsentRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let consent = ConsentId::try_from(message.consent_id.as_slice());
        let consent = faults.keep("consent_id", consent.map_err(|_| "must be 16 bytes"));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let read = consent.zip(key);
        faults.finish(read.map(|(consent, key)| Self { consent, key }))
    }
}

impl From<WithdrawConsent> for v1::WithdrawConsentRequest {
    fn from(request: WithdrawConsent) -> Self {
        Self {
            consent_id: request.consent.0.to_vec(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl From<Vec<ConsentGrant>> for v1::ListConsentsResponse {
    fn from(consents: Vec<ConsentGrant>) -> Self {
        Self {
            consents: consents.into_iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<v1::ListConsentsResponse> for Vec<ConsentGrant> {
    type Error = Unreadable;

    fn try_from(message: v1::ListConsentsResponse) -> Result<Self, Unreadable> {
        // One of a category at most.
        if message.consents.len() > Category::ALL.len() {
            return Err("consents");
        }
        message
            .consents
            .into_iter()
            .map(TryInto::try_into)
            .collect()
    }
}

impl From<ConsentGrant> for v1::ConsentGrant {
    fn from(grant: ConsentGrant) -> Self {
        Self {
            category: codes::to_category(grant.category).into(),
            granted_at: Some(to_instant(grant.granted_at)),
            until: Some(to_instant(grant.until)),
            surface: codes::to_consent_surface(grant.surface).into(),
            consent_id: grant.id.0.to_vec(),
            purpose: codes::to_purpose(grant.purpose).into(),
            withdrawn_at: grant.withdrawn_at.map(to_instant),
        }
    }
}

impl TryFrom<v1::ConsentGrant> for ConsentGrant {
    type Error = Unreadable;

    fn try_from(message: v1::ConsentGrant) -> Result<Self, Unreadable> {
        let withdrawn_at = message.withdrawn_at.map(|at| instant(Some(at)));
        Ok(Self {
            id: ConsentId::try_from(message.consent_id.as_slice()).map_err(|_| "consents")?,
            category: codes::category(message.category).ok_or("consents")?,
            surface: codes::consent_surface(message.surface)
                .filter(|surface| surface.takes_consent())
                .ok_or("consents")?,
            purpose: codes::purpose(message.purpose).ok_or("consents")?,
            granted_at: instant(message.granted_at).map_err(|_| "consents")?,
            until: instant(message.until).map_err(|_| "consents")?,
            withdrawn_at: withdrawn_at.transpose().map_err(|_| "consents")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qualification::{ConsentSurface, Purpose};

    fn grant(withdrawn: bool) -> ConsentGrant {
        let at: jiff::Timestamp = "2026-11-21T00:30:00Z".parse().unwrap();
        let (category, surface) = (Category::Medication, ConsentSurface::Reader);
        let id = ConsentId([7; 16]);
        let grant = ConsentGrant::given(id, category, surface, Purpose::Care, at).unwrap();
        let later = "2026-11-21T01:00:00.000001Z".parse().unwrap();
        if withdrawn {
            grant.withdrawn(later)
        } else {
            grant
        }
    }

    #[test]
    fn consents_are_the_same_on_the_other_side() {
        let consents = vec![grant(false), grant(true)];
        let message = v1::ListConsentsResponse::from(consents.clone());
        assert_eq!(Vec::try_from(message), Ok(consents));
        let many = v1::ListConsentsResponse::from(vec![grant(false); 6]);
        let read: Result<Vec<ConsentGrant>, _> = many.try_into();
        assert_eq!(read, Err("consents"));
    }

    #[test]
    fn what_is_asked_for_is_read_back_and_every_missing_field_is_named() {
        let list = ListConsents {
            visit: VisitId([1; 16]),
        };
        let message = v1::ListConsentsRequest::from(list.clone());
        assert_eq!(ListConsents::try_from(message), Ok(list));
        let withdrawal = WithdrawConsent {
            consent: ConsentId([2; 16]),
            key: IdempotencyKey([3; 16]),
        };
        let message = v1::WithdrawConsentRequest::from(withdrawal.clone());
        assert_eq!(WithdrawConsent::try_from(message), Ok(withdrawal));

        let names = |faults: Faults| faults.0.into_iter().map(|it| it.field).collect::<Vec<_>>();
        let empty = v1::ListConsentsRequest::default();
        let faults = ListConsents::try_from(empty).unwrap_err();
        assert_eq!(names(faults), ["visit_id"]);
        let empty = v1::WithdrawConsentRequest::default();
        let faults = WithdrawConsent::try_from(empty).unwrap_err();
        assert_eq!(names(faults), ["consent_id", "idempotency_key"]);
    }
}
