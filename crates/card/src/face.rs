//! The face application: the card's front, opened by what is printed on it.

mod contents;

pub use contents::{CardFace, MAX_FACE, MAX_PHOTO, MAX_PICTURE};

use apdu::Transport;

use crate::application::File;
use crate::error::CardError;
use crate::link::Verified;
use crate::secret::CollationNumber;
use crate::session::{Card, Face, PinTries};

/// What the card said to 照合番号B.
pub enum FaceOutcome<T> {
    /// The number is right, and this is the card's front.
    Read {
        /// The card.
        card: Card<T, Face>,
        /// What was read.
        face: CardFace,
    },
    /// The number is wrong.
    Wrong {
        /// The card.
        card: Card<T, Face>,
        /// How many tries are left, 1 to 15 (a card comes with 10).
        tries_left: u8,
    },
    /// The number was wrong for the last time, or was blocked before.
    Blocked {
        /// The card.
        card: Card<T, Face>,
    },
    /// The card said no to something else, or what was read is no card's front. The
    /// try may have been counted; only a person may decide to try again.
    Unreadable {
        /// The card.
        card: Card<T, Face>,
        /// [`CardError::Protocol`] or [`CardError::Malformed`].
        error: CardError,
    },
}

/// What came of opening the front.
enum Opened {
    Read(CardFace),
    Wrong(u8),
    Blocked,
}

impl<T: Transport> Card<T, Face> {
    /// Gives the card 照合番号B, one `VERIFY`, never repeated, and reads its front.
    /// The picture of the twelve-digit number is another file and stays closed: this
    /// number does not open it, and the driver does not select it.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached any more. The card is given up
    /// then, since the try may have been counted.
    pub fn read_face(mut self, number: CollationNumber) -> Result<FaceOutcome<T>, CardError> {
        match self.open(number) {
            Ok(Opened::Read(face)) => Ok(FaceOutcome::Read { card: self, face }),
            Ok(Opened::Wrong(tries_left)) => Ok(FaceOutcome::Wrong {
                card: self,
                tries_left,
            }),
            Ok(Opened::Blocked) => Ok(FaceOutcome::Blocked { card: self }),
            Err(error @ (CardError::Protocol { .. } | CardError::Malformed { .. })) => {
                Ok(FaceOutcome::Unreadable { card: self, error })
            }
            Err(error) => Err(error),
        }
    }

    fn open(&mut self, number: CollationNumber) -> Result<Opened, CardError> {
        const CHECKING: &str = "check collation number B";
        const READING: &str = "show its face";
        self.link.select(CHECKING, &File::COLLATION_NUMBER)?;
        let said = self.link.verify(CHECKING, number.digits());
        // The digits are wiped here, before anyone looks at the answer.
        drop(number);
        match said? {
            Verified::Yes => {}
            Verified::TriesLeft(tries_left) => return Ok(Opened::Wrong(tries_left)),
            Verified::Blocked => return Ok(Opened::Blocked),
        }
        self.link.select(READING, &File::FACE)?;
        let file = self.link.read_file(READING, contents::length_from_header)?;
        CardFace::parse(file).map(Opened::Read)
    }

    /// Asks how many tries of 照合番号B are left. It costs none.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached, or says something else.
    pub fn tries_left(&mut self) -> Result<PinTries, CardError> {
        const DOING: &str = "say how many tries of collation number B are left";
        self.link.select(DOING, &File::COLLATION_NUMBER)?;
        Ok(self.link.tries(DOING)?.into())
    }
}
