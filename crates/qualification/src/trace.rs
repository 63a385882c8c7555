//! Which rules spoke in a decision, and of what. A server asks for none of it and
//! pays nothing; whoever explains a decision listens.

use jiff::civil::Date;

use crate::Rule;

/// Listens to the rules as they speak.
pub trait Trace {
    /// `rule` decided something. `values` fill the places of its sentence in
    /// `data/catalogue.toml`, by name.
    fn spoke(&mut self, rule: Rule, values: &[(&'static str, Value)]);
}

/// What stands in the place of a rule's sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A day.
    Day(Date),
    /// A whole number, such as yen or days.
    Number(i64),
    /// A machine code, such as `ELIGIBILITY_ONLY`.
    Code(&'static str),
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unheard;

impl Trace for Unheard {
    #[inline]
    fn spoke(&mut self, _rule: Rule, _values: &[(&'static str, Value)]) {}
}

/// One rule that spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The rule.
    pub rule: Rule,
    /// Of what.
    pub values: Vec<(&'static str, Value)>,
}

/// Everything is kept, in order.
impl Trace for Vec<Spoken> {
    fn spoke(&mut self, rule: Rule, values: &[(&'static str, Value)]) {
        self.push(Spoken {
            rule,
            values: values.to_vec(),
        });
    }
}
