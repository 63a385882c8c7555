//! A record outside of the store, and whether it is one that was asked for.

use qualification::{StaffId, TerminalId};
use serde_json::{Value, json};
use store::AuditRecord;

use crate::cli::audit::Wanted;

/// The fields of a record in order, as text; nothing where it says nothing.
pub(super) fn fields(record: &AuditRecord) -> [(&'static str, Option<String>); 17] {
    let event = &record.event;
    [
        ("at", Some(format!("{:.6}", event.at))),
        ("monotonic", event.monotonic.map(|it| it.to_string())),
        ("party", Some(event.party.code().to_owned())),
        (
            "terminal",
            event.terminal.as_ref().map(|it| it.as_str().to_owned()),
        ),
        (
            "staff",
            event.staff.as_ref().map(|it| it.as_str().to_owned()),
        ),
        ("operation", Some(event.operation.code().to_owned())),
        ("visit", event.visit.map(|it| hex::encode(it.0))),
        ("person", event.person.map(|it| hex::encode(it.0))),
        ("card", event.card.map(|it| hex::encode(it.0))),
        ("category", event.category.map(|it| it.code().to_owned())),
        ("purpose", event.purpose.map(|it| it.code().to_owned())),
        ("consent", event.consent.map(|it| hex::encode(it.0))),
        ("result", Some(event.result.clone())),
        ("detail", Some(event.detail.clone())),
        ("answer", Some(hex::encode(event.answer))),
        ("previous", Some(hex::encode(record.previous))),
        ("hash", Some(hex::encode(record.hash))),
    ]
}

pub(super) fn to_json(record: &AuditRecord) -> Value {
    let mut told = json!({ "number": record.number });
    if let Some(told) = told.as_object_mut() {
        told.extend(fields(record).map(|(name, value)| (name.to_owned(), json!(value))));
    }
    if let (Some(told), Some(monotonic)) = (told.as_object_mut(), record.event.monotonic) {
        told.insert("monotonic".into(), monotonic.into());
    }
    told
}

impl Wanted {
    /// Whether `record` is asked for.
    pub(super) fn takes(&self, record: &AuditRecord) -> bool {
        let event = &record.event;
        let (terminal, staff) = (event.terminal.as_ref(), event.staff.as_ref());
        self.from.is_none_or(|from| event.at >= from)
            && self.until.is_none_or(|until| event.at < until)
            && is(self.institution.as_ref(), Some(&event.party))
            && is(self.terminal.as_deref(), terminal.map(TerminalId::as_str))
            && is(self.staff.as_deref(), staff.map(StaffId::as_str))
            && is(self.operation.as_ref(), Some(&event.operation))
            && is(self.result.as_deref(), Some(event.result.as_str()))
            && is(self.person.as_ref(), event.person.as_ref())
            && is(self.visit.as_ref(), event.visit.as_ref())
    }
}

/// Whether it is what was asked for, if something was.
fn is<T: PartialEq + ?Sized>(wanted: Option<&T>, given: Option<&T>) -> bool {
    wanted.is_none() || wanted == given
}
