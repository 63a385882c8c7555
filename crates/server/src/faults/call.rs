//! One call while it is worked on: what goes wrong with it.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use api::Rpc;
use qualification::{Institution, PersonId};
use tokio::task_local;

use super::registry::{Disturbance, Faults};

task_local! {
    static CALL: Arc<DisturbedCall>;
}

/// A call that may be disturbed.
pub(super) struct DisturbedCall {
    faults: Arc<Faults>,
    institution: Institution,
    rpc: Rpc,
    course: Mutex<Course>,
}

#[derive(Default)]
struct Course {
    disturbance: Disturbance,
    /// Whom it was found to concern.
    people: Vec<PersonId>,
}

impl DisturbedCall {
    /// A call that begins.
    pub(super) fn begin(faults: Arc<Faults>, institution: Institution, rpc: Rpc) -> Arc<Self> {
        let mut course = Course::default();
        faults.draw(&institution, rpc, None, &mut course.disturbance);
        Arc::new(Self {
            faults,
            institution,
            rpc,
            course: Mutex::new(course),
        })
    }

    /// The call that is worked on here, if there is one that may be disturbed.
    pub(super) fn current() -> Option<Arc<Self>> {
        CALL.try_with(Arc::clone).ok()
    }

    /// Works on it.
    pub(super) async fn work<F: Future>(self: Arc<Self>, on: F) -> F::Output {
        CALL.scope(self, on).await
    }

    /// What goes wrong, as far as it is known.
    pub(super) fn disturbance(&self) -> Disturbance {
        let course = self.course.lock();
        course.unwrap_or_else(PoisonError::into_inner).disturbance
    }

    /// The call concerns this person: their faults are drawn for, once.
    pub(super) fn concerns(&self, person: PersonId) -> Disturbance {
        let course = self.course.lock();
        let mut course = course.unwrap_or_else(PoisonError::into_inner);
        if !course.people.contains(&person) {
            course.people.push(person);
            let (institution, rpc) = (&self.institution, self.rpc);
            self.faults
                .draw(institution, rpc, Some(person), &mut course.disturbance);
        }
        course.disturbance
    }
}

/// A part of the call that is worked on here, to be worked on elsewhere.
pub(crate) fn carried<F: Future>(part: F) -> impl Future<Output = F::Output> {
    let call = DisturbedCall::current();
    async move {
        match call {
            Some(call) => call.work(part).await,
            None => part.await,
        }
    }
}
