//! The hand on the card: one thread that holds the session of the card on the
//! reader, so that blocking exchanges never hold up the desk.

mod session;

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use card::{Certificate, CollationNumber, Pin};
use qualification::{Medium, Reason};
use tokio::sync::oneshot;
use verification::PinState;
use zeroize::Zeroizing;

use crate::equipment::AnyTerminal;
use crate::place::Place;

/// The desk's end of the thread.
///
/// Dropping it waits for the thread to let go of the card: a process that ended
/// before would leave the PIN's acceptance on it.
pub(crate) struct Hand {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// A card as it was read.
pub(crate) struct ReadCard {
    /// `None` on an Android phone, which shows it after the PIN.
    pub(crate) certificate: Option<Certificate>,
    pub(crate) pin: PinState,
    /// Whether it says that it is a simulated card.
    pub(crate) simulated: bool,
    /// What it is. A phone has no face, and signs with its PIN only.
    pub(crate) medium: Medium,
}

/// What the card said to a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinAnswer {
    Accepted,
    Wrong { tries_left: u8 },
    Blocked,
}

/// The chip's photo, as its file.
pub(crate) type PhotoFile = Zeroizing<Vec<u8>>;

type Reply<T> = oneshot::Sender<Result<T, Reason>>;

enum Job {
    Read(Reply<ReadCard>),
    Verify(Pin, Reply<PinAnswer>),
    Photo(CollationNumber, Reply<Option<PhotoFile>>),
    Certificate(Reply<Certificate>),
    Sign(Vec<u8>, Reply<Vec<u8>>),
    SignWithoutPin(Vec<u8>, AnyTerminal, Reply<Option<Vec<u8>>>),
    Release,
}

impl Hand {
    pub(crate) fn over(place: Arc<dyn Place>) -> Self {
        let (jobs, inbox) = channel();
        let thread = std::thread::spawn(move || session::work(place.as_ref(), &inbox));
        Self {
            jobs: Some(jobs),
            thread: Some(thread),
        }
    }

    /// Resets the card and reads it.
    pub(crate) async fn read(&self) -> Result<ReadCard, Reason> {
        self.ask(Job::Read).await
    }

    /// Gives the card the PIN, once.
    pub(crate) async fn verify(&self, pin: Pin) -> Result<PinAnswer, Reason> {
        self.ask(|reply| Job::Verify(pin, reply)).await
    }

    /// Reads the chip's photo with 照合番号B, which is given to the card once, and not
    /// as its last try; `None` when it cannot be had.
    pub(crate) async fn photo(&self, number: CollationNumber) -> Result<Option<PhotoFile>, Reason> {
        self.ask(|reply| Job::Photo(number, reply)).await
    }

    /// Reads the certificate of a card that shows it after the PIN.
    pub(crate) async fn certificate(&self) -> Result<Certificate, Reason> {
        self.ask(Job::Certificate).await
    }

    /// Has the card sign.
    pub(crate) async fn sign(&self, challenge: Vec<u8>) -> Result<Vec<u8>, Reason> {
        self.ask(|reply| Job::Sign(challenge, reply)).await
    }

    /// Has a card that was given no PIN sign for this terminal; `None` when it demands
    /// the PIN.
    pub(crate) async fn sign_without_pin(
        &self,
        challenge: Vec<u8>,
        terminal: AnyTerminal,
    ) -> Result<Option<Vec<u8>>, Reason> {
        self.ask(|reply| Job::SignWithoutPin(challenge, terminal, reply))
            .await
    }

    /// Ends the session with a reset.
    pub(crate) fn release(&self) {
        self.send(Job::Release);
    }

    async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, Reason> {
        let (reply, answer) = oneshot::channel();
        self.send(job(reply));
        answer.await.unwrap_or(Err(Reason::CardUnreadable))
    }

    fn send(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // A thread that is gone answers nothing, which `ask` notices.
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
