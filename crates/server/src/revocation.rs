//! The list of revoked network certificates as it is on disk now: whose certificate is
//! on it is refused in the handshake, in each call, and on connections that are open.

use std::future::pending;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use pki::RevocationList;
use tokio::sync::watch;

use crate::given::Clock;
use crate::live_file::LiveFile;

/// For how long after its promised end a list is gone by.
const GRACE: SignedDuration = SignedDuration::from_hours(4);

/// Who is revoked.
pub struct Revocation {
    file: LiveFile<RevocationList>,
    authority: Vec<u8>,
    grace: SignedDuration,
    known: watch::Sender<Option<Arc<RevocationList>>>,
}

/// What the list says of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is not on the list.
    Good,
    /// It is.
    Revoked,
    /// Nobody knows: the list is missing, stale, or not the authority's. It is refused.
    Unknown,
}

impl Revocation {
    /// Goes by the list at `path`, which `authority`, a certificate (DER), signs; for 4
    /// hours after its promised end (`nextUpdate`), too.
    #[must_use]
    pub fn at(path: PathBuf, authority: &[u8]) -> Self {
        Self {
            file: LiveFile::at(path),
            authority: authority.to_vec(),
            grace: GRACE,
            known: watch::Sender::new(None),
        }
    }

    /// The same, with another grace after the promised end.
    #[must_use]
    pub fn with_grace(self, grace: SignedDuration) -> Self {
        Self { grace, ..self }
    }

    /// What is known of the certificate with that serial number.
    pub(crate) fn standing(&self, serial: &[u8], now: Timestamp) -> Standing {
        match self.list(now) {
            None => Standing::Unknown,
            Some(list) if list.contains(serial) => Standing::Revoked,
            Some(_) => Standing::Good,
        }
    }

    /// Whether anything is known.
    pub(crate) fn is_known(&self, now: Timestamp) -> bool {
        self.list(now).is_some()
    }

    fn list(&self, now: Timestamp) -> Option<Arc<RevocationList>> {
        let parse = |der: &[u8]| RevocationList::from_der(der, &self.authority).ok();
        let list = self.file.now(parse).ok()?;
        // A list may be promised until the end of time.
        let fresh = now
            .checked_sub(self.grace)
            .is_ok_and(|earlier| list.is_fresh_at(earlier));
        fresh.then_some(list)
    }

    /// Looks at the list again and again, for those who wait in [`Revocation::revoked`].
    pub(crate) async fn look(&self, clock: &dyn Clock, every: Duration) {
        loop {
            let list = self.list(clock.now());
            self.known.send_if_modified(|known| {
                let same = match (known.as_ref(), &list) {
                    (Some(known), Some(list)) => Arc::ptr_eq(known, list),
                    (known, list) => known.is_none() && list.is_none(),
                };
                *known = list;
                !same
            });
            tokio::time::sleep(every).await;
        }
    }

    /// Ends when the certificate with that serial number is found to be revoked.
    pub(crate) async fn revoked(self: Arc<Self>, serial: Vec<u8>) {
        let mut known = self.known.subscribe();
        loop {
            let found = known
                .borrow_and_update()
                .as_ref()
                .is_some_and(|list| list.contains(&serial));
            if found {
                return;
            }
            if known.changed().await.is_err() {
                pending::<()>().await;
            }
        }
    }
}

#[cfg(test)]
mod tests;
