//! 医療情報等: what a person's history holds, and when it can be seen.

mod precedence;
mod publication;
mod record;
mod source;
mod viewing;
mod window;

pub use precedence::{superseded, without_superseded};
pub use publication::{is_visible, kept_until, published_on};
pub use record::{
    Checkup, CheckupItem, Drug, HistoryRecord, Medication, Provider, Quantity, Surgery, Treatment,
};
pub use source::HistorySource;
pub use viewing::{ViewDenial, Viewing, view};
pub use window::HistoryWindow;

#[cfg(test)]
mod samples;
