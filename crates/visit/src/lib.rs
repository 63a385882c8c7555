//! The five steps of a visit as a pure state machine (Kumamoto FAQ Q14, and the
//! answer itself as the fifth).
//!
//! ```text
//! ① カードの読み取り    AwaitingCard → ReadingCard → OpeningVisit
//! ② 本人確認            AwaitingPin ⇄ CheckingPin ─────────┐
//!       ChoosingMethod ⇄ ComparingFace ────────────────────┼→ SigningChallenge → Authenticating
//!                        AwaitingStaff ⇄ CheckingPasscode ─┘
//!       ChoosingRegistration, where it is offered
//! ③ 同意の選択          ChoosingConsent
//! ④ 限度額情報の提供    ChoosingLimit
//! ⑤ 資格確認・受付完了  Completing → Answered
//! ```
//! Any of them may end in `Refused` instead. Taking the card leads back to
//! `AwaitingCard`, from `Completing` by way of the answer; nothing of a visit is
//! known in the next.
//!
//! *Knows* the steps: which one it is, what to show, what to ask for next, and what
//! every input means in every situation.
//!
//! *Never* knows the PIN, the card's bytes, the network or the clock: inputs say
//! that something happened, effects ask for something to be done, and `now` is an
//! argument.
//!
//! *Start reading at* [`Visit`], [`Input`] and [`Effect`], then [`Visit::step`]; and
//! [`Visit::screen`] for what a person sees.

mod effect;
mod input;
mod screen;
mod situation;
mod step;
mod steps;
mod table;
#[cfg(test)]
mod tests;
pub mod text;

pub use effect::Effect;
pub use input::Input;
pub use screen::{
    CARD_LEFT_AFTER, IDLE_LIMIT, IDLE_WARNING, Reminder, STAFF_IDLE_LIMIT, Screen, Showing, Told,
};
pub use situation::{CardPlace, Visit};
pub use steps::{Step, StepState, Steps};
