use super::*;
use jiff::Timestamp;
use qualification::{Caller, Party};
use std::fs;
use std::path::PathBuf;
use store::{Denial, Evidence, Operation};
use tempfile::TempDir;

const SECOND: u64 = 1_000_000;

/// Whoever signs so wrote those bytes.
fn sign(statement: &[u8]) -> [u8; 64] {
    let mut signature = [0; 64];
    for (place, byte) in (0_u32..).zip(statement) {
        signature[place as usize % 64] ^= byte.rotate_left(place % 8);
    }
    signature
}

struct Trail {
    folder: TempDir,
    store: Arc<dyn Store>,
    notary: Arc<Notary>,
    keeper: Keeper,
}

impl Trail {
    /// An empty one, with a witness at that place in its folder.
    async fn with_witness(file: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = store::open(&location).await.unwrap();
        let witness = file.map(|file| Witness::at(folder.path().join(file)));
        let notary = Arc::new(Notary::new(sign, witness));
        Self {
            keeper: Keeper::new(Arc::clone(&store), Arc::clone(&notary)),
            folder,
            store,
            notary,
        }
    }

    async fn grow(&self, records: u64) {
        for _ in 0..records {
            let denial = Denial {
                caller: Caller {
                    party: Party::Nobody,
                    terminal: None,
                    staff: None,
                },
                operation: Operation::Open,
                at: Timestamp::UNIX_EPOCH,
                monotonic: 0,
                visit: None,
                result: "NO_INSTITUTION",
            };
            self.store.record_denial(denial).await.unwrap();
        }
    }

    async fn look(&mut self, seconds: u64) {
        let now = Moment {
            at: Timestamp::UNIX_EPOCH,
            monotonic: seconds * SECOND,
        };
        self.keeper.look(now, false).await;
    }

    /// The records that have a checkpoint.
    async fn kept(&self) -> Vec<u64> {
        let kept = self.store.checkpoints(0, 99).await.unwrap();
        kept.iter().map(|it| it.head.number).collect()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The records that the witness knows, all of them well signed.
    fn witnessed(&self) -> Vec<u64> {
        let text = fs::read_to_string(self.file("witness")).unwrap();
        let read = text.lines().map(|line| {
            let (origin, it) = Checkpoint::from_line(line).unwrap();
            assert_eq!(it.signature, sign(it.statement(origin).as_bytes()));
            it.head.number
        });
        read.collect()
    }
}

#[tokio::test]
async fn there_is_a_checkpoint_every_ten_records_or_ten_seconds() {
    let mut trail = Trail::with_witness(Some("witness")).await;
    for (seconds, more, expected) in [
        (0, 0, vec![]),
        (1, 1, vec![1]),
        (2, 9, vec![1]),
        (3, 1, vec![1, 11]),
        (12, 1, vec![1, 11]),
        (13, 0, vec![1, 11, 12]),
        (99, 0, vec![1, 11, 12]),
        (100, 25, vec![1, 11, 12, 37]),
    ] {
        trail.grow(more).await;
        trail.look(seconds).await;
        assert_eq!(trail.kept().await, expected, "after {seconds} s");
        if !expected.is_empty() {
            assert_eq!(trail.witnessed(), expected);
        }
    }
    let check = |bytes: &[u8], signature: &[u8; 64]| sign(bytes) == *signature;
    let mut evidence = Evidence::kept_by(&*trail.store, &check).await.unwrap();
    let text = fs::read(trail.file("witness")).unwrap();
    evidence.add_witness(&mut text.as_slice()).unwrap();
    let verdict = evidence.verify(&*trail.store, &mut |_| {}).await.unwrap();
    assert_eq!((verdict.findings, verdict.head.number), (vec![], 37));
}

#[tokio::test]
async fn at_the_end_what_is_left_is_signed() {
    let mut trail = Trail::with_witness(Some("witness")).await;
    trail.grow(1).await;
    trail.look(0).await;
    trail.grow(1).await;
    let now = Moment {
        at: Timestamp::UNIX_EPOCH,
        monotonic: 0,
    };
    trail.keeper.look(now, true).await;
    assert_eq!(trail.witnessed(), [1, 2]);
}

#[tokio::test]
async fn a_witness_that_cannot_write_for_a_minute_silences_until_it_has_written() {
    let mut trail = Trail::with_witness(Some("away/witness")).await;
    trail.grow(1).await;
    for (seconds, is_silent) in [(5, false), (30, false), (65, false), (66, true), (70, true)] {
        trail.look(seconds).await;
        assert_eq!(trail.notary.is_silent(), is_silent, "after {seconds} s");
    }
    assert_eq!(trail.notary.failures(), 5);
    assert_eq!(trail.kept().await, [1], "the store keeps it all the same");
    fs::create_dir(trail.file("away")).unwrap();
    trail.look(71).await;
    assert!(!trail.notary.is_silent());
    trail.look(999).await;
    assert!(!trail.notary.is_silent(), "nothing waits to be written");
}

#[tokio::test]
async fn without_a_witness_nobody_is_waited_for() {
    let mut trail = Trail::with_witness(None).await;
    trail.grow(1).await;
    trail.look(5).await;
    trail.look(100).await;
    assert!(!trail.notary.is_silent());
    assert_eq!(trail.kept().await, [1]);
}
