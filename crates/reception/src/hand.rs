//! The hand on the card: one thread that holds the session of the card on the
//! reader, so that blocking exchanges never hold up the desk.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use apdu::Transport;
use card::{
    Card, CardError, Certificate, CertificateRead, Locked, Pin, PinOutcome, PinTries, Unlocked,
};
use qualification::Reason;
use tokio::sync::oneshot;

use crate::place::{Place, reason};

type Link = Box<dyn Transport + Send>;

/// What a card says that does not tell its tries: they are taken for all three, so
/// nothing is shown; the card itself still counts.
const TRIES_NOT_TOLD: u8 = 3;

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
    pub(crate) tries_left: u8,
    /// Whether it says that it is a simulated card.
    pub(crate) simulated: bool,
}

/// What the card said to a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinAnswer {
    Accepted,
    Wrong { tries_left: u8 },
    Blocked,
}

type Reply<T> = oneshot::Sender<Result<T, Reason>>;

enum Job {
    Read(Reply<ReadCard>),
    Verify(Pin, Reply<PinAnswer>),
    Certificate(Reply<Certificate>),
    Sign(Vec<u8>, Reply<Vec<u8>>),
    Release,
}

impl Hand {
    pub(crate) fn over(place: Arc<dyn Place>) -> Self {
        let (jobs, inbox) = channel();
        let thread = std::thread::spawn(move || work(place.as_ref(), &inbox));
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

    /// Reads the certificate of a card that shows it after the PIN.
    pub(crate) async fn certificate(&self) -> Result<Certificate, Reason> {
        self.ask(Job::Certificate).await
    }

    /// Has the card sign.
    pub(crate) async fn sign(&self, challenge: Vec<u8>) -> Result<Vec<u8>, Reason> {
        self.ask(|reply| Job::Sign(challenge, reply)).await
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

/// The session as far as it has come.
enum Session {
    None,
    Locked(Card<Link, Locked>),
    Unlocked(Card<Link, Unlocked>),
}

fn work(place: &dyn Place, jobs: &Receiver<Job>) {
    let mut session = Session::None;
    for job in jobs {
        session = match (job, session) {
            (Job::Read(reply), before) => {
                drop(before);
                respond(reply, read(place))
            }
            (Job::Verify(pin, reply), Session::Locked(card)) => respond(reply, verify(card, pin)),
            (Job::Certificate(reply), Session::Unlocked(mut card)) => {
                let read = card.certificate().map_err(of_card);
                respond(reply, read.map(|it| (it, Session::Unlocked(card))))
            }
            (Job::Sign(challenge, reply), Session::Unlocked(mut card)) => {
                let signed = card.sign(&challenge).map_err(of_card);
                respond(
                    reply,
                    signed.map(|signature| (signature, Session::Unlocked(card))),
                )
            }
            // A session that is not there: the card failed or was pulled before.
            (Job::Verify(_, reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Certificate(reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Sign(_, reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Release, _) => Session::None,
        };
    }
}

/// Answers, and goes on with the session that is left; none after a failure.
fn respond<T>(reply: Reply<T>, result: Result<(T, Session), Reason>) -> Session {
    let (answer, session) = match result {
        Ok((answer, session)) => (Ok(answer), session),
        Err(reason) => (Err(reason), Session::None),
    };
    // A desk that gave up waiting does not want the answer.
    let _ = reply.send(answer);
    session
}

fn read(place: &dyn Place) -> Result<(ReadCard, Session), Reason> {
    let link = place.connect().map_err(reason)?;
    let mut card = Card::new(link).select_jpki().map_err(of_card)?;
    let simulated = card.is_simulated().map_err(of_card)?;
    let certificate = match card.certificate().map_err(of_card)? {
        CertificateRead::Shown(certificate) => Some(certificate),
        CertificateRead::AfterPin => None,
    };
    let tries_left = match card.tries_left().map_err(of_card)? {
        PinTries::Left(tries) => tries,
        PinTries::Blocked => 0,
        PinTries::NotTold => TRIES_NOT_TOLD,
    };
    let read = ReadCard {
        certificate,
        tries_left,
        simulated,
    };
    Ok((read, Session::Locked(card)))
}

fn verify(card: Card<Link, Locked>, pin: Pin) -> Result<(PinAnswer, Session), Reason> {
    Ok(match card.verify(pin).map_err(of_card)? {
        PinOutcome::Accepted(card) => (PinAnswer::Accepted, Session::Unlocked(card)),
        PinOutcome::Wrong { card, tries_left } => {
            (PinAnswer::Wrong { tries_left }, Session::Locked(card))
        }
        PinOutcome::Blocked { card } => (PinAnswer::Blocked, Session::Locked(card)),
    })
}

fn of_card(error: CardError) -> Reason {
    tracing::debug!(%error, "the card failed");
    match error {
        CardError::Link(error) => reason(error),
        _ => Reason::CardUnreadable,
    }
}
