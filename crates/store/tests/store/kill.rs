//! What was answered is there after the process was killed, whichever the back end.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use qualification::Category;
use store::{ChainVerdict, HistoryAnswer, Recorded, verify_chain};
use tokio::task::JoinSet;

use crate::sample::{effect, in_visit, number_check, reading, september, the_clinic};

/// Set for the child: the store it writes, and the first key it uses.
const STORE: &str = "MADOGUCHI_TEST_KILL_STORE";
const FIRST: &str = "MADOGUCHI_TEST_KILL_FIRST";
/// How many write at once.
const DESKS: u64 = 8;

/// Whether this process is to be killed; then it writes until it is.
pub(crate) async fn is_being_killed() -> bool {
    let Ok(location) = env::var(STORE) else {
        return false;
    };
    write_until_killed(&location).await;
    true
}

/// Kills a process that writes to the store at `location`, again and again, and looks
/// for what it was answered. `test` is the name of the test that calls this.
pub(crate) async fn nothing_is_lost_by_kills(test: &str, location: &str) {
    in_visit(&*store::open(location).await.unwrap(), september(1)).await;
    let mut answered = Vec::new();
    for round in 0..12 {
        // Killed after a few answers in one round, after hundreds in another.
        let patience = 1 + (round * 131) % 397;
        answered.extend(run_and_kill(
            test,
            location,
            10 + round * 1_000_000,
            patience,
        ));
        let store = store::open(location).await.unwrap();
        for key in &answered {
            let answer = store
                .answer_before(&the_clinic(), effect(*key).key)
                .await
                .unwrap();
            let answer = answer.expect("an answer that was given is lost").answer;
            assert!(answer == effect(*key).answer);
        }
        let verdict = verify_chain(&*store).await.unwrap();
        let ChainVerdict::Whole { head } = verdict else {
            panic!("{verdict:?}");
        };
        assert!(head.number >= u64::try_from(2 * answered.len()).unwrap());
        // Whoever was shown a history is in the trail.
        let records = store.audit(0, usize::MAX).await.unwrap().records;
        let viewed = records.iter().filter(|it| it.event.result == "VIEWED");
        assert!(viewed.count() >= answered.len());
        assert_eq!(store.check().await, Ok(()));
    }
}

/// Runs the test as a child that writes, kills it once it has acknowledged
/// `patience` keys, and gives all that it acknowledged.
fn run_and_kill(test: &str, location: &str, first: u64, patience: u64) -> Vec<u64> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(STORE, location)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answered = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if let Some(key) = line.unwrap().strip_prefix("answered ") {
            // The last line may have been cut by the kill; it ends with a full stop.
            answered.extend(key.strip_suffix('.').map(|key| key.parse::<u64>().unwrap()));
        }
        if u64::try_from(answered.len()).unwrap() == patience {
            child.kill().unwrap();
        }
    }
    assert!(
        !child.wait().unwrap().success(),
        "the child ended before it was killed"
    );
    answered
}

async fn write_until_killed(location: &str) {
    let store = store::open(location).await.unwrap();
    let first: u64 = env::var(FIRST).unwrap().parse().unwrap();
    let mut desks = JoinSet::new();
    for desk in 0..DESKS {
        let store = Arc::clone(&store);
        desks.spawn(async move {
            for key in (first + desk..first + 100_000).step_by(8) {
                let done = store.record_number_check(number_check(key)).await;
                assert_eq!(done, Ok(Recorded::Done));
                let read = store.read_history(reading(Category::Medication)).await;
                assert!(matches!(read, Ok(HistoryAnswer::Page { .. })));
                writeln!(std::io::stdout().lock(), "\nanswered {key}.").unwrap();
            }
        });
    }
    desks.join_all().await;
}
