//! Where a card is, from the words of the command line.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use pki::Folder;
use qualification::Reason;
use reception::{InProcess, Pcsc, Place, PlaceEvent, ReaderAddress, Replayed};
use tokio::time::timeout;
use virtual_card::{Card, Fault, VirtualCardError};

use crate::cli::card::{At, Faults};
use crate::given::RealTime;
use crate::shelf;

/// The place; or why it cannot be used now.
pub(crate) fn place(at: &At, folder: &Folder) -> anyhow::Result<Result<Arc<dyn Place>, Reason>> {
    Ok(match &at.reader {
        ReaderAddress::Pcsc(name) => {
            let readers = Pcsc::named(name.clone());
            match readers.check() {
                Ok(()) => Ok(Arc::new(readers)),
                Err(error) => Err(reception::reason(error)),
            }
        }
        ReaderAddress::Virtual(persona) => {
            let person = shelf::Person::load(persona)?;
            match misbehaving(&person, folder, &at.faults) {
                Ok(card) => Ok(Arc::new(InProcess::with(card))),
                Err(error) => match error.downcast_ref() {
                    Some(VirtualCardError::InUse { .. }) => Err(Reason::ReaderBusy),
                    _ => return Err(error),
                },
            }
        }
        ReaderAddress::Replay(transcript) => {
            let replayed = Replayed::of(transcript.clone());
            let replayed = replayed.with_context(|| transcript.display().to_string())?;
            Ok(Arc::new(replayed))
        }
    })
}

/// The persona's card, issued where needed, which misbehaves as its file and `faults`
/// say.
pub(crate) fn misbehaving(
    person: &shelf::Person,
    folder: &Folder,
    faults: &Faults,
) -> anyhow::Result<Card> {
    let mut wrong = person.faults()?;
    wrong.extend(faults.faults.iter().cloned());
    let other = wrong.iter().find_map(|fault| match fault {
        Fault::Swapped { other, .. } => Some(shelf::Person::load(other.as_ref())),
        _ => None,
    });
    let take = |person: &shelf::Person| person.take_card(folder, &RealTime::real());
    let card = take(person)?.with_faults(wrong, faults.fault_seed);
    Ok(match other {
        Some(other) => card.with_swap(take(&other?)?),
        None => card,
    })
}

/// Waits so many seconds for a card.
pub(crate) async fn has_card(place: &dyn Place, seconds: u32) -> bool {
    let mut events = place.watch();
    let presented = async {
        while let Some(event) = events.recv().await {
            if event == PlaceEvent::CardPresented {
                return true;
            }
        }
        false
    };
    let wait = Duration::from_secs(seconds.into());
    timeout(wait, presented).await.unwrap_or(false)
}
