//! Desks in this process that have everything for step 2, and cards that are watched.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use apdu::{LinkError, Transport};
use card::CollationNumber;
use card_face::{Photo, Picture, Variation};
use qualification::{ReaderKind, Reason};
use reception::{
    Answer, Camera, CardFront, Equipment, InProcess, Person, Place, PlaceEvent, Script,
};
use tokio::sync::mpsc;
use verification::{
    DrawnCamera, FaceMatcher, FrameSource, NotCaptured, Passcode, Score, StaffCheck,
};
use visit::{Screen, Showing};

use super::duplex::{CLINIC, Stage};

/// The institution's own.
pub(crate) const PASSCODE: &str = "kanaria-71-himitsu";

/// A face reader with everything, at which every face scores `score`.
pub(crate) fn everything(stage: &Stage, score: u16) -> Equipment {
    let passcode = Passcode::parse(PASSCODE).unwrap();
    let file = stage.path().join("staff-check.toml");
    StaffCheck::set(&file, &passcode, [7; 16]).unwrap();
    Equipment {
        reader: ReaderKind::Face,
        terminal: Some(Arc::new(Terminal(stage.pki.terminal(CLINIC).unwrap()))),
        camera: Some(camera(DrawnCamera::new(8, Variation::Plain, 0), score)),
        front: Some(Arc::new(Front(stage.collation_number()))),
        staff_check: Some(file),
        ..Equipment::pin_alone()
    }
}

/// A camera at which every face scores so.
pub(crate) fn camera(frames: impl FrameSource + 'static, score: u16) -> Camera {
    let score = Score::new(score).unwrap();
    Camera::new(Box::new(frames), Arc::new(Scored(score)))
}

struct Scored(Score);

impl FaceMatcher for Scored {
    fn compare(&self, _: &Photo, _: &Picture) -> Result<Score, NotCaptured> {
        Ok(self.0)
    }
}

/// What a reader sees printed on a card.
pub(crate) struct Front(pub(crate) String);

impl CardFront for Front {
    fn collation_number_b(&self) -> Option<CollationNumber> {
        CollationNumber::parse(&self.0).ok()
    }
}

struct Terminal(pki::Terminal);

impl card::Terminal for Terminal {
    fn certificate_body(&self) -> &[u8] {
        self.0.certificate_body()
    }

    fn certificate_signature(&self) -> &[u8] {
        self.0.certificate_signature()
    }

    fn sign(&self, challenge: &[u8]) -> Option<Vec<u8>> {
        self.0.sign(challenge).ok()
    }
}

/// A place at which every command is noted and answers may be changed.
pub(crate) struct Watched {
    place: Arc<dyn Place>,
    sent: Sent,
    change: fn(Vec<u8>) -> Vec<u8>,
}

/// What was sent to a card.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Mutex<Vec<Vec<u8>>>>);

impl Sent {
    /// How many commands began so, header first.
    pub(crate) fn count(&self, beginning: &[u8]) -> usize {
        let sent = self.0.lock().unwrap();
        sent.iter().filter(|it| it.starts_with(beginning)).count()
    }
}

impl Watched {
    /// Watches that place.
    pub(crate) fn over(place: impl Place, change: fn(Vec<u8>) -> Vec<u8>) -> (Self, Sent) {
        let sent = Sent::default();
        let watched = Self {
            place: Arc::new(place),
            sent: sent.clone(),
            change,
        };
        (watched, sent)
    }
}

impl Place for Watched {
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent> {
        self.place.watch()
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        Ok(Box::new(Link {
            link: self.place.connect()?,
            sent: self.sent.clone(),
            change: self.change,
        }))
    }
}

struct Link {
    link: Box<dyn Transport + Send>,
    sent: Sent,
    change: fn(Vec<u8>) -> Vec<u8>,
}

impl Transport for Link {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.sent.0.lock().unwrap().push(command.to_vec());
        self.link.exchange(command).map(self.change)
    }
}

/// Someone there who types what a script would have said.
pub(crate) struct Typing(pub(crate) Script);

impl Person for Typing {
    fn see(&mut self, screen: &Screen) {
        self.0.see(screen);
    }

    fn see_reader(&mut self, unusable: Option<Reason>) {
        self.0.see_reader(unusable);
    }

    fn answer<'a>(
        &'a mut self,
        screen: &'a Screen,
    ) -> std::pin::Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        self.0.answer(screen)
    }

    fn types(&self) -> bool {
        true
    }

    fn comes_back(&self) -> bool {
        false
    }
}

/// A camera that gives nothing until its other end is dropped.
pub(crate) struct Hangs(pub(crate) Receiver<()>);

impl FrameSource for Hangs {
    fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
        let _ = self.0.recv();
        Err(NotCaptured::Timeout)
    }
}

/// A place whose card is pulled when it is told so.
pub(crate) struct Pulled {
    place: InProcess,
    events: Mutex<Option<mpsc::UnboundedReceiver<PlaceEvent>>>,
}

impl Pulled {
    /// At that place this happens, and nothing else.
    pub(crate) fn over(place: InProcess, events: mpsc::UnboundedReceiver<PlaceEvent>) -> Self {
        let events = Mutex::new(Some(events));
        Self { place, events }
    }
}

impl Place for Pulled {
    fn watch(&self) -> mpsc::UnboundedReceiver<PlaceEvent> {
        self.events.lock().unwrap().take().unwrap()
    }

    fn connect(&self) -> Result<Box<dyn Transport + Send>, LinkError> {
        self.place.connect()
    }
}

/// Pulls the card as soon as the camera looks.
pub(crate) struct Impatient(
    pub(crate) Script,
    pub(crate) mpsc::UnboundedSender<PlaceEvent>,
);

impl Person for Impatient {
    fn see(&mut self, screen: &Screen) {
        if matches!(screen.showing, Showing::LookAtCamera) {
            self.1.send(PlaceEvent::CardRemoved).unwrap();
        }
    }

    fn see_reader(&mut self, _: Option<Reason>) {}

    fn answer<'a>(
        &'a mut self,
        screen: &'a Screen,
    ) -> std::pin::Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        self.0.answer(screen)
    }

    fn types(&self) -> bool {
        false
    }

    fn comes_back(&self) -> bool {
        false
    }
}
