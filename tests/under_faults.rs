//! Whatever goes wrong while histories are read: an answer that reached the desk has one
//! audit record, and none was given without.

use std::collections::BTreeMap;
use std::time::Duration;

use api::admin::{FaultEffect, RemoveFault, SwitchedFault};
use api::v1::Category as Wire;
use api::{Client, HistoryAnswer, ReadHistory};
use qualification::{Category, Role, VisitId};
use store::Operation;
use tonic::Code;

use crate::stage::duplex::{CLINIC, Stage};
use crate::stage::duty::{medication, medications};
use crate::stage::operator::always;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
/// So often the history is read under each fault.
const READINGS: usize = 20;
/// In so many pages.
const PAGES: u16 = 6;
const PAGE: u16 = 10;

/// How many answers of each result there are.
type Answers = BTreeMap<String, usize>;

/// What reached the desk.
#[derive(Default)]
struct Reached {
    answers: Answers,
    /// Calls and streams that broke.
    broken: usize,
}

impl Reached {
    fn note(&mut self, answer: &HistoryAnswer) {
        let result = match answer {
            Ok(_) => "VIEWED".to_owned(),
            Err(denial) => denial.code().to_owned(),
        };
        *self.answers.entry(result).or_default() += 1;
    }

    async fn read(&mut self, stage: &Stage, client: &Client, request: ReadHistory) {
        let pages = client.read_history(request, stage.idempotency_key()).await;
        let Ok(mut pages) = pages else {
            self.broken += 1;
            return;
        };
        loop {
            match pages.next().await {
                Ok(Some(answer)) => self.note(&answer),
                Ok(None) => return,
                Err(_) => {
                    self.broken += 1;
                    return;
                }
            }
        }
    }

    /// Whether the records are those of what reached the desk, one each, and beside them
    /// those of answers that were `lost`.
    fn stand_in(&self, records: &Answers, lost: usize) -> bool {
        let each = self.answers.iter().all(|(result, reached)| {
            let recorded = records.get(result).copied().unwrap_or_default();
            recorded >= *reached
        });
        let all = |answers: &Answers| answers.values().sum::<usize>();
        each && all(records) == all(&self.answers) + lost
    }
}

/// A stage with a history that somebody may read, and who.
async fn readable() -> (Stage, Client, VisitId) {
    let stage = Stage::for_developers(MORNING).await;
    stage
        .enrol_history(medications((PAGES * PAGE).into()))
        .await;
    let visit = stage.consenting(CLINIC, &[Wire::Medication]).await;
    let physician = stage.on_duty(CLINIC, Role::Physician).await;
    (stage, physician, visit)
}

async fn recorded(stage: &Stage) -> Answers {
    let mut records = Answers::new();
    for event in stage.recorded(&[Operation::ReadHistory]).await {
        *records.entry(event.result).or_default() += 1;
    }
    records
}

/// Reads what is consented to, and what is not, again and again.
async fn read(stage: &Stage, client: &Client, visit: VisitId) -> Reached {
    let mut reached = Reached::default();
    for _ in 0..READINGS {
        let medication = ReadHistory {
            page_size: PAGE,
            ..medication(visit)
        };
        let surgery = ReadHistory {
            category: Category::Surgery,
            ..medication.clone()
        };
        reached.read(stage, client, medication).await;
        reached.read(stage, client, surgery).await;
    }
    reached
}

#[tokio::test]
async fn under_every_fault_each_answer_that_reached_the_desk_has_one_record() {
    let moment = Duration::from_millis(1);
    let (mut answers, mut kept, mut lost_in_all) = (0, 0, 0);
    for effect in [
        FaultEffect::Status(Code::Unavailable),
        FaultEffect::Status(Code::Internal),
        FaultEffect::Delay(moment),
        FaultEffect::DropAfterCommit,
        FaultEffect::StaleDays(1),
        FaultEffect::SlowStore(moment),
    ] {
        for per_thousand in [200, 1000] {
            let (stage, physician, visit) = readable().await;
            let fault = SwitchedFault {
                per_thousand,
                seed: 5,
                ..always(effect)
            };
            stage.switch_on(fault).await;
            let reached = read(&stage, &physician, visit).await;
            let records = recorded(&stage).await;
            let lost = match effect {
                FaultEffect::DropAfterCommit => reached.broken,
                _ => 0,
            };
            let told = format!(
                "{effect:?} {per_thousand}: {:?} {records:?}",
                reached.answers
            );
            assert!(reached.stand_in(&records, lost), "{told}");
            let breaks = matches!(
                effect,
                FaultEffect::Status(_) | FaultEffect::DropAfterCommit
            );
            assert_eq!(reached.broken > 0, breaks, "{told}");
            let none = breaks && per_thousand == 1000;
            assert_eq!(reached.answers.is_empty(), none, "{told}");

            let on = stage.operator().await.faults(stage.fresh_key()).await;
            assert!(on.unwrap()[0].met > 0, "{told}: it met nobody");
            let (number, key) = (None, stage.fresh_key());
            let off = RemoveFault { number, key };
            stage.operator().await.remove_fault(off).await.unwrap();
            let after = read(&stage, &physician, visit).await;
            assert_eq!(after.broken, 0, "{told}");
            assert_eq!(after.answers["VIEWED"], READINGS * usize::from(PAGES));
            answers += reached.answers.values().sum::<usize>();
            kept += records.values().sum::<usize>();
            lost_in_all += lost;
        }
    }
    assert_eq!(kept, answers + lost_in_all);
    eprintln!(
        "under faults {answers} answers reached the desk and {lost_in_all} were lost: {kept} records"
    );
}

#[tokio::test]
async fn an_answer_without_its_record_and_a_record_without_its_answer_would_be_seen() {
    let (stage, physician, visit) = readable().await;
    let reached = read(&stage, &physician, visit).await;
    let records = recorded(&stage).await;
    assert!(reached.stand_in(&records, 0));
    assert_eq!(records["VIEWED"], READINGS * usize::from(PAGES));
    assert_eq!(records["NOT_CONSENTED"], READINGS);
    for result in ["VIEWED", "NOT_CONSENTED"] {
        for changed in [-1, 1] {
            let mut other = records.clone();
            let count = other.get_mut(result).unwrap();
            *count = count.checked_add_signed(changed).unwrap();
            assert!(!reached.stand_in(&other, 0), "{result} {changed}");
        }
    }
    // One of the other kind does not make up for it.
    let mut other = records;
    *other.get_mut("VIEWED").unwrap() -= 1;
    *other.get_mut("NOT_CONSENTED").unwrap() += 1;
    assert!(!reached.stand_in(&other, 0));
}
