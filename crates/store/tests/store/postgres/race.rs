//! Several servers on one database are as one.

use std::sync::Arc;

use store::{ChainVerdict, Entry, Recorded, verify_chain};
use tokio::task::JoinSet;

use super::fresh;
use crate::contract::records;
use crate::sample::{admission, enrol, new_visit, number_check};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenge_is_used_once_by_64_at_once_at_two_servers() {
    let (database, first) = fresh().await;
    let second = store::open(&database.served).await.unwrap();
    enrol(&*first, 1).await;
    let rounds = 20;
    for round in 1..=rounds {
        let mut tasks = JoinSet::new();
        for number in 0..64 {
            let key = round * 100 + number;
            let mut authentication = admission(key, round);
            authentication.card = crate::sample::card(1);
            authentication.entry = Entry::Admitted(new_visit(key, 1));
            let server = Arc::clone(if number % 2 == 0 { &first } else { &second });
            tasks.spawn(async move { server.record_authentication(authentication).await });
        }
        let outcomes = tasks.join_all().await;
        let count = |it: Recorded| {
            outcomes
                .iter()
                .filter(|its| **its == Ok(it.clone()))
                .count()
        };
        let used = count(Recorded::ChallengeUsed);
        assert_eq!((count(Recorded::Done), used), (1, 63), "round {round}");
    }
    assert_eq!(records(&*first).await, rounds);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_make_one_chain_and_one_effect_of_a_key() {
    let (database, first) = fresh().await;
    let second = store::open(&database.served).await.unwrap();
    let mut tasks = JoinSet::new();
    for number in 0..400 {
        let server = Arc::clone(if number % 2 == 0 { &first } else { &second });
        // Each key is asked for at both.
        let check = number_check(number / 2);
        tasks.spawn(async move { server.record_number_check(check).await.unwrap() });
    }
    let outcomes = tasks.join_all().await;
    let done = outcomes.iter().filter(|it| **it == Recorded::Done).count();
    assert_eq!(done, 200);
    let head = second.audit(0, 0).await.unwrap().head;
    assert_eq!(head.number, 200);
    assert_eq!(
        verify_chain(&*first).await,
        Ok(ChainVerdict::Whole { head })
    );
}
