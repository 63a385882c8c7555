//! The folder's two signed lists: suspended cards and revoked network certificates.

use std::path::PathBuf;

use jiff::Timestamp;

use super::Folder;
use crate::{Authority, PkiError, RevocationList, SuspendedList, claims};

const SUSPENDED: &str = "suspended.crl";
const REVOKED: &str = "network.crl";

impl Folder {
    /// Where the suspended list is.
    #[must_use]
    pub fn suspended_list_path(&self) -> PathBuf {
        self.path.join(SUSPENDED)
    }

    /// The suspended list as it is now.
    ///
    /// # Errors
    /// [`PkiError`] when it cannot be read.
    pub fn suspended_list(&self) -> Result<SuspendedList, PkiError> {
        let der = self.read(SUSPENDED)?;
        SuspendedList::from_der(&der).ok_or_else(|| PkiError::Content {
            path: self.suspended_list_path(),
            expected: "a certificate revocation list (DER)",
        })
    }

    /// Replaces the suspended list by these serial numbers, at once for whoever
    /// reads it next.
    ///
    /// # Errors
    /// [`PkiError`] when the card authority cannot sign it or it cannot be written.
    pub fn suspend(
        &self,
        serials: &[Vec<u8>],
        now: Timestamp,
        next: Timestamp,
    ) -> Result<(), PkiError> {
        let list = self.card_authority()?.suspended_list(serials, now, next)?;
        self.replace(SUSPENDED, &list, false)
    }

    /// Where the list of revoked network certificates is.
    #[must_use]
    pub fn revocation_list_path(&self) -> PathBuf {
        self.path.join(REVOKED)
    }

    /// The list of revoked network certificates as it is now.
    ///
    /// # Errors
    /// [`PkiError`] when it cannot be read or the network authority has not signed it.
    pub fn revocation_list(&self) -> Result<RevocationList, PkiError> {
        self.list(REVOKED, "network-ca.crt")
    }

    /// Revokes the network certificates with these serial numbers, beside those that
    /// are revoked already: at once for whoever reads the list next, and for good. The
    /// new list is promised for as long as the old one was, but no longer than its
    /// authority lasts.
    ///
    /// # Errors
    /// [`PkiError`] when the list cannot be read, signed or written.
    pub fn revoke(&self, serials: &[Vec<u8>], now: Timestamp) -> Result<(), PkiError> {
        let list = self.revocation_list()?;
        let authority = self.network_authority()?;
        let promised = list.next_update().duration_since(list.made_at());
        let next = now.checked_add(promised).unwrap_or(Timestamp::MAX);
        let next = within(&authority, next);
        let mut revoked = list.revoked;
        for serial in serials {
            revoked.entry(serial.clone()).or_insert(now);
        }
        self.replace(
            REVOKED,
            &authority.revocation_list(&revoked, now, next)?,
            false,
        )
    }

    /// Signs both lists anew with what is on them, promised until `next`, but no longer
    /// than their authorities last.
    ///
    /// # Errors
    /// [`PkiError`] when a list cannot be read, signed or written.
    pub fn refresh_lists(&self, now: Timestamp, next: Timestamp) -> Result<(), PkiError> {
        let suspended = self.list(SUSPENDED, "card-ca.crt")?.revoked;
        let revoked = self.revocation_list()?.revoked;
        let suspended: Vec<_> = suspended.into_keys().collect();
        let (cards, network) = (self.card_authority()?, self.network_authority()?);
        self.suspend(&suspended, now, within(&cards, next))?;
        let list = network.revocation_list(&revoked, now, within(&network, next))?;
        self.replace(REVOKED, &list, false)
    }

    /// A list, read and found to be its authority's.
    pub(super) fn list(&self, name: &str, authority: &str) -> Result<RevocationList, PkiError> {
        if self.is_made() && !self.path.join(name).exists() {
            return Err(PkiError::Outdated {
                path: self.path.clone(),
            });
        }
        let authority = self.certificate(authority)?;
        let list = RevocationList::from_der(&self.read(name)?, &authority);
        list.map_err(|source| PkiError::List {
            path: self.path.join(name),
            source,
        })
    }

    /// The two lists of a new folder, on which nothing is.
    pub(super) fn write_lists(
        &self,
        cards: &Authority,
        network: &Authority,
        now: Timestamp,
        next: Timestamp,
    ) -> Result<(), PkiError> {
        let suspended = cards.suspended_list(&[], now, next)?;
        self.write(SUSPENDED, &suspended, false)?;
        let revoked = network.revocation_list(&[].into(), now, next)?;
        self.write(REVOKED, &revoked, false)
    }
}

/// That instant, or the authority's last one.
fn within(authority: &Authority, instant: Timestamp) -> Timestamp {
    claims(authority.certificate()).map_or(instant, |its| instant.min(its.not_after))
}
