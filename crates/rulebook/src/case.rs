//! One person at one counter on one day, and what they answer there.

mod care;
mod given;
mod papers;
mod presentation;

use jiff::civil::{Date, date};
use qualification::{
    Arrival, Category, Cause, CertificateDates, Choices, ConsentSurface, Cover, Disclosure,
    Document, InsuredPerson, InsurerNumber, LimitChoice, PersonId, Purpose, ReaderKind,
    Registration, Relation, Sex, Switches,
};

pub use care::Care;
pub use given::{Given, GivenError};
pub use papers::{Papers, Possession};
pub use presentation::Presentation;

/// The insurer that is assumed: a health insurance society that does not exist.
const INSURER: &str = "06439996";

/// What is asked about. No `Debug`: a person of the shelf has a name.
#[derive(Clone)]
pub struct Case {
    /// The day of the visit.
    pub visit_date: Date,
    /// Whose card it is.
    pub person: InsuredPerson,
    /// Whether their cover is only assumed: then it ends as the law says, at 75.
    pub cover_is_assumed: bool,
    /// From when to when its certificate is valid.
    pub certificate: CertificateDates,
    /// At which kind of reader.
    pub reader: ReaderKind,
    /// Where, and with what in hand.
    pub presentation: Presentation,
    /// What they answer.
    pub choices: Choices,
    /// How the whole system is set.
    pub switches: Switches,
    /// The online check that cannot be made.
    pub trouble: Option<InHand>,
    /// What the care costs.
    pub care: Option<Care>,
    /// What decides, beside all that, which documents they were given.
    pub papers: Papers,
}

/// Why the online check cannot be made, and what the person has in hand.
#[derive(Clone)]
pub struct InHand {
    /// Why.
    pub cause: Cause,
    /// Each document, and whether it is valid on the day.
    pub held: Vec<(Document, bool)>,
}

impl Case {
    /// What is assumed where nothing is said: a woman of middle age, insured by a
    /// society since 2020, whose card is registered and in its time, at a reader with a
    /// camera; she agrees to nothing, registers nothing there, and provides her limit
    /// amount.
    #[must_use]
    pub fn assumed(visit_date: Date) -> Self {
        let person = InsuredPerson {
            id: PersonId([0; 16]),
            name: String::new(),
            kana: String::new(),
            birth: date(1980, 2, 17),
            sex: Sex::NotStated,
            address: String::new(),
            registration: Registration::Registered,
            disclosure: Disclosure::Disclosed,
            covers: InsurerNumber::parse(INSURER)
                .map(assumed_cover)
                .into_iter()
                .collect(),
            limit: None,
            specific_disease: None,
            subsidy_certificate: false,
        };
        let certificate = CertificateDates {
            not_before: date(2016, 1, 1),
            not_after: qualification::user_certificate_valid_until(visit_date, person.birth),
        };
        Self {
            cover_is_assumed: true,
            ..Self::of(person, certificate, visit_date)
        }
    }

    /// That `person`, with that certificate, on that day.
    #[must_use]
    pub fn of(person: InsuredPerson, certificate: CertificateDates, visit_date: Date) -> Self {
        Self {
            visit_date,
            person,
            cover_is_assumed: false,
            certificate,
            reader: ReaderKind::Face,
            presentation: Presentation::ORDINARY,
            choices: Choices {
                limit: LimitChoice::Provide,
                ..Choices::nothing(ConsentSurface::Desk)
            },
            switches: Switches::DEFAULT,
            trouble: None,
            care: None,
            papers: Papers::ORDINARY,
        }
    }

    /// The same on another day.
    #[must_use]
    pub fn on(&self, visit_date: Date) -> Self {
        Self {
            visit_date,
            ..self.clone()
        }
    }

    /// Who arrives.
    pub(crate) const fn arrival(&self) -> Arrival<'_> {
        Arrival {
            certificate: self.certificate,
            person: Some(&self.person),
            reader: self.reader,
            purpose: Purpose::Care,
            visit_date: self.visit_date,
            as_of: self.visit_date,
        }
    }

    /// The cover in force that day, or the last one.
    pub(crate) fn cover(&self) -> Option<&Cover> {
        self.cover_in_force().or(self.person.covers.last())
    }

    /// The cover in force that day.
    pub(crate) fn cover_in_force(&self) -> Option<&Cover> {
        let mut covers = self.person.covers.iter();
        covers.find(|it| it.holds_on(self.visit_date))
    }
}

fn assumed_cover(insurer: InsurerNumber) -> Cover {
    Cover {
        insurer,
        insurer_name: String::new(),
        symbol: None,
        number: String::new(),
        branch: None,
        relation: Relation::Insured,
        acquired_on: date(2020, 4, 1),
        lost_on: None,
        linked_on: date(2020, 4, 1),
        share: None,
        arrears_due: None,
    }
}

/// Every category that a consent may be asked for.
pub(crate) fn all_categories() -> Vec<Category> {
    Category::ALL.to_vec()
}
