//! One visit's hold on one card.

use std::ffi::{CStr, CString};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError};
use std::time::Duration;

use apdu::{Command, LinkError, MAX_EXTENDED_EXPECTED, Transport};
use pcsc::{
    Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State, Transaction,
};
use zeroize::Zeroizing;

use crate::error::link_error;
use crate::list::has_card;
use crate::watchdog::spawn;

/// The most bytes any command can be answered with, status word included.
const MAX_ANSWER: usize = MAX_EXTENDED_EXPECTED + 2;
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
/// nor survives it.
#[derive(Debug)]
pub struct Connection {
    /// `None` once the thread was abandoned.
    thread: Option<Thread>,
    watchdog: Duration,
}

#[derive(Debug)]
struct Thread {
    commands: Sender<Zeroizing<Vec<u8>>>,
    answers: Receiver<Result<Vec<u8>, LinkError>>,
}

impl Connection {
    /// Connects to the card on the reader of that name, waiting at most `watchdog`
    /// (usually [`crate::WATCHDOG`]) here and for every exchange.
    ///
    /// # Errors
    /// [`LinkError::Busy`] when another program holds the card all that time;
    /// [`LinkError::Removed`] when there is no card; [`LinkError::NoReader`],
    /// [`LinkError::NoService`]; [`LinkError::Mute`] when the card does not answer
    /// the reset.
    pub fn open(reader: &str, watchdog: Duration) -> Result<Self, LinkError> {
        let name = CString::new(reader).map_err(|_| LinkError::NoReader)?;
        let (commands, inbox) = mpsc::channel();
        let (outbox, answers) = mpsc::sync_channel(1);
        spawn(move || {
            if let Err(error) = hold(&name, &inbox, &outbox) {
                let _ = outbox.send(Err(link_error(error)));
            }
        })?;
        match answers.recv_timeout(watchdog) {
            Ok(Ok(_)) => Ok(Self {
                thread: Some(Thread { commands, answers }),
                watchdog,
            }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(LinkError::Busy),
        }
    }
}

impl Transport for Connection {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let thread = self.thread.as_ref().ok_or(LinkError::Mute)?;
        // The command may carry a PIN: its copy is wiped wherever it ends up.
        let sent = thread.commands.send(Zeroizing::new(command.to_vec()));
        let answer = match sent {
            Ok(()) => thread.answers.recv_timeout(self.watchdog),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        let Ok(answer) = answer else {
            self.thread = None;
            return Err(LinkError::Mute);
        };
        let answer = answer?;
        let length = answer.len();
        if length < 2 || length > longest_answer(command) {
            return Err(LinkError::NotAResponse { length });
        }
        Ok(answer)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let Some(Thread { commands, answers }) = self.thread.take() else {
            return;
        };
        drop(commands);
        // The thread's end of the channel goes when the card has lost its power.
        let _ = answers.recv_timeout(self.watchdog);
    }
}

/// How many bytes may answer `command`: what its Le asks for, and a status word.
fn longest_answer(command: &[u8]) -> usize {
    Command::parse(command).map_or(MAX_ANSWER, |command| command.expected + 2)
}

/// The thread's whole life: takes the card, says so with an empty answer, carries
/// commands until nobody sends any, and leaves the card without power.
fn hold(
    reader: &CStr,
    inbox: &Receiver<Zeroizing<Vec<u8>>>,
    outbox: &SyncSender<Result<Vec<u8>, LinkError>>,
) -> Result<(), Error> {
    let context = Context::establish(Scope::User)?;
    let mut card = context.connect(reader, ShareMode::Shared, PROTOCOLS)?;
    let mut transaction = begin(&mut card)?;
    if inbox.try_recv() == Err(TryRecvError::Disconnected) {
        // Given up meanwhile: the card is left to others as it is.
        drop(transaction);
        return leave(card, Disposition::LeaveCard);
    }
    transaction.reconnect(ShareMode::Shared, PROTOCOLS, Disposition::UnpowerCard)?;

    let mut buffer = vec![0; MAX_ANSWER];
    let mut reported = outbox.send(Ok(Vec::new()));
    while reported.is_ok() {
        let Ok(command) = inbox.recv() else { break };
        let answer = match transaction.transmit(&command, &mut buffer) {
            // How a card pulled in the middle looks, by the reader's driver.
            Ok([]) | Err(Error::NotTransacted) if is_gone(&context, reader) => {
                Err(LinkError::Removed)
            }
            Ok(answer) => Ok(answer.to_vec()),
            Err(error) => Err(link_error(error)),
        };
        drop(command);
        reported = outbox.send(answer);
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_may_be_as_long_as_the_command_asks_for() {
        let table: [(&[u8], usize); 6] = [
            (&[0x00, 0x20, 0x00, 0x80], 2),
            (&[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x0A], 2),
            (&[0x00, 0xB0, 0x00, 0x00, 0x04], 6),
            (&[0x00, 0xB0, 0x00, 0x00, 0x00], 258),
            (&[0x00, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x00], MAX_ANSWER),
            (&[0x00], MAX_ANSWER),
        ];
        for (command, longest) in table {
            assert_eq!(longest_answer(command), longest, "{command:02X?}");
        }
    }
}
