//! Who at the institution asks to view something.

use crate::{Category, Text};

/// The part that someone of the staff plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// 受付.
    Reception,
    /// 医師.
    Physician,
    /// 歯科医師.
    Dentist,
    /// 薬剤師.
    Pharmacist,
    /// 管理者: keeps the institution's accounts and views nothing.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Reception,
        Self::Physician,
        Self::Dentist,
        Self::Pharmacist,
        Self::Administrator,
    ];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reception => "RECEPTION",
            Self::Physician => "PHYSICIAN",
            Self::Dentist => "DENTIST",
            Self::Pharmacist => "PHARMACIST",
            Self::Administrator => "ADMINISTRATOR",
        }
    }

    /// The role with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What the staff call it.
    #[must_use]
    pub const fn name(self) -> Text {
        let (ja, en) = match self {
            Self::Reception => ("受付", "reception"),
            Self::Physician => ("医師", "physician"),
            Self::Dentist => ("歯科医師", "dentist"),
            Self::Pharmacist => ("薬剤師", "pharmacist"),
            Self::Administrator => ("管理者", "administrator"),
        };
        Text { ja, en }
    }

    /// Whether it may view what was agreed to (CONSENT-ROLE, PRIV-MIN). The reception
    /// views no medical information; 特定疾病療養受療証 is none, and caps the charge. The
    /// administrator views nothing at all.
    /// Pharmacists view what is on the screen of medicines (「診療・お薬」), and neither
    /// surgery nor check-ups: public notices name physicians and dentists for the latter,
    /// and are silent on the former.
    #[must_use]
    pub const fn may_view(self, category: Category) -> bool {
        match category {
            Category::SpecificDisease => !matches!(self, Self::Administrator),
            Category::Medication | Category::Treatment => {
                matches!(self, Self::Physician | Self::Dentist | Self::Pharmacist)
            }
            Category::Surgery | Category::Checkup => {
                matches!(self, Self::Physician | Self::Dentist)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r026_the_reception_views_no_medical_information_and_clinicians_by_kind() {
        for (role, viewed) in [
            (Role::Reception, [].as_slice()),
            (Role::Physician, &Category::MEDICAL),
            (Role::Dentist, &Category::MEDICAL),
            (
                Role::Pharmacist,
                &[Category::Treatment, Category::Medication],
            ),
            (Role::Administrator, &[]),
        ] {
            for category in Category::MEDICAL {
                let views = viewed.contains(&category);
                assert_eq!(role.may_view(category), views, "{role:?} {category:?}");
            }
        }
    }

    #[test]
    fn r026_codes_name_one_role_each_and_the_administrator_views_nothing() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("NURSE"), None);
        let views = |category| Role::Administrator.may_view(category);
        assert!(!Category::ALL.into_iter().any(views));
    }

    #[test]
    fn r087_the_desk_gets_what_it_charges_by_and_no_more() {
        let desk = Category::ALL
            .into_iter()
            .filter(|category| Role::Reception.may_view(*category));
        assert!(desk.eq([Category::SpecificDisease]));
    }
}
