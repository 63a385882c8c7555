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
