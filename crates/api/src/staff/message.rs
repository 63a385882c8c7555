//! The messages of it.

use qualification::{Institution, StaffId};

use super::{
    EnrolStaff, ListStaff, Passcode, RemoveStaff, SignIn, SignInAnswer, SignInRefusal, SignOut,
    StaffAccount, StaffToken, UNKNOWN,
};
use crate::answer::Unreadable;
use crate::field::{self, Faults, instant, to_instant};
use crate::{codes, v1};

impl TryFrom<v1::SignInRequest> for SignIn {
    type Error = Faults;

    fn try_from(message: v1::SignInRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let staff = faults.keep("staff_id", StaffId::parse(&message.staff_id));
        let passcode = faults.keep("passcode", Passcode::taken(message.passcode));
        let both = staff.zip(passcode);
        faults.finish(both.map(|(staff, passcode)| Self { staff, passcode }))
    }
}

impl From<SignIn> for v1::SignInRequest {
    fn from(request: SignIn) -> Self {
        Self {
            staff_id: request.staff.as_str().to_owned(),
            passcode: request.passcode.to_text(),
        }
    }
}

impl From<SignInAnswer> for v1::SignInResponse {
    fn from(answer: SignInAnswer) -> Self {
        use v1::sign_in_response::Answer;
        let answer = match answer {
            Ok(signed_in) => Answer::Token(v1::StaffToken {
                token: signed_in.token,
                role: codes::to_role(signed_in.role).into(),
                expires_at: Some(to_instant(signed_in.expires_at)),
            }),
            Err(refusal) => {
                let (reason, until) = match refusal {
                    SignInRefusal::Wrong => (v1::SignInRefusalReason::Wrong, None),
                    SignInRefusal::Locked { until } => {
                        (v1::SignInRefusalReason::Locked, Some(to_instant(until)))
                    }
                };
                Answer::Refusal(v1::SignInRefusal {
                    reason: reason.into(),
                    locked_until: until,
                })
            }
        };
        Self {
            answer: Some(answer),
        }
    }
}

impl TryFrom<v1::SignInResponse> for SignInAnswer {
    type Error = Unreadable;

    fn try_from(message: v1::SignInResponse) -> Result<Self, Unreadable> {
        use v1::sign_in_response::Answer;
        match message.answer.ok_or("answer")? {
            Answer::Token(token) => Ok(Ok(StaffToken {
                role: codes::role(token.role).ok_or("role")?,
                expires_at: instant(token.expires_at).map_err(|_| "expires_at")?,
                token: token.token,
            })),
            Answer::Refusal(refusal) => match refusal.reason() {
                v1::SignInRefusalReason::Wrong => Ok(Err(SignInRefusal::Wrong)),
                v1::SignInRefusalReason::Locked => {
                    let until = instant(refusal.locked_until).map_err(|_| "locked_until")?;
                    Ok(Err(SignInRefusal::Locked { until }))
                }
                v1::SignInRefusalReason::Unspecified => Err("reason"),
            },
        }
    }
}

impl TryFrom<v1::SignOutRequest> for SignOut {
    type Error = Faults;

    fn try_from(message: v1::SignOutRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(key.map(|key| Self { key }))
    }
}

impl From<SignOut> for v1::SignOutRequest {
    fn from(request: SignOut) -> Self {
        Self {
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

/// The institution that is named, if one is.
fn institution(faults: &mut Faults, code: Option<&str>) -> Option<Institution> {
    let institution = code.map(Institution::parse).transpose();
    faults.keep("institution_code", institution).flatten()
}

fn code(institution: Option<Institution>) -> Option<String> {
    institution.map(|institution| institution.as_str().to_owned())
}

impl TryFrom<v1::EnrolStaffRequest> for EnrolStaff {
    type Error = Faults;

    fn try_from(message: v1::EnrolStaffRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let institution = institution(&mut faults, message.institution_code.as_deref());
        let staff = faults.keep("staff_id", StaffId::parse(&message.staff_id));
        let role = faults.keep("role", codes::role(message.role).ok_or(UNKNOWN));
        let passcode = faults.keep("passcode", Passcode::taken(message.passcode));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let all = staff.zip(role).zip(passcode).zip(key);
        faults.finish(all.map(|(((staff, role), passcode), key)| Self {
            institution,
            staff,
            role,
            passcode,
            key,
        }))
    }
}

impl From<EnrolStaff> for v1::EnrolStaffRequest {
    fn from(request: EnrolStaff) -> Self {
        Self {
            institution_code: code(request.institution),
            staff_id: request.staff.as_str().to_owned(),
            role: codes::to_role(request.role).into(),
            passcode: request.passcode.to_text(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::RemoveStaffRequest> for RemoveStaff {
    type Error = Faults;

    fn try_from(message: v1::RemoveStaffRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let institution = institution(&mut faults, message.institution_code.as_deref());
        let staff = faults.keep("staff_id", StaffId::parse(&message.staff_id));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(staff.zip(key).map(|(staff, key)| Self {
            institution,
            staff,
            key,
        }))
    }
}

impl From<RemoveStaff> for v1::RemoveStaffRequest {
    fn from(request: RemoveStaff) -> Self {
        Self {
            institution_code: code(request.institution),
            staff_id: request.staff.as_str().to_owned(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::ListStaffRequest> for ListStaff {
    type Error = Faults;

    fn try_from(message: v1::ListStaffRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let institution = institution(&mut faults, message.institution_code.as_deref());
        faults.finish(Some(Self { institution }))
    }
}

impl From<ListStaff> for v1::ListStaffRequest {
    fn from(request: ListStaff) -> Self {
        Self {
            institution_code: code(request.institution),
        }
    }
}

impl From<StaffAccount> for v1::StaffAccount {
    fn from(account: StaffAccount) -> Self {
        Self {
            staff_id: account.staff.as_str().to_owned(),
            role: codes::to_role(account.role).into(),
            locked_until: account.locked_until.map(to_instant),
        }
    }
}

impl TryFrom<v1::StaffAccount> for StaffAccount {
    type Error = Unreadable;

    fn try_from(message: v1::StaffAccount) -> Result<Self, Unreadable> {
        let locked_until = message.locked_until.map(|until| instant(Some(until)));
        Ok(Self {
            staff: StaffId::parse(&message.staff_id).map_err(|_| "staff_id")?,
            role: codes::role(message.role).ok_or("role")?,
            locked_until: locked_until.transpose().map_err(|_| "locked_until")?,
        })
    }
}
