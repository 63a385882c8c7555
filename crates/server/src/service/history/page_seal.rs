//! Where a page stopped, as the client keeps it for us: it can neither read it nor use
//! it for another visit or category.
//!
//! ```text
//! nonce 12 │ ChaCha20-Poly1305 of: day as yyyymmdd 4, number 4 │ tag 16   = 36 bytes
//! ```
//! It is sealed and not only signed, since the number counts the person's records of
//! every category, and so would tell of some that nobody consented to.

use api::PageToken;
use jiff::civil::Date;
use qualification::{Category, Institution, VisitId};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;
use ring::hmac;
use store::HistoryPosition;

use crate::given::{Entropy, random};

/// What the key is for; challenges and staff tokens have others.
const LABEL: &[u8] = b"madoguchi history page, version 1";

/// Makes and knows page tokens.
pub(crate) struct PageSeal {
    key: hmac::Tag,
}

/// What a page is of.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) institution: &'a Institution,
    pub(super) visit: VisitId,
    pub(super) category: Category,
}

impl Of<'_> {
    /// What the seal also covers: each part has a length of its own.
    fn covered(self) -> Aad<Vec<u8>> {
        let institution = self.institution.as_str().as_bytes();
        let category = self.category.code().as_bytes();
        Aad::from([institution, &self.visit.0, category].concat())
    }
}

impl PageSeal {
    /// Its key is made from the one that all servers on one store share.
    pub(crate) fn new(shared: &[u8; 32]) -> Self {
        let shared = hmac::Key::new(hmac::HMAC_SHA256, shared);
        Self {
            key: hmac::sign(&shared, LABEL),
        }
    }

    /// The token of a position.
    pub(super) fn seal(
        &self,
        position: HistoryPosition,
        of: Of<'_>,
        entropy: &dyn Entropy,
    ) -> Result<PageToken, Unspecified> {
        let day = position.day;
        let (year, month) = (i32::from(day.year()), i32::from(day.month()));
        let day = (year * 100 + month) * 100 + i32::from(day.day());
        let mut sealed = [day.to_be_bytes(), position.number.to_be_bytes()].concat();
        let nonce: [u8; NONCE_LEN] = random(entropy);
        let once = Nonce::assume_unique_for_key(nonce);
        self.key()?
            .seal_in_place_append_tag(once, of.covered(), &mut sealed)?;
        let token = [&nonce[..], &sealed].concat();
        token.try_into().map(PageToken).map_err(|_| Unspecified)
    }

    /// The position of a token that was made here, of the same visit and category.
    pub(super) fn open(
        &self,
        token: PageToken,
        of: Of<'_>,
    ) -> Result<HistoryPosition, Unspecified> {
        let (nonce, sealed) = token.0.split_first_chunk().ok_or(Unspecified)?;
        let once = Nonce::assume_unique_for_key(*nonce);
        let mut sealed = sealed.to_vec();
        let opened = self.key()?.open_in_place(once, of.covered(), &mut sealed)?;
        let (day, number) = opened.split_first_chunk().ok_or(Unspecified)?;
        let number = number.try_into().map_err(|_| Unspecified)?;
        let day = i32::from_be_bytes(*day);
        let small = |part: i32| i8::try_from(part % 100).unwrap_or(0);
        let year = i16::try_from(day / 10_000).map_err(|_| Unspecified)?;
        Ok(HistoryPosition {
            day: Date::new(year, small(day / 100), small(day)).map_err(|_| Unspecified)?,
            number: u32::from_be_bytes(number),
        })
    }

    fn key(&self) -> Result<LessSafeKey, Unspecified> {
        UnboundKey::new(&CHACHA20_POLY1305, self.key.as_ref()).map(LessSafeKey::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.iter_mut().zip(1..).for_each(|(byte, n)| *byte = n);
        }
    }

    const VISIT: VisitId = VisitId([7; 16]);

    fn clinic(code: &str) -> Institution {
        Institution::parse(code).unwrap()
    }

    fn of(institution: &Institution) -> Of<'_> {
        Of {
            institution,
            visit: VISIT,
            category: Category::Medication,
        }
    }

    #[test]
    fn a_token_leads_back_to_where_the_page_stopped() {
        let (seal, ours) = (PageSeal::new(&[3; 32]), clinic("1310000001"));
        for day in [date(1, 1, 1), date(2026, 11, 21), date(9999, 12, 31)] {
            for number in [0, 1, u32::MAX] {
                let position = HistoryPosition { day, number };
                let token = seal.seal(position, of(&ours), &Counting).unwrap();
                assert_eq!(seal.open(token, of(&ours)), Ok(position));
            }
        }
    }

    #[test]
    fn a_token_is_worth_nothing_for_another_question_or_server_nor_with_any_bit_changed() {
        let (seal, ours) = (PageSeal::new(&[3; 32]), clinic("1310000001"));
        let day = date(2026, 11, 21);
        let position = HistoryPosition { day, number: 5 };
        let token = seal.seal(position, of(&ours), &Counting).unwrap();
        let theirs = clinic("1310000002");
        for other in [
            of(&theirs),
            Of {
                visit: VisitId([8; 16]),
                ..of(&ours)
            },
            Of {
                category: Category::Surgery,
                ..of(&ours)
            },
        ] {
            assert_eq!(seal.open(token, other), Err(Unspecified));
        }
        let stranger = PageSeal::new(&[4; 32]);
        assert_eq!(stranger.open(token, of(&ours)), Err(Unspecified));
        for bit in 0..token.0.len() * 8 {
            let mut changed = token;
            changed.0[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(seal.open(changed, of(&ours)), Err(Unspecified), "bit {bit}");
        }
    }

    #[test]
    fn a_token_does_not_show_how_many_records_there_are() {
        let (seal, ours) = (PageSeal::new(&[3; 32]), clinic("1310000001"));
        let number = 0x00AB_CDEF_u32;
        let day = date(2026, 11, 21);
        let position = HistoryPosition { day, number };
        let token = seal.seal(position, of(&ours), &Counting).unwrap();
        assert!(!token.0.windows(4).any(|four| four == number.to_be_bytes()));
    }
}
