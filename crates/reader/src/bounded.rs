//! A blocking transport, made one that always comes back.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use apdu::{Command, LinkError, MAX_EXTENDED_EXPECTED, Transport};
use zeroize::Zeroizing;

use crate::watchdog::{ALLOWANCE, spawn};

/// The most bytes any command can be answered with, status word included.
pub(crate) const MAX_ANSWER: usize = MAX_EXTENDED_EXPECTED + 2;

/// A transport that may block, on a thread of its own which can be abandoned.
///
/// Every exchange ends within the watchdog, and all of them together within the
/// allowance: a card that answers every command just in time does not hold a desk
/// for minutes. An answer that is no response to its command is refused.
///
/// The first exchange that fails is the last: nothing is sent after it, and every
/// later one gives the same error, so nothing that was unlocked is relied on after
/// a reset. What is blocked is left to itself, and ends by itself when it can.
#[derive(Debug)]
pub struct Bounded {
    /// `None` once the thread was abandoned.
    thread: Option<Near>,
    watchdog: Duration,
    left: Duration,
    failed: Option<LinkError>,
}

/// The caller's end.
#[derive(Debug)]
pub(crate) struct Near {
    commands: Sender<Zeroizing<Vec<u8>>>,
    pub(crate) answers: Receiver<Result<Vec<u8>, LinkError>>,
}

/// The thread's end. It goes last of all the thread has: that is how the caller
/// sees that the card has been left.
pub(crate) struct Far {
    commands: Receiver<Zeroizing<Vec<u8>>>,
    answers: SyncSender<Result<Vec<u8>, LinkError>>,
}

/// The two ends of a line to a thread.
pub(crate) fn line() -> (Near, Far) {
    let (commands, inbox) = mpsc::channel();
    let (outbox, answers) = mpsc::sync_channel(1);
    let far = Far {
        commands: inbox,
        answers: outbox,
    };
    (Near { commands, answers }, far)
}

impl Bounded {
    /// Moves `transport` to a thread and waits at most `watchdog` (usually
    /// [`crate::WATCHDOG`]) for each of its exchanges and, when this is dropped,
    /// for its own drop; and [`ALLOWANCE`] for all exchanges.
    ///
    /// # Errors
    /// [`LinkError::Other`] with the system's code when no thread can be had.
    pub fn new(
        mut transport: impl Transport + Send + 'static,
        watchdog: Duration,
    ) -> Result<Self, LinkError> {
        let (near, far) = line();
        spawn(move || {
            far.serve(&mut transport);
            drop(transport);
            drop(far);
        })?;
        Ok(Self::over(near, watchdog))
    }

    /// The caller's side of a thread that serves already.
    pub(crate) const fn over(thread: Near, watchdog: Duration) -> Self {
        Self {
            thread: Some(thread),
            watchdog,
            left: ALLOWANCE,
            failed: None,
        }
    }

    /// The same, but all exchanges together may take `allowance`. What is between
    /// them, a person who thinks about the PIN, does not count.
    #[must_use]
    pub const fn with_allowance(mut self, allowance: Duration) -> Self {
        self.left = allowance;
        self
    }

    fn carry(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let limit = self.watchdog.min(self.left);
        if limit.is_zero() {
            return Err(LinkError::Mute);
        }
        let thread = self.thread.as_ref().ok_or(LinkError::Mute)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "how long a card takes is no time of day: nothing but this limit depends on it"
        )]
        let begun = Instant::now();
        // The command may carry a PIN: its copy is wiped wherever it ends up.
        let sent = thread.commands.send(Zeroizing::new(command.to_vec()));
        let answer = match sent {
            Ok(()) => thread.answers.recv_timeout(limit),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        self.left = self.left.saturating_sub(begun.elapsed());
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

impl Transport for Bounded {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.carry(command)
            .inspect_err(|error| self.failed = Some(*error))
    }
}

impl Drop for Bounded {
    fn drop(&mut self) {
        let Some(Near { commands, answers }) = self.thread.take() else {
            return;
        };
        drop(commands);
        // The thread's end goes when it has left the card.
        let _ = answers.recv_timeout(self.watchdog);
    }
}

impl Far {
    /// Carries commands to `transport` until nobody sends any.
    pub(crate) fn serve(&self, transport: &mut impl Transport) {
        for command in &self.commands {
            let answer = transport.exchange(&command);
            // It is wiped now, not when the caller has taken the answer.
            drop(command);
            if self.answers.send(answer).is_err() {
                return;
            }
        }
    }
}

/// What a thread that must open its card first needs besides.
#[cfg(feature = "pcsc")]
impl Far {
    /// Whether the caller waits no more.
    pub(crate) fn is_given_up(&self) -> bool {
        self.commands.try_recv() == Err(mpsc::TryRecvError::Disconnected)
    }

    /// Tells the caller; whether it could be told does not matter to a thread that
    /// is about to listen or to end.
    pub(crate) fn tell(&self, answer: Result<Vec<u8>, LinkError>) {
        let _ = self.answers.send(answer);
    }
}

/// How many bytes may answer `command`: what its Le asks for, and a status word.
fn longest_answer(command: &[u8]) -> usize {
    Command::parse(command).map_or(MAX_ANSWER, |command| command.expected + 2)
}

#[cfg(test)]
mod tests;
