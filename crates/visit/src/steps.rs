//! The five steps and how far they have come.

use qualification::LimitDirective;

/// A step of a visit, in order (Kumamoto FAQ Q14; the fifth is the answer itself).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// ① カードの読み取り.
    CardReading,
    /// ② 本人確認.
    Verification,
    /// ③ 同意の選択.
    Consent,
    /// ④ 限度額情報の提供.
    LimitAmount,
    /// ⑤ 資格確認・受付完了.
    Confirmation,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [
        Self::CardReading,
        Self::Verification,
        Self::Consent,
        Self::LimitAmount,
        Self::Confirmation,
    ];

    /// 1 to 5.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::CardReading => 1,
            Self::Verification => 2,
            Self::Consent => 3,
            Self::LimitAmount => 4,
            Self::Confirmation => 5,
        }
    }
}

/// How one step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// Still to come.
    Ahead,
    /// Being taken.
    Current,
    /// Behind.
    Done,
    /// Was not asked, as there is nothing to choose.
    Skipped,
    /// Cannot be taken, which is told from the beginning; why is told to the staff
    /// alone.
    Unavailable,
    /// The visit ended in it without an answer.
    Stopped,
}

/// How the five steps stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Steps {
    current: Step,
    state: StepState,
    skipped_consent: bool,
    declined: bool,
    limit: LimitDirective,
}

impl Steps {
    /// At `current`, with every step before it done.
    pub(crate) const fn at(current: Step) -> Self {
        Self {
            current,
            state: StepState::Current,
            skipped_consent: false,
            declined: false,
            limit: LimitDirective::Ask,
        }
    }

    /// At the last step, with steps 3 and 4 never reached, as registration was declined.
    pub(crate) const fn declined() -> Self {
        Self {
            declined: true,
            ..Self::at(Step::Confirmation)
        }
    }

    /// Past step 3 without asking.
    pub(crate) const fn skip_consent(self) -> Self {
        Self {
            skipped_consent: true,
            ..self
        }
    }

    /// With that in step 4.
    pub(crate) const fn with_limit(self, limit: LimitDirective) -> Self {
        Self { limit, ..self }
    }

    /// Moved on to `current`.
    pub(crate) const fn moved_to(self, current: Step) -> Self {
        Self { current, ..self }
    }

    /// The current step is done, and it was the last.
    pub(crate) const fn finished(self) -> Self {
        Self {
            state: StepState::Done,
            ..self
        }
    }

    /// The visit ended in the current step.
    pub(crate) const fn stopped(self) -> Self {
        Self {
            state: StepState::Stopped,
            ..self
        }
    }

    /// The step that is being taken, or in which the visit ended.
    #[must_use]
    pub const fn current(self) -> Step {
        self.current
    }

    /// How `step` stands.
    #[must_use]
    pub fn state(self, step: Step) -> StepState {
        let asks_limit = self.limit == LimitDirective::Ask;
        match step {
            Step::LimitAmount if self.limit == LimitDirective::Unavailable => {
                StepState::Unavailable
            }
            _ if step > self.current => StepState::Ahead,
            Step::Consent | Step::LimitAmount if self.declined => StepState::Ahead,
            _ if step == self.current => self.state,
            Step::Consent if self.skipped_consent => StepState::Skipped,
            Step::LimitAmount if !asks_limit => StepState::Skipped,
            _ => StepState::Done,
        }
    }

    /// Every step with how it stands, in order.
    #[must_use]
    pub fn all(self) -> [(Step, StepState); 5] {
        Step::ALL.map(|step| (step, self.state(step)))
    }
}
