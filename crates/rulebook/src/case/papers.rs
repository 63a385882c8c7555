//! What decides which documents a person was given.

use jiff::civil::Date;
use qualification::{CardHeld, CertificateApplication, Holder};

use crate::Case;

/// What decides, beside the cover and the card, which documents a person was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Papers {
    /// Whether they have a card at all.
    pub card: Possession,
    /// What they applied for a 資格確認書 with.
    pub application: CertificateApplication,
    /// 在留期間満了日 of a foreign resident.
    pub stay_until: Option<Date>,
}

/// Whether someone has a マイナンバーカード.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Possession {
    /// They have.
    Held,
    /// None was ever made.
    None,
    /// 返納.
    Returned,
}

impl Papers {
    /// Whoever has a card, and applied for nothing.
    pub(super) const ORDINARY: Self = Self {
        card: Possession::Held,
        application: CertificateApplication::None,
        stay_until: None,
    };
}

impl Case {
    /// The person, as the issue of documents sees them. The card ends with its
    /// certificate: nothing else is known of it.
    pub(crate) const fn holder(&self) -> Holder {
        Holder {
            birth: self.person.birth,
            card: match self.papers.card {
                Possession::None => CardHeld::None,
                Possession::Returned => CardHeld::Returned,
                Possession::Held => CardHeld::Held {
                    registration: self.person.registration,
                    until: self.certificate.not_after,
                },
            },
            disclosure: self.person.disclosure,
            application: self.papers.application,
        }
    }
}
