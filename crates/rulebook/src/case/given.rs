//! What is said of a case, in JSON or by flags; everything else is assumed.

mod applied;
mod possible;
mod word;

use jiff::civil::Date;
use serde::Deserialize;

use crate::field::{Class, Day, Held, Insurer, Many, Treatment, Why};
use crate::question::{NotAnswered, read};
use word::{
    Application, CardHeld, Consent, Disease, MealsOfDay, Percent, Reader, Registered, Set, Shown,
    Where,
};

/// What is said of a case. Each field is a flag of `madoguchi rules explain`, too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    date: Option<Day>,
    birth: Option<Day>,
    certificate_from: Option<Day>,
    certificate_expires: Option<Day>,
    registration: Option<Registered>,
    disclosed: Option<bool>,
    reader: Option<Reader>,
    insurer: Option<Insurer>,
    acquired: Option<Day>,
    lost: Option<Day>,
    linked: Option<Day>,
    share: Option<Percent>,
    arrears_due: Option<Day>,
    limit_class: Option<Class>,
    limit_from: Option<Day>,
    limit_until: Option<Day>,
    choose_limit: Option<bool>,
    consent: Option<Consent>,
    register: Option<bool>,
    switches: Option<Set>,
    fallback: Option<Held>,
    cause: Option<Why>,
    medical: Option<u64>,
    setting: Option<Treatment>,
    many_times: Option<Many>,
    paper_limit: Option<Class>,
    paid_this_month: Option<u64>,
    medical_this_month: Option<u64>,
    specific_disease: Option<Disease>,
    meals: Option<MealsOfDay>,
    long_term_on: Option<Day>,
    intractable: Option<bool>,
    card_held: Option<CardHeld>,
    application: Option<Application>,
    stay_until: Option<Day>,
    venue: Option<Where>,
    medium: Option<Shown>,
    pin_set: Option<bool>,
    phone_reader: Option<bool>,
}

/// What is said cannot be read: which field, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GivenError(String);

impl Given {
    /// Reads what is said.
    ///
    /// # Errors
    /// [`GivenError`] when it is no JSON object of these fields.
    pub fn read(json: &str) -> Result<Self, GivenError> {
        let given: Self = read(json).map_err(|NotAnswered(problem)| GivenError(problem))?;
        match given.needs_medical() {
            Some(field) if given.medical.is_none() => Err(GivenError(format!(
                "{field} says something of a bill, but there is none: 医療費も指定してください / \
                 give the cost of the care as well, in yen (medical)"
            ))),
            _ => Ok(given),
        }
    }

    /// The first field that means nothing without a bill.
    fn needs_medical(&self) -> Option<&'static str> {
        let fields = [
            ("paper_limit", self.paper_limit.is_some()),
            ("paid_this_month", self.paid_this_month.is_some()),
            ("medical_this_month", self.medical_this_month.is_some()),
            ("specific_disease", self.specific_disease.is_some()),
            ("meals", self.meals.is_some()),
            ("long_term_on", self.long_term_on.is_some()),
            ("intractable", self.intractable.is_some()),
        ];
        let mut said = fields.into_iter().filter(|(_, is_said)| *is_said);
        said.next().map(|(field, _)| field)
    }

    /// The day, when one is said.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date.map(|day| day.0)
    }
}

#[cfg(test)]
mod tests;
