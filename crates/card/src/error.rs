//! What can fail between terminal and card.

use apdu::{LinkError, StatusWord};

/// Why the card could not be used. A wrong PIN is none of these: it is an answer
/// ([`crate::PinOutcome`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// The bytes did not get through. After a `VERIFY` the try may or may not
    /// have been counted; it was sent once and is not sent again.
    #[error(
        "カードと通信できません。カードを置き直してください / the card cannot be reached; put it down again"
    )]
    Link(#[from] LinkError),
    /// The card does not know the JPKI application.
    #[error("マイナンバーカードではありません / this is not a My Number card")]
    NotAMyNumberCard,
    /// The card said no.
    #[error(
        "カードが応じません。別の方法で確認してください / the card refused to {doing} (status {status}); use another way"
    )]
    Protocol {
        /// What it was asked to do, as the end of "the card refused to …".
        doing: &'static str,
        /// What it said.
        status: StatusWord,
    },
    /// The card's answer makes no sense.
    #[error(
        "カードの内容を読めません。別の方法で確認してください / the card's answer makes no sense: {what}; use another way"
    )]
    Malformed {
        /// What is wrong with it.
        what: &'static str,
    },
    /// Within one session the certificate changed: there is another card now.
    #[error(
        "別のカードに替わりました。はじめからやり直してください / another card is on the reader; start again"
    )]
    AnotherCard,
    /// This program tried to send a command that is not on the list of those a
    /// front desk sends. Nothing reached the card.
    #[error(
        "このソフトウェアの誤りです / a fault of this program: it may not send instruction {instruction:02X} so to a card"
    )]
    NotAllowed {
        /// INS of the command that was held back.
        instruction: u8,
    },
}
