//! How many connections there are at once: in all, and of each certificate.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// SHA-256 of a client certificate.
type Fingerprint = [u8; 32];

/// The places for connections.
pub(crate) struct Connections {
    all: Arc<Semaphore>,
    per_certificate: usize,
    certificates: Mutex<HashMap<Fingerprint, usize>>,
}

impl Connections {
    pub(crate) fn new(all: usize, per_certificate: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(all)),
            per_certificate,
            certificates: Mutex::default(),
        }
    }

    /// Whether there is none for anybody.
    pub(crate) fn are_taken(&self) -> bool {
        self.all.available_permits() == 0
    }

    /// A place for whoever has that certificate; `None` when all are taken, or it has
    /// as many as it may.
    pub(crate) fn take(self: &Arc<Self>, certificate: Fingerprint) -> Option<Place> {
        let place = Arc::clone(&self.all).try_acquire_owned().ok()?;
        let mut certificates = self.certificates();
        let held = certificates.entry(certificate).or_default();
        if *held >= self.per_certificate {
            return None;
        }
        *held += 1;
        Some(Place {
            connections: Arc::clone(self),
            certificate,
            _place: place,
        })
    }

    fn certificates(&self) -> MutexGuard<'_, HashMap<Fingerprint, usize>> {
        let certificates = self.certificates.lock();
        certificates.unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one connection. Dropping it gives it back.
pub(crate) struct Place {
    connections: Arc<Connections>,
    certificate: Fingerprint,
    _place: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut certificates = self.connections.certificates();
        if let Some(held) = certificates.get_mut(&self.certificate) {
            *held = held.saturating_sub(1);
            if *held == 0 {
                certificates.remove(&self.certificate);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_has_so_many_places_and_all_have_so_many_together() {
        let connections = Arc::new(Connections::new(3, 2));
        let take = |certificate| connections.take([certificate; 32]);
        let (first, second) = (take(1).unwrap(), take(1).unwrap());
        assert!(take(1).is_none(), "it has its own");
        assert!(!connections.are_taken());
        let other = take(2).unwrap();
        assert!(take(3).is_none() && connections.are_taken());
        drop(first);
        drop(take(1).unwrap());
        drop((second, other));
        assert!(
            connections.certificates().is_empty(),
            "nobody is remembered"
        );
        assert_eq!(connections.all.available_permits(), 3);
    }
}
