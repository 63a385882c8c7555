//! Consents, in both directions.

use qualification::{ConsentGrant, ConsentId};

use crate::answer::Unreadable;
use crate::field::{instant, to_instant};
use crate::{codes, v1};

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
