//! What is said of each reason, and who mends it: `data/outcomes.toml`.

use std::sync::LazyLock;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::text::Words;
use crate::{Cause, Document, Evidence, Reason, Rule, Text, data};

/// Who can mend what a reason names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mender {
    /// Nothing is to be mended.
    Nobody,
    /// The patient, here and now.
    Patient,
    /// The clinic's or pharmacy's staff.
    Staff,
    /// 市区町村の窓口.
    Municipality,
    /// 保険者.
    Insurer,
    /// Whoever runs the check server.
    Operator,
}

/// Who comes to a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Answerer {
    /// The check server answers it, so it is a reason of the protocol.
    Server,
    /// The desk comes to it alone.
    Desk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    mender: Vec<NamedMender>,
    outcome: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedMender {
    code: Mender,
    name: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    #[serde(deserialize_with = "reason")]
    code: Reason,
    by: Answerer,
    patient: Words,
    staff: Words,
    next: Words,
    mender: Mender,
    #[serde(default, deserialize_with = "cause")]
    cause: Option<Cause>,
    #[serde(deserialize_with = "documents")]
    documents: Vec<Document>,
    #[serde(deserialize_with = "rules")]
    rules: Vec<Rule>,
    source: String,
    evidence: Evidence,
    unverified: Option<Words>,
}

fn one<'de, D: Deserializer<'de>, T>(from: D, named: fn(&str) -> Option<T>) -> Result<T, D::Error> {
    let name = String::deserialize(from)?;
    named(&name).ok_or_else(|| Error::custom(format!("nothing is called {name}")))
}

fn several<'de, D: Deserializer<'de>, T>(
    from: D,
    named: fn(&str) -> Option<T>,
) -> Result<Vec<T>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    names
        .iter()
        .map(|name| named(name).ok_or_else(|| Error::custom(format!("nothing is called {name}"))))
        .collect()
}

fn reason<'de, D: Deserializer<'de>>(from: D) -> Result<Reason, D::Error> {
    one(from, Reason::from_code)
}

fn cause<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Cause>, D::Error> {
    one(from, Cause::from_code).map(Some)
}

fn documents<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Document>, D::Error> {
    several(from, Document::from_code)
}

fn rules<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Rule>, D::Error> {
    several(from, |name| {
        Rule::ALL.iter().copied().find(|rule| rule.name() == name)
    })
}

/// In the order of [`Reason::ALL`], whatever the order of the file.
static FILE: LazyLock<File> = LazyLock::new(|| {
    let mut file: File = data::compiled_in("outcomes.toml", include_str!("../data/outcomes.toml"));
    file.outcome.sort_by_key(|outcome| outcome.code as usize);
    file
});

impl Reason {
    #[expect(
        clippy::indexing_slicing,
        reason = "the file has one line for each reason, as a test says"
    )]
    fn outcome(self) -> &'static Outcome {
        &FILE.outcome[self as usize]
    }

    /// What the patient is told: what happened, in plain words. It never shows
    /// arrears, that somebody's data is disclosed to nobody, or another's data.
    #[must_use]
    pub fn patient(self) -> Text {
        self.outcome().patient.text()
    }

    /// What the reception staff are told: why, in plain words.
    #[must_use]
    pub fn staff(self) -> Text {
        self.outcome().staff.text()
    }

    /// What to do now, said to the patient and the staff alike.
    #[must_use]
    pub fn next(self) -> Text {
        self.outcome().next.text()
    }

    /// Who can mend it.
    #[must_use]
    pub fn mender(self) -> Mender {
        self.outcome().mender
    }

    /// Why the online check could not be made, if it could not.
    #[must_use]
    pub fn cause(self) -> Option<Cause> {
        self.outcome().cause
    }

    /// What helps today, in the order to ask for it. Whether each still holds on the
    /// day is decided elsewhere.
    #[must_use]
    pub fn documents(self) -> &'static [Document] {
        &self.outcome().documents
    }

    /// The rules it follows from.
    #[must_use]
    pub fn rules(self) -> &'static [Rule] {
        &self.outcome().rules
    }

    /// The document and question it is taken from.
    #[must_use]
    pub fn source(self) -> &'static str {
        &self.outcome().source
    }

    /// How well that is known.
    #[must_use]
    pub fn evidence(self) -> Evidence {
        self.outcome().evidence
    }

    /// What of it could not be verified, if anything: never said as a fact.
    #[must_use]
    pub fn unverified(self) -> Option<Text> {
        self.outcome().unverified.as_ref().map(Words::text)
    }

    /// Who comes to it.
    #[must_use]
    pub fn answerer(self) -> Answerer {
        self.outcome().by
    }
}

impl Mender {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Nobody,
        Self::Patient,
        Self::Staff,
        Self::Municipality,
        Self::Insurer,
        Self::Operator,
    ];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nobody => "NOBODY",
            Self::Patient => "PATIENT",
            Self::Staff => "STAFF",
            Self::Municipality => "MUNICIPALITY",
            Self::Insurer => "INSURER",
            Self::Operator => "OPERATOR",
        }
    }

    /// What people call them.
    #[must_use]
    pub fn name(self) -> Text {
        let named = FILE.mender.iter().find(|mender| mender.code == self);
        named.map_or(Text { ja: "", en: "" }, |mender| mender.name.text())
    }
}

#[cfg(test)]
mod tests;
