//! The reference page of all outcomes.

use std::fmt::Write;

use crate::Reason;

/// Every outcome with all that is said of it, as Markdown.
#[must_use]
pub fn outcomes_markdown() -> String {
    let mut page = String::new();
    for reason in Reason::ALL {
        let _ = writeln!(page, "## {}", reason.code());
    }
    page
}
