//! Passcodes as accounts keep them: argon2id, as a PHC string. Whatever hashes one has a
//! seat, of which there are few, so that signing in cannot starve checks.

use std::sync::Arc;
use std::time::Duration;

use api::Passcode;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tonic::Status;

use crate::status;

/// 19 MiB, two passes, one lane: the OWASP password storage cheat sheet's first choice.
/// One hash takes about 30 ms.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const HASH: usize = 32;

/// Compared with where there is no account, so that it takes the same time: the hash of
/// a passcode that nobody knows.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes made at once.
const AT_ONCE: usize = 1;
/// Calls that wait for it or have it; more are shed.
const SEATS: usize = 16;
/// When to come again when all are taken: in which half of them are free again.
const SEATS_REST: Duration = Duration::from_millis(250);

/// Where passcodes are hashed.
#[derive(Clone)]
pub(crate) struct Seats {
    seats: Arc<Semaphore>,
    work: Arc<Semaphore>,
}

impl Default for Seats {
    fn default() -> Self {
        Self {
            seats: Arc::new(Semaphore::new(SEATS)),
            work: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// A call that may wait for its turn.
pub(super) struct Seat {
    work: Arc<Semaphore>,
    seat: OwnedSemaphorePermit,
}

impl Seats {
    /// A seat, if one is free.
    pub(super) fn take(&self) -> Result<Seat, Status> {
        let seat = Arc::clone(&self.seats).try_acquire_owned();
        Ok(Seat {
            work: Arc::clone(&self.work),
            seat: seat.map_err(|_| status::busy(SEATS_REST))?,
        })
    }
}

impl Seat {
    /// Whether `passcode` is the one of that hash; where there is none, it is not, and
    /// takes as long.
    pub(super) async fn matches(
        self,
        passcode: Passcode,
        hash: Option<String>,
    ) -> Result<bool, Status> {
        self.work(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
            let matches = PasswordHash::new(&hash).is_ok_and(|hash| {
                let argon2 = Argon2::default();
                argon2.verify_password(passcode.characters(), &hash).is_ok()
            });
            Some(known && matches)
        })
        .await
    }

    /// The hash to keep.
    pub(super) async fn hash(self, passcode: Passcode, salt: [u8; 16]) -> Result<String, Status> {
        self.work(move || {
            let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH)).ok()?;
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let salt = SaltString::encode_b64(&salt).ok()?;
            let hash = argon2.hash_password(passcode.characters(), &salt).ok()?;
            Some(hash.to_string())
        })
        .await
    }

    async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Option<T> + Send + 'static,
    ) -> Result<T, Status> {
        let failed = || Status::internal("a passcode could not be hashed");
        let turn = self.work.acquire_owned().await.map_err(|_| failed())?;
        let seat = self.seat;
        // Who asked may be gone before the hash is made: it has its turn and its seat.
        let worked = spawn_blocking(move || {
            let worked = work();
            drop((turn, seat));
            worked
        });
        worked.await.ok().flatten().ok_or_else(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passcode(text: &str) -> Passcode {
        Passcode::parse(text).unwrap()
    }

    #[tokio::test]
    async fn a_passcode_matches_its_own_hash_alone_and_nobodys_none() {
        let seats = Seats::default();
        let seat = || seats.take().unwrap();
        let hash = seat().hash(passcode("mado-2026"), [7; 16]).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        for (text, hash, right) in [
            ("mado-2026", Some(hash.clone()), true),
            ("mado-2027", Some(hash), false),
            ("mado-2026", Some("damaged".into()), false),
            ("mado-2026", None, false),
        ] {
            let matches = seat().matches(passcode(text), hash).await.unwrap();
            assert_eq!(matches, right, "{text}");
        }
    }

    #[test]
    fn nobodys_hash_costs_what_everybodys_does() {
        let hash = PasswordHash::new(NOBODYS).unwrap();
        let params = Params::try_from(&hash).unwrap();
        let cost = (params.m_cost(), params.t_cost(), params.p_cost());
        assert_eq!(cost, (MEMORY_KIB, PASSES, LANES));
        assert_eq!(hash.hash.unwrap().len(), HASH);
    }

    #[tokio::test]
    async fn a_hash_keeps_its_turn_and_its_seat_when_nobody_waits_for_it() {
        let seats = Seats::default();
        let free = |seats: &Seats| {
            let free = (&seats.seats, &seats.work);
            (free.0.available_permits(), free.1.available_permits())
        };
        let (begin, begun) = tokio::sync::oneshot::channel();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let call = tokio::spawn(seats.take().unwrap().work(move || {
            begin.send(()).unwrap();
            ended.recv().ok()
        }));
        begun.await.unwrap();
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        assert_eq!(free(&seats), (SEATS - 1, 0));
        end.send(()).unwrap();
        let seat = seats.take().unwrap();
        assert!(seat.work(|| Some(true)).await.unwrap());
        let all = u32::try_from(SEATS).unwrap();
        let _all = seats.seats.acquire_many(all).await.unwrap();
    }

    #[test]
    fn who_finds_no_seat_is_shed() {
        let seats = Seats::default();
        let taken: Vec<_> = (0..SEATS).map(|_| seats.take().unwrap()).collect();
        assert!(seats.take().is_err());
        drop(taken);
        assert!(seats.take().is_ok());
    }
}
