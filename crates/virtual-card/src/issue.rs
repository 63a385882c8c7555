//! Issuing a card: a persona gets a key, a certificate and full tries, in a folder
//! of its own.
//!
//! ```text
//! user.key      利用者証明用秘密鍵, PKCS#8 DER, its owner's alone
//! user.crt      利用者証明用電子証明書, DER
//! user-ca.crt   the authority's certificate, DER
//! tries, lock   the PIN counters and who holds them
//! ```

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use persona::Persona;
use pki::{Authority, CardRequest};
use rand_core::CryptoRngCore;
use rsa::RsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
use zeroize::Zeroizing;

use crate::{Card, CounterFile, Image, Material, VirtualCardError};

const KEY: &str = "user.key";
const CERTIFICATE: &str = "user.crt";
const AUTHORITY: &str = "user-ca.crt";

/// A certificate ends on the fifth birthday after its issue (Takasaki leaflet:
/// 「電子証明書は年齢問わず発効日から5回目の誕生日まで」).
const BIRTHDAYS: i16 = 5;

/// Issues the persona's card into `folder`, with full tries.
///
/// `today` is the day of issue unless the persona names one.
///
/// # Errors
/// [`VirtualCardError::AlreadyIssued`] when a card is there;
/// [`VirtualCardError::Issue`] when the authority cannot vouch for it;
/// [`VirtualCardError::Storage`].
pub fn issue(
    persona: &Persona,
    authority: &Authority,
    folder: &Path,
    today: Date,
    rng: &mut impl CryptoRngCore,
) -> Result<(), VirtualCardError> {
    let issued = persona.card.issued.map_or(today, |day| day.on(today));
    let expires = persona.card.certificate_expires;
    let expires = expires.map_or_else(
        || birthday_after(persona.person.birth, issued),
        |day| day.on(today),
    );
    let key = Authority::rsa_key(rng)?;
    let public_key = RsaPrivateKey::from_pkcs8_der(&key)
        .ok()
        .and_then(|key| key.to_public_key().to_public_key_der().ok())
        .ok_or(VirtualCardError::KeyUnusable)?;
    let certificate = authority.issue_card(CardRequest {
        public_key: public_key.as_bytes(),
        not_before: at_japanese_time(issued, 0, 0, 0),
        not_after: at_japanese_time(expires, 23, 59, 59),
    })?;
    let material = Material {
        user_key: key,
        user_certificate: certificate.to_vec(),
        user_ca_certificate: authority.certificate().to_vec(),
    };
    let image = Image::new(persona, &material)?;
    // The tries come first: whoever has them issues the card, and nobody else.
    let _lock = CounterFile::issue(folder, &image)?;
    write(&folder.join(KEY), &material.user_key, 0o600)
        .and_then(|()| {
            write(
                &folder.join(AUTHORITY),
                &material.user_ca_certificate,
                0o644,
            )
        })
        .and_then(|()| write(&folder.join(CERTIFICATE), &material.user_certificate, 0o644))
        .map_err(|source| storage(folder, source))
}

/// Whether a card was issued into `folder`.
#[must_use]
pub fn is_issued(folder: &Path) -> bool {
    folder.join(CERTIFICATE).exists()
}

/// The certificate of the card in `folder` (DER), without holding the card.
///
/// # Errors
/// [`VirtualCardError::Storage`] when there is none.
pub fn issued_certificate(folder: &Path) -> Result<Vec<u8>, VirtualCardError> {
    fs::read(folder.join(CERTIFICATE)).map_err(|source| storage(folder, source))
}

/// Takes the persona's card out of `folder`. It is held until dropped.
///
/// # Errors
/// [`VirtualCardError::InUse`] when another reader holds it;
/// [`VirtualCardError::Storage`] when it was never issued.
pub fn take(persona: &Persona, folder: &Path) -> Result<Card, VirtualCardError> {
    let read = |name| fs::read(folder.join(name)).map_err(|source| storage(folder, source));
    let material = Material {
        user_key: Zeroizing::new(read(KEY)?),
        user_certificate: read(CERTIFICATE)?,
        user_ca_certificate: read(AUTHORITY)?,
    };
    let image = Image::new(persona, &material)?;
    Ok(Card::new(image, CounterFile::open(folder)?))
}

/// The fifth birthday after `issued`; a birthday on the day itself is not counted.
fn birthday_after(birth: Date, issued: Date) -> Date {
    let this_year = birthday_in(birth, issued.year());
    let years = if this_year > issued {
        BIRTHDAYS - 1
    } else {
        BIRTHDAYS
    };
    birthday_in(birth, issued.year().saturating_add(years))
}

/// Someone born on 29 February is taken to have 28 February printed on the card in
/// a common year; no public source says.
fn birthday_in(birth: Date, year: i16) -> Date {
    Date::new(year, birth.month(), birth.day())
        .or_else(|_| Date::new(year, birth.month(), 28))
        .unwrap_or(Date::MAX)
}

fn at_japanese_time(day: Date, hour: i8, minute: i8, second: i8) -> Timestamp {
    TimeZone::fixed(Offset::constant(9))
        .to_timestamp(day.at(hour, minute, second, 0))
        .unwrap_or(Timestamp::MAX)
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn storage(folder: &Path, source: io::Error) -> VirtualCardError {
    VirtualCardError::Storage {
        folder: folder.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn a_certificate_ends_on_the_fifth_birthday_after_its_issue() {
        for (birth, issued, until) in [
            (date(1990, 10, 10), date(2020, 5, 15), date(2024, 10, 10)),
            (date(1990, 10, 10), date(2021, 10, 11), date(2026, 10, 10)),
            (date(1990, 10, 10), date(2021, 10, 10), date(2026, 10, 10)),
            (date(2000, 2, 29), date(2022, 3, 1), date(2027, 2, 28)),
        ] {
            assert_eq!(birthday_after(birth, issued), until, "{birth} {issued}");
        }
    }

    #[test]
    fn an_issued_card_is_taken_by_one_at_a_time_and_not_issued_twice() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let from = "2026-01-01T00:00:00Z".parse().unwrap();
        let until = "2040-01-01T00:00:00Z".parse().unwrap();
        let (authority, _) = Authority::for_cards(from, until, &mut rng).unwrap();
        let text = include_str!("../../../hardware/cards/insured.toml");
        let persona = Persona::parse("insured.toml", text).unwrap();
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("insured");
        let today = date(2026, 11, 21);

        assert!(!is_issued(&folder));
        issue(&persona, &authority, &folder, today, &mut rng).unwrap();
        assert!(is_issued(&folder));
        let again = issue(&persona, &authority, &folder, today, &mut rng);
        assert!(matches!(again, Err(VirtualCardError::AlreadyIssued { .. })));

        let card = take(&persona, &folder).unwrap();
        assert!(matches!(
            take(&persona, &folder),
            Err(VirtualCardError::InUse { .. })
        ));
        drop(card);
        take(&persona, &folder).unwrap();
    }
}
