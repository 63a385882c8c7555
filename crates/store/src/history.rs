//! Medical information as it is read: judged and recorded in the moment of reading.

use jiff::Timestamp;
use jiff::civil::Date;
use qualification::{Caller, Category, CategorySet, HistoryRecord, Purpose, ViewDenial, VisitId};

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
    /// That institution has no such visit.
    NoVisit,
    /// The account of who asks is gone, signed out or has another role by now.
    StaffNotOnDuty,
}
