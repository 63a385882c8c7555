//! What the desk asks beside the five steps, what it shows, and which cards it takes,
//! with card, protocol, server, store and rules the real ones.

use std::sync::Arc;

use jiff::civil::date;
use qualification::{
    InsuredPerson, InsurerNumber, LimitAnswer, LimitBar, Reason, Registration, Venue,
};
use reception::{Answer, Ending, Equipment, InProcess, Person, Report, Script};
use rusqlite::Connection;
use visit::{Screen, Showing};

use crate::stage::duplex::{Stage, agreeing, refusing};
use crate::stage::equipped::{Watched, everything};

const MORNING: &str = "2026-11-21T09:00:00+09:00";

/// A script whose every screen is kept, as it was shown.
struct Seen(Script, Vec<Screen>);

impl Person for Seen {
    fn see(&mut self, screen: &Screen) {
        self.1.push(screen.clone());
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
        false
    }

    fn comes_back(&self) -> bool {
        false
    }
}

/// A visit at a desk with that equipment, and what its screens showed.
async fn receive(stage: &Stage, equipment: Equipment, script: Script) -> (Report, Vec<Screen>) {
    let place = Arc::new(InProcess::with(stage.card()));
    let desk = stage.desk(place).await.with(equipment);
    let mut person = Seen(script, Vec::new());
    let report = desk.receive(&mut person, std::future::pending()).await;
    (report, person.1)
}

/// How the visits stand that the server knows.
fn visits(stage: &Stage) -> Vec<String> {
    let store = Connection::open(stage.path().join("store.db")).unwrap();
    let mut states = store.prepare("SELECT state FROM visit").unwrap();
    let states = states.query_map([], |row| row.get(0)).unwrap();
    states.map(Result::unwrap).collect()
}

async fn unregistered() -> Stage {
    let stage = Stage::at(MORNING).await;
    let person = InsuredPerson {
        registration: Registration::NotRegistered,
        ..stage.insured()
    };
    stage.enrol(person).await;
    stage
}

fn registering() -> Script {
    Script {
        register: true,
        ..refusing()
    }
}

fn asks_about_registration(screens: &[Screen]) -> bool {
    let asks = |screen: &Screen| screen.showing == Showing::ChooseRegistration;
    screens.iter().any(asks)
}

#[tokio::test]
async fn r051_who_registers_at_a_face_reader_is_received_and_never_asked_again() {
    let stage = unregistered().await;
    let (report, screens) = receive(&stage, everything(&stage, 900), registering()).await;
    assert_eq!(report.ending.reason(), Reason::Confirmed);
    assert!(asks_about_registration(&screens));
    let Ending::Answered(decision) = report.ending else {
        panic!("not answered");
    };
    assert!(
        decision.consents.is_empty(),
        "registering consents to nothing"
    );

    for equipment in [everything(&stage, 900), Equipment::pin_alone()] {
        let (report, screens) = receive(&stage, equipment, refusing()).await;
        assert_eq!(report.ending.reason(), Reason::Confirmed);
        assert!(!asks_about_registration(&screens));
    }
}

#[tokio::test]
async fn r051_who_declines_is_recorded_and_asked_again_next_time() {
    let stage = unregistered().await;
    for _ in 0..2 {
        let (report, screens) = receive(&stage, everything(&stage, 900), agreeing()).await;
        assert_eq!(report.ending.reason(), Reason::NotRegistered);
        assert!(asks_about_registration(&screens));
    }
    let records = stage.records().await.into_iter();
    let details = records.map(|record| record.event.detail);
    let declined = details.filter(|detail| detail.starts_with("register=NO "));
    assert_eq!(declined.count(), 2, "what was declined is recorded");
    assert_eq!(visits(&stage), ["COMPLETED", "COMPLETED"]);
}

#[tokio::test]
async fn r051_a_general_reader_does_not_offer_it() {
    let stage = unregistered().await;
    let (report, screens) = receive(&stage, Equipment::pin_alone(), registering()).await;
    assert!(!report.ending.reason().is_confirmed());
    assert!(!asks_about_registration(&screens));
}

#[tokio::test]
async fn r031_in_arrears_the_screens_say_that_and_never_why() {
    let stage = Stage::at(MORNING).await;
    let mut person = stage.insured();
    person.covers[0].insurer = InsurerNumber::parse("439992").unwrap();
    person.covers[0].arrears_due = Some(date(2026, 10, 31));
    stage.enrol(person).await;
    let (report, screens) = receive(&stage, Equipment::pin_alone(), agreeing()).await;
    let json = report.to_json();
    assert_eq!(json["reason"], "CONFIRMED");
    assert_eq!(json["limit"]["why"], "LIMIT_UNAVAILABLE_ARREARS");
    let Ending::Answered(decision) = report.ending else {
        panic!("not answered");
    };
    assert_eq!(decision.limit, LimitAnswer::Unavailable(LimitBar::Arrears));
    let (cannot, ask) = (Reason::LimitInArrears.patient(), Reason::LimitInArrears.next());
    assert!(screens.iter().any(|it| it.notes() == [cannot, ask]));
    for screen in &screens {
        assert!(!matches!(screen.showing, Showing::ChooseLimit { .. }));
        let shown = format!("{screen:?} {:?} {:?}", screen.text(), screen.notes());
        for word in ["滞納", "未納", "納付", "rrears", "ARREARS"] {
            assert!(!shown.contains(word), "{word} in {shown}");
        }
    }
}

/// The card of the stage, as if it lay in a phone.
fn as_a_phone(mut answer: Vec<u8>) -> Vec<u8> {
    let (card, phone) = (b"JPKIAPICCTOKEN2", b"JPKIAPIOSTOKEN ");
    if let Some(at) = answer.windows(card.len()).position(|it| it == card) {
        answer[at..at + card.len()].copy_from_slice(phone);
    }
    answer
}

#[tokio::test]
async fn r090_phones_are_taken_where_the_desk_is_prepared_and_since_the_day_they_began() {
    let counter = |phone_reader| Equipment {
        phone_reader,
        ..Equipment::pin_alone()
    };
    for (now, phone_reader, reason) in [
        ("2026-11-21T09:00:00+09:00", true, Reason::Confirmed),
        (
            "2026-11-21T09:00:00+09:00",
            false,
            Reason::PhoneNotSupportedHere,
        ),
        ("2025-09-18T23:59:59+09:00", true, Reason::PhoneNotStarted),
    ] {
        let stage = Stage::at(now).await;
        let by_phone = {
            let (place, _) = Watched::over(InProcess::with(stage.card()), as_a_phone);
            let desk = stage.desk(Arc::new(place)).await;
            let desk = desk.with(counter(phone_reader));
            let report = desk.receive(&mut agreeing(), std::future::pending()).await;
            report.ending.reason()
        };
        assert_eq!(by_phone, reason, "{now} {phone_reader}");
        let (by_card, _) = receive(&stage, counter(phone_reader), agreeing()).await;
        let refused = by_card.ending.reason();
        assert!(refused != Reason::PhoneNotStarted && refused != Reason::PhoneNotSupportedHere);
    }
}

#[tokio::test]
async fn r011_home_visits_and_online_care_begin_on_their_days() {
    for (venue, now, begun) in [
        (Venue::Counter, "2024-03-31T23:59:59+09:00", true),
        (Venue::Online, "2024-03-31T23:59:59+09:00", false),
        (Venue::Online, "2024-04-01T00:00:00+09:00", true),
        (Venue::HomeVisit, "2024-05-31T23:59:59+09:00", false),
        (Venue::HomeVisit, "2024-06-01T00:00:00+09:00", true),
    ] {
        let stage = Stage::at(now).await;
        let equipment = Equipment {
            venue,
            ..Equipment::pin_alone()
        };
        let (report, _) = receive(&stage, equipment, agreeing()).await;
        let refused = report.ending.reason() == Reason::VenueNotStarted;
        assert_eq!(refused, !begun, "{venue:?} {now}");
    }
}
