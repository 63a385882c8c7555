//! The desk: drives the five steps of a visit with a real or a virtual reader, from
//! the command line.
//!
//! *Knows* how to bring card, person, camera, check server and screen together: it
//! performs what the visit asks for and tells the visit what came of it.
//!
//! *Never* knows SQL or an insurance rule, and decides nothing: which step follows
//! is the visit's, what is answered is the server's. Photo and frame are compared and
//! dropped; they are neither written nor kept.
//!
//! *Start reading at* [`Desk::receive`], then `hand.rs` (the card), [`Equipment`] (what
//! step 2 is done with) and `asking.rs` (the server).

mod address;
mod asking;
mod camera;
mod desk;
mod ending;
mod equipment;
mod given;
mod hand;
mod person;
mod place;
mod prompt;
mod report;
mod script;
mod terminal;

pub use address::{AddressError, CameraAddress, CameraAddressError, ReaderAddress};
pub use asking::Asking;
pub use camera::Camera;
pub use desk::Desk;
pub use ending::{Ending, exit_code};
pub use equipment::{CardFront, Equipment};
pub use given::{Entropy, Time};
pub use person::{Answer, Person};
pub use place::{InProcess, Pcsc, Place, PlaceEvent, Recorded, Replayed, reason};
pub use prompt::Prompt;
pub use report::{Report, StepTime};
pub use script::Script;
