//! One visit's hold on one card.

use std::ffi::{CStr, CString};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use apdu::{LinkError, Transport};
use pcsc::{
    Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State, Transaction,
};

use crate::bounded::{Bounded, Far, MAX_ANSWER, line};
use crate::error::link_error;
use crate::list::has_card;
use crate::watchdog::spawn;

const PROTOCOLS: Protocols = Protocols::T0.union(Protocols::T1);
/// How often another program's reset is put up with while a visit begins.
const MAX_RESETS: usize = 8;
/// How long a failed exchange waits for the news that the card is gone, which
/// the service has within half a second.
const NEWS: Duration = Duration::from_secs(1);

/// A card held for one visit.
///
/// Opening takes an exclusive transaction and then cuts the card's power: a warm
/// reset may keep a PIN's acceptance alive on these cards. Dropping cuts it again
/// before another program gets at the card. So PIN state neither enters a visit
/// nor survives it. Time is bounded as by [`Bounded`].
#[derive(Debug)]
pub struct Connection(Bounded);

/// What it means when the thread that opens a card is heard of no more; it
/// depends on how far it came.
type Hangs = Arc<Mutex<LinkError>>;

impl Connection {
    /// Connects to the card on the reader of that name, waiting at most `watchdog`
    /// (usually [`crate::WATCHDOG`]) here and for every exchange.
    ///
    /// # Errors
    /// [`LinkError::Busy`] when another program holds the card all that time;
    /// [`LinkError::Removed`] when there is no card; [`LinkError::NoReader`];
    /// [`LinkError::NoService`], also when the service does not answer;
    /// [`LinkError::Mute`] when the card does not answer the reset.
    pub fn open(reader: &str, watchdog: Duration) -> Result<Self, LinkError> {
        let name = CString::new(reader).map_err(|_| LinkError::NoReader)?;
        let hangs = Hangs::new(Mutex::new(LinkError::NoService));
        let progress = Arc::clone(&hangs);
        let (near, far) = line();
        spawn(move || {
            if let Err(error) = hold(&name, &far, &progress) {
                far.tell(Err(link_error(error)));
            }
        })?;
        match near.answers.recv_timeout(watchdog) {
            Ok(Ok(_)) => Ok(Self(Bounded::over(near, watchdog))),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(*hangs.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// The same, but all exchanges together may take `allowance` instead of
    /// [`crate::ALLOWANCE`].
    #[must_use]
    pub fn with_allowance(self, allowance: Duration) -> Self {
        Self(self.0.with_allowance(allowance))
    }
}

impl Transport for Connection {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.0.exchange(command)
    }
}

/// The thread's whole life: takes the card, says so with an empty answer, carries
/// commands until nobody sends any, and leaves the card without power.
fn hold(reader: &CStr, caller: &Far, hangs: &Hangs) -> Result<(), Error> {
    let now_hangs = |error| *hangs.lock().unwrap_or_else(PoisonError::into_inner) = error;
    let context = Context::establish(Scope::User)?;
    now_hangs(LinkError::Busy);
    let mut card = context.connect(reader, ShareMode::Shared, PROTOCOLS)?;
    let mut transaction = begin(&mut card)?;
    if caller.is_given_up() {
        // The card is left to others as it is.
        drop(transaction);
        return leave(card, Disposition::LeaveCard);
    }
    now_hangs(LinkError::Mute);
    transaction.reconnect(ShareMode::Shared, PROTOCOLS, Disposition::UnpowerCard)?;

    caller.tell(Ok(Vec::new()));
    let transaction = serve(caller, transaction, &context, reader);

    // Power goes while the card is still ours: after the transaction's end the
    // next program is in at once.
    let powered_off = transaction.end(Disposition::UnpowerCard).is_ok();
    let disposition = if powered_off {
        Disposition::LeaveCard
    } else {
        Disposition::UnpowerCard
    };
    leave(card, disposition)
}

fn leave(card: Card, disposition: Disposition) -> Result<(), Error> {
    card.disconnect(disposition).map_err(|(_, error)| error)
}

/// Takes the exclusive transaction, waiting for as long as another program holds
/// it. That another program reset the card meanwhile does not matter: it is reset
/// again.
fn begin(card: &mut Card) -> Result<Transaction<'_>, Error> {
    let mut card = card;
    for _ in 0..MAX_RESETS {
        match card.transaction2() {
            Ok(transaction) => return Ok(transaction),
            Err((again, Error::ResetCard)) => {
                again.reconnect(ShareMode::Shared, PROTOCOLS, Disposition::LeaveCard)?;
                card = again;
            }
            Err((_, error)) => return Err(error),
        }
    }
    Err(Error::ResetCard)
}

/// Carries commands until nobody sends any, and gives the card back.
fn serve<'a>(
    caller: &Far,
    transaction: Transaction<'a>,
    context: &'a Context,
    reader: &'a CStr,
) -> Transaction<'a> {
    let mut held = Held {
        transaction,
        context,
        reader,
        buffer: vec![0; MAX_ANSWER],
    };
    caller.serve(&mut held);
    held.transaction
}

/// The card in hand.
struct Held<'a> {
    transaction: Transaction<'a>,
    context: &'a Context,
    reader: &'a CStr,
    buffer: Vec<u8>,
}

impl Transport for Held<'_> {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        match self.transaction.transmit(command, &mut self.buffer) {
            // How a card pulled in the middle looks, by the reader's driver.
            Ok([]) | Err(Error::NotTransacted) if is_gone(self.context, self.reader) => {
                Err(LinkError::Removed)
            }
            Ok(answer) => Ok(answer.to_vec()),
            Err(error) => Err(link_error(error)),
        }
    }
}

/// Whether a command failed because the card is gone. The service notices a
/// pulled card a little later than the exchange does.
fn is_gone(context: &Context, reader: &CStr) -> bool {
    let mut states = [ReaderState::new(reader, State::UNAWARE)];
    for _ in 0..3 {
        if context.get_status_change(NEWS, &mut states).is_err() {
            return false;
        }
        for state in &mut states {
            if !has_card(state) {
                return true;
            }
            state.sync_current_state();
        }
    }
    false
}
