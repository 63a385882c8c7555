//! Accounts of the staff, and every try to sign in to them.

use std::sync::Arc;

use qualification::{Caller, Institution, Role};
use store::{
    Change, Recorded, SIGN_IN_LOCK, SIGN_IN_TRIES, SignIn, SignInBegun, StaffAccount, Store,
};
use tokio::task::JoinSet;

use super::records;
use crate::sample::{
    PASSCODE, at, change, changed, clinic, hiring, pharmacy, sign_in, staff_id, the_pharmacy,
};

async fn account(store: &dyn Store, id: &str) -> Option<StaffAccount> {
    store.staff(&clinic(), &staff_id(id)).await.unwrap()
}

fn made(id: &str, role: Role, session: u32) -> StaffAccount {
    StaffAccount {
        id: staff_id(id),
        role,
        passcode: PASSCODE.into(),
        session,
        locked_until: None,
    }
}

async fn begun(store: &dyn Store, sign_in: SignIn) -> SignInBegun {
    store.begin_sign_in(sign_in).await.unwrap()
}

/// What the records after the one numbered `after` say of signing in.
async fn told(store: &dyn Store, after: u64) -> Vec<String> {
    let records = store.audit(after, 99).await.unwrap().records;
    let events = records.into_iter().map(|it| it.event);
    events
        .map(|event| format!("{} {}", event.staff.unwrap().as_str(), event.result))
        .collect()
}

pub(crate) async fn an_account_is_its_institutions(store: Arc<dyn Store>) {
    assert!(account(&*store, "N-07").await.is_none());
    for (key, institution, id, role) in [
        (1, clinic(), "N-07", Role::Reception),
        (2, clinic(), "A-01", Role::Administrator),
        (3, pharmacy(), "N-07", Role::Pharmacist),
    ] {
        changed(&*store, key, hiring(&institution, id, role)).await;
    }
    assert!(account(&*store, "N-07").await == Some(made("N-07", Role::Reception, 1)));
    let all = store.all_staff(&clinic()).await.unwrap();
    let expected = [
        made("A-01", Role::Administrator, 1),
        made("N-07", Role::Reception, 1),
    ];
    assert!(all == expected);
    assert_eq!(store.all_staff(&pharmacy()).await.unwrap().len(), 1);
}

pub(crate) async fn tokens_end_with_each_change_of_an_account(store: Arc<dyn Store>) {
    let named = |institution: Institution| (institution, staff_id("N-07"));
    changed(&*store, 1, hiring(&clinic(), "N-07", Role::Reception)).await;
    changed(&*store, 2, hiring(&clinic(), "N-07", Role::Physician)).await;
    assert!(account(&*store, "N-07").await == Some(made("N-07", Role::Physician, 2)));
    let (institution, staff) = named(clinic());
    let sign_out = Change::SignOut { institution, staff };
    changed(&*store, 3, sign_out.clone()).await;
    assert!(account(&*store, "N-07").await == Some(made("N-07", Role::Physician, 3)));
    let (institution, staff) = named(clinic());
    let removal = Change::RemoveStaff { institution, staff };
    changed(&*store, 4, removal.clone()).await;
    assert!(account(&*store, "N-07").await.is_none());
    assert!(store.all_staff(&clinic()).await.unwrap().is_empty());
    for (key, gone) in [(5, sign_out), (6, removal)] {
        let recorded = store.record_administration(change(key, gone)).await;
        assert_eq!(recorded, Ok(Recorded::NotThere));
    }
    // Nobody's token of before is good for whoever has the name now.
    changed(&*store, 7, hiring(&clinic(), "N-07", Role::Physician)).await;
    let anew = account(&*store, "N-07").await.unwrap();
    assert!(anew.session > 3, "{}", anew.session);
}

pub(crate) async fn a_right_passcode_forgives_the_wrong_ones(store: Arc<dyn Store>) {
    changed(&*store, 1, hiring(&clinic(), "N-07", Role::Reception)).await;
    for round in 0..3 {
        for wrong in 1..SIGN_IN_TRIES {
            let try_it = sign_in("N-07", round);
            let counted = begun(&*store, try_it.clone()).await;
            assert!(
                counted == SignInBegun::Counted(made("N-07", Role::Reception, 1)),
                "{wrong}"
            );
            store.end_sign_in(try_it, false).await.unwrap();
        }
        // The last that it takes may be the right one.
        let last = sign_in("N-07", round);
        let counted = begun(&*store, last.clone()).await;
        assert!(counted == SignInBegun::Counted(made("N-07", Role::Reception, 1)));
        assert!(
            account(&*store, "N-07")
                .await
                .unwrap()
                .locked_until
                .is_some()
        );
        store.end_sign_in(last, true).await.unwrap();
        assert!(
            account(&*store, "N-07")
                .await
                .unwrap()
                .locked_until
                .is_none()
        );
    }
}

pub(crate) async fn too_many_wrong_ones_lock_the_account_for_a_while(store: Arc<dyn Store>) {
    changed(&*store, 1, hiring(&clinic(), "N-07", Role::Reception)).await;
    changed(&*store, 2, hiring(&clinic(), "N-08", Role::Reception)).await;
    for _ in 0..SIGN_IN_TRIES {
        let try_it = sign_in("N-07", 100);
        assert!(matches!(
            begun(&*store, try_it.clone()).await,
            SignInBegun::Counted(_)
        ));
        store.end_sign_in(try_it, false).await.unwrap();
    }
    let lock = SIGN_IN_LOCK.as_secs();
    let until = at(100 + lock);
    for seconds in [100, 101, 99 + lock] {
        let locked = begun(&*store, sign_in("N-07", seconds)).await;
        assert!(locked == SignInBegun::Locked { until }, "{seconds}");
    }
    assert_eq!(
        account(&*store, "N-07").await.unwrap().locked_until,
        Some(until)
    );
    // Nobody else is.
    let other = begun(&*store, sign_in("N-08", 101)).await;
    assert!(matches!(other, SignInBegun::Counted(_)));
    // When it is over, as many are taken again.
    for _ in 0..SIGN_IN_TRIES {
        let counted = begun(&*store, sign_in("N-07", 100 + lock)).await;
        assert!(matches!(counted, SignInBegun::Counted(_)));
    }
    let locked = begun(&*store, sign_in("N-07", 100 + lock)).await;
    assert!(matches!(locked, SignInBegun::Locked { .. }));
    // An administrator who gives a new passcode lifts it.
    changed(&*store, 3, hiring(&clinic(), "N-07", Role::Reception)).await;
    let counted = begun(&*store, sign_in("N-07", 100 + lock)).await;
    assert!(matches!(counted, SignInBegun::Counted(_)));
}

pub(crate) async fn no_more_than_the_tries_are_counted_side_by_side(store: Arc<dyn Store>) {
    changed(&*store, 1, hiring(&clinic(), "N-07", Role::Reception)).await;
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let store = Arc::clone(&store);
        tasks.spawn(async move { begun(&*store, sign_in("N-07", 0)).await });
    }
    let outcomes = tasks.join_all().await;
    let counted = |it: &&SignInBegun| matches!(it, SignInBegun::Counted(_));
    let looked_at = outcomes.iter().filter(counted).count();
    assert_eq!(u32::try_from(looked_at), Ok(SIGN_IN_TRIES));
    assert_eq!(records(&*store).await, 65);
}

pub(crate) async fn every_try_leaves_a_record(store: Arc<dyn Store>) {
    changed(&*store, 1, hiring(&clinic(), "N-07", Role::Reception)).await;
    begun(&*store, sign_in("N-07", 0)).await;
    assert_eq!(
        told(&*store, 1).await,
        ["N-07 COUNTED"],
        "also one that nobody ends"
    );
    store.end_sign_in(sign_in("N-07", 0), false).await.unwrap();
    store.end_sign_in(sign_in("N-07", 0), true).await.unwrap();
    assert_eq!(told(&*store, 2).await, ["N-07 WRONG", "N-07 SIGNED_IN"]);
    assert!(begun(&*store, sign_in("N-99", 0)).await == SignInBegun::NoAccount);
    let mut elsewhere = sign_in("N-07", 0);
    elsewhere.caller = Caller {
        party: the_pharmacy(),
        ..elsewhere.caller
    };
    assert!(begun(&*store, elsewhere).await == SignInBegun::NoAccount);
    assert_eq!(told(&*store, 4).await, ["N-99 WRONG", "N-07 WRONG"]);
    for _ in 0..SIGN_IN_TRIES {
        begun(&*store, sign_in("N-07", 0)).await;
    }
    let before = records(&*store).await;
    begun(&*store, sign_in("N-07", 0)).await;
    assert_eq!(told(&*store, before).await, ["N-07 LOCKED"]);
}
