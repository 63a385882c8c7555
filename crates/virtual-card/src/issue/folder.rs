//! The card's folder: whole, or not there.
//!
//! A card is written under another name beside its folder and then given its own, so
//! that no crash leaves half a card, and none that stands in the way of the next
//! attempt.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::image::Contents;
use crate::{CounterFile, Image, VirtualCardError};

/// The contents of every file of the card.
pub(super) const IMAGE: &str = "card.image";
/// The user-authentication certificate, for who asks for it without the card.
const CERTIFICATE: &str = "user.crt";
/// In the folder beside: who is issuing the card, and the card.
const LOCK: &str = "lock";
const CARD: &str = "card";
/// Far more than any card needs, in bytes.
const LONGEST: u64 = 1 << 20;

/// Makes the folder of a card with these contents. One that appeared meanwhile is
/// left as it is.
pub(super) fn store(
    folder: &Path,
    contents: Contents,
    certificate: &[u8],
) -> Result<(), VirtualCardError> {
    let bytes = contents.to_bytes()?;
    let image = Image::new(contents)?;
    let failed = |source| storage(folder, source);
    let aside = aside(folder).map_err(failed)?;
    let _lock = lock(&aside).map_err(failed)?;
    if !super::is_issued(folder) {
        let card = aside.join(CARD);
        // What an attempt that was broken off has left.
        gone(fs::remove_dir_all(&card)).map_err(failed)?;
        drop(CounterFile::issue(&card, &image)?);
        write(&card.join(IMAGE), &bytes, 0o600)
            .and_then(|()| write(&card.join(CERTIFICATE), certificate, 0o644))
            .and_then(|()| sync(&card))
            .map_err(failed)?;
        place(&card, folder)?;
    }
    // Nobody issues this card again; who still waits for the lock sees it issued.
    gone(fs::remove_dir_all(&aside)).map_err(failed)
}

/// The contents of the card in `folder`.
pub(super) fn contents(folder: &Path) -> Result<Contents, VirtualCardError> {
    let file = folder.join(IMAGE);
    let failed = |source| storage(folder, source);
    let length = fs::metadata(&file).map_err(failed)?.len();
    let bytes = if length > LONGEST {
        None
    } else {
        Some(Zeroizing::new(fs::read(&file).map_err(failed)?))
    };
    let contents = bytes.and_then(|bytes| Contents::parse(&bytes));
    contents.ok_or_else(|| VirtualCardError::Damaged {
        folder: folder.to_owned(),
    })
}

/// The certificate of the card in `folder`.
pub(super) fn certificate(folder: &Path) -> Result<Vec<u8>, VirtualCardError> {
    fs::read(folder.join(CERTIFICATE)).map_err(|source| storage(folder, source))
}

/// The folder beside: `.name.issuing`.
fn aside(folder: &Path) -> io::Result<PathBuf> {
    let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Ok(folder.with_file_name(format!(".{}.issuing", name.to_string_lossy())))
}

/// Waits until nobody else is writing this card. The folder beside is removed only
/// by who holds its lock and sees the card issued.
fn lock(aside: &Path) -> io::Result<File> {
    loop {
        fs::create_dir_all(aside)?;
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        match options.open(aside.join(LOCK)) {
            Ok(file) => {
                file.lock()?;
                return Ok(file);
            }
            // Removed between the two steps.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
}

/// Gives the finished card its own name. An empty folder of that name is replaced.
fn place(card: &Path, folder: &Path) -> Result<(), VirtualCardError> {
    match fs::rename(card, folder) {
        Err(error) if occupied(error.kind()) => Err(VirtualCardError::AlreadyIssued {
            folder: folder.to_owned(),
        }),
        other => other
            .and_then(|()| sync(folder.parent().unwrap_or(Path::new(""))))
            .map_err(|source| storage(folder, source)),
    }
}

const fn occupied(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::NotADirectory
    )
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in a folder last; the empty path is the current folder.
fn sync(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// What was not there need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn storage(folder: &Path, source: io::Error) -> VirtualCardError {
    VirtualCardError::Storage {
        folder: folder.to_owned(),
        source,
    }
}
