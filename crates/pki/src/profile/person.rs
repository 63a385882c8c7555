//! The person in a signature certificate: subject alternative names, as public
//! readers expect them.

use jiff::civil::{Date, date};
use rcgen::SanType;

use crate::{PkiError, SignatureRequest};

/// The arc of the attributes is the real one. It says what a field means, as `CN` does,
/// and unmodified readers find the name only under it; who vouches for the field, and
/// under which policy, is said elsewhere and is the simulator's own.
const ATTRIBUTES: [u64; 7] = [1, 2, 392, 200_149, 8, 5, 5];
const NAME: u64 = 1;
const NAME_SUBSTITUTION: u64 = 2;
const SEX: u64 = 3;
const BIRTH: u64 = 4;
const ADDRESS: u64 = 5;
const ADDRESS_SUBSTITUTION: u64 = 6;

/// The first days of Reiwa, Heisei, Showa and Taisho. Before is Meiji, 1.
const ERAS: [(Date, u8); 4] = [
    (date(2019, 5, 1), 5),
    (date(1989, 1, 8), 4),
    (date(1926, 12, 25), 3),
    (date(1912, 7, 30), 2),
];

/// Name, birth, sex and address, and which characters of name and address stand for
/// others that the character set lacks: none here, a `0` for each.
pub(crate) fn person_attributes(request: &SignatureRequest<'_>) -> Result<Vec<SanType>, PkiError> {
    if !matches!(request.sex_code, '0' | '1' | '2' | '9') {
        return Err(PkiError::Unwritable("this sex"));
    }
    let birth = request.birth;
    let birth = format!("{}{}", era(birth), birth.strftime("%Y%m%d"));
    let none_substituted = |text: &str| "0".repeat(text.chars().count());
    let attributes = [
        (NAME, request.name.to_owned()),
        (BIRTH, birth),
        (SEX, request.sex_code.to_string()),
        (ADDRESS, request.address.to_owned()),
        (NAME_SUBSTITUTION, none_substituted(request.name)),
        (ADDRESS_SUBSTITUTION, none_substituted(request.address)),
    ];
    let attribute = |(number, value): (u64, String)| {
        let oid = ATTRIBUTES.into_iter().chain([number]).collect();
        SanType::OtherName((oid, value.into()))
    };
    Ok(attributes.into_iter().map(attribute).collect())
}

/// The era's digit, which stands before the Western date.
fn era(birth: Date) -> u8 {
    let era = ERAS.iter().find(|(first_day, _)| *first_day <= birth);
    era.map_or(1, |(_, digit)| *digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_era_begins_on_its_first_day() {
        for (birth, digit) in [
            (date(1900, 1, 1), 1),
            (date(1912, 7, 29), 1),
            (date(1912, 7, 30), 2),
            (date(1926, 12, 24), 2),
            (date(1926, 12, 25), 3),
            (date(1980, 2, 17), 3),
            (date(1989, 1, 7), 3),
            (date(1989, 1, 8), 4),
            (date(2019, 4, 30), 4),
            (date(2019, 5, 1), 5),
        ] {
            assert_eq!(era(birth), digit, "{birth}");
        }
    }
}
