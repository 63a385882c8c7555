//! The bytes between reader and card: command, response, status word, BER-TLV,
//! and the one-method [`Transport`].
//!
//! *Knows* ISO 7816-4: how a command and a response are laid out, and how data
//! objects are nested.
//!
//! *Never* knows which card answers or which reader carries it. It never prints
//! a command's data: a `VERIFY` carries a PIN.
//!
//! *Start reading at* [`Transport`], then [`Command`] and [`Response`].
//!
//! Every function here is total: bytes from outside are parsed to borrowed views
//! or refused with an error, and nothing panics, recurses or allocates on their
//! say-so. Both the virtual card and the terminal stand on this room and share
//! nothing else, so it is pinned by vectors from outside and by `iso7816-tlv`.

mod command;
mod response;
mod status;
mod tlv;
mod transport;

pub use command::{Command, CommandError, Form, MAX_EXTENDED_EXPECTED, MAX_SHORT_EXPECTED};
pub use response::{Response, ResponseError};
pub use status::StatusWord;
pub use tlv::{Children, LengthStyle, Tag, Tlv, TlvError, Writer};
pub use transport::{LinkError, Transport};
