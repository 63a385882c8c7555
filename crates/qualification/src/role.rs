//! Who at the institution asks to view something.

use crate::Category;

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
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Reception,
        Self::Physician,
        Self::Dentist,
        Self::Pharmacist,
    ];

    /// Whether it may view what was agreed to (CONSENT-ROLE, PRIV-MIN). The reception
    /// views no medical information; 特定疾病療養受療証 is none, and caps the charge.
    /// Pharmacists view what is on the screen of medicines (「診療・お薬」), and neither
    /// surgery nor check-ups: public notices name physicians and dentists for the latter,
    /// and are silent on the former.
    #[must_use]
    pub const fn may_view(self, category: Category) -> bool {
        match category {
            Category::SpecificDisease => true,
            Category::Medication | Category::Treatment => !matches!(self, Self::Reception),
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
        ] {
            for category in Category::MEDICAL {
                let views = viewed.contains(&category);
                assert_eq!(role.may_view(category), views, "{role:?} {category:?}");
            }
        }
    }

    #[test]
    fn r087_the_desk_gets_what_it_charges_by_and_no_more() {
        let desk = Category::ALL
            .into_iter()
            .filter(|category| Role::Reception.may_view(*category));
        assert!(desk.eq([Category::SpecificDisease]));
    }
}
