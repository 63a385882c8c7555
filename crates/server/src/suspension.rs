//! The suspended list as it is on disk now: a card that is reported lost at any
//! hour is refused from the next call on.

use std::path::PathBuf;
use std::sync::Arc;

use pki::SuspendedList;

use crate::live_file::{LiveFile, Unreadable};

/// The list; when it cannot be read, nobody is let in.
pub(crate) struct Suspension(LiveFile<SuspendedList>);

impl Suspension {
    pub(crate) const fn at(path: PathBuf) -> Self {
        Self(LiveFile::at(path))
    }

    /// The list as it is now.
    pub(crate) fn list(&self) -> Result<Arc<SuspendedList>, Unreadable> {
        self.0.now(SuspendedList::from_der)
    }
}
