//! What a way means: what is paid, which cap may still be known, and what to say.

use super::words::WORDS;
use super::{FallBack, Way};
use crate::{Provenance, Text};

/// What is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Acceptance {
    /// The ordinary share.
    OrdinaryShare,
    /// Not confirmed: the clinic may ask for the whole, and pays back on later proof
    /// (SELFPAY-10WARI).
    SelfPay,
}

impl Acceptance {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OrdinaryShare => "ORDINARY_SHARE",
            Self::SelfPay => "SELFPAY",
        }
    }
}

/// How the monthly cap may be known though no data tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapWithoutData {
    /// The class is printed on the 資格確認書 (LIMIT-KAKUNIN-NOTE).
    PrintedClass,
    /// A paper 限度額適用認定証 is shown.
    PaperCertificate,
    /// From 70 on the share alone tells it: 2割 as 一般, 3割 as 現役並みⅢ
    /// (LIMIT-WHO-NEEDS).
    SeventyByShare,
}

impl CapWithoutData {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PrintedClass => "PRINTED_CLASS",
            Self::PaperCertificate => "PAPER_CERTIFICATE",
            Self::SeventyByShare => "SEVENTY_BY_SHARE",
        }
    }
}

impl Way {
    /// What it means, and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        WORDS.way(self).text()
    }

    /// What is paid.
    #[must_use]
    pub const fn acceptance(self) -> Acceptance {
        match self {
            Self::SelfPay => Acceptance::SelfPay,
            _ => Acceptance::OrdinaryShare,
        }
    }

    /// How a cap may still be known.
    #[must_use]
    pub const fn caps(self) -> &'static [CapWithoutData] {
        use CapWithoutData::{PaperCertificate, PrintedClass, SeventyByShare};
        match self {
            Self::F2 => &[PrintedClass, PaperCertificate, SeventyByShare],
            Self::SelfPay => &[],
            _ => &[PaperCertificate, SeventyByShare],
        }
    }

    /// On whose word it stands.
    #[must_use]
    pub fn provenance(self) -> &'static Provenance {
        WORDS.way(self).provenance()
    }
}

impl FallBack {
    /// What is paid.
    #[must_use]
    pub const fn acceptance(&self) -> Acceptance {
        self.way.acceptance()
    }

    /// What to say: what was decided; when nothing was accepted, what to ask for.
    #[must_use]
    pub fn next(&self) -> Text {
        match self.way {
            Way::SelfPay => self.ask.text(),
            way => way.text(),
        }
    }
}
