//! Which readers are connected now.

use std::ffi::CStr;
use std::time::Duration;

use apdu::LinkError;
use pcsc::{Context, Error, ReaderState, Scope, State};

use crate::Reader;
use crate::error::link_error;
use crate::watchdog::{WATCHDOG, within};

/// The readers that are connected, and the cards on them. No card is powered or
/// disturbed.
///
/// # Errors
/// [`LinkError::NoService`] when the PC/SC service does not run, or does not
/// answer within [`WATCHDOG`].
pub fn readers() -> Result<Vec<Reader>, LinkError> {
    within(WATCHDOG, look)
        .ok_or(LinkError::NoService)?
        .map_err(link_error)
}

fn look() -> Result<Vec<Reader>, Error> {
    let context = Context::establish(Scope::User)?;
    let mut states: Vec<ReaderState> = context
        .list_readers_owned()?
        .into_iter()
        .map(|name| ReaderState::new(name, State::UNAWARE))
        .collect();
    if !states.is_empty() {
        context.get_status_change(Duration::ZERO, &mut states)?;
    }
    Ok(states.iter().map(reader_of).collect())
}

fn reader_of(state: &ReaderState) -> Reader {
    Reader {
        name: name_of(state.name()),
        card: has_card(state).then(|| state.atr().to_vec()),
    }
}

pub(crate) fn has_card(state: &ReaderState) -> bool {
    state.event_state().contains(State::PRESENT)
}

/// PC/SC names readers in UTF-8; one that is not cannot be asked for by name.
pub(crate) fn name_of(name: &CStr) -> String {
    name.to_string_lossy().into_owned()
}
