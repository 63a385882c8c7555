//! One rule that spoke, in the words of this case.

use qualification::{Evidence, Rule, Source, Spoken, Text};

use crate::words::Words;

/// What a rule says in this case, and on whose word.
pub(super) struct Said {
    pub(super) rule: Rule,
    pub(super) sentence: Words,
}

impl Said {
    pub(super) fn of(spoken: &Spoken) -> Self {
        let (ja, en) = spoken.in_words();
        Self {
            rule: spoken.rule,
            sentence: Words::new(ja, en),
        }
    }

    /// `R046`.
    pub(super) fn number(&self) -> String {
        number(self.rule)
    }

    pub(super) fn title(&self) -> Text {
        self.rule.title()
    }

    pub(super) fn evidence(&self) -> Evidence {
        self.rule.evidence()
    }

    pub(super) fn sources(&self) -> &'static [Source] {
        self.rule.sources()
    }
}

/// A rule's number as people write it.
pub(crate) fn number(rule: Rule) -> String {
    format!("R{:03}", rule.number())
}
