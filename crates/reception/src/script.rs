//! A script in a person's place: every answer is known beforehand.

use std::future::{Future, ready};
use std::pin::Pin as Pinned;

use card::Pin;
use qualification::{Category, LimitChoice, Reason};
use visit::{Screen, Showing};

use crate::{Answer, Person};

/// Answers known beforehand. A PIN is tried once: a script never spends a second
/// try, and the last one only when it was told to.
pub struct Script {
    /// The PIN.
    pub pin: Option<Pin>,
    /// Whether the last try may be spent.
    pub spend_last_try: bool,
    /// The categories agreed to, of those that are asked for.
    pub consented: Vec<Category>,
    /// Step 4.
    pub limit: LimitChoice,
}

impl Script {
    fn decide(&mut self, screen: &Screen) -> Answer {
        match &screen.showing {
            Showing::EnterPin { warn_last, .. } => match self.pin.take() {
                Some(pin) if self.spend_last_try || !warn_last => Answer::Pin {
                    pin,
                    spend_last_try: self.spend_last_try,
                },
                Some(_) => Answer::KeepLastTry,
                None => Answer::Cancel,
            },
            Showing::ChooseConsent { categories } => {
                let agreed = categories.iter().copied();
                Answer::Consent(agreed.filter(|it| self.consented.contains(it)).collect())
            }
            Showing::ChooseLimit => Answer::Limit(self.limit),
            Showing::PutCardDown
            | Showing::PleaseWait { .. }
            | Showing::Result { .. }
            | Showing::Ended { .. } => Answer::Cancel,
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
