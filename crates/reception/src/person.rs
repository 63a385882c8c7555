//! Whoever stands at the desk: a person at a terminal, or a script in their place.

use std::future::Future;
use std::pin::Pin as Pinned;

use card::Pin;
use qualification::{Category, LimitChoice, Method, Reason, StaffId};
use verification::Passcode;
use visit::Screen;

/// What the person answered to a question.
pub enum Answer {
    /// Step 2: this way, now or instead.
    Method(Method),
    /// Step 2: the PIN.
    Pin {
        /// What was typed.
        pin: Pin,
        /// Whether it was said in so many words that the last try may be spent.
        spend_last_try: bool,
    },
    /// Step 2: the staff saw that it is the person on the card.
    Confirmed {
        /// Who looked.
        staff: StaffId,
        /// What was typed.
        passcode: Passcode,
    },
    /// Step 2: the staff saw that it is not the person on the card.
    Denied,
    /// Whether the card is to be registered as insurance card.
    Register(bool),
    /// Step 3.
    Consent(Vec<Category>),
    /// Step 4.
    Limit(LimitChoice),
    /// Stop here, as the PIN has one try left and that is kept.
    KeepLastTry,
    /// Stop here.
    Cancel,
}

/// Sees screens and answers questions.
pub trait Person: Send {
    /// Shows what is to be seen now. Called when it changes.
    fn see(&mut self, screen: &Screen);

    /// Says what happened at the reader, such as why no card can be put down, or (with
    /// `None`) that it can again.
    fn see_reader(&mut self, unusable: Option<Reason>);

    /// Answers the question of `screen`. Dropping the future takes the question
    /// back.
    fn answer<'a>(
        &'a mut self,
        screen: &'a Screen,
    ) -> Pinned<Box<dyn Future<Output = Answer> + Send + 'a>>;

    /// Whether answers are typed by somebody there and then. A real card's PIN is
    /// asked of nobody else: a script with a wrong one would lock it.
    fn types(&self) -> bool;

    /// Whether they put the card down again when it was pulled too early.
    fn comes_back(&self) -> bool;
}
