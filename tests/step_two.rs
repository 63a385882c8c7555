//! Step 2 at a desk in this process: what reaches the card, and what does not.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use apdu::{LinkError, Transport};
use card::{Card, FaceSelection, Pin, PinTries};
use card_face::Picture;
use qualification::{ConsentSurface, Method, ReaderKind, Reason, ScoreBand, StaffId, Verified};
use reception::{Answer, Ending, Equipment, InProcess, Person, Place, PlaceEvent, Report, Script};
use tokio::sync::mpsc;
use verification::{FrameSource, NotCaptured, Passcode};
use visit::{Screen, Showing};

use crate::stage::duplex::{Stage, agreeing};
use crate::stage::equipped::{Front, PASSCODE, Sent, Typing, Watched, camera, everything};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const SELECT_FACE: &[u8] = &[0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0x10, 0x00, 0x31];
const VERIFY: &[u8] = &[0x00, 0x20];
/// GET CHALLENGE: a terminal begins to be shown to the card.
const TERMINAL: &[u8] = &[0x00, 0x84];

/// Someone who agrees to everything and takes these ways, with those PINs.
fn taking(ways: &[Method], pins: &[&str]) -> Script {
    Script {
        ways: ways.iter().copied().collect(),
        pins: pins.iter().map(|pin| Pin::parse(pin).unwrap()).collect(),
        spend_last_try: true,
        staff: StaffId::parse("S-071").ok(),
        passcodes: ways
            .iter()
            .filter_map(|_| Passcode::parse(PASSCODE).ok())
            .collect(),
        ..agreeing()
    }
}

/// The card's own counters: PIN and 照合番号B.
fn counters(stage: &Stage) -> (PinTries, PinTries) {
    struct Link(virtual_card::Card);
    impl Transport for Link {
        fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
            self.0.exchange(command)
        }
    }
    let mut card = stage.card();
    card.power_on();
    let mut card = Card::new(Link(card)).select_jpki().unwrap();
    let pin = card.tries_left().unwrap();
    let FaceSelection::Selected(mut card) = card.select_face().unwrap() else {
        panic!("no face");
    };
    (pin, card.tries_left().unwrap())
}

/// A visit of `person` at a desk with that equipment; and the commands.
async fn visit(
    stage: &Stage,
    equipment: Equipment,
    person: &mut dyn Person,
    change: fn(Vec<u8>) -> Vec<u8>,
) -> (Report, Sent) {
    let (place, sent) = Watched::over(InProcess::with(stage.card()), change);
    let desk = stage.desk(Arc::new(place)).await.with(equipment);
    (desk.receive(person, std::future::pending()).await, sent)
}

fn unchanged(answer: Vec<u8>) -> Vec<u8> {
    answer
}

fn verified(report: &Report) -> (Verified, u8) {
    let Ending::Answered(decision) = &report.ending else {
        panic!("not answered: {:?}", report.ending.reason());
    };
    let assurance = decision.assurance.as_ref().unwrap();
    (assurance.verified().clone(), assurance.attempts())
}

#[tokio::test]
async fn each_way_ends_in_its_assurance() {
    use Method::{Face, Pin, StaffCheck};
    let staff = || Verified::StaffCheck {
        staff: StaffId::parse("S-071").unwrap(),
    };
    let strong = Verified::Face {
        band: ScoreBand::Strong,
    };
    for (score, ways, pins, expected, attempts) in [
        (1000, &[Face][..], &[][..], strong, 1),
        (0, &[Face, Face, Pin], &["1234"], Verified::Pin, 3),
        (0, &[StaffCheck], &[], staff(), 1),
        (
            0,
            &[Pin, Pin, Pin, StaffCheck],
            &["9999", "9998", "9997"],
            staff(),
            3,
        ),
    ] {
        let stage = Stage::at(MORNING).await;
        let mut script = taking(ways, pins);
        let (report, _) = visit(&stage, everything(&stage, score), &mut script, unchanged).await;
        assert_eq!(verified(&report), (expected, attempts), "{ways:?}");
        let Ending::Answered(decision) = &report.ending else {
            panic!("not answered");
        };
        assert_eq!(decision.consents.len(), 4, "{ways:?}: step 3 follows");
        let surface = decision.consents[0].surface;
        assert_eq!(surface, ConsentSurface::Reader, "{ways:?}");
    }
}

#[tokio::test]
async fn a_general_reader_that_is_asked_for_a_face_reads_none_and_no_counter_moves() {
    let stage = Stage::at(MORNING).await;
    let equipment = Equipment {
        reader: ReaderKind::General,
        ..everything(&stage, 1000)
    };
    let before = counters(&stage);
    let mut script = taking(&[Method::Face], &[]);
    let (report, sent) = visit(&stage, equipment, &mut script, unchanged).await;
    assert_eq!(report.ending.reason(), Reason::MethodNotOffered);
    assert_eq!(sent.count(SELECT_FACE), 0, "its face is not looked at");
    assert_eq!(sent.count(TERMINAL), 0);
    assert_eq!(counters(&stage), before);
}

#[tokio::test]
async fn a_real_card_is_used_with_its_pin_alone_and_is_shown_no_terminal() {
    let as_a_real_one = |mut answer: Vec<u8>| {
        let maker = b"MADOGUCHI SIMULATOR";
        let found = answer.windows(maker.len()).position(|it| it == maker);
        if let Some(at) = found {
            answer[at..at + maker.len()].copy_from_slice(b"SOMEBODY ELSE'S    ");
        }
        answer
    };
    for way in [Method::Face, Method::StaffCheck] {
        let stage = Stage::at(MORNING).await;
        let mut person = Typing(taking(&[way], &[]));
        let (report, sent) =
            visit(&stage, everything(&stage, 1000), &mut person, as_a_real_one).await;
        assert_eq!(
            report.ending.reason(),
            Reason::PinlessNotAvailable,
            "{way:?}"
        );
        assert_eq!((sent.count(SELECT_FACE), sent.count(TERMINAL)), (0, 0));

        let mut person = Typing(taking(&[way, Method::Pin], &["1234"]));
        let equipment = everything(&stage, 1000);
        let (report, _) = visit(&stage, equipment, &mut person, as_a_real_one).await;
        assert_eq!(verified(&report), (Verified::Pin, 1), "{way:?}");
    }
    // A script gives it nothing at all.
    let stage = Stage::at(MORNING).await;
    let mut script = taking(&[Method::Pin], &["1234"]);
    let equipment = everything(&stage, 1000);
    let (report, sent) = visit(&stage, equipment, &mut script, as_a_real_one).await;
    assert_eq!(report.ending.reason(), Reason::PersonNeeded);
    // How many tries are left is asked with an empty VERIFY.
    assert_eq!(sent.count(&[VERIFY, &[0x00, 0x80, 0x04]].concat()), 0);
}

#[tokio::test]
async fn a_front_of_another_card_costs_one_try_and_the_pin_follows() {
    let stage = Stage::at(MORNING).await;
    let (pin, number) = counters(&stage);
    assert_eq!(number, PinTries::Left(10));
    let equipment = Equipment {
        front: Some(Arc::new(Front("00000000000000".into()))),
        ..everything(&stage, 1000)
    };
    let mut script = taking(&[Method::Face, Method::Face, Method::Pin], &["1234"]);
    let (report, sent) = visit(&stage, equipment, &mut script, unchanged).await;
    assert_eq!(verified(&report), (Verified::Pin, 1));
    assert_eq!(sent.count(SELECT_FACE), 1, "it is not tried again");
    assert_eq!(counters(&stage), (pin, PinTries::Left(9)));
}

#[tokio::test]
async fn the_last_try_of_the_collation_number_is_kept() {
    let stage = Stage::at(MORNING).await;
    for left in (1..10).rev() {
        let equipment = Equipment {
            front: Some(Arc::new(Front("00000000000000".into()))),
            ..everything(&stage, 1000)
        };
        let mut script = taking(&[Method::Face], &[]);
        let (report, _) = visit(&stage, equipment, &mut script, unchanged).await;
        assert_eq!(report.ending.reason(), Reason::FaceUnavailable);
        assert_eq!(counters(&stage).1, PinTries::Left(left));
    }
    let mut script = taking(&[Method::Face, Method::Pin], &["1234"]);
    let (report, _) = visit(&stage, everything(&stage, 1000), &mut script, unchanged).await;
    assert_eq!(verified(&report).0, Verified::Pin);
    assert_eq!(
        counters(&stage).1,
        PinTries::Left(1),
        "even for the right one"
    );
}

#[tokio::test]
async fn a_photo_that_cannot_be_read_or_seen_leaves_the_pin() {
    // The photo's JPEG 2000 signature box.
    let spoilt = |mut answer: Vec<u8>| {
        let found = answer.windows(4).position(|it| it == b"jP  ");
        if let Some(at) = found {
            answer[at] = b'x';
        }
        answer
    };
    let stage = Stage::at(MORNING).await;
    let no_front = Equipment {
        front: None,
        ..everything(&stage, 1000)
    };
    let tries = [
        (
            everything(&stage, 1000),
            spoilt as fn(Vec<u8>) -> Vec<u8>,
            1,
        ),
        (no_front, unchanged, 0),
    ];
    for (equipment, change, looked) in tries {
        let mut script = taking(&[Method::Face], &[]);
        let (report, sent) = visit(&stage, equipment.clone(), &mut script, change).await;
        assert_eq!(report.ending.reason(), Reason::FaceUnavailable);
        assert_eq!(sent.count(SELECT_FACE), looked);
        let mut script = taking(&[Method::Face, Method::Pin], &["1234"]);
        let (report, _) = visit(&stage, equipment, &mut script, change).await;
        assert_eq!(verified(&report), (Verified::Pin, 1));
    }
}

/// A camera that gives nothing until its other end is dropped.
struct Hangs(Receiver<()>);

impl FrameSource for Hangs {
    fn next_frame(&mut self) -> Result<Picture, NotCaptured> {
        let _ = self.0.recv();
        Err(NotCaptured::Timeout)
    }
}

/// A place whose card is pulled when it is told so.
struct Pulled {
    place: InProcess,
    events: std::sync::Mutex<Option<mpsc::UnboundedReceiver<PlaceEvent>>>,
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
struct Impatient(Script, mpsc::UnboundedSender<PlaceEvent>);

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

#[tokio::test]
async fn a_card_pulled_before_the_camera_ends_the_visit_though_the_camera_hangs() {
    let stage = Stage::at(MORNING).await;
    let (_hanging, nothing) = channel();
    let equipment = Equipment {
        camera: Some(camera(Hangs(nothing), 1000)),
        ..everything(&stage, 1000)
    };
    let (happens, events) = mpsc::unbounded_channel();
    happens.send(PlaceEvent::CardPresented).unwrap();
    let place = Pulled {
        place: InProcess::with(stage.card()),
        events: std::sync::Mutex::new(Some(events)),
    };
    let desk = stage.desk(Arc::new(place)).await.with(equipment);
    let mut person = Impatient(taking(&[Method::Face], &[]), happens);
    let report = desk.receive(&mut person, std::future::pending()).await;
    // A camera that is waited for in vain ends otherwise.
    assert_eq!(report.ending.reason(), Reason::CardRemoved);
}

#[tokio::test]
async fn a_camera_that_hangs_is_given_up_and_the_pin_follows() {
    let stage = Stage::at(MORNING).await;
    let (_hanging, nothing) = channel();
    let equipment = Equipment {
        camera: Some(camera(Hangs(nothing), 1000)),
        ..everything(&stage, 1000)
    };
    let mut script = taking(&[Method::Face, Method::Pin], &["1234"]);
    let (report, _) = visit(&stage, equipment, &mut script, unchanged).await;
    assert_eq!(verified(&report), (Verified::Pin, 1));
}

#[tokio::test]
async fn a_person_who_is_not_the_one_on_the_card_is_not_received() {
    /// A member of the staff with good eyes.
    struct Denying;
    impl Person for Denying {
        fn see(&mut self, _: &Screen) {}
        fn see_reader(&mut self, _: Option<Reason>) {}
        fn answer<'a>(
            &'a mut self,
            screen: &'a Screen,
        ) -> std::pin::Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
            let answer = match screen.showing {
                Showing::ChooseMethod { .. } => Answer::Method(Method::StaffCheck),
                Showing::ConfirmPerson { .. } => Answer::Denied,
                _ => Answer::Cancel,
            };
            Box::pin(std::future::ready(answer))
        }
        fn types(&self) -> bool {
            true
        }
        fn comes_back(&self) -> bool {
            false
        }
    }
    let stage = Stage::at(MORNING).await;
    let before = counters(&stage);
    let equipment = everything(&stage, 1000);
    let (report, sent) = visit(&stage, equipment, &mut Denying, unchanged).await;
    assert_eq!(report.ending.reason(), Reason::NotThePerson);
    assert_eq!(sent.count(TERMINAL), 0, "the card signs nothing");
    assert_eq!(counters(&stage), before);
    assert_eq!(stage.rows("visit"), 0);
}

#[tokio::test]
async fn wrong_passcodes_leave_the_card_alone_and_the_pin_follows() {
    let stage = Stage::at(MORNING).await;
    let before = counters(&stage);
    let wrong = || Passcode::parse("not-the-passcode").unwrap();
    let ways = [Method::StaffCheck, Method::StaffCheck, Method::StaffCheck];
    let mut script = Script {
        passcodes: VecDeque::from([wrong(), wrong(), wrong()]),
        ..taking(
            &[&ways[..], &[Method::StaffCheck, Method::Pin]].concat(),
            &["1234"],
        )
    };
    let equipment = everything(&stage, 1000);
    let (report, _) = visit(&stage, equipment, &mut script, unchanged).await;
    assert_eq!(verified(&report), (Verified::Pin, 1));
    assert_eq!(counters(&stage), before);
}
