//! What was kept before there were terminals, staff and handles of consents goes on.

use jiff::civil::date;
use qualification::{Category, Institution, Purpose, Scope, VisitId};
use rusqlite::{Connection, params};
use store::{
    AuditEvent, AuditRecord, ChainHead, ChainVerdict, HistoryAnswer, Operation, Recorded,
    verify_chain,
};
use tempfile::TempDir;

use super::{open, path, raw};
use crate::sample::{
    at, bytes, card, change, clinic, closing, effect, pharmacy, reading, refusal, surgery,
    the_clinic,
};

const EARLIER: [&str; 3] = [
    include_str!("../../../src/sqlite/migrations/1-the-first-tables.sql"),
    include_str!("../../../src/sqlite/migrations/2-how-and-where.sql"),
    include_str!("../../../src/sqlite/migrations/3-what-the-rules-ask.sql"),
];

/// A store of schema 3: a person with a card, a completed visit at the clinic (1) and at
/// the pharmacy (2) with two consents each, an answer, a used challenge and a record.
fn of_schema_3(folder: &TempDir) -> ChainHead {
    let file = Connection::open(path(folder)).unwrap();
    for schema in EARLIER {
        file.execute_batch(schema).unwrap();
    }
    file.pragma_update(None, "user_version", 3).unwrap();
    file.execute(
        "INSERT INTO person VALUES (?1, '窓口　花子', 'マドグチ　ハナコ', '1950-02-28',
             'FEMALE', '架空の町', 'REGISTERED', 'DISCLOSED', 0)",
        [bytes(1)],
    )
    .unwrap();
    file.execute(
        "INSERT INTO card VALUES (?1, ?2)",
        params![card(1).0, bytes(1)],
    )
    .unwrap();
    for (number, institution) in [(1, clinic()), (2, pharmacy())] {
        visit(&file, number, &institution);
    }
    let challenge = params![bytes(1), at(0).as_microsecond()];
    file.execute("INSERT INTO challenge VALUES (?1, ?2)", challenge)
        .unwrap();
    let (key, at_0) = (effect(7), at(0).as_microsecond());
    file.execute(
        "INSERT INTO answer VALUES (?1, ?2, ?3, ?4, ?5)",
        params![clinic().as_str(), key.key.0, key.request, at_0, key.answer],
    )
    .unwrap();
    record(&file)
}

fn visit(file: &Connection, number: u64, institution: &Institution) {
    file.execute(
        "INSERT INTO visit (id, institution, person, card, card_serial, certificate_from,
             certificate_until, visit_date, opened_at, method, reader, attempts, state)
         VALUES (?1, ?2, ?3, ?4, x'7F', '2022-03-01', '2027-02-28', '2026-11-21', ?5, 'PIN',
             'FACE', 1, 'COMPLETED')",
        params![
            bytes(number),
            institution.as_str(),
            bytes(1),
            card(1).0,
            at(0).as_microsecond()
        ],
    )
    .unwrap();
    for category in ["SHJ", "YZK"] {
        let until = at(24 * 3600).as_microsecond();
        file.execute(
            "INSERT INTO consent VALUES (?1, ?2, 'READER_SCREEN', ?3, ?4)",
            params![bytes(number), category, at(0).as_microsecond(), until],
        )
        .unwrap();
    }
}

/// A record of the first form, as the earlier program wrote it.
fn record(file: &Connection) -> ChainHead {
    let event = AuditEvent {
        at: at(0),
        monotonic: None,
        party: the_clinic(),
        terminal: None,
        staff: None,
        operation: Operation::Complete,
        visit: Some(VisitId(bytes(1))),
        person: None,
        card: Some(card(1)),
        category: None,
        purpose: None,
        consent: None,
        result: "CONFIRMED".into(),
        detail: "granted=SHJ,YZK".into(),
        answer: [7; 32],
    };
    let record = AuditRecord::after(ChainHead::START, event);
    file.execute(
        "INSERT INTO audit VALUES (1, ?1, ?2, 'COMPLETE', ?3, NULL, ?4, 'CONFIRMED',
             'granted=SHJ,YZK', ?5, ?6, ?7)",
        params![
            at(0).as_microsecond(),
            clinic().as_str(),
            bytes(1),
            card(1).0,
            record.event.answer,
            record.previous,
            record.hash
        ],
    )
    .unwrap();
    file.execute("UPDATE chain_head SET number = 1, hash = ?1", [record.hash])
        .unwrap();
    record.as_head()
}

#[tokio::test]
async fn consents_of_schema_3_get_a_handle_and_the_purpose_of_their_institution() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_3(&folder);
    let store = open(&path(&folder)).await;
    let mut handles = Vec::new();
    for (number, institution, purpose) in [
        (1, clinic(), Purpose::Care),
        (2, pharmacy(), Purpose::Dispensing),
    ] {
        let id = VisitId(bytes(number));
        let visit = store.visit(&institution, id).await.unwrap().unwrap();
        assert_eq!(visit.scope, Scope::Full, "nobody knew of another");
        let kept = visit.consents.iter().map(|it| (it.category, it.purpose));
        let expected = [Category::Surgery, Category::Medication];
        assert!(kept.eq(expected.map(|category| (category, purpose))));
        for consent in visit.consents {
            assert_eq!((consent.granted_at, consent.withdrawn_at), (at(0), None));
            assert_eq!(consent.until, at(24 * 3600));
            let found = store.consent(&institution, consent.id).await.unwrap();
            assert_eq!(found, Some((id, consent)));
            handles.push(consent.id);
        }
    }
    handles.sort_unstable();
    handles.dedup();
    assert_eq!(handles.len(), 4);
}

#[tokio::test]
async fn what_schema_3_kept_goes_on_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let head = of_schema_3(&folder);
    let store = open(&path(&folder)).await;
    let whole = ChainVerdict::Whole { head };
    assert_eq!(verify_chain(&*store).await, Ok(whole));
    let answer = store.answer_before(&the_clinic(), effect(7).key).await;
    assert_eq!(answer.unwrap().unwrap().answer, effect(7).answer);
    let used = store.record_authentication(refusal(8, 1)).await;
    assert_eq!(used, Ok(Recorded::ChallengeUsed));
    assert_eq!(store.suspended_since(card(1)).await, Ok(None));
    // A consent of then is one to view by.
    let staff = crate::sample::hiring(&clinic(), "D-01", qualification::Role::Physician);
    let hired = store.record_administration(change(9, staff)).await;
    assert_eq!(hired, Ok(Recorded::Done));
    let person = store.person_of_card(card(1)).await.unwrap().unwrap();
    let enrolment = store::Enrolment {
        person,
        cards: vec![card(1)],
        history: vec![surgery(date(2026, 9, 1))],
    };
    store.enrol(vec![enrolment]).await.unwrap();
    let read = store.read_history(reading(Category::Surgery)).await;
    let seen = matches!(read, Ok(HistoryAnswer::Page { records, .. }) if records.len() == 1);
    assert!(seen);
    let closed = store.record_closing(closing(10, 1)).await;
    assert_eq!(closed, Ok(Recorded::Done));
    // Records of both forms are one chain.
    let verdict = verify_chain(&*store).await.unwrap();
    assert!(matches!(verdict, ChainVerdict::Whole { head } if head.number == 4));
}

#[tokio::test]
async fn what_no_consent_can_be_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    of_schema_3(&folder);
    drop(open(&path(&folder)).await);
    let file = Connection::open(path(&folder)).unwrap();
    let written = |id: &str, purpose: &str, surface: &str| {
        file.execute(
            &format!(
                "INSERT INTO consent (id, visit, category, purpose, surface, granted_at, until)
                 SELECT {id}, id, 'TKK', {purpose}, {surface}, 0, 0 FROM visit LIMIT 1"
            ),
            [],
        )
    };
    let (id, care, screen) = ("randomblob(16)", "'CARE'", "'DESK_SCREEN'");
    for surface in ["NULL", "'ORAL'", "''"] {
        assert!(written(id, care, surface).is_err(), "{surface}");
    }
    for purpose in ["NULL", "'RESEARCH'", "''"] {
        assert!(written(id, purpose, screen).is_err(), "{purpose}");
    }
    for id in ["NULL", "x'00'"] {
        assert!(written(id, care, screen).is_err(), "{id}");
    }
    assert_eq!(written(id, care, screen), Ok(1));
    assert!(written(id, care, screen).is_err(), "one of a category");
    let file = raw(&path(&folder));
    let count: i64 = file
        .query_row("SELECT count(*) FROM consent", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 5);
}
