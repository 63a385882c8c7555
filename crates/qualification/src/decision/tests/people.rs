//! Anyone at all.

use super::*;

const INSURERS: [&str; 4] = ["06439996", "39439997", "109991", "439992"];

fn any_day() -> impl Strategy<Value = Date> {
    (-500_i32..500).prop_map(|offset| days(TODAY, offset))
}

fn any_share() -> impl Strategy<Value = Option<Share>> {
    proptest::sample::select(vec![
        None,
        Some(Share::OneTenth),
        Some(Share::TwoTenths),
        Some(Share::ThreeTenths),
        Some(Share::Whole),
    ])
}

prop_compose! {
    fn any_cover()(
        insurer in proptest::sample::select(INSURERS.to_vec()),
        acquired_on in any_day(),
        lost_on in proptest::option::of(any_day()),
        linked_on in any_day(),
        share in any_share(),
        arrears_due in proptest::option::of(any_day()),
        branch: bool,
    ) -> Cover {
        Cover {
            insurer: InsurerNumber::parse(insurer).unwrap(),
            acquired_on,
            lost_on,
            linked_on,
            share,
            arrears_due,
            branch: Branch::parse("01").ok().filter(|_| branch),
            ..cover()
        }
    }
}

prop_compose! {
    fn any_certificates()(
        class in proptest::sample::select(LimitClass::ALL.to_vec()),
        from in any_day(), until in any_day(), limit: bool, disease: bool,
    ) -> (Option<LimitCertificate>, Option<SpecificDiseaseCertificate>) {
        let limit = limit.then_some(LimitCertificate {
            class,
            valid_from: from,
            valid_until: until,
            long_term_on: None,
        });
        (limit, disease.then(|| dialysis(from)))
    }
}

/// What is registered of someone. A person shows nothing of themselves, so that a
/// failing test can only say this.
#[derive(Debug, Clone)]
pub(in crate::decision) struct Facts {
    covers: Vec<Cover>,
    limit: Option<LimitCertificate>,
    specific_disease: Option<SpecificDiseaseCertificate>,
    birth: Date,
    registration: Registration,
    disclosure: Disclosure,
    subsidy_certificate: bool,
}

impl Facts {
    pub(in crate::decision) fn person(&self) -> InsuredPerson {
        InsuredPerson {
            limit: self.limit,
            specific_disease: self.specific_disease,
            birth: self.birth,
            registration: self.registration,
            disclosure: self.disclosure,
            subsidy_certificate: self.subsidy_certificate,
            ..person(self.covers.clone())
        }
    }
}

prop_compose! {
    pub(in crate::decision) fn anyone()(
        covers in proptest::collection::vec(any_cover(), 0..4),
        (limit, specific_disease) in any_certificates(),
        born in 0_i32..36_500,
        registration in proptest::sample::select(vec![
            Registration::NotRegistered,
            Registration::Registered,
            Registration::Deregistering,
            Registration::Deregistered,
        ]),
        hidden in proptest::bool::weighted(0.1),
        subsidy_certificate: bool,
    ) -> Facts {
        Facts {
            covers,
            limit,
            specific_disease,
            birth: days(TODAY, -born),
            registration,
            disclosure: if hidden { Disclosure::NotDisclosed } else { Disclosure::Disclosed },
            subsidy_certificate,
        }
    }
}

/// When someone comes, where, and with which certificate.
#[derive(Debug, Clone, Copy)]
pub(in crate::decision) struct Coming {
    certificate: CertificateDates,
    reader: ReaderKind,
    visit_date: Date,
}

impl Coming {
    pub(in crate::decision) fn of<'p>(&self, person: &'p InsuredPerson) -> Arrival<'p> {
        Arrival {
            certificate: self.certificate,
            person: Some(person),
            reader: self.reader,
            purpose: Purpose::Care,
            visit_date: self.visit_date,
            as_of: self.visit_date,
        }
    }
}

prop_compose! {
    pub(in crate::decision) fn any_coming()(
        begins in -1000_i32..20, ends in -200_i32..400, face: bool, visit in -100_i32..100,
    ) -> Coming {
        Coming {
            certificate: CertificateDates {
                not_before: days(TODAY, begins),
                not_after: days(TODAY, ends),
            },
            reader: if face { ReaderKind::Face } else { ReaderKind::General },
            visit_date: days(TODAY, visit),
        }
    }
}

prop_compose! {
    pub(in crate::decision) fn any_switches()(automatic: bool, plain: bool) -> Switches {
        Switches {
            limit_screen: if automatic { LimitScreen::Automatic } else { LimitScreen::Ask },
            grace: if plain { GraceRule::PlainThreeMonths } else { GraceRule::MonthEndPlusThree },
            ..Switches::DEFAULT
        }
    }
}

prop_compose! {
    pub(in crate::decision) fn any_choices()(
        consented in proptest::sample::subsequence(Category::ALL.to_vec(), 0..=5),
        provide: bool, register: bool,
        surface in proptest::sample::select(vec![
            ConsentSurface::Reader,
            ConsentSurface::Desk,
            ConsentSurface::Oral,
        ]),
    ) -> Choices {
        Choices {
            consented,
            limit: if provide { LimitChoice::Provide } else { LimitChoice::Withhold },
            register,
            surface,
        }
    }
}
