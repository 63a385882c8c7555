use super::*;
use crate::{ConsentId, ConsentSurface};

const CLINIC: &str = "1310000001";
const DENTIST: &str = "1330000001";
const PHARMACY: &str = "1340000002";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A consent given at 9:30 in Japan, whose id says to what.
fn consent(category: Category, purpose: Purpose) -> ConsentGrant {
    let place = Category::ALL.iter().position(|it| *it == category).unwrap();
    let id = ConsentId([u8::try_from(place).unwrap(); 16]);
    let given = at("2026-11-21T00:30:00Z");
    ConsentGrant::given(id, category, ConsentSurface::Reader, purpose, given).unwrap()
}

/// A physician at a clinic asks for the medicines an hour after they were agreed to,
/// and `differently` says what is otherwise.
fn asked(
    grants: &[ConsentGrant],
    institution: &str,
    differently: impl Fn(&mut Viewing<'_>),
) -> Result<ConsentGrant, ViewDenial> {
    let institution = Institution::parse(institution).unwrap();
    let mut viewing = Viewing {
        role: Role::Physician,
        purpose: Purpose::of(&institution),
        institution: &institution,
        offered: CategorySet::MEDICAL,
        category: Category::Medication,
        grants,
        scope: Scope::Full,
        at: at("2026-11-21T01:30:00Z"),
    };
    differently(&mut viewing);
    view(&viewing)
}

#[test]
fn r022_each_category_is_opened_by_its_own_consent_alone() {
    for agreed in Category::MEDICAL {
        let grant = consent(agreed, Purpose::Care);
        for category in Category::MEDICAL {
            let seen = asked(&[grant], CLINIC, |viewing| viewing.category = category);
            let expected = if category == agreed {
                Ok(grant)
            } else {
                Err(ViewDenial::NotConsented)
            };
            assert_eq!(seen, expected, "{agreed:?} {category:?}");
        }
    }
}

#[test]
fn r026_whoever_lacks_the_role_is_told_so_before_anything_of_the_patient() {
    let everything: Vec<_> = Category::ALL
        .into_iter()
        .map(|category| consent(category, Purpose::Care))
        .collect();
    for role in Role::ALL {
        for category in Category::MEDICAL {
            for grants in [everything.as_slice(), &[]] {
                let seen = asked(grants, CLINIC, |viewing| {
                    viewing.role = role;
                    viewing.category = category;
                });
                let wrong = seen == Err(ViewDenial::WrongRole);
                assert_eq!(wrong, !role.may_view(category), "{role:?} {category:?}");
            }
        }
    }
}

#[test]
fn r087_a_pharmacy_views_to_dispense_and_a_clinic_to_give_care() {
    for (institution, purpose) in [
        (CLINIC, Purpose::Care),
        (DENTIST, Purpose::Care),
        (PHARMACY, Purpose::Dispensing),
    ] {
        for claimed in Purpose::ALL {
            let grant = consent(Category::Medication, purpose);
            let seen = asked(&[grant], institution, |viewing| viewing.purpose = claimed);
            let expected = if claimed == purpose {
                Ok(grant)
            } else {
                Err(ViewDenial::WrongPurpose)
            };
            assert_eq!(seen, expected, "{institution} {claimed:?}");
        }
    }
    let of_the_clinic = consent(Category::Medication, Purpose::Care);
    let at_the_pharmacy = asked(&[of_the_clinic], PHARMACY, |_| ());
    assert_eq!(at_the_pharmacy, Err(ViewDenial::NotConsented));
}

#[test]
fn r022_what_is_not_offered_is_told_so_whether_agreed_to_or_not() {
    let offered = CategorySet::NONE.with(Category::Checkup);
    for grants in [
        [consent(Category::Medication, Purpose::Care)].as_slice(),
        &[],
    ] {
        let seen = asked(grants, CLINIC, |viewing| viewing.offered = offered);
        assert_eq!(seen, Err(ViewDenial::NotOffered));
    }
}

#[test]
fn r027_in_the_grace_no_consent_is_used() {
    for grants in [
        [consent(Category::Medication, Purpose::Care)].as_slice(),
        &[],
    ] {
        let seen = asked(grants, CLINIC, |viewing| {
            viewing.scope = Scope::EligibilityOnly;
        });
        assert_eq!(seen, Err(ViewDenial::InGrace));
    }
}

#[test]
fn r023_a_consent_is_none_before_it_was_given_and_expired_24_hours_later() {
    let grant = consent(Category::Medication, Purpose::Care);
    for (instant, expected) in [
        ("2026-11-21T00:29:59Z", Err(ViewDenial::NotConsented)),
        ("2026-11-21T00:30:00Z", Ok(grant)),
        ("2026-11-22T00:29:59Z", Ok(grant)),
        ("2026-11-22T00:30:00Z", Err(ViewDenial::ConsentExpired)),
    ] {
        let seen = asked(&[grant], CLINIC, |viewing| viewing.at = at(instant));
        assert_eq!(seen, expected, "{instant}");
    }
}

#[test]
fn r025_a_consent_that_was_withdrawn_is_told_apart_from_one_that_ended() {
    let given = consent(Category::Medication, Purpose::Care);
    let withdrawn = given.withdrawn(at("2026-11-21T01:00:00Z"));
    let too_late = given.withdrawn(at("2026-11-22T00:30:00Z"));
    for (grant, instant, expected) in [
        (
            withdrawn,
            "2026-11-21T00:59:59Z",
            Err(ViewDenial::ConsentWithdrawn),
        ),
        (
            withdrawn,
            "2026-11-21T01:00:00Z",
            Err(ViewDenial::ConsentWithdrawn),
        ),
        (
            withdrawn,
            "2026-11-23T00:00:00Z",
            Err(ViewDenial::ConsentWithdrawn),
        ),
        (
            too_late,
            "2026-11-23T00:00:00Z",
            Err(ViewDenial::ConsentExpired),
        ),
    ] {
        let seen = asked(&[grant], CLINIC, |viewing| viewing.at = at(instant));
        assert_eq!(seen, expected, "{instant}");
    }
}

#[test]
fn r025_the_last_word_of_the_patient_counts() {
    let first = consent(Category::Medication, Purpose::Care);
    let again = ConsentGrant {
        id: ConsentId([9; 16]),
        granted_at: at("2026-11-21T01:00:00Z"),
        ..first
    };
    let withdrawn = again.withdrawn(at("2026-11-21T01:10:00Z"));
    let gave_again = [first.withdrawn(at("2026-11-21T00:40:00Z")), again];
    assert_eq!(asked(&gave_again, CLINIC, |_| ()), Ok(again));
    let before = asked(&gave_again, CLINIC, |viewing| {
        viewing.at = at("2026-11-21T00:50:00Z");
    });
    assert_eq!(before, Err(ViewDenial::NotConsented));
    // The first one still runs, and would open what the patient has closed.
    for grants in [[first, withdrawn], [withdrawn, first]] {
        let seen = asked(&grants, CLINIC, |_| ());
        assert_eq!(seen, Err(ViewDenial::ConsentWithdrawn));
        let told = crate::may_view(&grants, Category::Medication, at("2026-11-21T01:30:00Z"));
        assert_eq!(told, Err(Reason::ConsentExpired));
    }
}

#[test]
fn r022_of_several_lacks_the_first_is_told() {
    let lacks: [fn(&mut Viewing<'_>); 4] = [
        |viewing| viewing.role = Role::Reception,
        |viewing| viewing.purpose = Purpose::Dispensing,
        |viewing| viewing.offered = CategorySet::NONE,
        |viewing| viewing.scope = Scope::EligibilityOnly,
    ];
    for (index, denial) in ViewDenial::ALL.into_iter().take(5).enumerate() {
        let seen = asked(&[], CLINIC, |viewing| {
            lacks[index..].iter().for_each(|lack| lack(viewing));
        });
        assert_eq!(seen, Err(denial));
    }
}

#[test]
fn r022_every_denial_has_one_code_and_words_of_its_own() {
    for denial in ViewDenial::ALL {
        assert_eq!(ViewDenial::from_code(denial.code()), Some(denial));
        let same = |other: &ViewDenial| other.text() == denial.text();
        assert_eq!(ViewDenial::ALL.iter().filter(|it| same(it)).count(), 1);
    }
    assert_eq!(ViewDenial::from_code("NO_DATA"), None);
}
