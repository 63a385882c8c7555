//! A place at which every exchange is written down.

use std::path::PathBuf;
use std::sync::Arc;

use apdu::{LinkError, Transport};
use reader::transcript::{Header, Recorder};
use tokio::sync::mpsc;

use super::{Place, PlaceEvent};

/// Another place, and the file its card's exchanges go to. It is for one session: a
/// second one finds the file there and is refused.
pub struct Recorded {
    place: Arc<dyn Place>,
    transcript: PathBuf,
    about: String,
}

impl Recorded {
    /// Writes what happens at `place` to the new file `transcript`; `about` says to
    /// people what it was recorded for.
    #[must_use]
    pub fn to(transcript: PathBuf, place: Arc<dyn Place>, about: String) -> Self {
        Self {
            place,
            transcript,
            about,
        }
    }
}

impl Place for Recorded {
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent> {
        self.place.watch()
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        let link = self.place.connect()?;
        let header = Header {
            atr: None,
            about: self.about.clone(),
        };
        match Recorder::create(link, &self.transcript, &header) {
            Ok(recorder) => Ok(Box::new(recorder)),
            Err(error) => {
                tracing::error!(%error, "the transcript cannot be written");
                Err(LinkError::Other {
                    code: error.raw_os_error().map_or(0, i32::unsigned_abs),
                })
            }
        }
    }
}
