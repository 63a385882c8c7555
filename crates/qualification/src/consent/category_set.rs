//! Some of the categories.

use super::Category;

/// Some of the categories, such as those a clinic has switched on (CONSENT-CATEGORIES).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CategorySet(u8);

impl CategorySet {
    /// Every category of [`Category::MEDICAL`].
    pub const MEDICAL: Self = Self(0b1111);

    /// None of them.
    pub const NONE: Self = Self(0);

    /// The same, with `category`.
    #[must_use]
    pub const fn with(self, category: Category) -> Self {
        Self(self.0 | Self::bit(category))
    }

    /// Those that are in `other`, too.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether `category` is one of them.
    #[must_use]
    pub const fn contains(self, category: Category) -> bool {
        self.0 & Self::bit(category) != 0
    }

    /// They, in the order they are asked for.
    pub fn iter(self) -> impl Iterator<Item = Category> {
        let all = Category::ALL.into_iter();
        all.filter(move |category| self.contains(*category))
    }

    /// Their official codes, as an explanation has them.
    #[must_use]
    pub fn codes(self) -> &'static str {
        CODES.get(usize::from(self.0)).copied().unwrap_or("NONE")
    }

    /// In the order they are asked for.
    const fn bit(category: Category) -> u8 {
        match category {
            Category::Surgery => 1,
            Category::Treatment => 2,
            Category::Medication => 4,
            Category::Checkup => 8,
            Category::SpecificDisease => 16,
        }
    }
}

impl FromIterator<Category> for CategorySet {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(Self::NONE, Self::with)
    }
}

/// The codes of each set, by its bits.
#[rustfmt::skip]
const CODES: [&str; 32] = [
    "NONE",
    "SHJ",
    "SRJ",
    "SHJ SRJ",
    "YZK",
    "SHJ YZK",
    "SRJ YZK",
    "SHJ SRJ YZK",
    "TKK",
    "SHJ TKK",
    "SRJ TKK",
    "SHJ SRJ TKK",
    "YZK TKK",
    "SHJ YZK TKK",
    "SRJ YZK TKK",
    "SHJ SRJ YZK TKK",
    "TSR",
    "SHJ TSR",
    "SRJ TSR",
    "SHJ SRJ TSR",
    "YZK TSR",
    "SHJ YZK TSR",
    "SRJ YZK TSR",
    "SHJ SRJ YZK TSR",
    "TKK TSR",
    "SHJ TKK TSR",
    "SRJ TKK TSR",
    "SHJ SRJ TKK TSR",
    "YZK TKK TSR",
    "SHJ YZK TKK TSR",
    "SRJ YZK TKK TSR",
    "SHJ SRJ YZK TKK TSR",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r022_a_set_is_what_was_put_in_and_says_so_in_codes() {
        for bits in 0..32_u32 {
            let has = |index: usize| bits >> index & 1 == 1;
            let wanted: Vec<_> = (0..5)
                .filter(|it| has(*it))
                .map(|it| Category::ALL[it])
                .collect();
            let set: CategorySet = wanted.iter().copied().collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), wanted);
            let codes: Vec<_> = wanted.iter().map(|it| it.code()).collect();
            let said = if codes.is_empty() {
                "NONE".to_owned()
            } else {
                codes.join(" ")
            };
            assert_eq!(set.codes(), said);
        }
        assert_eq!(
            CategorySet::MEDICAL,
            Category::MEDICAL.into_iter().collect()
        );
    }
}
