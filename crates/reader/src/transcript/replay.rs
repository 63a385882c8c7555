//! A transcript as a card.

use apdu::{LinkError, Transport};

use super::{Header, Transcript};

/// A card that answers as the transcript says, and only to what the transcript
/// says, byte for byte and in that order; where a secret was veiled any of that
/// length will do. Its own veiled bytes are 00.
///
/// The first byte that differs ends it: that exchange and all later ones fail with
/// [`LinkError::NotInTranscript`], which says where. Past its end the card is
/// [`LinkError::Removed`].
pub struct Replay {
    transcript: Transcript,
    /// How many exchanges are over.
    played: usize,
    failed: Option<LinkError>,
}

impl Replay {
    /// Puts the recorded card down.
    #[must_use]
    pub const fn new(transcript: Transcript) -> Self {
        Self {
            transcript,
            played: 0,
            failed: None,
        }
    }

    /// What the transcript is of.
    #[must_use]
    pub const fn header(&self) -> &Header {
        self.transcript.header()
    }
}

impl Transport for Replay {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let exchange = self.transcript.exchanges.get(self.played);
        let exchange = exchange.ok_or(LinkError::Removed)?;
        if let Some(at) = exchange.command.first_difference(command) {
            let error = LinkError::NotInTranscript {
                line: self.played + 2,
                position: at + 1,
                expected: header_of(&exchange.command.bytes()),
                got: header_of(command),
            };
            self.failed = Some(error);
            return Err(error);
        }
        self.played += 1;
        exchange
            .outcome
            .as_ref()
            .map(super::veil::Veiled::bytes)
            .map_err(|error| *error)
    }
}

/// CLA, INS, P1 and P2, the only bytes of a command that are never a secret.
fn header_of(command: &[u8]) -> [u8; 4] {
    let mut header = [0; 4];
    header
        .iter_mut()
        .zip(command)
        .for_each(|(to, from)| *to = *from);
    header
}
