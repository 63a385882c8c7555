//! What the operator asks for, and what they are answered.

mod answer;
mod card;
mod clock;
mod cover;
mod fault;
mod institution;
mod insurance;
mod key;
mod person;

pub use answer::{FoundPerson, Institutions, NumberedFault};
pub use card::{OneCard, RenewCard};
pub use clock::SetClock;
pub use fault::{FaultEffect, PutFault, RemoveFault, SwitchedFault};
pub use institution::{ListInstitutions, PutInstitution};
pub use insurance::{ChangeInsurer, ChangeRegistration, SetArrears};
pub use key::PersonKey;
pub use person::EnrolPerson;

/// What a value has that this protocol does not know.
const UNKNOWN: &str = "is none of the values listed in the protocol";

#[cfg(test)]
mod tests;
