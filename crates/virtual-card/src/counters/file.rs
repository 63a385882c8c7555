//! Tries and changed PINs on disk, in a folder that only one reader can hold.

mod text;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{CounterMemory, Counters, PinReference};
use crate::{Image, VirtualCardError};
use text::Confirmation;

const STATE: &str = "state";
const GENERATION: &str = "generation";
const LOCK: &str = "lock";
/// Far more than any card needs, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The tries and changed PINs of one card in its folder.
///
/// While this value lives the card's folder is locked: a card cannot be in two
/// readers. When what the card wrote is missing, or has changed by one byte, every
/// PIN is blocked.
///
/// # An older state put back
/// Each state has a number, the generation, one higher than the one before. The file
/// `state` holds tries, changed PINs and their generation; the file `generation`
/// confirms the latest: its number and its digest. A change writes `state` first and
/// `generation` second, each durably before the next step, and only then may the card
/// look at the PIN. So
///
/// * killed before the first write, both files are as they were;
/// * killed between them, `state` is one generation ahead: it is believed, for it
///   spends a try for a guess that was never looked at, or gives back tries for a PIN
///   that was right. It is confirmed before the next change, so it is never two ahead;
/// * a `state` of the confirmed generation with another digest, of any earlier
///   generation, or more than one ahead, is not what the card left: someone put it
///   there, and every PIN is blocked until the right one is back.
///
/// The other order would have to believe a state one generation *behind*, which is
/// what a thief puts back after each guess. Putting the whole folder back is beyond
/// what files in it can notice.
pub struct CounterFile {
    folder: PathBuf,
    /// What `state` holds; nothing when it cannot be believed.
    memory: CounterMemory,
    /// Its generation; none when it cannot be believed, and must not be written over.
    generation: Option<u64>,
    /// The state's digest as long as `generation` does not confirm it.
    unconfirmed: Option<String>,
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
        let storage = |source| storage(folder, source);
        std::fs::create_dir_all(folder).map_err(storage)?;
        let lock = lock(folder)?;
        if std::fs::exists(folder.join(STATE)).map_err(storage)? {
            return Err(VirtualCardError::AlreadyIssued {
                folder: folder.to_owned(),
            });
        }
        let mut counters = Self {
            folder: folder.to_owned(),
            memory: CounterMemory::fresh(image),
            generation: Some(0),
            unconfirmed: None,
            _lock: lock,
        };
        // Whoever finds a state must find a confirmation too.
        let nothing = Confirmation {
            generation: 0,
            digest: String::new(),
        };
        replace(folder, GENERATION, &text::confirm(&nothing)).map_err(storage)?;
        counters.write().map_err(storage)?;
        Ok(counters)
    }

    /// Opens the tries of a card that has been issued.
    ///
    /// # Errors
    /// [`VirtualCardError::InUse`] when another reader holds the card,
    /// [`VirtualCardError::Storage`] when the folder is not there or cannot be
    /// read. Tries that are missing, damaged or old are no error: they are none.
    pub fn open(folder: &Path) -> Result<Self, VirtualCardError> {
        let mut counters = Self {
            folder: folder.to_owned(),
            memory: CounterMemory::default(),
            generation: None,
            unconfirmed: None,
            _lock: lock(folder)?,
        };
        let believed = counters.read().map_err(|source| storage(folder, source))?;
        if let Err(reason) = believed {
            tracing::warn!(
                folder = %folder.display(),
                "the card's memory {reason}; all its PINs are blocked"
            );
        }
        Ok(counters)
    }

    /// Takes over what the folder holds, or nothing, and why.
    fn read(&mut self) -> io::Result<Result<(), &'static str>> {
        self.memory = CounterMemory::default();
        self.generation = None;
        self.unconfirmed = None;
        let state = text::parse(&read(&self.folder.join(STATE))?);
        let confirmed = text::parse_confirmation(&read(&self.folder.join(GENERATION))?);
        let (Some(state), Some(confirmed)) = (state, confirmed) else {
            return Ok(Err("is missing or damaged"));
        };
        if state.generation < confirmed.generation {
            return Ok(Err("is older than what the card last wrote"));
        }
        let ahead = state.generation.saturating_sub(confirmed.generation);
        if ahead > 1 || (ahead == 0 && state.digest != confirmed.digest) {
            return Ok(Err("is not what the card last wrote"));
        }
        self.memory = state.memory;
        self.generation = Some(state.generation);
        self.unconfirmed = (ahead == 1).then_some(state.digest);
        Ok(Ok(()))
    }

    /// Makes the memory durable as the next generation.
    fn save(&mut self) -> io::Result<()> {
        let written = self.confirm().and_then(|()| self.write());
        if written.is_err() {
            // Whether `state` is the old or the new one is seen by looking.
            let _ = self.read();
        }
        written
    }

    fn write(&mut self) -> io::Result<()> {
        let believed = self.generation.and_then(|it| it.checked_add(1));
        let generation = believed.ok_or(io::ErrorKind::InvalidData)?;
        let (text, digest) = text::render(&self.memory, generation);
        replace(&self.folder, STATE, &text)?;
        self.generation = Some(generation);
        self.unconfirmed = Some(digest);
        self.confirm()
    }

    /// Confirms the state, if that has not been done.
    fn confirm(&mut self) -> io::Result<()> {
        let (Some(generation), Some(digest)) = (self.generation, self.unconfirmed.clone()) else {
            return Ok(());
        };
        // A program killed before it could do so may have left the name of `state`
        // in the system's memory only.
        sync(&self.folder)?;
        let confirmation = Confirmation { generation, digest };
        replace(&self.folder, GENERATION, &text::confirm(&confirmation))?;
        self.unconfirmed = None;
        Ok(())
    }
}

impl Counters for CounterFile {
    fn tries_left(&self, pin: &PinReference) -> u8 {
        self.memory.tries_left(pin)
    }

    fn record(&mut self, pin: &PinReference, tries: u8) -> io::Result<()> {
        self.memory.record(pin, tries)?;
        self.save()
    }

    fn changed_secret(&self, pin: &PinReference) -> Option<Zeroizing<Vec<u8>>> {
        self.memory.changed_secret(pin)
    }

    fn change_secret(&mut self, pin: &PinReference, secret: &[u8]) -> io::Result<()> {
        self.memory.change_secret(pin, secret)?;
        self.save()
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

/// The file's text; none when it is missing or not even text.
fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    match read.map_err(|error| (error.kind(), error)) {
        Ok(_) => Ok(text),
        Err((io::ErrorKind::NotFound | io::ErrorKind::InvalidData, _)) => Ok(Zeroizing::default()),
        Err((_, error)) => Err(error),
    }
}

/// Writes a file of its owner's alone anew, so that after a crash either the old or
/// the new one is there, whole: contents synced, name changed, folder synced.
fn replace(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let next = folder.join(format!("{name}.next"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&next)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&next, folder.join(name))?;
    sync(folder)
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

fn storage(folder: &Path, source: io::Error) -> VirtualCardError {
    VirtualCardError::Storage {
        folder: folder.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests;
