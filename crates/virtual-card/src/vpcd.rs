//! The card in a real PC/SC reader: pcscd's virtual reader (vpcd of vsmartcard)
//! listens, the card connects, and being connected is lying in the reader.

mod link;

use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::{Act, Card, VirtualCardError};

/// The TCP ports of the virtual reader's two slots, as its package sets them up.
pub const SLOT_PORTS: [u16; 2] = [35_963, 35_964];

const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Where the card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderState {
    /// No reader has the card: pcscd does not run, the slot is taken, or the card has
    /// been pulled out by a fault of its own and waits to be inserted again.
    WaitingForReader,
    /// The reader has spoken to the card.
    InReader,
}

/// A card that has been put into a reader, and stays there, through restarts of
/// pcscd, until it is pulled, pulls itself ([`Fault::Pulled`](crate::Fault::Pulled)),
/// or this value is dropped.
pub struct InsertedCard {
    slot: Arc<Slot>,
    thread: Option<JoinHandle<Card>>,
}

impl Card {
    /// Puts the card into the virtual reader whose slot listens at `address`.
    ///
    /// `report` is told every change of state, on the card's own thread; it should
    /// return soon, for the card answers nothing meanwhile.
    ///
    /// # Errors
    /// [`VirtualCardError::NotInserted`] when no thread can be started. A reader
    /// that is not there is no error: the card waits for it.
    pub fn insert(
        mut self,
        address: SocketAddr,
        report: impl FnMut(ReaderState) + Send + 'static,
    ) -> Result<InsertedCard, VirtualCardError> {
        self.put_back();
        let slot = Arc::new(Slot::default());
        let here = Arc::clone(&slot);
        let thread = std::thread::Builder::new()
            .name("virtual card".to_owned())
            .spawn(move || stay(self, address, &here, report))
            .map_err(VirtualCardError::NotInserted)?;
        Ok(InsertedCard {
            slot,
            thread: Some(thread),
        })
    }
}

impl InsertedCard {
    /// Pulls the card out and gives it back. `None` only if its thread panicked.
    #[must_use]
    pub fn pull(mut self) -> Option<Card> {
        self.leave()
    }

    fn leave(&mut self) -> Option<Card> {
        self.slot.pull();
        self.thread.take()?.join().ok()
    }
}

impl Drop for InsertedCard {
    fn drop(&mut self) {
        self.leave();
    }
}

/// What the card's thread and its holder share.
#[derive(Default)]
struct Slot {
    state: Mutex<SlotState>,
    pulled: Condvar,
}

#[derive(Default)]
struct SlotState {
    pulled: bool,
    /// The open connection, so that pulling the card can close it.
    connection: Option<TcpStream>,
}

impl Slot {
    fn state(&self) -> MutexGuard<'_, SlotState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pull(&self) {
        let mut state = self.state();
        state.pulled = true;
        if let Some(connection) = &state.connection {
            // It fails when the reader has hung up already, which is as good.
            let _ = connection.shutdown(Shutdown::Both);
        }
        self.pulled.notify_all();
    }

    /// Connects, unless the card has been pulled.
    fn connect(&self, address: SocketAddr) -> io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&address, LONGEST_PAUSE)?;
        // Each answer is one small packet the reader waits for.
        stream.set_nodelay(true)?;
        let mut state = self.state();
        if state.pulled {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        state.connection = Some(stream.try_clone()?);
        Ok(stream)
    }

    /// Forgets the connection and waits; false once the card has been pulled.
    fn pause(&self, pause: Duration) -> bool {
        self.state().connection = None;
        self.wait(pause)
    }

    /// Waits; false once the card has been pulled.
    fn wait(&self, time: Duration) -> bool {
        let (state, _) = self
            .pulled
            .wait_timeout_while(self.state(), time, |state| !state.pulled)
            .unwrap_or_else(PoisonError::into_inner);
        !state.pulled
    }
}

/// Lies in the reader, or waits for one, until pulled.
fn stay(
    mut card: Card,
    address: SocketAddr,
    slot: &Slot,
    mut report: impl FnMut(ReaderState),
) -> Card {
    let mut pause = SHORTEST_PAUSE;
    report(ReaderState::WaitingForReader);
    loop {
        let mut in_reader = false;
        let end = slot.connect(address).and_then(|stream| {
            serve(&mut card, stream, slot, || {
                in_reader = true;
                report(ReaderState::InReader);
            })
        });
        tracing::debug!(?end, %address, "not in the reader");
        card.power_off();
        if in_reader {
            pause = SHORTEST_PAUSE;
            report(ReaderState::WaitingForReader);
        }
        let left = end.is_ok();
        if left {
            pause = Duration::ZERO;
        }
        if !slot.pause(pause) || left {
            return card;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The card has been pulled out.
#[derive(Debug)]
struct Left;

/// Answers the reader until it hangs up or the card is pulled out.
///
/// One message after the other: the reader's driver holds a lock on the slot from
/// sending a command until its answer is there, and asks for presence (`04`) under
/// the same lock. While the card signs, is slow or mute, nothing else comes, and an
/// answer out of turn would be taken for the command's. The other slot has a lock,
/// and a card a thread, of its own.
fn serve(
    card: &mut Card,
    mut stream: TcpStream,
    slot: &Slot,
    recognised: impl FnOnce(),
) -> io::Result<Left> {
    // Commands pass through here, and one of them carries a PIN.
    let mut buffer = Zeroizing::new(vec![0; usize::from(u16::MAX)]);
    let mut recognised = Some(recognised);
    loop {
        let message = link::receive(&mut stream, &mut buffer)?;
        if let Some(recognised) = recognised.take() {
            recognised();
        }
        match message {
            [0x00] => card.power_off(),
            [0x01] => card.power_on(),
            [0x02] => card.reset(),
            [0x04] => link::send(&mut stream, card.atr())?,
            // No message, or a control message of a later version.
            [] | [_] => {}
            command => match card.act(command) {
                Act::Answer(answer) => link::send(&mut stream, &answer)?,
                Act::Late { after, answer } => {
                    if !slot.wait(after) {
                        return Ok(Left);
                    }
                    link::send(&mut stream, &answer)?;
                }
                Act::Mute => {}
                Act::Pulled => {}
            },
        }
        // Hanging up is what pulls a card out of this reader.
        if card.is_pulled() {
            return Ok(Left);
        }
    }
}

#[cfg(test)]
mod tests;
