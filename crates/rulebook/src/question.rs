//! The questions a line can ask: the name of a rule, and the fields it takes.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Answer;

mod calendar;
mod card;
mod document;
mod money;

/// Why a question has no answer, in words that name the rule or the field.
pub(crate) struct NotAnswered(pub(crate) String);

/// Facts that a rule answers.
trait Question<'f>: Deserialize<'f> {
    fn answer(self) -> Answer;
}

macro_rules! questions {
    ($($name:literal => $facts:ty;)+) => {
        /// Every rule that a line can name, as it is written there.
        pub const NAMES: &[&str] = &[$($name,)+];

        /// The answer of the rule `name` to the facts in JSON.
        pub(crate) fn ask(name: &str, facts: &RawValue) -> Result<Answer, NotAnswered> {
            match name {
                $($name => read::<$facts>(facts.get()).map(Question::answer),)+
                _ => Err(unknown(name)),
            }
        }
    };
}

questions! {
    "TIME-JST" => calendar::TimeJst;
    "AGE70" => calendar::Age70;
    "AGE75" => calendar::Age75;
    "CERT-GRACE" => card::CertGrace;
    "REG-5DAYS" => card::Reg5Days;
    "CARD-VALID" => card::CardValid;
    "CERT-VALID" => card::CertValid;
    "DOC-OLD-END" => document::OldCardEnd;
    "DOC-KAKUNIN-VALID/takasaki" => document::TakasakiCertificate;
    "DOC-KAKUNIN-VALID/kouki" => document::KoukiCertificate;
    "DOC-OSHIRASE-VALID/takasaki" => document::TakasakiNotice;
    "LIMIT" => money::Limit;
    "COPAY-ROUND" => money::CopayRound;
    "COPAY-PRESCHOOL" => calendar::Preschool;
    "SPEC-10WARI/child_exempt_until" => calendar::SpecialCareExempt;
    "NUM-INSURER" => calendar::NumInsurer;
    "LAG-DUTY" => calendar::LagDuty;
    "FALLBACK" => document::Fallen;
}

/// Reads the facts; when they cannot be, reads them again to tell where.
pub(crate) fn read<'f, T: Deserialize<'f>>(facts: &'f str) -> Result<T, NotAnswered> {
    serde_json::from_str(facts).map_err(|_| fault::<T>(facts))
}

#[cold]
fn fault<'f, T: Deserialize<'f>>(facts: &'f str) -> NotAnswered {
    let mut reader = serde_json::Deserializer::from_str(facts);
    let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut reader) else {
        return NotAnswered("cannot be read".to_owned());
    };
    let (path, problem) = (error.path().to_string(), error.inner().to_string());
    // The place in the line's inner object would only mislead.
    let problem = problem
        .rsplit_once(" at line ")
        .map_or(problem.as_str(), |(problem, _)| problem);
    NotAnswered(match path.as_str() {
        "." => problem.to_owned(),
        field => format!("field `{field}`: {problem}"),
    })
}

#[cold]
fn unknown(name: &str) -> NotAnswered {
    let names = NAMES.join(", ");
    NotAnswered(format!("unknown rule `{name}`; there are {names}"))
}
