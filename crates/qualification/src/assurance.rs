//! How the terminal says it made sure of the person.

use crate::StaffId;

/// 本人確認の方法.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// 暗証番号: the card compared the PIN.
    Pin,
    /// 顔認証: the terminal compared the chip's photo with a camera picture.
    Face,
    /// 目視: the staff compared the photo with the person.
    StaffCheck,
}

/// The kind of reader at the desk (Kawasaki page Q5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReaderKind {
    /// 顔認証付きカードリーダー.
    Face,
    /// 汎用カードリーダー: any USB reader.
    General,
}

/// What was compared in the end, with what is recorded of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Verified {
    /// The card accepted the PIN.
    Pin,
    /// The faces matched.
    Face {
        /// How well.
        band: ScoreBand,
    },
    /// The staff saw that it is the person.
    StaffCheck {
        /// Who of the staff.
        staff: StaffId,
    },
}

/// What the terminal asserts about step 2. The server records it and trusts only
/// the card's signature.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Assurance {
    verified: Verified,
    reader: ReaderKind,
    attempts: u8,
}

/// Why a terminal cannot assert this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssuranceError {
    /// A [`ReaderKind::General`] compares no faces (READER-KIND).
    #[error(
        "METHOD_NOT_OFFERED: 汎用カードリーダーでは顔認証はできません / a general reader compares no faces"
    )]
    MethodNotOffered,
    /// Nothing was compared, or too often.
    #[error("照合の回数は1〜99回 / there are 1 to 99 comparisons")]
    Attempts,
}

impl Verified {
    /// The way.
    #[must_use]
    pub const fn method(&self) -> Method {
        match self {
            Self::Pin => Method::Pin,
            Self::Face { .. } => Method::Face,
            Self::StaffCheck { .. } => Method::StaffCheck,
        }
    }

    /// How well the faces matched, when faces were compared.
    #[must_use]
    pub const fn band(&self) -> Option<ScoreBand> {
        match self {
            Self::Face { band } => Some(*band),
            Self::Pin | Self::StaffCheck { .. } => None,
        }
    }

    /// Who of the staff looked, when they did.
    #[must_use]
    pub const fn staff(&self) -> Option<&StaffId> {
        match self {
            Self::StaffCheck { staff } => Some(staff),
            Self::Pin | Self::Face { .. } => None,
        }
    }
}

impl Assurance {
    /// The most comparisons that can be asserted.
    pub const MOST_ATTEMPTS: u8 = 99;

    /// The person was `verified` at that `reader`. `attempts` counts the comparisons
    /// by PIN and by face in this visit that failed, and the one that succeeded: 1 to
    /// [`MOST_ATTEMPTS`](Self::MOST_ATTEMPTS).
    ///
    /// # Errors
    /// [`AssuranceError`] when that cannot have been.
    pub fn new(
        verified: Verified,
        reader: ReaderKind,
        attempts: u8,
    ) -> Result<Self, AssuranceError> {
        if reader == ReaderKind::General && verified.method() == Method::Face {
            return Err(AssuranceError::MethodNotOffered);
        }
        if !(1..=Self::MOST_ATTEMPTS).contains(&attempts) {
            return Err(AssuranceError::Attempts);
        }
        Ok(Self {
            verified,
            reader,
            attempts,
        })
    }

    /// What was compared in the end.
    #[must_use]
    pub const fn verified(&self) -> &Verified {
        &self.verified
    }

    /// Where.
    #[must_use]
    pub const fn reader(&self) -> ReaderKind {
        self.reader
    }

    /// How many comparisons it took, the last one included.
    #[must_use]
    pub const fn attempts(&self) -> u8 {
        self.attempts
    }
}

/// How far above the threshold a face's score was. The score itself is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScoreBand {
    /// At the threshold or just above it.
    Narrow,
    /// Clearly above it.
    Clear,
    /// Far above it.
    Strong,
}

/// Where the patient answered steps 3 and 4 (READER-GENERIC-CONSENT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentSurface {
    /// The screen of a 顔認証付きカードリーダー.
    Reader,
    /// The patient's screen of the reception terminal.
    Desk,
    /// Spoken, and entered by the staff: the limit amount alone.
    Oral,
}

impl ConsentSurface {
    /// Whether categories can be agreed to there: no consent to view medical
    /// information is given orally.
    #[must_use]
    pub const fn takes_consent(self) -> bool {
        matches!(self, Self::Reader | Self::Desk)
    }

    /// Whether there is such a surface at that kind of reader: a general one has no
    /// screen.
    #[must_use]
    pub const fn is_at(self, reader: ReaderKind) -> bool {
        matches!(
            (self, reader),
            (Self::Desk | Self::Oral, _) | (Self::Reader, ReaderKind::Face)
        )
    }
}

macro_rules! codes {
    ($type:ident { $($name:ident = $code:literal),+ $(,)? }) => {
        impl $type {
            /// The machine code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What the machine `code` names.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

codes!(Method { Pin = "PIN", Face = "FACE", StaffCheck = "STAFF_CHECK" });
codes!(ReaderKind { Face = "FACE", General = "GENERAL" });
codes!(ScoreBand { Narrow = "NARROW", Clear = "CLEAR", Strong = "STRONG" });
codes!(ConsentSurface { Reader = "READER_SCREEN", Desk = "DESK_SCREEN", Oral = "ORAL" });

#[cfg(test)]
mod tests;
