//! What insurers change: arrears, the cover, the registration.

use jiff::civil::Date;
use qualification::{Cover, IdempotencyKey, RegistrationEvent};

use super::{PersonKey, UNKNOWN};
use crate::field::{self, Faults, optional_date, to_date};
use crate::{codes, v1};

/// 滞納. No `Debug`: whom it names.
#[derive(Clone, PartialEq, Eq)]
pub struct SetArrears {
    /// Whose: of the cover in force.
    pub person: PersonKey,
    /// 納期限 of the oldest unpaid premium; `None`: everything is paid.
    pub due: Option<Date>,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// 保険者の変更. No `Debug`: whom it names.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeInsurer {
    /// Whose.
    pub person: PersonKey,
    /// The new cover: what was in force is lost on the day on which this is acquired.
    pub cover: Cover,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// 利用登録・解除申請・解除. No `Debug`: whom it names.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeRegistration {
    /// Whose.
    pub person: PersonKey,
    /// What happened.
    pub event: RegistrationEvent,
    /// Names this effect.
    pub key: IdempotencyKey,
}

impl TryFrom<v1::SetArrearsRequest> for SetArrears {
    type Error = Faults;

    fn try_from(message: v1::SetArrearsRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let person = faults.part("key", PersonKey::of(message.key));
        let due = faults.keep("arrears_due", optional_date(message.arrears_due));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let whole = || {
            Some(Self {
                person: person?,
                due: due?,
                key: key?,
            })
        };
        faults.finish(whole())
    }
}

impl From<SetArrears> for v1::SetArrearsRequest {
    fn from(request: SetArrears) -> Self {
        Self {
            key: Some(request.person.into()),
            arrears_due: request.due.map(to_date),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::ChangeInsurerRequest> for ChangeInsurer {
    type Error = Faults;

    fn try_from(message: v1::ChangeInsurerRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let person = faults.part("key", PersonKey::of(message.key));
        let cover = faults.keep("cover", message.cover.ok_or("is missing"));
        let cover = cover.and_then(|cover| faults.part("cover", Cover::try_from(cover)));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let whole = || {
            Some(Self {
                person: person?,
                cover: cover?,
                key: key?,
            })
        };
        faults.finish(whole())
    }
}

impl From<ChangeInsurer> for v1::ChangeInsurerRequest {
    fn from(request: ChangeInsurer) -> Self {
        Self {
            key: Some(request.person.into()),
            cover: Some(request.cover.into()),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::ChangeRegistrationRequest> for ChangeRegistration {
    type Error = Faults;

    fn try_from(message: v1::ChangeRegistrationRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let person = faults.part("key", PersonKey::of(message.key));
        let event = codes::registration_event(message.event).ok_or(UNKNOWN);
        let event = faults.keep("event", event);
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let whole = || {
            Some(Self {
                person: person?,
                event: event?,
                key: key?,
            })
        };
        faults.finish(whole())
    }
}

impl From<ChangeRegistration> for v1::ChangeRegistrationRequest {
    fn from(request: ChangeRegistration) -> Self {
        Self {
            key: Some(request.person.into()),
            event: codes::to_registration_event(request.event).into(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}
