//! One dispensing is seen as a prescription, then as a dispensing, and weeks later on a
//! receipt: only the best of them is shown.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{HistorySource, Institution, Medication, Provider};

/// What happened to a drug, by which two records are known to be of one dispensing.
#[derive(PartialEq, Eq, Hash)]
struct Event<'m> {
    dispensed: bool,
    drug: &'m str,
    by: &'m Institution,
    on: Date,
}

impl Medication {
    /// That it was dispensed, there on that day.
    fn dispensed(&self) -> Option<Event<'_>> {
        self.event(true, self.dispensed_by.as_ref(), self.dispensed_on)
    }

    /// That it was prescribed, there on that day.
    fn prescribed(&self) -> Option<Event<'_>> {
        self.event(false, self.prescribed_by.as_ref(), self.prescribed_on)
    }

    fn event<'m>(
        &'m self,
        dispensed: bool,
        by: Option<&'m Provider>,
        on: Option<Date>,
    ) -> Option<Event<'m>> {
        Some(Event {
            dispensed,
            drug: &self.drug.code,
            by: &by?.institution,
            on: on?,
        })
    }

    /// What it stands for. A prescription may be dispensed more than once
    /// (リフィル処方箋), so what was dispensed is known by its dispensing alone.
    fn identity(&self) -> Option<Event<'_>> {
        match self.dispensed_on {
            Some(_) => self.dispensed(),
            None => self.prescribed(),
        }
    }
}

/// The `records` that no other one of them supersedes, in the same order.
#[must_use]
pub fn without_superseded(records: Vec<Medication>) -> Vec<Medication> {
    let superseded = superseded(&records);
    let told = records.into_iter().zip(superseded);
    told.filter_map(|(record, superseded)| (!superseded).then_some(record))
        .collect()
}

/// Of each of the `records`, whether another one supersedes it: a receipt is better than
/// a dispensing, and that is better than a prescription.
///
/// It takes everything of one person that can be seen on a day ([`crate::is_visible`])
/// at once, before it is cut into pages: a prescription and what was dispensed on it may
/// be days apart, and what cannot be seen yet supersedes nothing.
#[must_use]
pub fn superseded(records: &[Medication]) -> Vec<bool> {
    let mut best: HashMap<Event<'_>, HistorySource> = HashMap::new();
    for record in records {
        let events = [record.dispensed(), record.prescribed()];
        for event in events.into_iter().flatten() {
            let known = best.entry(event).or_insert(record.source);
            *known = record.source.min(*known);
        }
    }
    let better = |record: &Medication| {
        let known = record.identity().and_then(|event| best.get(&event));
        known.is_some_and(|source| *source < record.source)
    };
    records.iter().map(better).collect()
}

#[cfg(test)]
mod tests;
