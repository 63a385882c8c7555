//! One visit from the card to the answer: what happens is told to the visit, what
//! the visit asks for is done.

use std::future::{Future, pending};
use std::pin::Pin as Pinned;
use std::sync::Arc;
use std::time::Duration;

use api::{AuthenticateAnswer, CallError, Challenge};
use card::{Certificate, Pin};
use qualification::{Assurance, Decision, Method, ReaderKind, Reason};
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};
use visit::{Effect, Input, Showing, Visit};

use crate::hand::{Hand, PinAnswer, ReadCard};
use crate::report::Timing;
use crate::{Answer, Asking, Ending, Person, Place, PlaceEvent, Report, Time};

/// How often the visit is told that time passes.
const TICK: Duration = Duration::from_secs(1);

/// A reception desk.
pub struct Desk {
    place: Arc<dyn Place>,
    asking: Asking,
    time: Arc<dyn Time>,
    reader: ReaderKind,
    patience: Duration,
}

impl Desk {
    /// A desk with that place for cards and that way to the server. It waits
    /// `patience` for a card.
    #[must_use]
    pub fn new(
        place: Arc<dyn Place>,
        asking: Asking,
        time: Arc<dyn Time>,
        patience: Duration,
    ) -> Self {
        Self {
            place,
            asking,
            time,
            reader: ReaderKind::General,
            patience,
        }
    }

    /// Receives one person: from putting down the card to the answer.
    pub async fn receive(&self, person: &mut dyn Person) -> Report {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut reception = Reception {
            desk: self,
            events: Some(self.place.watch()),
            hand: Arc::new(Hand::over(Arc::clone(&self.place))),
            ticks,
            visit: Visit::AwaitingCard,
            doing: None,
            kept: Kept::default(),
            timing: Timing::begin(self.time.elapsed()),
            seen: None,
        };
        let ending = reception.run(person).await;
        let steps = reception.timing.end(self.time.elapsed());
        Report {
            ending,
            steps,
            tries_left: reception.kept.tries_left,
        }
    }
}

/// Something that is being done, and what comes of it.
type Doing = Pinned<Box<dyn Future<Output = Result<Came, Reason>> + Send>>;

/// What came of an effect.
enum Came {
    Card(ReadCard),
    Challenge(Challenge),
    Pin(PinAnswer),
    Signature(Vec<u8>),
    Authenticated(AuthenticateAnswer),
    Completed(Result<Box<Decision>, Reason>),
}

/// What a visit needs to go on, wiped with its end.
#[derive(Default)]
struct Kept {
    certificate: Option<Certificate>,
    challenge: Vec<u8>,
    signature: Vec<u8>,
    pin: Option<Pin>,
    tries_left: Option<u8>,
}

struct Reception<'d> {
    desk: &'d Desk,
    /// `None` once nothing will happen at the place any more.
    events: Option<mpsc::UnboundedReceiver<PlaceEvent>>,
    hand: Arc<Hand>,
    ticks: Interval,
    visit: Visit,
    doing: Option<Doing>,
    kept: Kept,
    timing: Timing,
    seen: Option<visit::Screen>,
}

/// What woke the desk.
enum Woken {
    Event(Option<PlaceEvent>),
    Came(Result<Came, Reason>),
    Answer(Answer),
    TimePassed,
}

impl Reception<'_> {
    async fn run(&mut self, person: &mut dyn Person) -> Ending {
        loop {
            self.show(person);
            if let Some(ending) = self.ending(person) {
                return ending;
            }
            let input = match self.wake(person).await {
                Woken::Answer(answer) => self.take_answer(answer),
                Woken::Came(came) => {
                    self.doing = None;
                    self.take_up(came)
                }
                Woken::TimePassed => Input::TimePassed,
                Woken::Event(Some(PlaceEvent::CardPresented)) => Input::CardPresented,
                Woken::Event(Some(PlaceEvent::CardRemoved)) => Input::CardRemoved,
                Woken::Event(Some(PlaceEvent::Unusable(reason))) => {
                    person.see_reader(Some(reason));
                    continue;
                }
                Woken::Event(Some(PlaceEvent::Usable)) => {
                    person.see_reader(None);
                    continue;
                }
                Woken::Event(None) => {
                    self.events = None;
                    continue;
                }
            };
            let pulled = input == Input::CardRemoved;
            self.step(input);
            if pulled && self.visit == Visit::AwaitingCard && !person.comes_back() {
                return Ending::Refused(Reason::CardRemoved);
            }
        }
    }

    /// Waits for the next thing that changes something. A question stays asked for
    /// as long as nothing else happens.
    async fn wake(&mut self, person: &mut dyn Person) -> Woken {
        let screen = self.visit.screen(self.desk.time.now());
        let asks = matches!(
            screen.showing,
            Showing::EnterPin { .. } | Showing::ChooseConsent { .. } | Showing::ChooseLimit
        );
        let mut answer: Pinned<Box<dyn Future<Output = Answer> + Send + '_>> = if asks {
            person.answer(&screen)
        } else {
            Box::pin(pending())
        };
        loop {
            let doing = async {
                match self.doing.as_mut() {
                    Some(doing) => doing.await,
                    None => pending().await,
                }
            };
            let event = async {
                match self.events.as_mut() {
                    Some(events) => events.recv().await,
                    None => pending().await,
                }
            };
            tokio::select! {
                // What the card does comes first: a pulled card ends the question.
                biased;
                event = event => return Woken::Event(event),
                came = doing => return Woken::Came(came),
                answer = &mut answer => return Woken::Answer(answer),
                _ = self.ticks.tick() => {
                    if self.changes_with_time() {
                        return Woken::TimePassed;
                    }
                }
            }
        }
    }

    fn changes_with_time(&self) -> bool {
        let visit = self.visit.clone();
        let (after, effects) = visit.step(Input::TimePassed, self.desk.time.now());
        after != self.visit || !effects.is_empty() || self.is_out_of_patience()
    }

    fn is_out_of_patience(&self) -> bool {
        let waited = self.timing.waited(self.desk.time.elapsed());
        self.visit == Visit::AwaitingCard && waited > self.desk.patience
    }

    fn show(&mut self, person: &mut dyn Person) {
        let screen = self.visit.screen(self.desk.time.now());
        self.timing.reach(screen.steps, self.desk.time.elapsed());
        let same = self.seen.as_ref();
        if same.is_none_or(|seen| seen.showing != screen.showing || seen.steps != screen.steps) {
            person.see(&screen);
        }
        self.seen = Some(screen);
    }

    fn ending(&self, person: &dyn Person) -> Option<Ending> {
        match &self.visit {
            Visit::Answered { decision, .. } => Some(Ending::Answered(decision.clone())),
            Visit::Refused {
                reason: Reason::CardRemoved,
                ..
            } if person.comes_back() => None,
            Visit::Refused { reason, .. } => Some(Ending::Refused(*reason)),
            _ if self.is_out_of_patience() => Some(Ending::Refused(Reason::TimedOut)),
            _ => None,
        }
    }

    fn step(&mut self, input: Input) {
        tracing::debug!(visit = ?self.visit, ?input, "step");
        let visit = std::mem::replace(&mut self.visit, Visit::AwaitingCard);
        let (visit, effects) = visit.step(input, self.desk.time.now());
        self.visit = visit;
        for effect in effects {
            tracing::debug!(effect = effect.name(), "effect");
            self.perform(effect);
        }
        // A PIN that was typed and not asked for is wiped at once.
        if !matches!(self.visit, Visit::CheckingPin { .. }) {
            self.kept.pin = None;
        }
    }

    fn perform(&mut self, effect: Effect) {
        let (hand, asking) = (Arc::clone(&self.hand), self.desk.asking.clone());
        let kept = &mut self.kept;
        let certificate = kept.certificate.as_ref();
        let certificate = certificate.map(|it| it.der().to_vec()).unwrap_or_default();
        let doing: Doing = match effect {
            Effect::ReleaseCard => {
                // The fence between visits: whatever is still going on is dropped.
                self.doing = None;
                let tries_left = kept.tries_left;
                *kept = Kept {
                    tries_left,
                    ..Kept::default()
                };
                return hand.release();
            }
            Effect::CloseVisit { visit } => {
                // Nobody waits for it; the server ends a visit by itself in a day.
                tokio::spawn(async move {
                    if let Err(error) = asking.abandon(visit).await {
                        tracing::warn!(%error, "the server was not told that the visit ended");
                    }
                });
                return;
            }
            Effect::ReadCard => Box::pin(async move { hand.read().await.map(Came::Card) }),
            Effect::OpenVisit => Box::pin(async move {
                let answer = asking.open_visit(certificate).await;
                answer.map(Came::Challenge).map_err(|error| of_call(&error))
            }),
            Effect::VerifyPin => {
                let pin = kept.pin.take();
                Box::pin(async move {
                    let pin = pin.ok_or(Reason::Cancelled)?;
                    hand.verify(pin).await.map(Came::Pin)
                })
            }
            Effect::SignChallenge => {
                let challenge = kept.challenge.clone();
                Box::pin(async move { hand.sign(challenge).await.map(Came::Signature) })
            }
            Effect::Authenticate { method, attempts } => {
                let (challenge, signature) = (kept.challenge.clone(), kept.signature.clone());
                let assurance = self.assurance(method, attempts);
                Box::pin(async move {
                    let answer = asking
                        .authenticate(certificate, challenge, signature, assurance)
                        .await;
                    answer
                        .map(Came::Authenticated)
                        .map_err(|error| of_call(&error))
                })
            }
            Effect::Complete { visit, choices } => Box::pin(async move {
                let answer = asking.complete(visit, choices).await;
                let answer = answer.map_err(|error| of_call(&error))?;
                Ok(Came::Completed(answer.map(Box::new)))
            }),
        };
        self.doing = Some(doing);
    }

    const fn assurance(&self, method: Method, attempts: u8) -> Assurance {
        Assurance {
            method,
            reader: self.desk.reader,
            attempts,
        }
    }

    fn take_answer(&mut self, answer: Answer) -> Input {
        match answer {
            Answer::Pin {
                pin,
                spend_last_try,
            } => {
                self.kept.pin = Some(pin);
                Input::PinEntered { spend_last_try }
            }
            Answer::Consent(categories) => Input::ConsentChosen(categories),
            Answer::Limit(choice) => Input::LimitChosen(choice),
            // Some PIN was wrong before, and now nothing but another one helps.
            Answer::KeepLastTry => Input::Failed(Reason::PinWrong),
            Answer::Cancel => Input::Cancelled,
        }
    }

    fn take_up(&mut self, came: Result<Came, Reason>) -> Input {
        let kept = &mut self.kept;
        match came {
            Err(reason) => Input::Failed(reason),
            Ok(Came::Card(read)) => {
                kept.certificate = Some(read.certificate);
                kept.tries_left = Some(read.tries_left);
                Input::CardRead {
                    tries_left: read.tries_left,
                }
            }
            Ok(Came::Challenge(challenge)) => {
                kept.challenge = challenge.bytes;
                Input::ChallengeReceived
            }
            Ok(Came::Pin(PinAnswer::Accepted)) => {
                kept.tries_left = None;
                Input::PinAccepted
            }
            Ok(Came::Pin(PinAnswer::Wrong { tries_left })) => {
                kept.tries_left = Some(tries_left);
                Input::PinWasWrong { tries_left }
            }
            Ok(Came::Pin(PinAnswer::Blocked)) => {
                kept.tries_left = Some(0);
                Input::PinWasBlocked
            }
            Ok(Came::Signature(signature)) => {
                kept.signature = signature;
                Input::ChallengeSigned
            }
            Ok(Came::Authenticated(Ok((visit, admission)))) => Input::Admitted { visit, admission },
            Ok(Came::Authenticated(Err(reason)) | Came::Completed(Err(reason))) => {
                Input::WasRefused(reason)
            }
            Ok(Came::Completed(Ok(decision))) => Input::DecisionReceived(decision),
        }
    }
}

fn of_call(error: &CallError) -> Reason {
    tracing::warn!(%error, "the server gave no answer");
    error.reason()
}
