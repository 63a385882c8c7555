//! A staff token: somebody signed in at a terminal, known again without having been
//! kept.
//!
//! ```text
//! version 1 │ issued at, ms 8 │ expires at, ms 8 │ session 4 │ role 1 │ staff id 1–16 │ HMAC-SHA-256 32
//! ```
//! in hexadecimal. The seal also covers the institution and the fingerprint of the
//! client certificate, which the connection brings, so a token is worth nothing at
//! another terminal. Whether the account still is as it says, the store knows.

use jiff::{SignedDuration, Timestamp};
use qualification::{Institution, Role, StaffId, StaffOnDuty};
use ring::hmac;

/// How long it is good.
pub const STAFF_TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(30);

/// How far another server's clock may be ahead. A token of later than that was made
/// before this server's clock was set back: it is refused, lest it live twice.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// What the key is for; challenges are sealed with another.
const LABEL: &[u8] = b"madoguchi staff token, version 1";
/// What a disguised secret is told by from a token, which begins with its version.
const DISGUISE: &[u8] = b"disguised";
const VERSION: u8 = 1;
const SEAL: usize = 32;
/// A longer one is refused unread.
const LONGEST: usize = 2 * (1 + 8 + 8 + 4 + 1 + 16 + SEAL);

/// Makes and knows staff tokens.
pub(crate) struct TokenSeal {
    key: hmac::Key,
}

/// Why a token is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotValid {
    /// It is not this server's, or not for this terminal, or not yet.
    Foreign,
    /// It was good: whoever has it only has to sign in again.
    Expired,
}

/// At which terminal.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    /// The institution.
    pub(crate) institution: &'a Institution,
    /// SHA-256 of the terminal's certificate.
    pub(crate) fingerprint: &'a [u8; 32],
}

impl TokenSeal {
    /// Its key is made from the one that all servers on one store share.
    pub(crate) fn new(shared: &[u8; 32]) -> Self {
        let shared = hmac::Key::new(hmac::HMAC_SHA256, shared);
        let derived = hmac::sign(&shared, LABEL);
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()),
        }
    }

    /// A new token, and the first instant at which it is refused.
    pub(crate) fn make(
        &self,
        staff: &StaffOnDuty,
        at: At<'_>,
        now: Timestamp,
    ) -> (String, Timestamp) {
        let expires = now.checked_add(STAFF_TOKEN_LIFE).unwrap_or(Timestamp::MAX);
        let mut token = vec![VERSION];
        token.extend(now.as_millisecond().to_be_bytes());
        token.extend(expires.as_millisecond().to_be_bytes());
        token.extend(staff.session.to_be_bytes());
        token.push(number_of(staff.role));
        token.extend(staff.id.as_str().as_bytes());
        let seal = hmac::sign(&self.key, &covered(&token, at));
        token.extend(seal.as_ref());
        (hex::encode(token), expires)
    }

    /// Instead of a secret: the same for the same, and of no use without the key.
    pub(crate) fn disguise(&self, secret: &str) -> String {
        hex::encode(hmac::sign(
            &self.key,
            &[DISGUISE, secret.as_bytes()].concat(),
        ))
    }

    /// Whose token it is, if it was made here for that terminal and has not expired.
    pub(crate) fn open(
        &self,
        token: &str,
        at: At<'_>,
        now: Timestamp,
    ) -> Result<StaffOnDuty, NotValid> {
        if token.len() > LONGEST {
            return Err(NotValid::Foreign);
        }
        let token = hex::decode(token).map_err(|_| NotValid::Foreign)?;
        let head = token.len().checked_sub(SEAL).ok_or(NotValid::Foreign)?;
        let (head, seal) = token.split_at_checked(head).ok_or(NotValid::Foreign)?;
        hmac::verify(&self.key, &covered(head, at), seal).map_err(|_| NotValid::Foreign)?;
        let (&[VERSION], rest) = head.split_first_chunk().ok_or(NotValid::Foreign)? else {
            return Err(NotValid::Foreign);
        };
        let (issued, rest) = rest.split_first_chunk().ok_or(NotValid::Foreign)?;
        let (expires, rest) = rest.split_first_chunk().ok_or(NotValid::Foreign)?;
        let (session, rest) = rest.split_first_chunk().ok_or(NotValid::Foreign)?;
        let (role, id) = rest.split_first().ok_or(NotValid::Foreign)?;
        let begins = instant(*issued)?
            .checked_sub(AHEAD)
            .map_err(|_| NotValid::Foreign)?;
        if now < begins {
            return Err(NotValid::Foreign);
        }
        if now >= instant(*expires)? {
            return Err(NotValid::Expired);
        }
        let id = std::str::from_utf8(id).map_err(|_| NotValid::Foreign)?;
        Ok(StaffOnDuty {
            id: StaffId::parse(id).map_err(|_| NotValid::Foreign)?,
            role: role_of(*role).ok_or(NotValid::Foreign)?,
            session: u32::from_be_bytes(*session),
        })
    }
}

fn instant(milliseconds: [u8; 8]) -> Result<Timestamp, NotValid> {
    Timestamp::from_millisecond(i64::from_be_bytes(milliseconds)).map_err(|_| NotValid::Foreign)
}

const fn number_of(role: Role) -> u8 {
    match role {
        Role::Reception => 1,
        Role::Physician => 2,
        Role::Dentist => 3,
        Role::Pharmacist => 4,
        Role::Administrator => 5,
    }
}

fn role_of(number: u8) -> Option<Role> {
    Role::ALL
        .into_iter()
        .find(|role| number_of(*role) == number)
}

/// What the seal is over. The last two have fixed lengths, so no two triples read
/// alike.
fn covered(head: &[u8], at: At<'_>) -> Vec<u8> {
    [head, at.institution.as_str().as_bytes(), at.fingerprint].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clinic(code: &str) -> Institution {
        Institution::parse(code).unwrap()
    }

    fn physician() -> StaffOnDuty {
        StaffOnDuty {
            id: StaffId::parse("D-01").unwrap(),
            role: Role::Physician,
            session: 7,
        }
    }

    fn now() -> Timestamp {
        "2026-11-21T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_token_is_known_again_until_its_life_ends_and_not_before_it_begins() {
        let seal = TokenSeal::new(&[3; 32]);
        let institution = clinic("1310000001");
        let at = At {
            institution: &institution,
            fingerprint: &[9; 32],
        };
        let (token, until) = seal.make(&physician(), at, now());
        assert_eq!(until, now() + STAFF_TOKEN_LIFE);
        let last = until - SignedDuration::from_millis(1);
        assert_eq!(seal.open(&token, at, last), Ok(physician()));
        assert_eq!(seal.open(&token, at, until), Err(NotValid::Expired));
        assert_eq!(seal.open(&token, at, now() - AHEAD), Ok(physician()));
        let before = now() - AHEAD - SignedDuration::from_millis(1);
        assert_eq!(seal.open(&token, at, before), Err(NotValid::Foreign));
    }

    #[test]
    fn every_role_is_known_again() {
        for role in Role::ALL {
            assert_eq!(role_of(number_of(role)), Some(role));
        }
        assert_eq!(role_of(0), None);
    }

    #[test]
    fn another_institution_certificate_key_or_byte_is_refused() {
        let seal = TokenSeal::new(&[3; 32]);
        let (ours, theirs) = (clinic("1310000001"), clinic("1310000002"));
        let at = |institution, fingerprint| At {
            institution,
            fingerprint,
        };
        let here = at(&ours, &[9; 32]);
        let (token, _) = seal.make(&physician(), here, now());
        assert_eq!(seal.open(&token, here, now()), Ok(physician()));
        let elsewhere = at(&theirs, &[9; 32]);
        assert_eq!(seal.open(&token, elsewhere, now()), Err(NotValid::Foreign));
        let other_terminal = at(&ours, &[8; 32]);
        assert_eq!(
            seal.open(&token, other_terminal, now()),
            Err(NotValid::Foreign)
        );
        let other = TokenSeal::new(&[4; 32]);
        assert_eq!(other.open(&token, here, now()), Err(NotValid::Foreign));
        let bytes = hex::decode(&token).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let changed = seal.open(&hex::encode(changed), here, now());
            assert_eq!(changed, Err(NotValid::Foreign), "byte {place}");
            let cut = seal.open(&token[..place * 2], here, now());
            assert_eq!(cut, Err(NotValid::Foreign), "cut at {place}");
        }
        for bad in ["", "g0", "0", &"00".repeat(LONGEST), &format!("{token}00")] {
            assert_eq!(seal.open(bad, here, now()), Err(NotValid::Foreign), "{bad}");
        }
    }

    #[test]
    fn the_key_is_not_the_one_it_was_made_from() {
        let shared = [3; 32];
        let bare = TokenSeal {
            key: hmac::Key::new(hmac::HMAC_SHA256, &shared),
        };
        let institution = clinic("1310000001");
        let at = At {
            institution: &institution,
            fingerprint: &[9; 32],
        };
        let (token, _) = bare.make(&physician(), at, now());
        assert_eq!(
            TokenSeal::new(&shared).open(&token, at, now()),
            Err(NotValid::Foreign)
        );
    }
}
