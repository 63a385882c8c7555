//! Enumerations, word for word in both directions.

use qualification::LimitDirective;

use crate::v1;

/// One domain value for one message value; a value that is new on the wire, or
/// unspecified, is `None`.
macro_rules! one_to_one {
    ($domain:ty, $message:ident, $to:ident, $from:ident { $($name:ident = $wire:ident),+ $(,)? }) => {
        pub(crate) const fn $to(value: $domain) -> v1::$message {
            match value { $(<$domain>::$name => v1::$message::$wire,)+ }
        }

        pub(crate) fn $from(value: i32) -> Option<$domain> {
            match v1::$message::try_from(value).ok()? {
                v1::$message::Unspecified => None,
                $(v1::$message::$wire => Some(<$domain>::$name),)+
            }
        }
    };
}

one_to_one!(qualification::Method, Method, to_method, method {
    Pin = Pin, Face = Face, StaffCheck = StaffCheck,
});
one_to_one!(qualification::ReaderKind, ReaderKind, to_reader_kind, reader_kind {
    Face = Face, General = General,
});
one_to_one!(qualification::ScoreBand, ScoreBand, to_score_band, score_band {
    Narrow = Narrow, Clear = Clear, Strong = Strong,
});
one_to_one!(qualification::ConsentSurface, ConsentSurface, to_consent_surface, named_surface {
    Reader = ReaderScreen, Desk = DeskScreen, Oral = Oral,
});
one_to_one!(qualification::Scope, Scope, to_scope, scope {
    Full = Full, EligibilityOnly = EligibilityOnly,
});
one_to_one!(qualification::Category, Category, to_category, category {
    Treatment = Treatment, Medication = Medication, Surgery = Surgery, Checkup = Checkup,
    SpecificDisease = SpecificDisease,
});
one_to_one!(qualification::Role, Role, to_role, role {
    Reception = Reception, Physician = Physician, Dentist = Dentist, Pharmacist = Pharmacist,
    Administrator = Administrator,
});
one_to_one!(qualification::Purpose, Purpose, to_purpose, purpose {
    Care = Care, Dispensing = Dispensing,
});
one_to_one!(qualification::Validity, Validity, to_validity, validity {
    Valid = Valid, Invalid = Invalid, InvalidNewExists = InvalidNewExists,
    NotFound = NotFound, Multiple = Multiple, ValidUnregistered = ValidUnregistered,
});
one_to_one!(qualification::Relation, Relation, to_relation, relation {
    Insured = Insured, Family = Family,
});
one_to_one!(qualification::HistorySource, HistorySource, to_history_source, history_source {
    Receipt = Receipt, Dispensing = Dispensing, Prescribing = Prescribing, Insurer = Insurer,
});
one_to_one!(qualification::Setting, CareSetting, to_setting, setting {
    Outpatient = Outpatient, Inpatient = Inpatient,
});
one_to_one!(qualification::Sex, Sex, to_sex, sex {
    Male = Male, Female = Female, NotStated = NotStated,
});
one_to_one!(qualification::Registration, Registration, to_registration, registration {
    Registered = Registered, NotRegistered = NotRegistered, Deregistering = Deregistering,
    Deregistered = Deregistered,
});
one_to_one!(
    qualification::RegistrationEvent,
    RegistrationEvent,
    to_registration_event,
    registration_event {
        Registered = Registered, DeregistrationRequested = DeregistrationRequested,
        DeregistrationCompleted = DeregistrationCompleted,
    }
);

/// What happens in step 4; unspecified is nothing.
pub(crate) const fn to_limit_directive(directive: LimitDirective) -> v1::LimitDirective {
    match directive {
        LimitDirective::Skip => v1::LimitDirective::Unspecified,
        LimitDirective::Ask => v1::LimitDirective::Ask,
        LimitDirective::Automatic => v1::LimitDirective::Automatic,
        LimitDirective::Unavailable => v1::LimitDirective::Unavailable,
    }
}

/// What happens in step 4. What this build does not know asks for nothing.
pub(crate) fn limit_directive(value: i32) -> LimitDirective {
    match v1::LimitDirective::try_from(value) {
        Ok(v1::LimitDirective::Ask) => LimitDirective::Ask,
        Ok(v1::LimitDirective::Automatic) => LimitDirective::Automatic,
        Ok(v1::LimitDirective::Unavailable) => LimitDirective::Unavailable,
        Ok(v1::LimitDirective::Unspecified) | Err(_) => LimitDirective::Skip,
    }
}

/// Where the patient answered. A message that does not say is of a time when the
/// desk's screen was the only place.
pub(crate) fn consent_surface(value: i32) -> Option<qualification::ConsentSurface> {
    if value == i32::from(v1::ConsentSurface::Unspecified) {
        return Some(qualification::ConsentSurface::Desk);
    }
    named_surface(value)
}

/// The reason on the wire; `None` for one that only a desk can have.
pub(crate) fn to_reason(reason: qualification::Reason) -> Option<v1::Reason> {
    v1::Reason::from_str_name(&format!("REASON_{}", reason.code()))
}

/// The reason of a message. A reason this build does not know is none.
pub(crate) fn reason(value: i32) -> Option<qualification::Reason> {
    let name = v1::Reason::try_from(value).ok()?.as_str_name();
    qualification::Reason::from_code(name.strip_prefix("REASON_")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_of_the_protocol_is_one_of_the_domain() {
        for value in 1.. {
            let Ok(wire) = v1::Reason::try_from(value) else {
                assert!(value > 10, "the list was walked");
                break;
            };
            let reason =
                reason(value).unwrap_or_else(|| panic!("{} is unknown", wire.as_str_name()));
            assert_eq!(to_reason(reason), Some(wire));
        }
    }

    #[test]
    fn the_protocol_has_what_the_server_may_answer_and_nothing_of_the_desks_own() {
        for reason in qualification::Reason::ALL {
            let servers = reason.answerer() == qualification::Answerer::Server;
            let wire = to_reason(*reason);
            assert_eq!(wire.is_some(), servers, "{reason:?}");
            if let Some(wire) = wire {
                assert_eq!(super::reason(wire.into()), Some(*reason));
            }
        }
    }

    #[test]
    fn unspecified_and_unknown_values_are_none() {
        assert_eq!(method(0), None);
        assert_eq!(category(99), None);
        assert_eq!(score_band(0), None);
        assert_eq!(consent_surface(4), None);
        assert_eq!(reason(0), None);
        for desks_own in [
            qualification::Reason::PinLocked,
            qualification::Reason::MethodNotOffered,
            qualification::Reason::FaceMismatch,
        ] {
            assert_eq!(to_reason(desks_own), None);
        }
    }
}
