//! What a policy may answer, and what follows from it.

use jiff::civil::Date;
use serde::Deserialize;

use super::InsurerPolicy;
use crate::Document;
use crate::document::{RenewalTable, july_end};

/// How long a 資格確認書 is valid (DOC-KAKUNIN-VALID).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum CertificateValidity {
    /// From August to July (Kumamoto FAQ Q24).
    AugustToJuly,
    /// By age and 在留期間, one year at most (Takasaki leaflet).
    Table(RenewalTable),
    /// Until one day, the same for everyone (health insurance society Q&A).
    Fixed {
        /// The day.
        until: Date,
    },
    /// Only the document itself says (Azumino page).
    Printed,
}

/// How long a 資格情報のお知らせ is valid (DOC-OSHIRASE-VALID).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum NoticeValidity {
    /// Without an end, while what it says is unchanged.
    NoEnd,
    /// With an end from 70 on (Takasaki leaflet).
    Table(RenewalTable),
    /// What is printed; without an end when nothing is (Azumino page).
    Printed,
}

/// Who gets a 資格情報のお知らせ (DOC-ISSUE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeTo {
    /// Everyone (health insurance society Q&A: 「加入者全員に交付」).
    Everyone,
    /// Those whose card is registered and who have no 資格確認書.
    Registered,
}

/// Who gets a lost document again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reissue {
    /// Whoever had it.
    Anyone,
    /// Whoever had it, but nobody whose card is registered.
    NotToRegistered,
    /// Nobody.
    Never,
    /// The insurer's document is silent.
    NotStated,
}

/// Whose documents show the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharePrinted {
    /// Everyone's.
    Everyone,
    /// Those of people of 70 and more.
    From70,
    /// The insurer's document is silent.
    NotStated,
}

impl InsurerPolicy {
    /// The last day of a 資格確認書 issued on `issued` (DOC-KAKUNIN-VALID). `stay_until`
    /// is the 在留期間満了日 of a foreign national. `None`: only what is printed tells.
    #[must_use]
    pub fn certificate_valid_until(
        &self,
        issued: Date,
        birth: Date,
        stay_until: Option<Date>,
    ) -> Option<Date> {
        match self.certificate_valid {
            CertificateValidity::AugustToJuly => Some(july_end(issued)),
            CertificateValidity::Table(table) => Some(table.certificate_until(birth, stay_until)),
            CertificateValidity::Fixed { until } => Some(until),
            CertificateValidity::Printed => None,
        }
    }

    /// The table of the insurer's last renewal, if it has one.
    #[must_use]
    pub const fn renewal_table(&self) -> Option<RenewalTable> {
        match self.certificate_valid {
            CertificateValidity::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The last day of a 資格情報のお知らせ (DOC-OSHIRASE-VALID), which may be `printed` on
    /// it. `None`: it has no end.
    #[must_use]
    pub fn notice_valid_until(&self, birth: Date, printed: Option<Date>) -> Option<Date> {
        match self.notice_valid {
            NoticeValidity::NoEnd => None,
            NoticeValidity::Table(table) => table.notice_until(birth),
            NoticeValidity::Printed => printed,
        }
    }

    /// Whether a lost `document` is issued again to someone whose card is `registered`
    /// as insurance card or not (LOST-MEANWHILE). `None`: the insurer's document is
    /// silent. No old card has been issued since 2024-12-02.
    #[must_use]
    pub fn reissues(&self, document: Document, registered: bool) -> Option<bool> {
        let reissue = match document {
            Document::EligibilityCertificate => self.certificate_reissue,
            Document::EligibilityNotice => self.notice_reissue,
            Document::OldCard => Reissue::Never,
            _ => Reissue::NotStated,
        };
        match reissue {
            Reissue::Anyone => Some(true),
            Reissue::NotToRegistered => Some(!registered),
            Reissue::Never => Some(false),
            Reissue::NotStated => None,
        }
    }

    /// What to show at the counter while the card is lost (LOST-MEANWHILE): the old card
    /// while it lasts, then a 資格確認書 on application.
    #[must_use]
    pub fn instead_of_a_lost_card(&self, visit_date: Date) -> Document {
        if visit_date <= self.old_card_until {
            Document::OldCard
        } else {
            Document::EligibilityCertificate
        }
    }
}
