//! The simulated certification authorities, and the judging of certificates and
//! signatures.
//!
//! *Knows* X.509 and the card-verifiable certificates: who may vouch for a card, its
//! contents, a terminal, a server or an institution; whether a certificate is
//! genuine, and whether a signature is its key's.
//!
//! *Never* knows people or insurance. It writes into a signature certificate what it
//! is handed, and says whether a card is genuine and until when; what that is worth
//! on a day is decided elsewhere.
//!
//! *Start reading at* [`Folder`] (what `madoguchi pki init` makes), [`CardIssuer`]
//! (all that issues a card) and [`CardTrust`] (what the server asks).
//!
//! There are several authorities on purpose. Cards are vouched for by RSA-2048
//! authorities shaped like the public ones and marked SIMULATOR, one for each of a
//! card's two certificates; servers and institutions by a P-256 network authority. A
//! card can so never open a network connection as an institution, although both kinds
//! say "client authentication", and a signature certificate never passes for the card
//! itself. What stands in a card beside X.509 has a root of its own ([`KeyId`]).
//! A real card is believed only while its certificate's fingerprint is enrolled.
//! RSA keys are made by the `rsa` crate, as `ring` makes none, and card contents are
//! signed with it, as `ring` signs no ready `DigestInfo`; every verification, and all
//! that a network or a real card can ask for, is `ring`'s.

mod audit;
mod authority;
#[cfg(test)]
mod bench;
mod error;
mod folder;
mod issuer;
mod judge;
mod profile;
mod reading;
mod revocation;
mod subject;
mod suspended;
mod verifiable;

pub use audit::{AuditSigner, audit_public_key, verify_audit_signature};
pub use authority::{Authority, CardRequest, Issued, SignatureRequest};
pub use error::PkiError;
pub use folder::{Credentials, Enrolled, Finding, Folder, Held, Plan, Severity, Words};
pub use issuer::CardIssuer;
pub use judge::{CardTrust, Distrust, Flaw, TrustedCard};
pub use reading::{Claims, claims};
pub use revocation::{RevocationList, UnusableList};
pub use subject::{NetworkSubject, network_subject};
pub use suspended::SuspendedList;
pub use verifiable::{
    ContentSigner, KeyId, Terminal, TerminalAuthority, VerifiableCertificate, public_key_object,
};
