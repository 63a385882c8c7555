//! `madoguchi demo`: authorities, a card, the server and a desk in one process, all
//! real, all gone afterwards.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use card_face::Variation;
use pki::Folder;
use qualification::{Category, Institution, LimitChoice, ReaderKind, Venue};
use rand_core::{OsRng, RngCore as _};
use reception::{Camera, Desk, Equipment, InProcess, Place, Prompt, Script};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use verification::{DrawnCamera, Passcode, Policy, StaffCheck, StubMatcher};

use super::equipment::{front, terminal};
use super::place::misbehaving;
use super::{audit, note, server, visit};
use crate::cli::card::Faults;
use crate::cli::{Demo, INSTITUTION};
use crate::given::RealTime;
use crate::{home, shelf};

const PATIENCE: Duration = Duration::from_secs(60);

/// The passcode of the demonstration's staff, told to whoever watches it.
const PASSCODE: &str = "madoguchi-demo";

pub(crate) async fn run(arguments: Demo) -> anyhow::Result<ExitCode> {
    let home = tempfile::tempdir().context("making a temporary folder")?;
    let institution = Institution::parse(INSTITUTION)?;
    let folder = Folder::at(home.path().join("pki"));
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    super::pki::make(&folder, names, &institution)?;

    let time = Arc::new(RealTime::real());
    let store = home.path().join("store.db");
    let store = store::open(&format!("sqlite:{}", store.display())).await?;
    let persona = shelf::Person::load(&arguments.persona)?;
    // The others of the shelf are left out: making their cards takes longer than a
    // visit.
    let people = [persona];
    server::enrol(store.as_ref(), &folder, &people, &time).await?;
    let [persona] = people;

    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("https://localhost:{}", listener.local_addr()?.port());
    let (stop, stopped) = oneshot::channel::<()>();
    let stopping = async {
        // A sender that is dropped is a word to stop, too.
        let _ = stopped.await;
    };
    let rules = server::Rules {
        switches: arguments.rules.switches(),
        for_developers: true,
        limits: ::server::Limits::default(),
    };
    let clock = Arc::clone(&time);
    let notary = audit::notary(&folder, None)?;
    let answering = server::answer(&folder, store, rules, notary, clock, listener, stopping)?;
    let answering = tokio::spawn(answering);

    note(format!(
        "資格確認サーバー / check server: {address}\n\
         証明書 / certificates: {}",
        folder.path().display()
    ));
    let place: Arc<dyn Place> = Arc::new(InProcess::with(misbehaving(
        &persona,
        &folder,
        &Faults::default(),
    )?));
    let asking = visit::asking(&folder, address.parse()?, &institution)?;
    let desk = Desk::new(place, asking, time, PATIENCE).with(Equipment {
        phone_reader: true,
        ..Equipment::pin_alone()
    });
    let code = if arguments.headless {
        let report = desk
            .receive(&mut agreeing(&persona), server::told_to_stop())
            .await;
        visit::report(&report, arguments.json)
    } else {
        note(introduction(&persona));
        let desk = desk.with(everything(persona, &folder, &institution)?);
        receive_again_and_again(&desk, arguments.json).await?
    };
    drop(stop);
    answering.await??;
    Ok(code)
}

/// A face reader before which the persona stands, and staff with a passcode.
fn everything(
    persona: shelf::Person,
    folder: &Folder,
    institution: &Institution,
) -> anyhow::Result<Equipment> {
    let file = home::staff_check(folder, institution);
    let mut salt = [0; 16];
    OsRng.fill_bytes(&mut salt);
    StaffCheck::set(&file, &Passcode::parse(PASSCODE)?, salt)?;
    let drawn = DrawnCamera::new(persona.persona().card.seed, Variation::Plain, 0);
    let camera = Camera::new(Box::new(drawn), Arc::new(StubMatcher::new()));
    Ok(Equipment {
        venue: Venue::Counter,
        phone_reader: true,
        reader: ReaderKind::Face,
        policy: Arc::new(Policy::built_in()),
        terminal: terminal(folder, institution),
        camera: Some(camera),
        front: Some(front(persona, folder)),
        staff_check: Some(file),
    })
}

/// Visits at the terminal, until one was enough or it is told to stop.
async fn receive_again_and_again(desk: &Desk, json: bool) -> anyhow::Result<ExitCode> {
    let no_terminal = "there is no terminal to ask at; use --headless";
    let mut person = Prompt::at_terminal().context(no_terminal)?;
    let told = AtomicBool::new(false);
    loop {
        let stop = async {
            server::told_to_stop().await;
            told.store(true, Ordering::Relaxed);
        };
        let report = desk.receive(&mut person, stop).await;
        let code = visit::report(&report, json);
        if told.load(Ordering::Relaxed) {
            return Ok(code);
        }
        let again = tokio::select! {
            again = person.wants_another_visit() => again,
            () = server::told_to_stop() => false,
        };
        if !again {
            return Ok(code);
        }
    }
}

/// A person who knows her PIN and agrees to everything.
fn agreeing(persona: &shelf::Person) -> Script {
    Script {
        consented: Category::ALL.to_vec(),
        limit: LimitChoice::Provide,
        ..Script::with_pin(persona.pin())
    }
}

fn introduction(persona: &shelf::Person) -> String {
    let title = persona.title();
    format!(
        "仮想カードを置きました: {}（暗証番号はペルソナのファイルにあります）\n\
         A virtual card lies on the reader: {} (its PIN stands in the persona's file)\n\
         カメラの前には描画した同じ人物が立ちます。職員の目視確認用の暗証番号: {PASSCODE}\n\
         The same person, drawn, stands before the camera; the staff's passcode is {PASSCODE}",
        title.ja, title.en
    )
}
