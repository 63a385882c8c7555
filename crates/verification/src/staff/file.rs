//! The file that keeps the passcode's hash and counts wrong ones.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;
use thiserror::Error;

use super::hash;

/// Far more than such a file has, in bytes.
const LONGEST: u64 = 4096;

/// Why the staff's check could not be read or written. None of these lets a passcode
/// pass.
#[derive(Debug, Error)]
pub enum StaffCheckError {
    /// The file could not be read or written.
    #[error("{path}: 読み書きできません / cannot be read or written: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file holds something else.
    #[error(
        "{path}: 壊れています。暗証番号を設定し直してください / is damaged; set the passcode anew with: madoguchi staff passcode"
    )]
    Damaged {
        /// Which.
        path: PathBuf,
    },
    /// Anyone may put another file in its place.
    #[error(
        "{path}: 誰でも書き込めるフォルダーには置けません / everyone may write in this folder; take that right away first (chmod o-w)"
    )]
    OpenToEveryone {
        /// Which folder.
        path: PathBuf,
    },
    /// The passcode could not be hashed.
    #[error("暗証番号を設定できません / the passcode could not be hashed")]
    NotHashed(argon2::password_hash::Error),
}

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// Wrong passcodes in a row, and those whose comparison never ended.
    pub(super) wrong_in_a_row: u8,
    /// When the last of them came.
    pub(super) last_wrong: Option<Timestamp>,
    /// Until when no passcode is compared, once there were too many.
    pub(super) closed_until: Option<Timestamp>,
    /// The hash of the right one.
    pub(super) hash: String,
}

impl Kept {
    /// Nothing was wrong.
    pub(super) const fn fresh(hash: String) -> Self {
        Self {
            wrong_in_a_row: 0,
            last_wrong: None,
            closed_until: None,
            hash,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let kept: Self = toml::from_str(text).ok()?;
        let counted = (kept.wrong_in_a_row > 0) == kept.last_wrong.is_some();
        (counted && hash::is_hash(&kept.hash)).then_some(kept)
    }

    fn render(&self) -> String {
        let mut text = format!(
            "# 目視確認用の暗証番号 / The passcode for the staff's check: its hash alone.\n\
            # 設定 / Set it with: madoguchi staff passcode\n\
            wrong_in_a_row = {}\n",
            self.wrong_in_a_row
        );
        let instants = [
            ("last_wrong", self.last_wrong),
            ("closed_until", self.closed_until),
        ];
        for (key, instant) in instants {
            if let Some(instant) = instant {
                let _ = writeln!(text, "{key} = \"{instant}\"");
            }
        }
        // Last, so that a file that was cut short is none.
        let _ = writeln!(text, "hash = \"{}\"", self.hash);
        text
    }
}

/// Waits until no other desk uses the file, and keeps the others out while the value
/// lives. The system lets go of it when this program is killed.
pub(super) fn lock(path: &Path) -> Result<File, StaffCheckError> {
    let path = path.with_extension("lock");
    let locked = owners_alone(&path).and_then(|file| file.lock().map(|()| file));
    locked.map_err(of(&path))
}

/// What the file says; `None` when it is not there.
pub(super) fn read(path: &Path) -> Result<Option<Kept>, StaffCheckError> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    let damaged = || StaffCheckError::Damaged {
        path: path.to_owned(),
    };
    match read {
        Ok(_) => Kept::parse(&text).ok_or_else(damaged).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(damaged()),
        Err(error) => Err(of(path)(error)),
    }
}

/// Writes the file anew, so that after a crash either the old or the new one is there,
/// whole: contents synced, name changed, folder synced.
pub(super) fn write(path: &Path, kept: &Kept) -> Result<(), StaffCheckError> {
    let next = path.with_extension("next");
    let written = owners_alone(&next).and_then(|mut file| {
        file.set_len(0)?;
        file.write_all(kept.render().as_bytes())?;
        file.sync_all()?;
        fs::rename(&next, path)?;
        sync(folder(path))
    });
    written.map_err(of(path))
}

/// Refuses a folder in which anyone may put another file in this one's place.
#[cfg(unix)]
pub(super) fn check_folder(path: &Path) -> Result<(), StaffCheckError> {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = folder(path);
    let mode = fs::metadata(folder).map_err(of(folder))?.permissions();
    if mode.mode() & 0o002 == 0 {
        Ok(())
    } else {
        let path = folder.to_owned();
        Err(StaffCheckError::OpenToEveryone { path })
    }
}

#[cfg(not(unix))]
pub(super) fn check_folder(_: &Path) -> Result<(), StaffCheckError> {
    Ok(())
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn owners_alone(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

fn of(path: &Path) -> impl FnOnce(io::Error) -> StaffCheckError {
    let path = path.to_owned();
    move |cause| StaffCheckError::File { path, cause }
}
