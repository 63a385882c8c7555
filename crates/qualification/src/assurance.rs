//! How the terminal says it made sure of the person.

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

/// What was compared in the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Verified {
    /// 暗証番号.
    Pin,
    /// 顔認証.
    Face {
        /// How far above the threshold the score was.
        band: ScoreBand,
    },
    /// 目視.
    StaffCheck {
        /// Whose eyes.
        staff: StaffId,
    },
}

/// What the terminal asserts about step 2. The server records it and trusts only
/// the card's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Assurance {
    /// What was compared in the end.
    pub method: Method,
    /// Where.
    pub reader: ReaderKind,
    /// How many comparisons it took, the last one included (1 or more).
    pub attempts: u8,
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

/// A member of the staff, by the institution's own id: 1 to 16 ASCII letters,
/// digits or `-`. It is no name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffId(String);

/// A text that is no staff id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "職員IDは半角の英数字と - で16文字まで / a staff id has 1 to 16 ASCII letters, digits or -"
)]
pub struct StaffIdFormat;

impl StaffId {
    /// The id that `text` is.
    ///
    /// # Errors
    /// [`StaffIdFormat`] when it is none.
    pub fn parse(text: &str) -> Result<Self, StaffIdFormat> {
        let fits = (1..=16).contains(&text.len())
            && text
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-');
        fits.then(|| Self(text.to_owned())).ok_or(StaffIdFormat)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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
