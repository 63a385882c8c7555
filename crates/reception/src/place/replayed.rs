//! A transcript in a card's place.

use std::path::PathBuf;

use apdu::{LinkError, Transport};
use reader::transcript::{Replay, Transcript, TranscriptError};
use tokio::sync::mpsc;

use super::{Place, PlaceEvent, lies_there};

/// A place at which a recorded card answers as it did then, to a desk that asks as
/// it did then.
pub struct Replayed {
    transcript: PathBuf,
}

impl Replayed {
    /// The card of this transcript.
    ///
    /// # Errors
    /// [`TranscriptError`] when the file is none.
    pub fn of(transcript: PathBuf) -> Result<Self, TranscriptError> {
        Transcript::open(&transcript)?;
        Ok(Self { transcript })
    }
}

impl Place for Replayed {
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent> {
        lies_there()
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        // Each visit begins at the transcript's beginning.
        let transcript = Transcript::open(&self.transcript).map_err(|error| {
            tracing::warn!(%error, "the transcript is gone");
            LinkError::Removed
        })?;
        Ok(Box::new(Replay::new(transcript)))
    }
}
