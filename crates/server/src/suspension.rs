//! The suspended list as it is on disk now: a card that is reported lost at any
//! hour is refused from the next call on.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use pki::SuspendedList;

/// Reads the list again whenever its file has changed.
pub(crate) struct Suspension {
    path: PathBuf,
    read: Mutex<Option<(Stamp, Arc<SuspendedList>)>>,
}

/// What tells one state of the file from another.
type Stamp = (SystemTime, u64);

/// The list cannot be read; nobody is let in then.
#[derive(Debug)]
pub(crate) struct Unreadable;

impl Suspension {
    pub(crate) const fn at(path: PathBuf) -> Self {
        Self {
            path,
            read: Mutex::new(None),
        }
    }

    /// The list as it is now.
    pub(crate) fn list(&self) -> Result<Arc<SuspendedList>, Unreadable> {
        let stamp = self.stamp()?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, list)) = read.as_ref()
            && *known == stamp
        {
            return Ok(Arc::clone(list));
        }
        let der = fs::read(&self.path).map_err(|_| Unreadable)?;
        let list = Arc::new(SuspendedList::from_der(&der).ok_or(Unreadable)?);
        *read = Some((stamp, Arc::clone(&list)));
        Ok(list)
    }

    fn stamp(&self) -> Result<Stamp, Unreadable> {
        let metadata = fs::metadata(&self.path).map_err(|_| Unreadable)?;
        let modified = metadata.modified().map_err(|_| Unreadable)?;
        Ok((modified, metadata.len()))
    }
}
