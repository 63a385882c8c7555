//! A file outside of the store, meant to lie on another machine, to which statements
//! of how far the audit trail is are added, and nothing is ever taken out.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::{Checkpoint, Origin};

/// What a line is ended with that a loss of power tore off.
pub(crate) const TORN: &str = " torn";

/// Writes statements down. The file is opened anew for each, so that one that was
/// moved away, or a file system that was away, is found again.
#[derive(Debug, Clone)]
pub struct Witness(PathBuf);

impl Witness {
    /// The witness in that file, which is made where there is none.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// The same, once it is known that it can be written.
    ///
    /// # Errors
    /// When the file cannot be made or opened.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let witness = Self(path);
        witness.file()?;
        Ok(witness)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Adds a statement; when this is done, it is on the disk.
    ///
    /// # Errors
    /// When the file cannot be made, written or synchronised. Then it may hold a part of
    /// the line, which the next statement ends.
    pub fn write(&self, origin: Origin, checkpoint: &Checkpoint) -> io::Result<()> {
        let mut file = self.file()?;
        let mut line = checkpoint.to_line(origin);
        line.push('\n');
        if is_torn(&mut file)? {
            line.insert_str(0, &format!("{TORN}\n"));
        }
        // One write: lines of several servers do not mix.
        file.write_all(line.as_bytes())?;
        file.sync_all()
    }

    fn file(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).append(true);
        if let Ok(file) = options.open(&self.0) {
            return Ok(file);
        }
        options.create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.0)?;
        let folder = self.0.parent().filter(|it| !it.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(file)
    }
}

/// Whether the last line has no end.
fn is_torn(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
