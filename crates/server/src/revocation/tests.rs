use std::fs;
use std::pin::pin;

use pki::Folder;
use tempfile::TempDir;
use tokio::time::timeout;

use super::*;

const MADE: &str = "2026-04-01T00:00:00Z";
const NEXT: &str = "2026-04-08T00:00:00Z";

fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

struct Place {
    folder: TempDir,
    authority: pki::Authority,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            authority: authority(),
        }
    }

    fn path(&self) -> PathBuf {
        Folder::at(self.folder.path()).revocation_list_path()
    }

    fn revocation(&self) -> Revocation {
        Revocation::at(self.path(), self.authority.certificate())
    }

    fn write(&self, serials: &[&[u8]]) {
        self.replace(&list_of(&self.authority, serials));
    }

    fn replace(&self, bytes: &[u8]) {
        let new = self.folder.path().join("new");
        fs::write(&new, bytes).unwrap();
        fs::rename(new, self.path()).unwrap();
    }
}

fn authority() -> pki::Authority {
    let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
    pki::Authority::for_network(from, until).unwrap().0
}

fn list_of(authority: &pki::Authority, serials: &[&[u8]]) -> Vec<u8> {
    let revoked = serials.iter().map(|serial| (serial.to_vec(), at(MADE)));
    let revoked = revoked.collect();
    authority
        .revocation_list(&revoked, at(MADE), at(NEXT))
        .unwrap()
}

struct Still;
impl Clock for Still {
    fn now(&self) -> Timestamp {
        at(MADE)
    }
    fn monotonic(&self) -> u64 {
        0
    }
    fn set(&self, _instant: Timestamp) {}
}

#[test]
fn who_is_put_on_the_list_is_revoked_from_the_next_look_on() {
    let place = Place::new();
    let revocation = place.revocation();
    place.write(&[]);
    assert_eq!(revocation.standing(&[7; 19], at(MADE)), Standing::Good);
    place.write(&[&[7; 19]]);
    assert_eq!(revocation.standing(&[7; 19], at(MADE)), Standing::Revoked);
    assert_eq!(revocation.standing(&[7; 18], at(MADE)), Standing::Good);
}

#[test]
fn a_list_that_is_missing_foreign_damaged_or_huge_tells_nothing() {
    let place = Place::new();
    let revocation = place.revocation();
    let now = || revocation.standing(&[7], at(MADE));
    assert_eq!(now(), Standing::Unknown);
    let good = list_of(&place.authority, &[]);
    let mut torn = good.clone();
    torn.truncate(good.len() / 2);
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    let foreign = list_of(&authority(), &[]);
    let huge = [good.clone(), vec![0; 8 << 20]].concat();
    for bad in [Vec::new(), torn, changed, foreign, huge] {
        place.replace(&bad);
        assert_eq!(now(), Standing::Unknown, "{} bytes", bad.len());
        place.replace(&good);
        assert_eq!(now(), Standing::Good);
    }
    fs::remove_file(place.path()).unwrap();
    assert_eq!(now(), Standing::Unknown);
}

#[test]
fn a_list_is_gone_by_until_the_very_second_in_which_its_grace_ends() {
    let place = Place::new();
    place.write(&[]);
    let none = place.revocation().with_grace(SignedDuration::ZERO);
    for (revocation, now, known) in [
        (place.revocation(), "2024-01-01T00:00:00Z", true),
        (place.revocation(), NEXT, true),
        (place.revocation(), "2026-04-08T03:59:59Z", true),
        (place.revocation(), "2026-04-08T04:00:00Z", false),
        (none, "2026-04-07T23:59:59Z", true),
        (
            place.revocation().with_grace(SignedDuration::ZERO),
            NEXT,
            false,
        ),
    ] {
        assert_eq!(revocation.is_known(at(now)), known, "{now}");
    }
}

#[tokio::test]
async fn who_waits_is_told_when_the_certificate_is_revoked_and_not_before() {
    let place = Place::new();
    place.write(&[&[8]]);
    let revocation = Arc::new(place.revocation());
    let mut revoked = pin!(Arc::clone(&revocation).revoked(vec![7]));
    let looking = Arc::clone(&revocation);
    let looking = tokio::spawn(async move {
        looking.look(&Still, Duration::from_millis(1)).await;
    });
    let mut known = revocation.known.subscribe();
    known.wait_for(Option::is_some).await.unwrap();
    // Another's revocation, a missing list and a new one wake it, and it waits on.
    place.write(&[&[8], &[9]]);
    let two = |list: &Option<Arc<RevocationList>>| list.as_ref().is_some_and(|it| it.len() == 2);
    known.wait_for(two).await.unwrap();
    fs::remove_file(place.path()).unwrap();
    known.wait_for(Option::is_none).await.unwrap();
    assert!(timeout(Duration::ZERO, &mut revoked).await.is_err());
    place.write(&[&[7]]);
    revoked.await;
    looking.abort();
}
