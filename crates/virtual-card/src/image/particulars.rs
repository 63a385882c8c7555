//! Whose card it is: what is printed on its face, and the collation numbers that
//! follow from it.

use jiff::civil::{Date, date};
use zeroize::Zeroizing;

/// What is printed on a card, as its files say it.
pub(crate) struct Particulars<'a> {
    /// Family and given name, separated by U+3000.
    pub(crate) name: &'a str,
    pub(crate) address: &'a str,
    pub(crate) birth: Date,
    /// By the codes of ISO/IEC 5218, as a digit.
    pub(crate) sex: u8,
    /// The twelve digits in the place of a 個人番号, which is also collation number A
    /// (照合番号A).
    pub(crate) number: &'a [u8],
    /// Four digits.
    pub(crate) security_code: &'a [u8],
    /// The last day of the card.
    pub(crate) expires: Date,
    /// The issuing municipality (全国地方公共団体コード), five digits.
    pub(crate) municipality: &'a [u8],
    /// The card's serial number, 15 digits.
    pub(crate) serial: [u8; 15],
}

/// The eras and the days they began (改元の詔書・元号を改める政令: 明治元年太政官布告第1号,
/// 大正元年7月30日詔書, 昭和元年12月25日詔書, 昭和64年政令第1号, 平成31年政令第143号); the
/// first of 明治 is counted from the year's beginning.
const ERAS: [Date; 5] = [
    date(2019, 5, 1),
    date(1989, 1, 8),
    date(1926, 12, 25),
    date(1912, 7, 30),
    date(1868, 1, 1),
];

impl Particulars<'_> {
    /// Collation number B (照合番号B), 14 digits: the birth date with the year of its
    /// era as printed on the card, the year the card expires, and the security code.
    /// Holders whose card prints a Western year are not modelled.
    pub(crate) fn collation_number_b(&self) -> Zeroizing<Vec<u8>> {
        let mut number = self.birth_key();
        number.extend_from_slice(format!("{:04}", self.expires.year()).as_bytes());
        number.extend_from_slice(self.security_code);
        number
    }

    /// The key that opens the date of birth alone: the first six digits of
    /// collation number B.
    pub(crate) fn birth_key(&self) -> Zeroizing<Vec<u8>> {
        let birth = self.birth;
        let began = ERAS.iter().find(|began| **began <= birth);
        let year = birth.year() - began.map_or(0, |began| began.year() - 1);
        let (year, month, day) = (year.rem_euclid(100), birth.month(), birth.day());
        // Room for the whole of collation number B: no copy stays behind.
        let mut key = Zeroizing::new(Vec::with_capacity(14));
        key.extend_from_slice(format!("{year:02}{month:02}{day:02}").as_bytes());
        key
    }

    /// The birth date as the files write it, `YYYYMMDD`.
    pub(crate) fn birth_digits(&self) -> String {
        eight_digits(self.birth)
    }

    /// The card's last day as the files write it, `YYYYMMDD`.
    pub(crate) fn expiry_digits(&self) -> String {
        eight_digits(self.expires)
    }
}

fn eight_digits(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(birth: Date) -> Particulars<'static> {
        Particulars {
            name: "",
            address: "",
            birth,
            sex: b'2',
            number: &[],
            security_code: b"2285",
            expires: date(2035, 2, 17),
            municipality: b"99999",
            serial: [b'7'; 15],
        }
    }

    #[test]
    fn collation_number_b_counts_the_year_of_birth_in_its_era() {
        for (birth, want) in [
            (date(1980, 2, 17), "55021720352285"),
            (date(1868, 1, 1), "01010120352285"),
            (date(1912, 7, 29), "45072920352285"),
            (date(1912, 7, 30), "01073020352285"),
            (date(1926, 12, 24), "15122420352285"),
            (date(1926, 12, 25), "01122520352285"),
            (date(1989, 1, 7), "64010720352285"),
            (date(1989, 1, 8), "01010820352285"),
            (date(2019, 4, 30), "31043020352285"),
            (date(2019, 5, 1), "01050120352285"),
            (date(2026, 11, 21), "08112120352285"),
        ] {
            let particulars = born(birth);
            assert_eq!(
                *particulars.collation_number_b(),
                want.as_bytes(),
                "{birth}"
            );
            assert_eq!(*particulars.birth_key(), want.as_bytes()[..6], "{birth}");
        }
    }

    #[test]
    fn dates_stand_on_the_card_in_eight_digits() {
        let particulars = born(date(2001, 1, 9));
        assert_eq!(particulars.birth_digits(), "20010109");
        assert_eq!(particulars.expiry_digits(), "20350217");
    }
}
