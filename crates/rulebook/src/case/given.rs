//! What is said of a case, in JSON or by flags; everything else is assumed.

use jiff::civil::Date;
use qualification::{
    Category, Disclosure, GraceRule, LateElderlyIssue, LimitCertificate, LimitChoice, LimitScreen,
    ReaderKind, Registration, Setting, Share, Switches,
};
use serde::Deserialize;

use super::{Care, Case, InHand, all_categories, assumed_cover};
use crate::field::{Class, Day, Held, Insurer, Many, Treatment, Why, from_text};
use crate::question::{NotAnswered, read};

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
}

/// What is said cannot be read: which field, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GivenError(String);

/// 利用登録.
struct Registered(Registration);

/// The kind of reader.
struct Reader(ReaderKind);

/// The categories agreed to.
struct Consent(Vec<Category>);

/// The switches.
struct Set(Switches);

from_text! {
    Registered = "registered, not_registered, deregistering or deregistered", registration;
    Reader = "face or general", |text: &str| ReaderKind::from_code(&text.to_ascii_uppercase());
    Consent = "all, none, or codes such as SRJ,YZK", consent;
    Set = "seed, national, or some of limit-screen=automatic, grace=plain and \
        late-elderly-issue=july-2026, parted by commas", switches;
}

fn registration(text: &str) -> Option<Registration> {
    Some(match text {
        "registered" => Registration::Registered,
        "not_registered" => Registration::NotRegistered,
        "deregistering" => Registration::Deregistering,
        "deregistered" => Registration::Deregistered,
        _ => return None,
    })
}

/// A share in percent.
#[derive(Clone, Copy)]
struct Percent(Share);

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = u8::deserialize(deserializer)?;
        Share::from_percent(percent)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("must be 10, 20, 30 or 100"))
    }
}

fn consent(text: &str) -> Option<Vec<Category>> {
    match text {
        "all" => Some(all_categories()),
        "none" | "" => Some(Vec::new()),
        codes => codes
            .split(',')
            .map(|it| Category::from_code(it.trim()))
            .collect(),
    }
}

fn switches(text: &str) -> Option<Switches> {
    let mut switches = Switches::DEFAULT;
    for word in text.split(',').map(|word| word.trim().replace('_', "-")) {
        match word.as_str() {
            "seed" => switches = Switches::DEFAULT,
            "national" => switches = Switches::NATIONAL,
            "limit-screen=ask" => switches.limit_screen = LimitScreen::Ask,
            "limit-screen=automatic" => switches.limit_screen = LimitScreen::Automatic,
            "grace=month-end" => switches.grace = GraceRule::MonthEndPlusThree,
            "grace=plain" => switches.grace = GraceRule::PlainThreeMonths,
            "late-elderly-issue=july-2025" => {
                switches.late_elderly_issue = LateElderlyIssue::UntilJuly2025;
            }
            "late-elderly-issue=july-2026" => {
                switches.late_elderly_issue = LateElderlyIssue::UntilJuly2026;
            }
            _ => return None,
        }
    }
    Some(switches)
}

impl Given {
    /// Reads what is said.
    ///
    /// # Errors
    /// [`GivenError`] when it is no JSON object of these fields.
    pub fn read(json: &str) -> Result<Self, GivenError> {
        read(json).map_err(|NotAnswered(problem)| GivenError(problem))
    }

    /// The day, when one is said.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date.map(|day| day.0)
    }
}

impl Case {
    /// The case with what is said of it.
    #[must_use]
    pub fn with(mut self, given: Given) -> Self {
        self.of_the_card(&given);
        self.of_the_cover(&given);
        self.of_the_limit(&given);
        if let Some(Consent(consented)) = given.consent {
            self.choices.consented = consented;
        }
        if let Some(Set(switches)) = given.switches {
            self.switches = switches;
        }
        if given.cause.is_some() || given.fallback.is_some() {
            let cause = given
                .cause
                .map_or(qualification::Cause::ServerDown, |it| it.0);
            let held = given
                .fallback
                .map_or(Vec::new(), |it| it.as_slice().to_vec());
            self.trouble = Some(InHand { cause, held });
        }
        if let Some(medical) = given.medical {
            self.care = Some(Care {
                medical,
                setting: given.setting.map_or(Setting::Outpatient, |it| it.0),
                many_times: given.many_times.is_some_and(|it| it.0),
            });
        }
        self
    }

    fn of_the_card(&mut self, given: &Given) {
        if let Some(Day(day)) = given.date {
            self.visit_date = day;
        }
        if let Some(Day(day)) = given.birth {
            self.person.birth = day;
        }
        if let Some(Day(day)) = given.certificate_expires {
            self.certificate.not_after = day;
        }
        if let Some(Day(day)) = given.certificate_from {
            self.certificate.not_before = day;
        }
        if let Some(Registered(registration)) = given.registration {
            self.person.registration = registration;
        }
        if given.disclosed == Some(false) {
            self.person.disclosure = Disclosure::NotDisclosed;
        }
        if let Some(Reader(reader)) = given.reader {
            self.reader = reader;
        }
        if let Some(register) = given.register {
            self.choices.register = register;
        }
    }

    /// What is said of a cover is said of the last one.
    fn of_the_cover(&mut self, given: &Given) {
        if let (Some(Insurer(number)), true) = (&given.insurer, self.person.covers.is_empty()) {
            self.person.covers.push(assumed_cover(number.clone()));
        }
        let Some(cover) = self.person.covers.last_mut() else {
            return;
        };
        if let Some(Insurer(number)) = &given.insurer {
            cover.insurer = number.clone();
        }
        if let Some(Day(day)) = given.acquired {
            (cover.acquired_on, cover.linked_on) = (day, day);
        }
        if let Some(Day(day)) = given.linked {
            cover.linked_on = day;
        }
        if let Some(Day(day)) = given.lost {
            cover.lost_on = Some(day);
        }
        if let Some(Percent(share)) = given.share {
            cover.share = Some(share);
        }
        if let Some(Day(day)) = given.arrears_due {
            cover.arrears_due = Some(day);
        }
    }

    fn of_the_limit(&mut self, given: &Given) {
        if let Some(Class(class)) = given.limit_class {
            self.person.limit = Some(LimitCertificate {
                class,
                valid_from: Date::MIN,
                valid_until: Date::MAX,
                long_term_on: None,
            });
        }
        if let Some(limit) = &mut self.person.limit {
            limit.valid_from = given.limit_from.map_or(limit.valid_from, |it| it.0);
            limit.valid_until = given.limit_until.map_or(limit.valid_until, |it| it.0);
        }
        match given.choose_limit {
            Some(true) => self.choices.limit = LimitChoice::Provide,
            Some(false) => self.choices.limit = LimitChoice::Withhold,
            None => {}
        }
    }
}

#[cfg(test)]
mod tests;
