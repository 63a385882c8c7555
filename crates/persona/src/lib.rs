//! An invented person and the card made for her, as a file on the shelf.
//!
//! *Knows* the persona's file: its keys, what each may hold, how to invent and edit
//! one, and how to say which line is wrong.
//!
//! *Never* knows what a card answers, who is insured, or the time. A PIN or a name
//! is in no `Debug` or error text, and no persona is a real person.
//!
//! *Start reading at* [`Persona`].

mod day;
mod edit;
mod error;
mod invention;
mod keys;
mod persona;
mod secret;
mod section;
mod seed;
mod terms;

pub use day::Day;
pub use edit::edit;
pub use error::PersonaError;
pub use invention::invent;
pub use keys::{Holds, KEYS, Key};
pub use persona::{Person, Persona, Sex, Title};
pub use secret::{Number, Password, Pin};
pub use section::Section;
pub use terms::{CardKind, CardTerms, Municipality};
