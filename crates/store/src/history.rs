//! Medical information as it is read: judged and recorded in the moment of reading.

mod judgement;

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{
    Caller, Category, CategorySet, HistoryRecord, Purpose, ViewDenial, VisitId, is_visible,
    without_superseded,
};

pub(crate) use self::judgement::{Judged, Standing};

/// A question for one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRead {
    /// Who asks: somebody of the staff of an institution.
    pub caller: Caller,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// When, by a clock that nobody sets, in microseconds.
    pub monotonic: u64,
    /// In which visit of the institution it was consented to.
    pub visit: VisitId,
    /// What.
    pub category: Category,
    /// What for.
    pub purpose: Purpose,
    /// What an institution offers that was never put in.
    pub offered_by_default: CategorySet,
    /// The first day that is asked for.
    pub from: Option<Date>,
    /// The last day that is asked for.
    pub until: Option<Date>,
    /// Where an earlier page stopped.
    pub after: Option<HistoryPosition>,
    /// How many records at most.
    pub at_most: usize,
}

/// Where a page stopped: the last record's day and its number among the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryPosition {
    /// The day of the last record that was given.
    pub day: Date,
    /// Its number.
    pub number: u32,
}

/// What came of it; whichever it is, it is recorded. No `Debug`: it holds a history.
#[derive(Clone, PartialEq, Eq)]
pub enum HistoryAnswer {
    /// Some records, the newest first.
    Page {
        /// The records.
        records: Vec<HistoryRecord>,
        /// Where it stopped, when there is more.
        next: Option<HistoryPosition>,
    },
    /// It may not be viewed.
    Denied(ViewDenial),
    /// That institution has no such visit; or the data of whose it is may be shown to
    /// nobody by now ([`qualification::Disclosure::NotDisclosed`]), which is not to be
    /// told from it.
    NoVisit,
    /// The institution is shut out by now.
    InstitutionStopped,
    /// The account of who asks is gone, signed out or has another role by now.
    StaffNotOnDuty,
}

/// A record of a person with its number among all of theirs.
pub(crate) type Numbered = (u32, HistoryRecord);

impl HistoryRead {
    /// Cuts the page out of all records of the category that the person has.
    fn page(
        &self,
        records: Vec<Numbered>,
        visit_date: Date,
    ) -> (Vec<Numbered>, Option<HistoryPosition>) {
        let mut records = best_of_visible(records, visit_date);
        records.retain(|(number, record)| {
            let day = record.day();
            let further = self
                .after
                .is_none_or(|last| (Reverse(last.day), last.number) < (Reverse(day), *number));
            further
                && self.from.is_none_or(|from| from <= day)
                && self.until.is_none_or(|until| day <= until)
        });
        records.sort_by_key(|(number, record)| (Reverse(record.day()), *number));
        // A page of nothing would never come to an end.
        let at_most = self.at_most.max(1);
        let more = records.len() > at_most;
        records.truncate(at_most);
        let last = records.last().filter(|_| more);
        let next = last.map(|(number, record)| HistoryPosition {
            day: record.day(),
            number: *number,
        });
        (records, next)
    }
}

/// What can be seen on the day, without what something better of it supersedes.
fn best_of_visible(mut records: Vec<Numbered>, visit_date: Date) -> Vec<Numbered> {
    records.retain(|(_, record)| is_visible(record, visit_date));
    let medications = records.iter().filter_map(|(_, record)| match record {
        HistoryRecord::Medication(medication) => Some(medication.clone()),
        _ => None,
    });
    // They come back in the same order, and of two that are equal both or neither.
    let mut kept = without_superseded(medications.collect())
        .into_iter()
        .peekable();
    records.retain(|(_, record)| match record {
        HistoryRecord::Medication(medication) => kept.next_if_eq(medication).is_some(),
        _ => true,
    });
    records
}
