//! The faults that are switched on.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api::Rpc;
use api::admin::{FaultEffect, NumberedFault, PersonKey, SwitchedFault};
use qualification::{Institution, PersonId};

use super::draw::meets;

/// How many may be switched on at once.
pub(crate) const MOST_FAULTS: usize = 100;

/// The faults of one server.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Registry>);

#[derive(Default)]
struct Registry {
    /// The last number that was given.
    last: u64,
    on: Vec<Switched>,
}

struct Switched {
    number: u64,
    /// Its person, if any, is named by the handle.
    fault: SwitchedFault,
    /// How many calls it might have met.
    asked: u64,
    met: u64,
}

/// What goes wrong with one call: the worst of everything that met it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Disturbance {
    /// The status it is answered with, without an effect.
    pub(super) status: Option<tonic::Code>,
    /// For how long its answer is held back.
    pub(super) delay: Duration,
    /// Whether its answer is lost.
    pub(super) lost: bool,
    /// By how many days insurers' data are behind.
    pub(super) stale_days: u16,
    /// By how much every question to the store takes longer.
    pub(super) slow: Duration,
}

impl Disturbance {
    fn add(&mut self, effect: FaultEffect) {
        match effect {
            FaultEffect::Status(code) => self.status = self.status.or(Some(code)),
            FaultEffect::Delay(time) => self.delay = self.delay.max(time),
            FaultEffect::DropAfterCommit => self.lost = true,
            FaultEffect::StaleDays(days) => self.stale_days = self.stale_days.max(days),
            FaultEffect::SlowStore(time) => self.slow = self.slow.max(time),
        }
    }
}

impl Faults {
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next fault; `None` when as many are on as may be.
    pub(crate) fn next_number(&self) -> Option<u64> {
        let mut registry = self.registry();
        if registry.on.len() >= MOST_FAULTS {
            return None;
        }
        registry.last = registry.last.saturating_add(1);
        Some(registry.last)
    }

    /// Switches a fault on under a number that was given for it. Its person, if any, is
    /// named by the handle.
    pub(crate) fn switch_on(&self, number: u64, fault: SwitchedFault) {
        self.registry().on.push(Switched {
            number,
            fault,
            asked: 0,
            met: 0,
        });
    }

    /// Switches one off, or all; gives how many it were.
    pub(crate) fn switch_off(&self, number: Option<u64>) -> u32 {
        let mut registry = self.registry();
        let before = registry.on.len();
        registry
            .on
            .retain(|it| number.is_some_and(|number| it.number != number));
        u32::try_from(before - registry.on.len()).unwrap_or(u32::MAX)
    }

    /// Those that are on, by number.
    pub(crate) fn all(&self) -> Vec<NumberedFault> {
        let registry = self.registry();
        let on = registry.on.iter().map(|it| NumberedFault {
            number: it.number,
            fault: it.fault.clone(),
            met: it.met,
        });
        on.collect()
    }

    /// Draws for a call of everybody's faults, or, once it is known whom the call
    /// concerns, of that person's.
    pub(super) fn draw(
        &self,
        institution: &Institution,
        rpc: Rpc,
        person: Option<PersonId>,
        into: &mut Disturbance,
    ) {
        let mut registry = self.registry();
        let person = person.map(PersonKey::Id);
        let matching = registry.on.iter_mut().filter(|it| {
            let fault = &it.fault;
            fault.person == person
                && fault
                    .institution
                    .as_ref()
                    .is_none_or(|it| it == institution)
                && fault.rpc.is_none_or(|it| it == rpc)
        });
        for switched in matching {
            switched.asked = switched.asked.saturating_add(1);
            let fault = &switched.fault;
            if meets(fault.seed, switched.asked, fault.per_thousand) {
                switched.met = switched.met.saturating_add(1);
                into.add(fault.effect);
            }
        }
    }
}

/// How the audit trail calls it.
pub(crate) const fn code(effect: FaultEffect) -> &'static str {
    match effect {
        FaultEffect::Status(_) => "STATUS",
        FaultEffect::Delay(_) => "DELAY",
        FaultEffect::DropAfterCommit => "DROP_AFTER_COMMIT",
        FaultEffect::StaleDays(_) => "STALE_DAYS",
        FaultEffect::SlowStore(_) => "SLOW_STORE",
    }
}
