//! The ways of being accepted without an online check.

use jiff::civil::{Date, date};

use crate::document::ABOLISHED_ON;
use crate::{CardInFallBack, Cause, Document, InsurerKind, Rule};

/// The first day of the downloaded PDF (Kumamoto FAQ Q17※1: 「令和6年2月6日から」).
const PDF_FROM: Date = date(2024, 2, 6);

/// One line of the table of FALLBACK; the first that applies decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// A valid old card (Kumamoto FAQ Q17: 「保険証を提示してください」).
    F1,
    /// A valid 資格確認書 (Kumamoto FAQ Q11, Q17; health insurance society Q&A).
    F2,
    /// The card and the screen of マイナポータル (Kumamoto FAQ Q17①).
    F3,
    /// The card and the PDF downloaded there (Kumamoto FAQ Q17※1).
    F3p,
    /// The card and a 資格情報のお知らせ (Kumamoto FAQ Q17②; Takasaki leaflet).
    F4,
    /// The card and a 被保険者資格申立書, filled in here (Kumamoto FAQ Q17③).
    F5,
    /// The card of someone seen here before: the past card's content is confirmed
    /// orally instead of the form (Kumamoto FAQ Q17).
    F5v,
    /// None of them: not confirmed, the whole may have to be paid (Kumamoto FAQ Q17:
    /// 「10割の自己負担となる可能性があります」).
    SelfPay,
}

impl Way {
    /// Every way, in the order in which they are tried.
    pub const ALL: [Self; 8] = [
        Self::F1,
        Self::F2,
        Self::F3,
        Self::F3p,
        Self::F4,
        Self::F5,
        Self::F5v,
        Self::SelfPay,
    ];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::F1 => "F1",
            Self::F2 => "F2",
            Self::F3 => "F3",
            Self::F3p => "F3p",
            Self::F4 => "F4",
            Self::F5 => "F5",
            Self::F5v => "F5v",
            Self::SelfPay => "SELFPAY",
        }
    }

    /// The way with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The documents it takes, all of them valid.
    #[must_use]
    pub const fn needs(self) -> &'static [Document] {
        use Document as D;
        match self {
            Self::F1 => &[D::OldCard],
            Self::F2 => &[D::EligibilityCertificate],
            Self::F3 => &[D::Card, D::PortalScreen],
            Self::F3p => &[D::Card, D::PortalPdf],
            Self::F4 => &[D::Card, D::EligibilityNotice],
            Self::F5 => &[D::Card, D::Declaration],
            Self::F5v => &[D::Card, D::VisitedBefore],
            Self::SelfPay => &[],
        }
    }

    /// Whether it exists on that day, for that kind of insurer, after that trouble.
    /// Nothing of F5 without a reader: the declaration is for a check that was tried
    /// (Kumamoto FAQ Q11 does not list it, Q17 does).
    #[must_use]
    pub fn is_open(self, visit_date: Date, insurer: InsurerKind, cause: Cause) -> bool {
        let reader = !matches!(cause, Cause::ReaderAbsent | Cause::ReaderBroken);
        match self {
            Self::F1 => visit_date <= insurer.old_card_until(),
            Self::F2 => visit_date >= ABOLISHED_ON,
            Self::F3 => card_counts(cause),
            Self::F3p => card_counts(cause) && visit_date >= PDF_FROM,
            Self::F4 => card_counts(cause) && visit_date >= ABOLISHED_ON,
            Self::F5 | Self::F5v => card_counts(cause) && reader,
            Self::SelfPay => true,
        }
    }

    /// The rule that decides about its documents.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::F1 => Rule::DocOldEnd,
            Self::F2 => Rule::DocKakuninValid,
            Self::F4 => Rule::DocOshirasePair,
            Self::F3 | Self::F3p | Self::F5 | Self::F5v => Rule::Fallback,
            Self::SelfPay => Rule::Selfpay10wari,
        }
    }
}

/// Whether the card still counts beside a document after `cause` (ELIG-CAUSE).
pub(super) fn card_counts(cause: Cause) -> bool {
    cause.card() == CardInFallBack::Usable
}
