//! The session: which application is selected, and what has been unlocked.

use apdu::Transport;

use crate::application::Application;
use crate::certificate::Fingerprint;
use crate::error::CardError;
use crate::link::{Link, Verified, is_refusal};

/// A card that answers; nothing is selected yet.
#[derive(Debug)]
pub struct Present(());

/// JPKI is selected and nothing has been unlocked: kind, certificate and tries can
/// be read.
#[derive(Debug)]
pub struct Locked(());

/// The user-authentication key may be used. There are two ways to this state, and
/// no other to a signature: the card itself accepted the PIN that this session sent
/// ([`Card::verify`]), or, on a simulated card only, it accepted this terminal
/// ([`Card::authenticate_terminal`]). [`Card::method`] tells which.
#[derive(Debug)]
pub struct Unlocked(pub(crate) UnlockMethod);

/// The face application is selected.
#[derive(Debug)]
pub struct Face(());

/// What unlocked the user-authentication key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlockMethod {
    /// The card accepted the PIN.
    Pin,
    /// The card accepted the terminal, without a PIN. SIMULATED: how a real card
    /// does it is not public.
    Terminal,
}

/// The states in which JPKI is selected.
pub trait JpkiState: sealed::Sealed {}
impl JpkiState for Locked {}
impl JpkiState for Unlocked {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Locked {}
    impl Sealed for super::Unlocked {}
}

/// A My Number card in one of the states [`Present`], [`Locked`], [`Unlocked`],
/// [`Face`].
///
/// The card keeps its own state until its power goes: begin a visit with a card
/// whose power has just come on, and end it by taking the power away, which the
/// reader's driver does. At most [`crate::MAX_COMMANDS`] commands are sent in one
/// session.
pub struct Card<T, S> {
    pub(crate) link: Link<T>,
    pub(crate) fingerprint: Option<Fingerprint>,
    state: S,
}

/// What a card said when its face was asked for.
pub enum FaceSelection<T> {
    /// It has one.
    Selected(Card<T, Face>),
    /// It has none, as a phone has not.
    NotThere(Card<T, Present>),
}

/// What the card says of a PIN without one being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinTries {
    /// This many wrong tries are left, 1 to 15.
    Left(u8),
    /// None: only the municipal office can help.
    Blocked,
    /// The card does not say. Some do so once their PIN was accepted; it is
    /// nothing to rely on, and unlocks nothing here.
    NotTold,
}

impl<T: Transport> Card<T, Present> {
    /// Begins a session over a transport to a card that was just reset.
    pub fn new(transport: T) -> Self {
        Self {
            link: Link::new(transport),
            fingerprint: None,
            state: Present(()),
        }
    }
}

impl<T: Transport, S> Card<T, S> {
    /// Selects the JPKI application. Whatever was unlocked has to be unlocked
    /// again.
    ///
    /// # Errors
    /// [`CardError::NotAMyNumberCard`] when the card refuses, whatever its words:
    /// cards of other kinds have many; else [`CardError`] when no usable answer
    /// came.
    pub fn select_jpki(mut self) -> Result<Card<T, Locked>, CardError> {
        if self.link.select_application(&Application::JPKI)?.is_ok() {
            Ok(self.into_state(Locked(())))
        } else {
            Err(CardError::NotAMyNumberCard)
        }
    }

    /// Selects the face application (券面事項確認AP). The card forgets what was
    /// unlocked in another one.
    ///
    /// # Errors
    /// [`CardError`] when no usable answer came.
    pub fn select_face(mut self) -> Result<FaceSelection<T>, CardError> {
        const DOING: &str = "show its face";
        let status = self.link.select_application(&Application::FACE)?;
        if status.is_ok() {
            Ok(FaceSelection::Selected(self.into_state(Face(()))))
        } else if is_refusal(status) {
            Ok(FaceSelection::NotThere(self.into_state(Present(()))))
        } else {
            Err(CardError::Protocol {
                doing: DOING,
                status,
            })
        }
    }
}

impl<T> Card<T, Unlocked> {
    /// What unlocked the card in this session.
    #[must_use]
    pub const fn method(&self) -> UnlockMethod {
        self.state.0
    }
}

impl<T, S> Card<T, S> {
    pub(crate) fn into_state<N>(self, state: N) -> Card<T, N> {
        Card {
            link: self.link,
            fingerprint: self.fingerprint,
            state,
        }
    }
}

impl From<Verified> for PinTries {
    fn from(said: Verified) -> Self {
        match said {
            Verified::TriesLeft(tries) => Self::Left(tries),
            Verified::Blocked => Self::Blocked,
            Verified::Yes => Self::NotTold,
        }
    }
}
