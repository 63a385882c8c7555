//! A script in a person's place: every answer is known beforehand.

use std::collections::VecDeque;
use std::future::{Future, ready};
use std::pin::Pin as Pinned;

use card::Pin;
use qualification::{Category, LimitChoice, Method, Reason, StaffId};
use verification::Passcode;
use visit::{Screen, Showing};

use crate::{Answer, Person};

/// Answers known beforehand. Each way is tried once, in the order given, and each PIN
/// and passcode once; the last try for a PIN only when that was told.
pub struct Script {
    /// The ways to be verified. At their end the script stops.
    pub ways: VecDeque<Method>,
    /// What is typed for the PIN, one for each time that way is taken.
    pub pins: VecDeque<Pin>,
    /// Whether the last try may be spent.
    pub spend_last_try: bool,
    /// Who of the staff looks, and finds that it is the person.
    pub staff: Option<StaffId>,
    /// What they type, one for each time that way is taken.
    pub passcodes: VecDeque<Passcode>,
    /// Whether the card is to be registered as insurance card, where that is offered.
    pub register: bool,
    /// The categories agreed to, of those that are asked for.
    pub consented: Vec<Category>,
    /// Step 4.
    pub limit: LimitChoice,
}

impl Script {
    /// Someone who types that PIN, registers no card, agrees to nothing and provides
    /// nothing.
    #[must_use]
    pub fn with_pin(pin: Option<Pin>) -> Self {
        Self {
            ways: VecDeque::from([Method::Pin]),
            pins: pin.into_iter().collect(),
            spend_last_try: false,
            staff: None,
            passcodes: VecDeque::new(),
            register: false,
            consented: Vec::new(),
            limit: LimitChoice::Withhold,
        }
    }

    fn decide(&mut self, screen: &Screen) -> Answer {
        match &screen.showing {
            Showing::ChooseMethod { offered, .. } => self.choose(offered),
            Showing::EnterPin {
                warn_last, others, ..
            } => self.enter_pin(*warn_last, others),
            Showing::ConfirmPerson { others, .. } => self.confirm(others),
            Showing::ChooseRegistration => Answer::Register(self.register),
            Showing::ChooseConsent { categories } => {
                let agreed = categories.iter().copied();
                Answer::Consent(agreed.filter(|it| self.consented.contains(it)).collect())
            }
            Showing::ChooseLimit { .. } => Answer::Limit(self.limit),
            Showing::PutCardDown
            | Showing::PleaseWait { .. }
            | Showing::LookAtCamera
            | Showing::Result { .. }
            | Showing::Ended { .. } => Answer::Cancel,
        }
    }

    /// The next way. One that is offered and asks a question is taken off the list at
    /// that question.
    fn choose(&mut self, offered: &[Method]) -> Answer {
        match self.ways.front().copied() {
            None => Answer::Cancel,
            Some(way @ (Method::Pin | Method::StaffCheck)) if offered.contains(&way) => {
                Answer::Method(way)
            }
            Some(way) => {
                self.ways.pop_front();
                Answer::Method(way)
            }
        }
    }

    fn enter_pin(&mut self, warn_last: bool, others: &[Method]) -> Answer {
        if self.ways.front() != Some(&Method::Pin) {
            return self.choose(others);
        }
        self.ways.pop_front();
        if warn_last && !self.spend_last_try {
            return match self.ways.is_empty() {
                true => Answer::KeepLastTry,
                false => self.enter_pin(warn_last, others),
            };
        }
        match self.pins.pop_front() {
            Some(pin) => Answer::Pin {
                pin,
                spend_last_try: self.spend_last_try,
            },
            None => self.enter_pin(warn_last, others),
        }
    }

    fn confirm(&mut self, others: &[Method]) -> Answer {
        if self.ways.front() != Some(&Method::StaffCheck) {
            return self.choose(others);
        }
        self.ways.pop_front();
        match (self.staff.clone(), self.passcodes.pop_front()) {
            (Some(staff), Some(passcode)) => Answer::Confirmed { staff, passcode },
            _ => self.confirm(others),
        }
    }
}

impl Person for Script {
    fn see(&mut self, _screen: &Screen) {}

    fn see_reader(&mut self, unusable: Option<Reason>) {
        if let Some(reason) = unusable {
            tracing::warn!(reason = reason.code(), "waiting for the reader");
        }
    }

    fn answer<'a>(
        &'a mut self,
        screen: &'a Screen,
    ) -> Pinned<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(ready(self.decide(screen)))
    }

    fn types(&self) -> bool {
        false
    }

    fn comes_back(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests;
