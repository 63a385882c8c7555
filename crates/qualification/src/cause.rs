//! Why the online check could not be made. What to say and do of each stands in
//! `data/causes.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de::Error};

use crate::text::Words;
use crate::{Evidence, HelpLine, Text, data};

/// Whether the card still helps when a document is asked for (FALLBACK).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CardInFallBack {
    /// Together with a screen, a notice or a declaration.
    Usable,
    /// It helps nothing: a certificate of eligibility is needed.
    OnlyCertificate,
    /// It counts as no card at all.
    NotACard,
}

impl CardInFallBack {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usable => "USABLE",
            Self::OnlyCertificate => "ONLY_CERTIFICATE",
            Self::NotACard => "NOT_A_CARD",
        }
    }
}

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// Why the online check could not be made, so that a document is asked for
        /// (ELIG-CAUSE).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Cause { $($(#[$doc])* $name,)+ }

        impl Cause {
            /// Every cause.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The machine code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The cause with the machine `code`.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|cause| cause.code() == code)
            }
        }
    };
}

causes! {
    /// The institution has no reader.
    ReaderAbsent = "READER_ABSENT";
    /// The reader does not work.
    ReaderBroken = "READER_BROKEN";
    /// 券面汚損・ICチップ破損 (Kumamoto FAQ Q18※1).
    CardUnreadable = "CARD_UNREADABLE";
    /// The card is not registered as insurance card.
    NotRegistered = "NOT_REGISTERED";
    /// 利用登録の解除済.
    Deregistered = "DEREGISTERED";
    /// The PIN is locked.
    PinLocked = "PIN_LOCKED";
    /// The PIN is forgotten.
    PinForgotten = "PIN_FORGOTTEN";
    /// The face did not match.
    FaceMismatch = "FACE_MISMATCH";
    /// The certificate's grace is over.
    CertExpired = "CERT_EXPIRED";
    /// 一時利用停止: reported lost or stolen.
    CertSuspended = "CERT_SUSPENDED";
    /// 失効.
    CertRevoked = "CERT_REVOKED";
    /// The new insurer's data has not arrived (Kumamoto FAQ Q16).
    NewJoinerLag = "NEW_JOINER_LAG";
    /// 支援措置・不開示 (Kumamoto FAQ Q18※2). No screen says so.
    NotDisclosed = "NOT_DISCLOSED";
    /// The insurer's data is wrong (Kumamoto FAQ Q6).
    InfoError = "INFO_ERROR";
    /// The check server does not answer (Takasaki leaflet: 機械の不具合等).
    ServerDown = "SERVER_DOWN";
    /// A card for use by face alone, in online care (Kumamoto FAQ Q10).
    PinlessNotForOnline = "PINLESS_CARD_NOT_FOR_ONLINE";
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cause: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(deserialize_with = "cause")]
    code: Cause,
    text: Words,
    card: CardInFallBack,
    help_line: Option<String>,
    source: String,
    evidence: Evidence,
}

fn cause<'de, D: Deserializer<'de>>(from: D) -> Result<Cause, D::Error> {
    let code = String::deserialize(from)?;
    Cause::from_code(&code).ok_or_else(|| Error::custom(format!("no cause is called {code}")))
}

/// In the order of [`Cause::ALL`], whatever the order of the file.
static FILE: LazyLock<File> = LazyLock::new(|| {
    let mut file: File = data::compiled_in("causes.toml", include_str!("../data/causes.toml"));
    file.cause.sort_by_key(|line| line.code as usize);
    file
});

impl Cause {
    #[expect(
        clippy::indexing_slicing,
        reason = "the file has one line for each cause, as a test says"
    )]
    fn line(self) -> &'static Line {
        &FILE.cause[self as usize]
    }

    /// What to say, or to do.
    #[must_use]
    pub fn text(self) -> Text {
        self.line().text.text()
    }

    /// Whether the card still helps when a document is asked for.
    #[must_use]
    pub fn card(self) -> CardInFallBack {
        self.line().card
    }

    /// Whom to call.
    #[must_use]
    pub fn help_line(self) -> Option<&'static HelpLine> {
        HelpLine::named(self.line().help_line.as_deref()?)
    }

    /// The document and question it is taken from.
    #[must_use]
    pub fn source(self) -> &'static str {
        &self.line().source
    }

    /// How well that is known.
    #[must_use]
    pub fn evidence(self) -> Evidence {
        self.line().evidence
    }
}

#[cfg(test)]
mod tests;
