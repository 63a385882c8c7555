//! One step: from what happened to what follows.

use jiff::Timestamp;

use crate::table::Cell;
use crate::{CardPlace, Effect, Input, Visit};

impl Visit {
    /// What `input` leads to at `now`: the next situation, and the effects to perform
    /// in their order.
    ///
    /// `now` decides nothing but the idle limits. A clock that is set back makes them
    /// longer, never shorter.
    #[must_use]
    pub fn step(self, input: Input, now: Timestamp) -> (Self, Vec<Effect>) {
        match self.cell(input, now) {
            Cell::On(next, effect) => (next, vec![effect]),
            Cell::To(next) => (next, Vec::new()),
            Cell::Stay => (self, Vec::new()),
            Cell::Touch => (self.touched_at(now), Vec::new()),
            Cell::Stop(reason) => {
                let refused = Self::Refused {
                    reason,
                    steps: self.steps().stopped(),
                    card: self.card(),
                    touched: now,
                };
                (refused, self.closing())
            }
            Cell::Leave => (Self::AwaitingCard, self.closing()),
            Cell::Restart => {
                let mut effects = self.closing();
                effects.push(Effect::ReadCard);
                (Self::ReadingCard, effects)
            }
        }
    }

    /// What has to be closed when the visit ends here. The server knows the visit
    /// once somebody is admitted; the card session lasts until there is an answer.
    fn closing(&self) -> Vec<Effect> {
        match self {
            Self::AwaitingCard | Self::Answered { .. } | Self::Refused { .. } => Vec::new(),
            Self::ReadingCard
            | Self::OpeningVisit { .. }
            | Self::ChoosingMethod { .. }
            | Self::AwaitingPin { .. }
            | Self::CheckingPin { .. }
            | Self::ComparingFace { .. }
            | Self::AwaitingStaff { .. }
            | Self::CheckingPasscode { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating { .. } => vec![Effect::ReleaseCard],
            Self::ChoosingRegistration { visit, .. }
            | Self::ChoosingConsent { visit, .. }
            | Self::ChoosingLimit { visit, .. }
            | Self::Completing { visit, .. } => {
                vec![Effect::CloseVisit { visit: *visit }, Effect::ReleaseCard]
            }
        }
    }

    /// Where the card is.
    fn card(&self) -> CardPlace {
        match self {
            Self::AwaitingCard => CardPlace::Taken,
            Self::Completing { card, .. }
            | Self::Answered { card, .. }
            | Self::Refused { card, .. } => *card,
            Self::ReadingCard
            | Self::OpeningVisit { .. }
            | Self::ChoosingMethod { .. }
            | Self::AwaitingPin { .. }
            | Self::CheckingPin { .. }
            | Self::ComparingFace { .. }
            | Self::AwaitingStaff { .. }
            | Self::CheckingPasscode { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating { .. }
            | Self::ChoosingRegistration { .. }
            | Self::ChoosingConsent { .. }
            | Self::ChoosingLimit { .. } => CardPlace::OnReader,
        }
    }

    /// The same situation, with somebody there at `now`.
    fn touched_at(mut self, now: Timestamp) -> Self {
        match &mut self {
            Self::ChoosingMethod { touched, .. }
            | Self::AwaitingPin { touched, .. }
            | Self::AwaitingStaff { touched, .. }
            | Self::ChoosingRegistration { touched, .. }
            | Self::ChoosingConsent { touched, .. }
            | Self::ChoosingLimit { touched, .. }
            | Self::Answered { touched, .. }
            | Self::Refused { touched, .. } => *touched = now,
            Self::AwaitingCard
            | Self::ReadingCard
            | Self::OpeningVisit { .. }
            | Self::CheckingPin { .. }
            | Self::ComparingFace { .. }
            | Self::CheckingPasscode { .. }
            | Self::SigningChallenge { .. }
            | Self::Authenticating { .. }
            | Self::Completing { .. } => {}
        }
        self
    }
}
