//! What a person may hold in their hand beside a working card.

mod class;
mod issue;
mod note;
mod old_card;
mod validity;

pub use class::{
    CardHeld, CertificateApplication, CertificateClass, CertificateClasses, Holder,
    certificate_classes,
};
pub(crate) use issue::ABOLISHED_ON;
pub use issue::{documents_for, late_elderly_issue_to_all};
pub use note::{CertificateNote, PrintedItem};
pub use old_card::{old_card_until, old_card_usable};
pub use validity::{RenewalTable, certificate_expected, july_end};

use crate::Text;

/// Something shown at the counter when the online check cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Document {
    /// 旧保険証: the old insurance card, issued until 2024-12-01.
    OldCard,
    /// 資格確認書: stands alone in place of the old card (Takasaki leaflet).
    EligibilityCertificate,
    /// 資格情報のお知らせ: only together with the card (Kumamoto FAQ Q28).
    EligibilityNotice,
    /// マイナンバーカード.
    Card,
    /// マイナポータルの資格情報の画面, with the card.
    PortalScreen,
    /// The same, downloaded as PDF, with the card.
    PortalPdf,
    /// 被保険者資格申立書, filled in at the desk, with the card.
    Declaration,
    /// 受診歴: seen here before, so that the past card's content can be confirmed
    /// orally, with the card.
    VisitedBefore,
}

impl Document {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::OldCard,
        Self::EligibilityCertificate,
        Self::EligibilityNotice,
        Self::Card,
        Self::PortalScreen,
        Self::PortalPdf,
        Self::Declaration,
        Self::VisitedBefore,
    ];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OldCard => "old_card",
            Self::EligibilityCertificate => "kakunin",
            Self::EligibilityNotice => "oshirase",
            Self::Card => "card",
            Self::PortalScreen => "portal_screen",
            Self::PortalPdf => "portal_pdf",
            Self::Declaration => "declaration",
            Self::VisitedBefore => "visited_before",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> Text {
        let (ja, en) = match self {
            Self::OldCard => ("旧保険証", "old insurance card"),
            Self::EligibilityCertificate => ("資格確認書", "certificate of eligibility"),
            Self::EligibilityNotice => ("資格情報のお知らせ", "notice of eligibility"),
            Self::Card => ("マイナンバーカード", "My Number card"),
            Self::PortalScreen => (
                "マイナポータルの資格情報の画面",
                "eligibility screen of Mynaportal",
            ),
            Self::PortalPdf => (
                "マイナポータルの資格情報のPDF",
                "eligibility PDF of Mynaportal",
            ),
            Self::Declaration => ("被保険者資格申立書", "declaration of eligibility"),
            Self::VisitedBefore => ("受診歴", "record of an earlier visit here"),
        };
        Text { ja, en }
    }

    /// The document with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|document| document.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_name_of_its_own_in_both_languages() {
        for document in Document::ALL {
            let name = document.name();
            assert!(!name.ja.is_ascii(), "{name:?}");
            assert!(name.en.is_ascii() && !name.en.is_empty(), "{name:?}");
            let named = Document::ALL.into_iter().filter(|it| it.name() == name);
            assert_eq!(named.count(), 1, "{name:?}");
        }
    }
}
