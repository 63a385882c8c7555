//! Frames from files.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use card_face::Picture;
use thiserror::Error;

use super::FrameSource;
use crate::NotCaptured;

/// Why no frames come from a place.
#[derive(Debug, Error)]
pub enum FramesError {
    /// There is no such file or folder, or it may not be read.
    #[error(
        "{0} を開けません。場所と権限を確かめてください / {0} cannot be opened; check where it is, and whether it may be read"
    )]
    NotOpened(PathBuf, #[source] io::Error),
    /// It is something other than a file.
    #[error("{0} はファイルではありません / {0} is not a file; give a PNG or a JPEG")]
    NotAFile(PathBuf),
    /// A folder without a file.
    #[error(
        "{0} に画像がありません / {0} holds no pictures; put PNG or JPEG files there, named in their order"
    )]
    Empty(PathBuf),
}

/// Pictures, PNG or JPEG, one a frame in the order given. After the last none comes.
#[derive(Debug)]
pub struct Files(VecDeque<PathBuf>);

impl Files {
    /// These files, of which none is read before its turn.
    ///
    /// # Errors
    /// [`FramesError`] when one of them is missing, or no file.
    pub fn open(paths: impl IntoIterator<Item = PathBuf>) -> Result<Self, FramesError> {
        let paths = paths.into_iter().map(|path| match fs::metadata(&path) {
            Ok(found) if found.is_file() => Ok(path),
            Ok(_) => Err(FramesError::NotAFile(path)),
            Err(error) => Err(FramesError::NotOpened(path, error)),
        });
        paths.collect::<Result<_, _>>().map(Self)
    }
}

impl FrameSource for Files {
    fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
        let path = self.0.pop_front().ok_or(NotCaptured::Timeout)?;
        let bytes = read(&path).map_err(|error| refused(&error))?;
        Picture::read(&bytes).map_err(|error| refused(&error))
    }
}

/// Tells the operator why a frame is refused, but not its file, whose name may be a
/// person's.
fn refused(why: &(dyn std::error::Error + 'static)) -> NotCaptured {
    tracing::info!(why, "a frame is no picture that is read");
    NotCaptured::NotAPicture
}

/// A file's bytes: no more than one too many.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(Picture::MAX_FILE).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A folder's files as a film: one a frame in the order of their names, of which
/// `frame-02` comes before `frame-10`. Hidden files and folders are passed over.
#[derive(Debug)]
pub struct Film(Files);

impl Film {
    /// The film in this folder.
    ///
    /// # Errors
    /// [`FramesError`] when there is no such folder, or no file in it.
    pub fn open(folder: &Path) -> Result<Self, FramesError> {
        let no_folder = |error| FramesError::NotOpened(folder.to_owned(), error);
        let mut frames = Vec::new();
        for entry in fs::read_dir(folder).map_err(no_folder)? {
            let entry = entry.map_err(no_folder)?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let path = entry.path();
            if !hidden && path.is_file() {
                frames.push(path);
            }
        }
        if frames.is_empty() {
            return Err(FramesError::Empty(folder.to_owned()));
        }
        frames.sort();
        Ok(Self(Files(frames.into())))
    }
}

impl FrameSource for Film {
    fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
        self.0.next_frame()
    }
}

#[cfg(test)]
mod tests;
