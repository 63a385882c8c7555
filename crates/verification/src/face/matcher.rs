//! The seam at which faces are compared.

use card_face::{Photo, Picture};

/// Compares the chip's photo with a frame of the camera.
pub trait FaceMatcher: Send + Sync {
    /// How alike they are.
    ///
    /// The same two pictures always give the same score, and nothing of them is kept.
    ///
    /// # Errors
    /// [`NotCaptured`] when the frame holds no face that can be compared: that is no
    /// mismatch, and another frame is taken.
    fn compare(&self, photo: &Photo, frame: &Picture) -> Result<Score, NotCaptured>;
}

/// How alike two faces are: 0 to 1000, where only the matcher that gave it says what
/// it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Score(u16);

impl Score {
    /// The highest.
    pub const MOST: Self = Self(1000);

    /// A score of so many thousandths; `None` above 1000.
    #[must_use]
    pub const fn new(thousandths: u16) -> Option<Self> {
        if thousandths <= Self::MOST.0 {
            Some(Self(thousandths))
        } else {
            None
        }
    }

    /// In thousandths, 0 to 1000.
    #[must_use]
    pub const fn thousandths(self) -> u16 {
        self.0
    }
}

/// Why a frame cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotCaptured {
    /// No frame came in time.
    Timeout,
    /// The frame's file is no picture that is read here.
    NotAPicture,
    /// Nobody is in it.
    NoFace,
    /// More than one person is in it.
    TwoFaces,
    /// A mask, or something else, covers the face.
    Covered,
    /// The face is too close.
    TooClose,
    /// The picture is too dark, or too bright.
    BadLight,
}

impl NotCaptured {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Timeout,
        Self::NotAPicture,
        Self::NoFace,
        Self::TwoFaces,
        Self::Covered,
        Self::TooClose,
        Self::BadLight,
    ];

    /// The machine code, as a script and a scripted matcher write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::NotAPicture => "not-a-picture",
            Self::NoFace => "no-face",
            Self::TwoFaces => "two-faces",
            Self::Covered => "mask",
            Self::TooClose => "too-close",
            Self::BadLight => "bad-light",
        }
    }
}
