//! One issuer and one card for all tests, as keys are slow to make; and what
//! happens to a folder.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use jiff::civil::date;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tempfile::TempDir;

use super::*;
use crate::image::Contents;

const TODAY: Date = date(2026, 11, 21);

pub(crate) fn issuer() -> &'static CardIssuer {
    static ISSUER: OnceLock<CardIssuer> = OnceLock::new();
    ISSUER.get_or_init(|| {
        let from = "2026-01-01T00:00:00Z".parse().unwrap();
        let until = "2040-01-01T00:00:00Z".parse().unwrap();
        CardIssuer::make(from, until, &mut rng(1)).unwrap()
    })
}

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// 窓口花子 with these lines in her file's `[card]`.
pub(crate) fn persona(card: &str) -> Persona {
    let text = format!(
        r#"
        title = {{ ja = "試験", en = "trial" }}
        [person]
        name = "窓口　花子"
        kana = "マドグチ　ハナコ"
        birth = 1980-02-17
        sex = "female"
        address = "東京都架空区窓口台９９－９"
        [card]
        number = "999999999990"
        security_code = "2285"
        {card}
        "#
    );
    Persona::parse("trial", &text).unwrap()
}

/// A PIN for each application, all different, and everything a card can have.
pub(crate) const WHOLE: &str = r#"
    pin = "1234"
    text_pin = "2345"
    resident_pin = "3456"
    common_pin = "4567"
    signature_password = "ABC123"
    expires = 2035-02-17
"#;

/// What is written on a card with these lines in its persona's file.
pub(crate) fn contents(card: &str, seed: u64) -> Contents {
    let persona = persona(card);
    let card = Personalisation {
        validity: Validity::of(&persona, TODAY),
        persona: &persona,
        issuer: issuer(),
    };
    card.contents(&mut rng(seed)).unwrap().0
}

/// What is written on the whole card.
pub(crate) fn whole() -> Contents {
    static BYTES: OnceLock<Zeroizing<Vec<u8>>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| contents(WHOLE, 2).to_bytes().unwrap());
    Contents::parse(bytes).unwrap()
}

/// One of two cards of a phone, which has the fewest keys.
fn phone(seed: u64) -> Contents {
    static CARDS: [OnceLock<Zeroizing<Vec<u8>>>; 2] = [const { OnceLock::new() }; 2];
    let bytes = CARDS[usize::try_from(seed - 1).unwrap()]
        .get_or_init(|| contents(PHONE, seed).to_bytes().unwrap());
    Contents::parse(bytes).unwrap()
}

const PHONE: &str = "kind = \"android\"\npin = \"1234\"";

fn place() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("hanako");
    (place, folder)
}

fn store(folder: &Path, seed: u64) -> Result<(), VirtualCardError> {
    folder::store(folder, phone(seed), b"certificate")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn an_issued_card_is_taken_by_one_at_a_time_and_not_issued_twice() {
    let (_place, folder) = place();
    assert!(!is_issued(&folder));
    store(&folder, 1).unwrap();
    assert!(is_issued(&folder));
    let again = issue(&persona(PHONE), issuer(), &folder, TODAY, &mut rng(2));
    assert!(matches!(again, Err(VirtualCardError::AlreadyIssued { .. })));

    let card = take(&folder).unwrap();
    assert!(matches!(take(&folder), Err(VirtualCardError::InUse { .. })));
    issued_image(&folder).unwrap();
    drop(card);
    take(&folder).unwrap();
}

#[test]
fn the_folder_holds_the_card_and_says_its_certificate_and_collation_number() {
    let (place, folder) = place();
    issue(&persona(WHOLE), issuer(), &folder, TODAY, &mut rng(2)).unwrap();
    assert_eq!(names(place.path()), ["hanako"], "nothing else is left");
    let stored = fs::read(folder.join("card.image")).unwrap();
    assert_eq!(
        stored,
        *whole().to_bytes().unwrap(),
        "the same seed, the same card"
    );

    let jpki = &issued_image(&folder).unwrap().applications[0];
    let Some(crate::image::File::Transparent { contents, .. }) = jpki.file(0x000A) else {
        panic!("no certificate on the card");
    };
    assert!(contents.starts_with(&issued_certificate(&folder).unwrap()));
    let number = issued_collation_number_b(&folder).unwrap().unwrap();
    assert_eq!(*number, *b"55021720352285");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.join("card.image")).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_card_follows_from_the_random_numbers() {
    let bytes = |contents: Contents| contents.to_bytes().unwrap();
    assert_eq!(bytes(contents(PHONE, 1)), bytes(phone(1)));
    assert_ne!(bytes(phone(1)), bytes(phone(2)));
}

#[test]
fn a_damaged_card_is_an_error_that_says_so() {
    let (_place, folder) = place();
    assert!(matches!(
        take(&folder),
        Err(VirtualCardError::Storage { .. })
    ));
    store(&folder, 1).unwrap();
    let image = folder.join("card.image");
    let bytes = fs::read(&image).unwrap();
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    let longer = [&bytes[..], b"\n"].concat();
    let endless = vec![0; (1 << 20) + 1];
    for damaged in [
        &[][..],
        &bytes[..bytes.len() - 1],
        &changed,
        &longer,
        &endless,
    ] {
        fs::write(&image, damaged).unwrap();
        assert!(matches!(
            take(&folder),
            Err(VirtualCardError::Damaged { .. })
        ));
        let number = issued_collation_number_b(&folder);
        assert!(matches!(number, Err(VirtualCardError::Damaged { .. })));
    }
    fs::write(&image, &bytes).unwrap();
    take(&folder).unwrap();
}

#[test]
fn an_attempt_that_was_broken_off_stands_in_nobodys_way() {
    let (place, folder) = place();
    let half = place.path().join(".hanako.issuing/card");
    fs::create_dir_all(&half).unwrap();
    for left in ["card.image", "tries", "tries.next", "lock", "user.crt"] {
        fs::write(half.join(left), "half").unwrap();
    }
    fs::create_dir(&folder).unwrap();
    store(&folder, 1).unwrap();
    take(&folder).unwrap();
    assert_eq!(names(place.path()), ["hanako"]);
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let (_place, folder) = place();
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("diary"), "dear").unwrap();
    for _ in 0..2 {
        let refused = store(&folder, 1);
        assert!(matches!(
            refused,
            Err(VirtualCardError::AlreadyIssued { .. })
        ));
        assert_eq!(names(&folder), ["diary"]);
    }
    fs::remove_file(folder.join("diary")).unwrap();
    store(&folder, 1).unwrap();
}

#[test]
fn those_who_issue_the_same_card_at_once_all_end_with_the_one_that_won() {
    let (place, folder) = place();
    std::thread::scope(|scope| {
        for seed in [1, 2, 1, 2] {
            let folder = &folder;
            scope.spawn(move || store(folder, seed).unwrap());
        }
    });
    assert_eq!(names(place.path()), ["hanako"]);
    let stored = fs::read(folder.join("card.image")).unwrap();
    let won = (1..=2).filter(|seed| *phone(*seed).to_bytes().unwrap() == stored);
    assert_eq!(won.count(), 1);
    take(&folder).unwrap();
}

#[test]
fn a_folder_without_a_name_is_refused() {
    for folder in ["/", ".."] {
        let refused = store(Path::new(folder), 1);
        assert!(matches!(refused, Err(VirtualCardError::Storage { .. })));
    }
}
