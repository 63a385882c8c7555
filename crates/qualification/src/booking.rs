//! A booking (予約) that is to be checked before the day.

use crate::NumberQuery;

/// One entry of a list (一括照会). No `Debug`: it holds a document's number.
#[derive(Clone, PartialEq, Eq)]
pub struct Booking {
    /// The institution's own name for it.
    pub id: String,
    /// The number on the document that is known of the person.
    pub query: NumberQuery,
}
