//! What to ask the person for.

use jiff::civil::Date;

use super::words::WORDS;
use super::{Way, card_counts};
use crate::document::ABOLISHED_ON;
use crate::{Cause, Document, InsurerKind, Text};

/// What to ask for on a day, the first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Before 資格確認書 existed: the old card; else what goes with the card.
    OldCard,
    /// While old cards last: the old card, then a 資格確認書 (Kumamoto FAQ Q11, Q17).
    OldCardThenCertificate,
    /// No reader here: the notice with the card, or マイナポータル with the card; from
    /// others a 資格確認書 (Kumamoto FAQ Q11).
    WithCard,
    /// The same, and in the end the declaration (Kumamoto FAQ Q17).
    WithCardOrDeclare,
    /// The card does not count: a 資格確認書 alone helps.
    Certificate,
}

impl Ask {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::OldCard,
        Self::OldCardThenCertificate,
        Self::WithCard,
        Self::WithCardOrDeclare,
        Self::Certificate,
    ];

    /// What to ask for on that day, of someone insured there, after that trouble.
    #[must_use]
    pub fn on(visit_date: Date, insurer: InsurerKind, cause: Cause) -> Self {
        if visit_date < ABOLISHED_ON {
            Self::OldCard
        } else if visit_date <= insurer.old_card_until() {
            Self::OldCardThenCertificate
        } else if !card_counts(cause) {
            Self::Certificate
        } else if Way::F5.is_open(visit_date, insurer, cause) {
            Self::WithCardOrDeclare
        } else {
            Self::WithCard
        }
    }

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OldCard => "OLD_CARD",
            Self::OldCardThenCertificate => "OLD_CARD_THEN_CERTIFICATE",
            Self::WithCard => "WITH_CARD",
            Self::WithCardOrDeclare => "WITH_CARD_OR_DECLARE",
            Self::Certificate => "CERTIFICATE",
        }
    }

    /// The documents to ask for, in that order.
    #[must_use]
    pub const fn documents(self) -> &'static [Document] {
        use Document as D;
        match self {
            Self::OldCard => &[D::OldCard],
            Self::OldCardThenCertificate => &[D::OldCard, D::EligibilityCertificate],
            Self::WithCard => &[
                D::EligibilityNotice,
                D::PortalScreen,
                D::EligibilityCertificate,
            ],
            Self::WithCardOrDeclare => &[
                D::EligibilityNotice,
                D::PortalScreen,
                D::Declaration,
                D::EligibilityCertificate,
            ],
            Self::Certificate => &[D::EligibilityCertificate],
        }
    }

    /// What to say.
    #[must_use]
    pub fn text(self) -> Text {
        WORDS.ask(self).text()
    }
}
