//! Checks a file of answers, one JSON object a line, against the rules.

use std::borrow::Cow;
use std::fmt;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::Answer;
use crate::question::{self, NotAnswered};

/// What became of a file: nothing is left out of it.
#[derive(Debug, Default, Serialize)]
pub struct Checked<'f> {
    /// How many lines hold a question; empty ones do not.
    pub lines: usize,
    /// How many answers are as expected.
    pub equal: usize,
    /// The lines whose answer is another.
    pub mismatches: Vec<Mismatch<'f>>,
    /// The lines that cannot be answered.
    pub faults: Vec<Fault>,
}

/// A line whose answer is not what it expects.
#[derive(Debug, Serialize)]
pub struct Mismatch<'f> {
    /// The line, from 1.
    pub line: usize,
    /// The rule that was asked.
    pub rule: Cow<'f, str>,
    /// Of what.
    #[serde(rename = "in")]
    pub facts: &'f RawValue,
    /// What the line expects.
    pub expected: &'f RawValue,
    /// What the rule answers.
    pub got: Answer,
}

/// A line that cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The rule it names, when it can be read that far.
    pub rule: Option<String>,
    /// What is wrong, naming the rule or the field.
    pub problem: String,
}

/// One line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'f> {
    #[serde(borrow)]
    rule: Cow<'f, str>,
    #[serde(borrow, rename = "in")]
    facts: &'f RawValue,
    #[serde(borrow, rename = "out")]
    expected: &'f RawValue,
    /// Words for the reader of the file.
    #[serde(default, rename = "note")]
    _note: Option<IgnoredAny>,
}

/// Asks the rules every question of `file`: JSON Lines of
/// `{"rule": NAME, "in": {…}, "out": …}`, each of [`NAMES`](crate::NAMES). A line may
/// have a `note` beside; empty lines are passed over.
#[must_use]
pub fn check(file: &[u8]) -> Checked<'_> {
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    let mut checked = Checked::default();
    for (index, line) in file.split(|byte| *byte == b'\n').enumerate() {
        if !line.trim_ascii().is_empty() {
            checked.lines += 1;
            checked.ask(index + 1, line);
        }
    }
    if checked.lines == 0 {
        let problem = "行がありません / there is no line to check";
        checked.fault(1, None, problem.to_owned());
    }
    checked
}

/// One object, as JSON writes it: a list of the same values in their order is none.
fn is_object(json: &[u8]) -> bool {
    json.trim_ascii_start().first() == Some(&b'{')
}

/// What is wrong with a line that is not one of this shape.
fn unreadable(line: &[u8]) -> String {
    let words = "JSON のオブジェクトではありません / it is no JSON object";
    if str::from_utf8(line).is_err() {
        return "UTF-8 ではありません / it is not UTF-8".to_owned();
    }
    match serde_json::from_slice::<Line<'_>>(line) {
        Err(error) if error.is_data() && is_object(line) => {
            let said = error.to_string();
            let end = said.rfind(" at line ").unwrap_or(said.len());
            said.get(..end).unwrap_or(&said).to_owned()
        }
        Err(error) if is_object(line) => {
            let column = error.column();
            format!("{words}（{column}バイト目 / byte {column}）")
        }
        _ => words.to_owned(),
    }
}

impl<'f> Checked<'f> {
    fn ask(&mut self, number: usize, line: &'f [u8]) {
        let read = serde_json::from_slice::<Line<'f>>(line).ok();
        let read = read.filter(|it| is_object(line) && is_object(it.facts.get().as_bytes()));
        let Some(line) = read else {
            return self.fault(number, None, unreadable(line));
        };
        match question::ask(&line.rule, line.facts) {
            Ok(answer) if answer.is(line.expected) => self.equal += 1,
            Ok(got) => self.mismatches.push(Mismatch {
                line: number,
                rule: line.rule,
                facts: line.facts,
                expected: line.expected,
                got,
            }),
            Err(NotAnswered(problem)) => self.fault(number, Some(&line.rule), problem),
        }
    }

    fn fault(&mut self, line: usize, rule: Option<&str>, problem: String) {
        self.faults.push(Fault {
            line,
            rule: rule.map(str::to_owned),
            problem,
        });
    }
}

impl fmt::Display for Checked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Mismatch {
            line,
            rule,
            facts,
            expected,
            got,
        } in &self.mismatches
        {
            writeln!(f, "{line}: {rule} {facts}")?;
            writeln!(f, "    期待 / expected {expected}、規則 / got {got}")?;
        }
        for Fault {
            line,
            rule,
            problem,
        } in &self.faults
        {
            let rule = rule.as_deref().unwrap_or("?");
            writeln!(
                f,
                "{line}: {rule}: 答えられません / cannot be answered: {problem}"
            )?;
        }
        let (lines, equal) = (self.lines, self.equal);
        let (other, faults) = (self.mismatches.len(), self.faults.len());
        write!(
            f,
            "{lines}行: 一致 {equal}、不一致 {other}、答えられない行 {faults}\n\
            {lines} lines: {equal} as expected, {other} otherwise, {faults} not answered"
        )
    }
}

#[cfg(test)]
mod tests;
