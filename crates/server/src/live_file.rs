//! A file that others replace while the server runs, as it is on disk now.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Reads the file again whenever it has changed.
pub(crate) struct LiveFile<T> {
    path: PathBuf,
    read: Mutex<Option<(Stamp, Arc<T>)>>,
}

/// What tells one state of the file from another: when it was written, how long it is,
/// and which file of that name it is.
type Stamp = (SystemTime, u64, u64);

/// The file is not there, or it is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable;

impl<T> LiveFile<T> {
    pub(crate) const fn at(path: PathBuf) -> Self {
        Self {
            path,
            read: Mutex::new(None),
        }
    }

    /// What it says now, as `parse` reads it.
    pub(crate) fn now(&self, parse: impl FnOnce(&[u8]) -> Option<T>) -> Result<Arc<T>, Unreadable> {
        let stamp = self.stamp()?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, said)) = read.as_ref()
            && *known == stamp
        {
            return Ok(Arc::clone(said));
        }
        let bytes = fs::read(&self.path).map_err(|_| Unreadable)?;
        let said = Arc::new(parse(&bytes).ok_or(Unreadable)?);
        *read = Some((stamp, Arc::clone(&said)));
        Ok(said)
    }

    fn stamp(&self) -> Result<Stamp, Unreadable> {
        let metadata = fs::metadata(&self.path).map_err(|_| Unreadable)?;
        let modified = metadata.modified().map_err(|_| Unreadable)?;
        Ok((modified, metadata.len(), metadata.ino()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_when_it_was_replaced_and_unreadable_when_gone_or_bad() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let path = folder.join("list");
        let file = LiveFile::at(path.clone());
        let parse = |bytes: &[u8]| (bytes != b"bad").then(|| bytes.to_vec());
        assert_eq!(file.now(parse), Err(Unreadable));
        for said in ["one", "two"] {
            // Of the same length, perhaps in the same moment: another file all the same.
            fs::write(folder.join("new"), said).unwrap();
            fs::rename(folder.join("new"), &path).unwrap();
            let first = file.now(parse).unwrap();
            assert_eq!(*first, said.as_bytes());
            assert!(Arc::ptr_eq(&first, &file.now(parse).unwrap()), "read once");
        }
        fs::write(folder.join("new"), "bad").unwrap();
        fs::rename(folder.join("new"), &path).unwrap();
        assert_eq!(file.now(parse), Err(Unreadable));
        fs::remove_file(path).unwrap();
        assert_eq!(file.now(parse), Err(Unreadable));
    }
}
