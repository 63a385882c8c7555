//! One visit from the card to the answer: what happens is told to the visit, what
//! the visit asks for is done.

mod effects;
mod face;
mod inputs;
mod staff_check;

use std::future::{Future, pending};
use std::pin::Pin as Pinned;
use std::sync::Arc;
use std::time::Duration;

use card::{Certificate, Pin};
use qualification::{Reason, StaffId};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};
use verification::Passcode;
use visit::{Input, Showing, Visit};

use self::effects::Doing;
use self::inputs::Came;
use crate::hand::Hand;
use crate::report::Timing;
use crate::{Answer, Asking, Ending, Equipment, Person, Place, PlaceEvent, Report, Time};

/// How often the visit is told that time passes.
const TICK: Duration = Duration::from_secs(1);

/// How long the end of a reception may wait for the server to hear of it.
const CLOSING: Duration = Duration::from_secs(2);

/// A reception desk.
pub struct Desk {
    place: Arc<dyn Place>,
    asking: Asking,
    time: Arc<dyn Time>,
    patience: Duration,
    equipment: Equipment,
}

impl Desk {
    /// A desk with that place for cards and that way to the server. It waits
    /// `patience` for a card, and asks for the PIN alone until it is
    /// [equipped](Self::with).
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
            patience,
            equipment: Equipment::pin_alone(),
        }
    }

    /// The same desk with that to make sure of a person.
    #[must_use]
    pub fn with(self, equipment: Equipment) -> Self {
        Self { equipment, ..self }
    }

    /// Receives one person: from putting down the card to the answer. When told to
    /// `stop` meanwhile, it ends as if the person had stopped.
    pub async fn receive(
        &self,
        person: &mut dyn Person,
        stop: impl Future<Output = ()> + Send,
    ) -> Report {
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
            closings: JoinSet::new(),
            stop: Some(Box::pin(stop)),
            types: person.types(),
        };
        let ending = reception.run(person).await;
        // The server is told of an abandoned visit, if it can be reached soon.
        let closings = std::mem::take(&mut reception.closings);
        let _told = timeout(CLOSING, closings.join_all()).await;
        let steps = reception.timing.end(self.time.elapsed());
        Report {
            ending,
            steps,
            tries_left: reception.kept.tries_left,
            at: self.time.now(),
        }
    }
}

/// What a visit needs to go on, wiped with its end.
#[derive(Default)]
struct Kept {
    certificate: Option<Certificate>,
    challenge: Vec<u8>,
    signature: Vec<u8>,
    pin: Option<Pin>,
    passcode: Option<(StaffId, Passcode)>,
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
    /// Visits that the server is being told to close.
    closings: JoinSet<()>,
    /// Whether somebody types, so that a real card's PIN may be asked for.
    types: bool,
    /// `None` once it was told.
    stop: Option<Pinned<Box<dyn Future<Output = ()> + Send + 'd>>>,
}

/// What woke the desk.
enum Woken {
    Event(Option<PlaceEvent>),
    Came(Result<Came, Reason>),
    Answer(Answer),
    TimePassed,
    Stop,
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
                Woken::Stop => {
                    self.stop = None;
                    Input::Cancelled
                }
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
            if pulled && self.visit == Visit::AwaitingCard {
                if !person.comes_back() {
                    return Ending::Refused(Reason::CardRemoved);
                }
                person.see_reader(Some(Reason::CardRemoved));
            }
        }
    }

    /// Waits for the next thing that changes something. A question stays asked for
    /// as long as nothing else happens.
    async fn wake(&mut self, person: &mut dyn Person) -> Woken {
        let screen = self.visit.screen(self.desk.time.now());
        let asks = matches!(
            screen.showing,
            Showing::ChooseMethod { .. }
                | Showing::EnterPin { .. }
                | Showing::ConfirmPerson { .. }
                | Showing::ChooseRegistration
                | Showing::ChooseConsent { .. }
                | Showing::ChooseLimit { .. }
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
            let stop = async {
                match self.stop.as_mut() {
                    Some(stop) => stop.await,
                    None => pending().await,
                }
            };
            tokio::select! {
                // What the card does comes first: a pulled card ends the question.
                biased;
                event = event => return Woken::Event(event),
                came = doing => return Woken::Came(came),
                () = stop => return Woken::Stop,
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
            Visit::AwaitingCard if self.stop.is_none() => Some(Ending::Refused(Reason::Cancelled)),
            _ if self.is_out_of_patience() => Some(Ending::Refused(Reason::NoCard)),
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
        // What was typed and not asked for is wiped at once.
        if !matches!(self.visit, Visit::CheckingPin { .. }) {
            self.kept.pin = None;
        }
        if !matches!(self.visit, Visit::CheckingPasscode { .. }) {
            self.kept.passcode = None;
        }
    }
}
