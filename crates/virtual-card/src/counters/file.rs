//! Tries on disk, in a folder that only one reader can hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Counters, PinReference};
use crate::{Image, VirtualCardError};

const TRIES: &str = "tries";
const NEXT: &str = "tries.next";
const LOCK: &str = "lock";
/// Far more than the tries of any card need.
const LONGEST: u64 = 64 * 1024;

/// The tries of one card in its folder, as the file `tries`.
///
/// While this value lives the card's folder is locked: a card cannot be in two
/// readers. The file ends with its own SHA-256; when it is missing or differs in
/// one byte from what the card wrote, every PIN is blocked.
pub struct CounterFile {
    folder: PathBuf,
    tries: BTreeMap<PinReference, u8>,
    /// Holds the lock until it is dropped.
    _lock: File,
}

impl CounterFile {
    /// Makes the folder and writes the tries of a card that is being issued.
    ///
    /// # Errors
    /// [`VirtualCardError::AlreadyIssued`] when there are tries already,
    /// [`VirtualCardError::InUse`], [`VirtualCardError::Storage`].
    pub fn issue(folder: &Path, image: &Image) -> Result<Self, VirtualCardError> {
        std::fs::create_dir_all(folder).map_err(|source| storage(folder, source))?;
        let counters = Self {
            folder: folder.to_owned(),
            tries: image.pins().collect(),
            _lock: lock(folder)?,
        };
        match std::fs::exists(folder.join(TRIES)) {
            Ok(false) => {}
            Ok(true) => {
                return Err(VirtualCardError::AlreadyIssued {
                    folder: folder.to_owned(),
                });
            }
            Err(source) => return Err(storage(folder, source)),
        }
        replace(folder, &render(&counters.tries)).map_err(|source| storage(folder, source))?;
        Ok(counters)
    }

    /// Opens the tries of a card that has been issued.
    ///
    /// # Errors
    /// [`VirtualCardError::InUse`] when another reader holds the card,
    /// [`VirtualCardError::Storage`] when the folder is not there or cannot be
    /// read. Tries that are missing or damaged are no error: they are none.
    pub fn open(folder: &Path) -> Result<Self, VirtualCardError> {
        let lock = lock(folder)?;
        let text = match read(&folder.join(TRIES)) {
            Ok(text) => text,
            Err(error) if damage(error.kind()) => String::new(),
            Err(source) => return Err(storage(folder, source)),
        };
        let tries = parse(&text).unwrap_or_else(|| {
            tracing::warn!(
                folder = %folder.display(),
                "the card's PIN tries are missing or damaged; all its PINs are blocked"
            );
            BTreeMap::new()
        });
        Ok(Self {
            folder: folder.to_owned(),
            tries,
            _lock: lock,
        })
    }
}

impl Counters for CounterFile {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        self.tries.get(pin).copied().unwrap_or(0)
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()> {
        let mut next = self.tries.clone();
        next.insert(pin.clone(), tries);
        replace(&self.folder, &render(&next))?;
        self.tries = next;
        Ok(())
    }
}

fn lock(folder: &Path) -> Result<File, VirtualCardError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))
        .map_err(|source| storage(folder, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(VirtualCardError::InUse {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(storage(folder, source)),
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// Missing, or not even text.
const fn damage(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::InvalidData)
}

/// Writes the file anew so that after a crash either the old or the new one is
/// there, whole: contents synced, name changed, folder synced.
fn replace(folder: &Path, text: &str) -> io::Result<()> {
    let next = folder.join(NEXT);
    let mut file = File::create(&next)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&next, folder.join(TRIES))?;
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn render(tries: &BTreeMap<PinReference, u8>) -> String {
    let mut text =
        String::from("# PIN tries left. Only the card writes here; any change blocks its PINs.\n");
    for (pin, tries) in tries {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{pin} {tries}");
    }
    let digest = Sha256::digest(text.as_bytes());
    let _ = writeln!(text, "sha256 {digest:x}");
    text
}

/// Reads what [`render`] wrote, and nothing else.
fn parse(text: &str) -> Option<BTreeMap<PinReference, u8>> {
    let tries = text
        .lines()
        .filter_map(|line| {
            let (pin, tries) = line.split_once(' ')?;
            Some((PinReference(pin.to_owned()), tries.parse().ok()?))
        })
        .collect();
    (render(&tries) == text).then_some(tries)
}

fn storage(folder: &Path, source: io::Error) -> VirtualCardError {
    VirtualCardError::Storage {
        folder: folder.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::bench;

    fn user_pin() -> PinReference {
        bench::image().pins().next().unwrap().0
    }

    #[test]
    fn tries_survive_a_reopening() {
        let folder = tempfile::tempdir().unwrap();
        let mut counters = CounterFile::issue(folder.path(), &bench::image()).unwrap();
        assert_eq!(counters.tries_left(&user_pin()), 3);
        counters.record(&user_pin(), 1).unwrap();
        drop(counters);
        let counters = CounterFile::open(folder.path()).unwrap();
        assert_eq!(counters.tries_left(&user_pin()), 1);
    }

    #[test]
    fn a_second_opening_of_the_same_card_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let counters = CounterFile::issue(folder.path(), &bench::image()).unwrap();
        assert!(matches!(
            CounterFile::open(folder.path()),
            Err(VirtualCardError::InUse { .. })
        ));
        drop(counters);
        assert!(CounterFile::open(folder.path()).is_ok());
    }

    #[test]
    fn issuing_again_gives_no_fresh_tries() {
        let folder = tempfile::tempdir().unwrap();
        drop(CounterFile::issue(folder.path(), &bench::image()).unwrap());
        assert!(matches!(
            CounterFile::issue(folder.path(), &bench::image()),
            Err(VirtualCardError::AlreadyIssued { .. })
        ));
    }

    #[test]
    fn a_damaged_or_missing_file_is_a_locked_card() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(TRIES);
        drop(CounterFile::issue(folder.path(), &bench::image()).unwrap());
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x01;
            std::fs::write(&path, &damaged).unwrap();
            let counters = CounterFile::open(folder.path()).unwrap();
            assert_eq!(counters.tries_left(&user_pin()), 0, "byte {place}");
        }
        for damaged in [&whole[..whole.len() - 1], &[0xFF, 0xFE], &[]] {
            std::fs::write(&path, damaged).unwrap();
            let counters = CounterFile::open(folder.path()).unwrap();
            assert_eq!(counters.tries_left(&user_pin()), 0);
        }
        std::fs::remove_file(&path).unwrap();
        let counters = CounterFile::open(folder.path()).unwrap();
        assert_eq!(counters.tries_left(&user_pin()), 0);
    }

    #[test]
    fn a_card_that_was_never_issued_cannot_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            CounterFile::open(&folder.path().join("nobody")),
            Err(VirtualCardError::Storage { .. })
        ));
    }
}
