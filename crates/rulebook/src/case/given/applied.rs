//! A case with what is said of it.

use jiff::civil::Date;
use qualification::{
    Cause, Disclosure, InsurerKind, InsurerPolicy, LimitCertificate, LimitChoice, MonthToDate,
    Setting, late_elderly_from,
};

use super::possible::possible;
use super::word::{
    Application, CardHeld, Consent, Disease, MealsOfDay, Percent, Reader, Registered, Set, Shown,
    Where,
};
use super::{Given, GivenError};
use crate::case::{Care, Case, InHand, assumed_cover};
use crate::field::{Class, Day, Insurer};

impl Case {
    /// The case with what is said of it.
    ///
    /// # Errors
    /// [`GivenError`] when that cannot be: something ends before it begins.
    pub fn with(mut self, given: Given) -> Result<Self, GivenError> {
        self.of_the_card(&given);
        self.of_the_cover(&given);
        self.of_the_limit(&given);
        self.of_the_papers(&given);
        self.of_the_presentation(&given);
        self.leaves_at_75(&given);
        possible(&self, &given)?;
        self.care = given.care().or(self.care);
        if let Some(Consent(consented)) = given.consent {
            self.choices.consented = consented;
        }
        if let Some(Set(switches)) = given.switches {
            self.switches = switches;
        }
        if given.cause.is_some() || given.fallback.is_some() {
            let cause = given.cause.map_or(Cause::ServerDown, |it| it.0);
            let held = given
                .fallback
                .map_or(Vec::new(), |it| it.as_slice().to_vec());
            self.trouble = Some(InHand { cause, held });
        }
        Ok(self)
    }

    /// An assumed cover ends on the 75th birthday, unless it is of 後期 (AGE75).
    fn leaves_at_75(&mut self, given: &Given) {
        let late_elderly = late_elderly_from(self.person.birth);
        let is_assumed = self.cover_is_assumed && given.lost.is_none();
        for cover in self.person.covers.iter_mut().filter(|_| is_assumed) {
            if InsurerPolicy::of(&cover.insurer).kind != InsurerKind::LateElderly {
                cover.lost_on = Some(late_elderly);
            }
        }
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
        match given.disclosed {
            Some(true) => self.person.disclosure = Disclosure::Disclosed,
            Some(false) => self.person.disclosure = Disclosure::NotDisclosed,
            None => {}
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

    fn of_the_papers(&mut self, given: &Given) {
        let papers = &mut self.papers;
        if let Some(CardHeld(card)) = given.card_held {
            papers.card = card;
        }
        if let Some(Application(application)) = given.application {
            papers.application = application;
        }
        papers.stay_until = given.stay_until.map(|Day(day)| day).or(papers.stay_until);
    }

    fn of_the_presentation(&mut self, given: &Given) {
        let shown = &mut self.presentation;
        if let Some(Where(venue)) = given.venue {
            shown.venue = venue;
        }
        if let Some(Shown(medium)) = given.medium {
            shown.medium = medium;
        }
        shown.pin_set = given.pin_set.unwrap_or(shown.pin_set);
        shown.phone_reader = given.phone_reader.unwrap_or(shown.phone_reader);
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

impl Given {
    fn care(&self) -> Option<Care> {
        Some(Care {
            medical: self.medical?,
            setting: self.setting.map_or(Setting::Outpatient, |it| it.0),
            many_times: self.many_times.is_some_and(|it| it.0),
            paper_limit: self.paper_limit.map(|Class(class)| class),
            before: MonthToDate {
                medical: self.medical_this_month.unwrap_or_default(),
                paid: self.paid_this_month.unwrap_or_default(),
            },
            specific_disease: self.specific_disease.map(|Disease(disease)| disease),
            meals: self.meals.map_or(0, |MealsOfDay(meals)| meals),
            long_term_on: self.long_term_on.map(|Day(day)| day),
            intractable: self.intractable.unwrap_or_default(),
        })
    }
}
