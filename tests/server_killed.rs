//! A check server that loses its power: what was acknowledged is there, once, and a
//! desk that asks again under the same key gets the same answer.

use api::request::{Authenticate, Complete, OpenVisit};
use api::{CallError, Client};
use pki::Folder;
use qualification::{
    Assurance, Category, Choices, ConsentSurface, Decision, IdempotencyKey, LimitChoice,
    ReaderKind, Verified,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use store::{ChainHead, ChainVerdict, open_for_reading, verify_chain};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::stage::desk::{check, client};
use crate::stage::home::Home;
use crate::stage::postgres::Postgres;
use crate::stage::processes::{SOON, server};
use crate::stage::rounds::{quantile, rounds};
use crate::stage::signer::Signer;

/// So often the server is killed under a stream of calls.
const ROUNDS: usize = 50;
/// So many desks ask at once.
const DESKS: u64 = 4;

/// The audit chain, which is whole.
async fn chain(home: &Home) -> ChainHead {
    let store = open_for_reading(&home.store_location()).await.unwrap();
    match verify_chain(store.as_ref()).await.unwrap() {
        ChainVerdict::Whole { head } => head,
        ChainVerdict::Broken { record, flaw } => panic!("record {record}: {flaw:?}"),
    }
}

/// The card's answer to a fresh challenge of that server.
async fn card_answers(home: &Home, client: &Client) -> Authenticate {
    let card = Signer::of_card(&Folder::at(home.pki()).card("insured"));
    let user_certificate = card.certificate.clone();
    let open = OpenVisit { user_certificate };
    let challenge = client.open_visit(open, IdempotencyKey([1; 16])).await;
    let challenge = challenge.unwrap().bytes;
    Authenticate {
        signature: card.sign(&challenge),
        user_certificate: card.certificate,
        challenge,
        assurance: Assurance::new(Verified::Pin, ReaderKind::General, 1).unwrap(),
        key: IdempotencyKey([2; 16]),
    }
}

#[tokio::test]
async fn killed_between_authentication_and_completion_it_goes_on_with_the_same_visit() {
    let home = Home::new();
    let (mut first, address) = server(&home);
    let desk = client(&home.pki(), &address).await;
    let authenticate = card_answers(&home, &desk).await;
    let (visit, admission) = desk
        .authenticate(authenticate.clone())
        .await
        .unwrap()
        .unwrap();
    first.kill();
    let broken = desk.authenticate(authenticate.clone()).await.unwrap_err();
    assert!(broken.may_be_repeated(), "{broken:?}");

    let (mut second, address) = server(&home);
    let desk = client(&home.pki(), &address).await;
    let again = desk.authenticate(authenticate.clone()).await.unwrap();
    assert!(again == Ok((visit, admission)), "the same visit");
    let complete = Complete {
        visit,
        choices: Choices {
            consented: Category::ALL.to_vec(),
            limit: LimitChoice::Provide,
            register: false,
            surface: ConsentSurface::Desk,
        },
        as_of: None,
        key: IdempotencyKey([3; 16]),
    };
    let decided = desk.complete(complete.clone()).await.unwrap();
    assert!(decided.as_ref().is_ok_and(|it| it.consents.len() == 4));
    second.kill();

    let (_third, address) = server(&home);
    let desk = client(&home.pki(), &address).await;
    assert!(desk.complete(complete.clone()).await.unwrap() == decided);
    let once = Complete {
        key: IdempotencyKey([4; 16]),
        ..complete
    };
    let twice = desk.complete(once).await.err();
    assert_eq!(
        twice,
        Some(CallError::Precondition("VISIT_NOT_OPEN".into()))
    );
    // The challenge stays used up across the kills.
    let replayed = Authenticate {
        key: IdempotencyKey([5; 16]),
        ..authenticate
    };
    let replayed = desk.authenticate(replayed).await.unwrap();
    assert!(replayed == Err(qualification::Reason::ChallengeExpired));
    let recorded = chain(&home).await.number;
    assert_eq!(recorded, 4, "let in, completed, denied, refused");
}

/// What was acknowledged: the key and the answer.
type Acknowledged = (u64, Decision);

/// Asks under ever new keys, from `first` on, until the server is gone.
async fn ask(desk: Client, first: u64, acknowledged: mpsc::UnboundedSender<Acknowledged>) {
    for key in (first..).step_by(usize::try_from(DESKS).unwrap()) {
        match desk.check_by_number(check(key)).await {
            Ok(decision) => acknowledged.send((key, decision)).unwrap(),
            Err(error) => {
                assert!(error.may_be_repeated(), "{error:?}");
                return;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_it_loses_nothing_that_it_acknowledged() {
    kill_again_and_again("SQLite", &Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_on_postgresql_it_loses_nothing_either() {
    let postgres = Postgres::start();
    let home = Home::new().keeping(postgres.location.clone());
    kill_again_and_again("PostgreSQL", &home).await;
}

async fn kill_again_and_again(kind: &str, home: &Home) {
    let mut rng = ChaCha20Rng::seed_from_u64(20);
    let mut kept: Vec<Acknowledged> = Vec::new();
    let mut starts = Vec::new();
    let rounds = rounds(ROUNDS);
    for round in 0..rounds {
        let began = Instant::now();
        let (mut server, address) = server(home);
        let desk = client(&home.pki(), &address).await;
        starts.push(began.elapsed());
        let (sender, mut acknowledged) = mpsc::unbounded_channel();
        let mut desks = JoinSet::new();
        for number in 0..DESKS {
            let first = u64::try_from(round).unwrap() * 1_000_000 + number;
            desks.spawn(ask(desk.clone(), first, sender.clone()));
        }
        drop(sender);
        for _ in 0..rng.next_u32() % 40 {
            kept.push(acknowledged.recv().await.unwrap());
        }
        server.kill();
        while let Some(late) = acknowledged.recv().await {
            kept.push(late);
        }
        desks.join_all().await;
    }
    assert!(kept.len() > rounds, "calls were answered");
    let recorded = chain(home).await.number;
    let acknowledged = u64::try_from(kept.len()).unwrap();
    // What was under way at a kill may be recorded too: at most one for each desk.
    let under_way = recorded.checked_sub(acknowledged).expect("one is lost");
    assert!(under_way <= DESKS * u64::try_from(rounds).unwrap());
    let (_server, address) = server(home);
    let desk = client(&home.pki(), &address).await;
    for (key, decision) in kept {
        let again = desk.check_by_number(check(key)).await.unwrap();
        assert!(again == decision, "{key} is answered otherwise");
    }
    let after = chain(home).await.number;
    assert_eq!(after, recorded, "nothing was done again");
    let (median, longest) = (quantile(&mut starts, 0.5), quantile(&mut starts, 1.0));
    eprintln!(
        "{kind}, {rounds} kills: {acknowledged} acknowledged, {under_way} under way, 0 lost, \
         0 doubled; serving again within {median:?} (median), {longest:?} (longest)"
    );
    assert!(longest < SOON, "it takes too long to serve again");
}
