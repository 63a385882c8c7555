//! Denials of staff: which of them count towards a block, and which nobody decides.

use api::{Passcode, SignIn, SignInRefusal, SignOut};
use qualification::{Role, StaffId};
use store::Operation;

use crate::stage::desk::check;
use crate::stage::duplex::{CLINIC, Stage};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const LATER: &str = "2026-11-21T09:30:00+09:00";
/// So many denials block an institution.
const DENIALS: usize = 20;

#[tokio::test]
async fn a_desk_whose_staff_token_has_expired_is_denied_and_never_blocked() {
    let stage = Stage::at(MORNING).await;
    let desk = stage.on_duty(CLINIC, Role::Physician).await;
    stage.clock.set(LATER);
    for _ in 0..2 * DENIALS {
        let key = stage.idempotency_key();
        desk.sign_out(SignOut { key }).await.unwrap_err();
    }
    let denied = stage.recorded(&[Operation::SignOut]).await;
    let results: Vec<_> = denied.iter().map(|it| it.result.as_str()).collect();
    assert_eq!(results, ["STAFF_TOKEN_INVALID"; 2 * DENIALS]);
    desk.check_by_number(check(1)).await.unwrap();
}

#[tokio::test]
async fn guessing_passcodes_of_one_after_the_other_blocks_the_institution() {
    let stage = Stage::at(MORNING).await;
    let desk = stage.on_duty(CLINIC, Role::Physician).await;
    // A locked account, then accounts that are not there.
    let doctor = Role::Physician.code().to_owned();
    let others = (0..DENIALS - 6).map(|number| format!("NOT-{number}"));
    for id in std::iter::repeat_n(doctor, 6).chain(others) {
        let sign_in = SignIn {
            staff: StaffId::parse(&id).unwrap(),
            passcode: Passcode::parse("mado-2027").unwrap(),
        };
        let refused = desk.sign_in(sign_in, stage.idempotency_key()).await;
        let refused = refused.unwrap().err();
        assert!(
            matches!(
                refused,
                Some(SignInRefusal::Wrong | SignInRefusal::Locked { .. })
            ),
            "{id}: {refused:?}"
        );
    }
    let blocked = desk.check_by_number(check(1)).await.err().unwrap();
    assert!(blocked.retry_after().is_some(), "{blocked:?}");
}

#[tokio::test]
async fn a_store_that_cannot_look_staff_up_is_no_reason_to_record_nobody() {
    let stage = Stage::at(MORNING).await;
    let desk = stage.on_duty(CLINIC, Role::Physician).await;
    let store = rusqlite::Connection::open(stage.store_file()).unwrap();
    let rename = |from, to| {
        let sql = format!("ALTER TABLE {from} RENAME TO {to}");
        store.execute_batch(&sql).unwrap();
    };
    rename("staff", "away");
    let unanswered = desk.check_by_number(check(1)).await;
    assert!(unanswered.is_err());
    assert!(stage.recorded(&[Operation::CheckNumber]).await.is_empty());
    rename("away", "staff");
    desk.check_by_number(check(1)).await.unwrap();
}
