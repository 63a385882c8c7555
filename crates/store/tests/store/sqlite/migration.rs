//! A store that an earlier program made is brought up to date with all it holds.

use std::path::Path;

use jiff::civil::date;
use qualification::{
    Assurance, Category, ConsentGrant, ConsentSurface, Disclosure, Purpose, ReaderKind, Verified,
    VisitId,
};
use rusqlite::{Connection, params};
use store::{
    AuditEvent, AuditRecord, ChainHead, ChainVerdict, Enrolment, Operation, Recorded, Store,
    StoreError, VisitState, verify_chain,
};
use tempfile::TempDir;

use super::{location, open, path, raw};
use crate::sample::{at, bytes, card, clinic, closing, completion, cover, person, the_clinic};

const FIRST: &str = include_str!("../../../src/sqlite/migrations/1-the-first-tables.sql");
const SECOND: &str = include_str!("../../../src/sqlite/migrations/2-how-and-where.sql");

/// A store of schema 1: visit 1 by PIN, completed with a consent; visits 2 and 3,
/// open, by a face and by a staff check, of which no more was recorded then.
fn of_schema_1(folder: &TempDir) {
    let file = Connection::open(path(folder)).unwrap();
    file.execute_batch(FIRST).unwrap();
    file.pragma_update(None, "user_version", 1).unwrap();
    file.execute(
        "INSERT INTO person VALUES (?1, '窓口　花子', 'マドグチ　ハナコ', '1950-02-28',
             'FEMALE', '架空の町', 'REGISTERED')",
        [bytes(1)],
    )
    .unwrap();
    let mut head = ChainHead::START;
    for (number, method, reader, state) in [
        (1, "PIN", "GENERAL", "COMPLETED"),
        (2, "FACE", "GENERAL", "OPEN"),
        (3, "STAFF_CHECK", "FACE", "OPEN"),
    ] {
        file.execute(
            "INSERT INTO visit VALUES (?1, ?2, ?3, ?4, x'7F', '2022-03-01', '2027-02-28',
                 '2026-11-21', ?5, ?6, ?7, 2, ?8)",
            params![
                bytes(number),
                clinic().as_str(),
                bytes(1),
                card(number).0,
                at(0).as_microsecond(),
                method,
                reader,
                state
            ],
        )
        .unwrap();
        let detail = format!("method={method} reader={reader} attempts=2");
        head = audit(&file, head, Operation::Authenticate, number, detail);
    }
    let detail = "chosen=YZK granted=YZK limit=PROVIDE".to_owned();
    audit(&file, head, Operation::Complete, 1, detail);
    let until = at(24 * 3600).as_microsecond();
    file.execute(
        "INSERT INTO consent VALUES (?1, 'YZK', ?2, ?3)",
        params![bytes(1), at(0).as_microsecond(), until],
    )
    .unwrap();
}

/// Appends a record as the earlier program did.
fn audit(
    file: &Connection,
    head: ChainHead,
    operation: Operation,
    visit: u64,
    detail: String,
) -> ChainHead {
    let event = AuditEvent {
        at: at(0),
        monotonic: None,
        party: the_clinic(),
        terminal: None,
        staff: None,
        operation,
        visit: Some(VisitId(bytes(visit))),
        person: None,
        card: None,
        category: None,
        purpose: None,
        consent: None,
        result: "ADMITTED".into(),
        detail,
        answer: [7; 32],
    };
    let record = AuditRecord::after(head, event);
    let operation = match operation {
        Operation::Complete => "COMPLETE",
        _ => "AUTHENTICATE",
    };
    file.execute(
        "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, NULL, NULL, 'ADMITTED', ?6, ?7, ?8, ?9)",
        params![
            i64::try_from(record.number).unwrap(),
            at(0).as_microsecond(),
            clinic().as_str(),
            operation,
            bytes(visit),
            record.event.detail,
            record.event.answer,
            record.previous,
            record.hash
        ],
    )
    .unwrap();
    let number = i64::try_from(record.number).unwrap();
    file.execute(
        "UPDATE chain_head SET number = ?1, hash = ?2",
        params![number, record.hash],
    )
    .unwrap();
    record.as_head()
}

async fn assurance(store: &dyn Store, visit: u64) -> Option<Assurance> {
    let visit = store.visit(&clinic(), VisitId(bytes(visit))).await;
    visit.unwrap().unwrap().assurance
}

fn schema(path: &Path) -> i64 {
    let file = raw(path);
    file.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

#[tokio::test]
async fn a_store_of_schema_1_is_brought_up_to_date_with_its_visits() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_1(&folder);
    let older = StoreError::Schema { found: 1, known: 4 };
    let read = store::open_for_reading(&location(&path(&folder))).await;
    assert_eq!(read.err(), Some(older), "a reader changes nothing");
    let store = open(&path(&folder)).await;
    assert_eq!(schema(&path(&folder)), 4);

    let pin = Assurance::new(Verified::Pin, ReaderKind::General, 2).unwrap();
    assert_eq!(assurance(&*store, 1).await, Some(pin));
    // Nobody knows how well the faces matched, or who of the staff looked.
    assert_eq!(assurance(&*store, 2).await, None);
    assert_eq!(assurance(&*store, 3).await, None);
    let first = store.visit(&clinic(), VisitId(bytes(1))).await;
    let first = first.unwrap().unwrap();
    assert_eq!(first.state, VisitState::Completed);
    assert!(!first.offered_registration, "it was offered to nobody then");
    let (category, surface) = (Category::Medication, ConsentSurface::Desk);
    let id = first.consents[0].id;
    let given = ConsentGrant::given(id, category, surface, Purpose::Care, at(0));
    assert_eq!(first.consents, Vec::from_iter(given));
    let by_handle = store.consent(&clinic(), id).await.unwrap();
    assert_eq!(by_handle, Some((VisitId(bytes(1)), first.consents[0])));

    // They go on where they stood.
    let completed = store.record_completion(completion(9, 2)).await;
    assert_eq!(completed, Ok(Recorded::Done));
    let closed = store.record_closing(closing(10, 1)).await;
    assert_eq!(closed, Ok(Recorded::Done));
}

#[tokio::test]
async fn the_audit_chain_of_schema_1_goes_on_unbroken() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_1(&folder);
    let store = open(&path(&folder)).await;
    let records = store.audit(0, 9).await.unwrap().records;
    let details: Vec<_> = records.iter().map(|it| it.event.detail.as_str()).collect();
    assert_eq!(details[1], "method=FACE reader=GENERAL attempts=2");
    assert_eq!(details[3], "chosen=YZK granted=YZK limit=PROVIDE");
    store.record_completion(completion(9, 3)).await.unwrap();
    let verdict = verify_chain(&*store).await.unwrap();
    assert!(
        matches!(verdict, ChainVerdict::Whole { head } if head.number == 5),
        "{verdict:?}"
    );
}

/// A store of schema 2 with a person, their cover and their limit amount.
fn of_schema_2(folder: &TempDir) {
    let file = Connection::open(path(folder)).unwrap();
    file.execute_batch(FIRST).unwrap();
    file.execute_batch(SECOND).unwrap();
    file.pragma_update(None, "user_version", 2).unwrap();
    for (row, sql) in [
        (
            "person",
            "'窓口　花子', 'マドグチ　ハナコ', '1950-02-28', 'FEMALE', '東京都架空区窓口一丁目1番1号', 'REGISTERED'",
        ),
        (
            "cover",
            "0, '06439996', '窓口シミュレータ健康保険組合', '5021', '1234567', '01', 'INSURED', '2020-04-01', '2026-11-01', '2020-04-06', NULL",
        ),
        (
            "limit_certificate",
            "'B09', '2026-08-01', '2027-07-31', '2026-10-05'",
        ),
    ] {
        file.execute(&format!("INSERT INTO {row} VALUES (?1, {sql})"), [bytes(1)])
            .unwrap();
    }
    let card = card(1).0;
    file.execute("INSERT INTO card VALUES (?1, ?2)", params![card, bytes(1)])
        .unwrap();
}

#[tokio::test]
async fn a_store_of_schema_2_is_brought_up_to_date_with_its_people() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_2(&folder);
    let store = open(&path(&folder)).await;
    assert_eq!(schema(&path(&folder)), 4);
    // Nothing was withheld, owed or certified then, as far as anybody knew.
    let known = person(1, vec![cover("1234567", "01")]);
    assert!(store.person_of_card(card(1)).await.unwrap() == Some(known));
    // What is known of the person now has its place.
    let mut more = person(1, vec![cover("1234567", "01")]);
    more.disclosure = Disclosure::NotDisclosed;
    more.subsidy_certificate = true;
    more.covers[0].arrears_due = Some(date(2026, 10, 31));
    let enrolment = Enrolment {
        person: more.clone(),
        cards: vec![card(1)],
        history: Vec::new(),
    };
    store.enrol(vec![enrolment]).await.unwrap();
    assert!(store.person_of_card(card(1)).await.unwrap() == Some(more));
}

#[tokio::test]
async fn what_no_person_can_be_is_damage_or_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_2(&folder);
    let store = open(&path(&folder)).await;
    let file = raw(&path(&folder));
    for (damage, mend) in [
        (
            "UPDATE person SET registration = 'MAYBE'",
            "UPDATE person SET registration = 'REGISTERED'",
        ),
        (
            "UPDATE cover SET arrears_due = '2026-02-30'",
            "UPDATE cover SET arrears_due = NULL",
        ),
        (
            "INSERT INTO specific_disease_certificate SELECT id, 4, '2026-04-01', NULL FROM person",
            "DELETE FROM specific_disease_certificate",
        ),
    ] {
        file.execute_batch(damage).unwrap();
        let found = store.person_of_card(card(1)).await;
        assert!(matches!(found, Err(StoreError::Damaged { .. })), "{damage}");
        file.execute_batch(mend).unwrap();
    }
    assert!(store.person_of_card(card(1)).await.unwrap().is_some());
    let file = Connection::open(path(&folder)).unwrap();
    for wrong in [
        "disclosure = 'PERHAPS'",
        "disclosure = NULL",
        "subsidy_certificate = 2",
    ] {
        let written = file.execute(&format!("UPDATE person SET {wrong}"), []);
        assert!(written.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn what_belongs_to_another_method_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_1(&folder);
    let store = open(&path(&folder)).await;
    let file = raw(&path(&folder));
    for (visit, damage) in [
        (1, "score_band = 'NARROW'"),
        (1, "staff_id = 'N-07'"),
        (1, "attempts = 100"),
        (2, "score_band = 'BEST'"),
        (2, "staff_id = 'N-07'"),
        // It was at a general reader.
        (2, "score_band = 'NARROW'"),
        (3, "score_band = 'NARROW'"),
        (3, "staff_id = 'N 07'"),
    ] {
        file.execute_batch(&format!("UPDATE visit SET {damage}"))
            .unwrap();
        let found = store.visit(&clinic(), VisitId(bytes(visit))).await;
        let damaged = matches!(found, Err(StoreError::Damaged { .. }));
        assert!(damaged, "{damage} of visit {visit}");
        file.execute_batch("UPDATE visit SET score_band = NULL, staff_id = NULL, attempts = 2")
            .unwrap();
    }
}
