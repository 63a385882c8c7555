//! The number on a document, in both directions.

use qualification::{Branch, InsurerNumber, NumberQuery};

use crate::field::{self, Faults};
use crate::request::MAX_NUMBER;
use crate::v1;

/// What its fields are called in a message.
pub(crate) struct Fields {
    insurer: &'static str,
    symbol: &'static str,
    number: &'static str,
    branch: &'static str,
    birth: &'static str,
}

/// In a message that has them itself.
pub(crate) const FIELDS: Fields = Fields {
    insurer: "insurer_number",
    symbol: "symbol",
    number: "number",
    branch: "branch",
    birth: "birth",
};

/// In a message that has them within `number`.
pub(crate) const NUMBER_FIELDS: Fields = Fields {
    insurer: "number.insurer_number",
    symbol: "number.symbol",
    number: "number.number",
    branch: "number.branch",
    birth: "number.birth",
};

/// In a booking of a list.
pub(crate) const BOOKING_FIELDS: Fields = Fields {
    insurer: "booking.number.insurer_number",
    symbol: "booking.number.symbol",
    number: "booking.number.number",
    branch: "booking.number.branch",
    birth: "booking.number.birth",
};

/// Reads it, noting what is wrong.
pub(crate) fn read(
    faults: &mut Faults,
    fields: &Fields,
    message: v1::NumberOnDocument,
) -> Option<NumberQuery> {
    let insurer = InsurerNumber::parse(&message.insurer_number);
    let insurer = faults.keep(fields.insurer, insurer);
    let symbol = message.symbol.as_deref();
    let symbol = symbol.map(|symbol| field::text(symbol, MAX_NUMBER));
    faults.keep(fields.symbol, symbol.transpose());
    faults.keep(fields.number, field::text(&message.number, MAX_NUMBER));
    let branch = message.branch.as_deref().map(Branch::parse).transpose();
    let branch = faults.keep(fields.branch, branch);
    let birth = faults.keep(fields.birth, field::date(message.birth));
    let known = insurer.zip(branch).zip(birth);
    known.map(|((insurer, branch), birth)| NumberQuery {
        insurer,
        symbol: message.symbol,
        number: message.number,
        branch,
        birth,
    })
}

impl From<NumberQuery> for v1::NumberOnDocument {
    fn from(query: NumberQuery) -> Self {
        Self {
            insurer_number: query.insurer.as_str().to_owned(),
            symbol: query.symbol,
            number: query.number,
            branch: query.branch.map(|branch| branch.as_str().to_owned()),
            birth: Some(field::to_date(query.birth)),
        }
    }
}
