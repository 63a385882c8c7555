//! A developer's switched fault: what goes wrong, and for whom.

use std::time::Duration;

use qualification::{IdempotencyKey, Institution};
use tonic::Code;

use super::PersonKey;
use crate::field::{self, Faults};
use crate::{Rpc, v1};

/// The longest time for which an answer is held back.
const MAX_DELAY: Duration = Duration::from_secs(60);
/// The longest time by which a question to the store is longer.
const MAX_SLOW: Duration = Duration::from_secs(10);
/// The most days by which insurers' data are behind.
const MAX_STALE_DAYS: u16 = 3650;
/// Whoever calls this is never disturbed.
const UNDISTURBED: &str = "/madoguchi.qualification.v1.AdminService/";

/// A fault that is switched on. No `Debug`: it may name a person.
#[derive(Clone, PartialEq, Eq)]
pub struct SwitchedFault {
    /// Only calls of this institution; `None`: of any.
    pub institution: Option<Institution>,
    /// Only calls that concern this person; `None`: anybody.
    pub person: Option<PersonKey>,
    /// Only this call; `None`: any. Never one of the operator's own service.
    pub rpc: Option<Rpc>,
    /// How many of a thousand such calls it meets, 1 to 1000.
    pub per_thousand: u16,
    /// What the draw begins with.
    pub seed: u64,
    /// What goes wrong.
    pub effect: FaultEffect,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultEffect {
    /// The call is answered with this status, and has no effect.
    Status(Code),
    /// The answer is held back so long, at most a minute.
    Delay(Duration),
    /// The call has its effect, and its answer is lost.
    DropAfterCommit,
    /// Insurers' data are answered as they were known so many days ago, 1 to 3650.
    StaleDays(u16),
    /// Every question to the store takes so much longer, at most ten seconds.
    SlowStore(Duration),
}

/// A fault is switched on. No `Debug`: it may name a person.
#[derive(Clone, PartialEq, Eq)]
pub struct PutFault {
    /// The fault.
    pub fault: SwitchedFault,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// A fault is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoveFault {
    /// Its number; `None`: all of them.
    pub number: Option<u64>,
    /// Names this effect.
    pub key: IdempotencyKey,
}

impl TryFrom<v1::Fault> for SwitchedFault {
    type Error = Faults;

    fn try_from(message: v1::Fault) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let institution = message.institution_code.as_deref();
        let institution = institution.map(Institution::parse).transpose();
        let institution = faults.keep("institution_code", institution);
        let person = message.person;
        let person = person.and_then(|it| faults.part("person", PersonKey::of(Some(it))));
        let rpc = message.method.as_deref().map(method).transpose();
        let rpc = faults.keep("method", rpc);
        let per_thousand = u16::try_from(message.per_thousand).ok();
        let per_thousand = per_thousand.filter(|it| (1..=1000).contains(it));
        let per_thousand = faults.keep("per_thousand", per_thousand.ok_or("must be 1 to 1000"));
        let effect = faults.keep("effect", message.effect.ok_or("is missing"));
        let effect = effect.and_then(|it| read(&mut faults, it));
        let whole = || {
            Some(Self {
                institution: institution?,
                person,
                rpc: rpc?,
                per_thousand: per_thousand?,
                seed: message.seed,
                effect: effect?,
            })
        };
        faults.finish(whole())
    }
}

fn method(name: &str) -> Result<Rpc, &'static str> {
    let rpc = Rpc::at(&format!("/{name}"));
    rpc.filter(|rpc| !rpc.path().starts_with(UNDISTURBED))
        .ok_or("names no call that can be disturbed")
}

fn read(faults: &mut Faults, effect: v1::fault::Effect) -> Option<FaultEffect> {
    use v1::fault::Effect;
    match effect {
        Effect::Status(code) => {
            let code = i32::try_from(code).ok().filter(|it| (1..=16).contains(it));
            let code = code.map(|code| FaultEffect::Status(Code::from_i32(code)));
            faults.keep("status", code.ok_or("must be 1 to 16"))
        }
        Effect::Delay(delay) => faults
            .keep("delay", duration(delay, MAX_DELAY))
            .map(FaultEffect::Delay),
        Effect::DropAfterCommit(v1::DropAfterCommit {}) => Some(FaultEffect::DropAfterCommit),
        Effect::StaleDays(days) => {
            let days = u16::try_from(days).ok();
            let days = days.filter(|days| (1..=MAX_STALE_DAYS).contains(days));
            faults
                .keep("stale_days", days.ok_or("must be 1 to 3650"))
                .map(FaultEffect::StaleDays)
        }
        Effect::SlowStore(time) => faults
            .keep("slow_store", duration(time, MAX_SLOW))
            .map(FaultEffect::SlowStore),
    }
}

fn duration(value: prost_types::Duration, most: Duration) -> Result<Duration, String> {
    let value = Duration::try_from(value).ok();
    value
        .filter(|value| !value.is_zero() && *value <= most)
        .ok_or_else(|| format!("must be more than nothing and at most {most:?}"))
}

impl From<SwitchedFault> for v1::Fault {
    fn from(fault: SwitchedFault) -> Self {
        use v1::fault::Effect;
        let path = fault.rpc.map(Rpc::path);
        let effect = match fault.effect {
            FaultEffect::Status(code) => {
                Effect::Status(u32::try_from(i32::from(code)).unwrap_or(2))
            }
            FaultEffect::Delay(time) => Effect::Delay(to_duration(time)),
            FaultEffect::DropAfterCommit => Effect::DropAfterCommit(v1::DropAfterCommit {}),
            FaultEffect::StaleDays(days) => Effect::StaleDays(days.into()),
            FaultEffect::SlowStore(time) => Effect::SlowStore(to_duration(time)),
        };
        Self {
            institution_code: fault.institution.map(|code| code.as_str().to_owned()),
            person: fault.person.map(Into::into),
            method: path.map(|path| path.trim_start_matches('/').to_owned()),
            per_thousand: fault.per_thousand.into(),
            seed: fault.seed,
            effect: Some(effect),
        }
    }
}

/// At most a minute.
fn to_duration(time: Duration) -> prost_types::Duration {
    prost_types::Duration {
        seconds: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        nanos: i32::try_from(time.subsec_nanos()).unwrap_or(0),
    }
}

impl TryFrom<v1::PutFaultRequest> for PutFault {
    type Error = Faults;

    fn try_from(message: v1::PutFaultRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let fault = faults.keep("fault", message.fault.ok_or("is missing"));
        let fault = fault.and_then(|it| faults.part("fault", SwitchedFault::try_from(it)));
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        faults.finish(fault.zip(key).map(|(fault, key)| Self { fault, key }))
    }
}

impl From<PutFault> for v1::PutFaultRequest {
    fn from(request: PutFault) -> Self {
        Self {
            fault: Some(request.fault.into()),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}

impl TryFrom<v1::RemoveFaultRequest> for RemoveFault {
    type Error = Faults;

    fn try_from(message: v1::RemoveFaultRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let number = Some(message.fault_number).filter(|number| *number != 0);
        faults.finish(key.map(|key| Self { number, key }))
    }
}

impl From<RemoveFault> for v1::RemoveFaultRequest {
    fn from(request: RemoveFault) -> Self {
        Self {
            fault_number: request.number.unwrap_or(0),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}
