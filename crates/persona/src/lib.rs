//! An invented person and the card made for her, as a file on the shelf.
//!
//! *Knows* the persona's file: its keys, what each may hold, and how to say which
//! line is wrong.
//!
//! *Never* knows what a card answers, who is insured, or the time. A PIN or a name
//! is in no `Debug` or error text, and no persona is a real person.
//!
//! *Start reading at* [`Persona`].

mod error;
mod persona;

pub use error::PersonaError;
pub use persona::{CardTerms, Person, Persona, Pin, Sex, Title};
