//! A visit (受付) as it is remembered.

use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{
    Assurance, CardFingerprint, CertificateDates, ConsentGrant, PersonId, Scope, VisitId,
};

use crate::Ending;

/// A visit to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVisit {
    /// Its handle, 128 random bits.
    pub id: VisitId,
    /// Whose.
    pub person: PersonId,
    /// Its day in Japan.
    pub visit_date: Date,
    /// The days of the card's certificate.
    pub certificate: CertificateDates,
    /// The serial number of the card's certificate, at most 20 bytes (RFC 5280
    /// §4.1.2.2).
    pub card_serial: Vec<u8>,
    /// Whether the person was offered registration.
    pub offered_registration: bool,
    /// How much it may be told.
    pub scope: Scope,
}

/// Where a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitState {
    /// The person is known; they have not chosen yet.
    Open,
    /// They chose and were answered; their consents hold.
    Completed,
    /// It is over.
    Closed(Ending),
}

/// A visit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRecord {
    /// Its handle.
    pub id: VisitId,
    /// Whose.
    pub person: PersonId,
    /// With which card.
    pub card: CardFingerprint,
    /// The serial number of the card's certificate.
    pub card_serial: Vec<u8>,
    /// The days of the card's certificate.
    pub certificate: CertificateDates,
    /// Its day in Japan.
    pub visit_date: Date,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How the terminal says it made sure of the person; `None` when the record is
    /// older than what is to be said with a face or a staff check.
    pub assurance: Option<Assurance>,
    /// Whether the person was offered registration when it was opened.
    pub offered_registration: bool,
    /// How much it may be told.
    pub scope: Scope,
    /// Where it stands.
    pub state: VisitState,
    /// Its consents, ended ones included, ordered by category code.
    pub consents: Vec<ConsentGrant>,
}
