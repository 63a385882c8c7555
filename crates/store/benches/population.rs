//! What a look-up by number costs, how soon the store is ready and how much memory it
//! takes, by how many people are in it.
//!
//! `cargo bench --package store --bench population`; with `ROWS=10000000` also among so
//! many. The people are put in by ascending handle, which is how the file is filled
//! soonest; they are looked up in no order.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a benchmark reads the clock, prints, and ends when it cannot go on"
)]

use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use jiff::civil::date;
use qualification::{
    Branch, CardFingerprint, Cover, Disclosure, InsuredPerson, InsurerNumber, PersonId,
    Registration, Relation, Sex,
};
use store::Enrolment;

/// Set for the child that looks up: where the store is.
const STORE: &str = "MADOGUCHI_BENCH_STORE";
/// Set for it, too: how many people are in it.
const PEOPLE: &str = "MADOGUCHI_BENCH_PEOPLE";
/// How many people are put in at a time.
const CHUNK: u32 = 1_000;
const LOOK_UPS: u32 = 20_000;

#[tokio::main]
async fn main() {
    if let (Ok(location), Ok(people)) = (env::var(STORE), env::var(PEOPLE)) {
        look_up(&location, people.parse().unwrap()).await;
        return;
    }
    let more = env::var("ROWS").ok().map(|rows| rows.parse().unwrap());
    for people in [10_000, 1_000_000].into_iter().chain(more) {
        let folder = tempfile::tempdir().unwrap();
        let location = format!("sqlite:{}", folder.path().join("store.db").display());
        let began = Instant::now();
        fill(&location, people).await;
        println!("{people} people: put in within {:.1?}", began.elapsed());
        // In a process of its own, whose memory is not that of whoever filled it.
        let child = Command::new(env::current_exe().unwrap())
            .env(STORE, location)
            .env(PEOPLE, people.to_string())
            .status();
        assert!(child.unwrap().success());
    }
}

async fn fill(location: &str, people: u32) {
    let store = store::open(location).await.unwrap();
    for first in (0..people).step_by(CHUNK as usize) {
        let chunk = (first..people.min(first + CHUNK)).map(enrolment);
        store.enrol(chunk.collect()).await.unwrap();
    }
}

async fn look_up(location: &str, people: u32) {
    let began = Instant::now();
    let store = store::open(location).await.unwrap();
    store.check().await.unwrap();
    println!("  ready within {:.1?}", began.elapsed());
    let insurer = InsurerNumber::parse("06439996").unwrap();
    let mut costs = Vec::new();
    for round in 0..LOOK_UPS {
        // A step that has no divisor in common with any number of people here.
        let number = (u64::from(round) * 2_654_435_761 % u64::from(people)).to_string();
        let began = Instant::now();
        let found = store.people_with_number(&insurer, Some("5021"), &number);
        assert_eq!(found.await.unwrap().len(), 1, "{number}");
        costs.push(began.elapsed());
    }
    costs.sort_unstable();
    let part = |hundredths: usize| costs.get(costs.len() * hundredths / 100).unwrap();
    println!(
        "  a look-up by number: median {:.1?}, 99 of 100 within {:.1?}",
        part(50),
        part(99)
    );
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    println!("  resident memory: {}", resident.unwrap().trim());
}

fn enrolment(number: u32) -> Enrolment {
    let mut id = [0; 16];
    let mut card = [0; 32];
    for bytes in [&mut id[..], &mut card[..]] {
        bytes[..4].copy_from_slice(&number.to_be_bytes());
    }
    Enrolment {
        person: InsuredPerson {
            id: PersonId(id),
            name: "窓口　花子".into(),
            kana: "マドグチ　ハナコ".into(),
            birth: date(1980, 2, 17),
            sex: Sex::Female,
            address: "東京都架空区窓口一丁目1番1号".into(),
            registration: Registration::Registered,
            disclosure: Disclosure::Disclosed,
            covers: vec![Cover {
                insurer: InsurerNumber::parse("06439996").unwrap(),
                insurer_name: "窓口シミュレータ健康保険組合".into(),
                symbol: Some("5021".into()),
                number: number.to_string(),
                branch: Branch::parse("01").ok(),
                relation: Relation::Insured,
                acquired_on: date(2020, 4, 1),
                lost_on: None,
                linked_on: date(2020, 4, 6),
                share: None,
                arrears_due: None,
            }],
            limit: None,
            specific_disease: None,
            subsidy_certificate: false,
        },
        cards: vec![CardFingerprint(card)],
        history: Vec::new(),
    }
}
