//! A file that others replace while the server runs, as it is on disk now.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// A longer file is not read, in bytes (16 MiB): no list of this server is as long.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Reads the file again whenever it has changed.
pub(crate) struct LiveFile<T> {
    path: PathBuf,
    read: Mutex<Option<(Stamp, Said<T>)>>,
}

/// What tells one state of the file from another: when it was written, how long it is,
/// and which file of that name it is.
type Stamp = (SystemTime, u64, u64);

/// What it said in that state; a bad file is not read again and again.
type Said<T> = Result<Arc<T>, Unreadable>;

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
    pub(crate) fn now(&self, parse: impl FnOnce(&[u8]) -> Option<T>) -> Said<T> {
        let stamp = self.stamp()?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, said)) = read.as_ref()
            && *known == stamp
        {
            return said.clone();
        }
        if stamp.1 > LONGEST {
            return Err(Unreadable);
        }
        // That it cannot be read is not remembered: to be allowed to does not change it.
        let bytes = fs::read(&self.path).map_err(|_| Unreadable)?;
        let said = parse(&bytes).map(Arc::new).ok_or(Unreadable);
        *read = Some((stamp, said.clone()));
        said
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
        let unread = |_: &[u8]| -> Option<Vec<u8>> { panic!("read again") };
        assert_eq!(file.now(unread), Err(Unreadable));
        fs::remove_file(path).unwrap();
        assert_eq!(file.now(parse), Err(Unreadable));
    }

    #[test]
    fn a_file_that_is_too_long_is_not_read() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("list");
        // Of holes alone.
        let long = fs::File::create(&path).unwrap();
        let file = LiveFile::at(path);
        let parse = |bytes: &[u8]| Some(bytes.len());
        long.set_len(LONGEST + 1).unwrap();
        assert_eq!(file.now(parse), Err(Unreadable));
        long.set_len(LONGEST).unwrap();
        assert!(file.now(parse).is_ok());
    }
}
