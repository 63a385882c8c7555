//! How the person was verified: into a message, and out of one.

use qualification::{Assurance, Method, StaffId, Verified};

use crate::field::Faults;
use crate::{codes, v1};

const UNKNOWN: &str = "is none of the values listed in the protocol";

impl From<Assurance> for v1::Assurance {
    fn from(assurance: Assurance) -> Self {
        let verified = assurance.verified();
        let band = verified.band().map(codes::to_score_band);
        Self {
            method: codes::to_method(verified.method()).into(),
            reader_kind: codes::to_reader_kind(assurance.reader()).into(),
            attempts: assurance.attempts().into(),
            score_band: band.unwrap_or(v1::ScoreBand::Unspecified).into(),
            staff_id: verified.staff().map(|staff| staff.as_str().to_owned()),
        }
    }
}

/// The assurance of a message; what is wrong with it is noted.
pub(crate) fn read(faults: &mut Faults, message: &v1::Assurance) -> Option<Assurance> {
    let method = codes::method(message.method).ok_or(UNKNOWN);
    let method = faults.keep("assurance.method", method);
    let reader = codes::reader_kind(message.reader_kind).ok_or(UNKNOWN);
    let reader = faults.keep("assurance.reader_kind", reader);
    let attempts = faults.keep("assurance.attempts", attempts(message.attempts));
    let verified = verified(faults, method?, message);
    // One thing is left that cannot be: a face at a reader without a camera.
    let assurance = Assurance::new(verified?, reader?, attempts?);
    faults.keep("assurance.method", assurance)
}

fn attempts(value: u32) -> Result<u8, String> {
    let most = Assurance::MOST_ATTEMPTS;
    let attempts = u8::try_from(value).ok();
    attempts
        .filter(|attempts| (1..=most).contains(attempts))
        .ok_or_else(|| format!("must be 1 to {most}"))
}

/// What was compared, with exactly what belongs to it.
fn verified(faults: &mut Faults, method: Method, message: &v1::Assurance) -> Option<Verified> {
    let band = match (method, message.score_band) {
        (Method::Face, band) => codes::score_band(band).ok_or(UNKNOWN).map(Some),
        (_, 0) => Ok(None),
        _ => Err("is set, though no face was compared"),
    };
    let staff = match (method, message.staff_id.as_deref()) {
        (Method::StaffCheck, Some(id)) => StaffId::parse(id)
            .map(Some)
            .map_err(|error| error.to_string()),
        (Method::StaffCheck, None) => Err("is missing".into()),
        (_, None) => Ok(None),
        _ => Err("is set, though no staff looked".into()),
    };
    let band = faults.keep("assurance.score_band", band);
    let staff = faults.keep("assurance.staff_id", staff);
    match (method, band?, staff?) {
        (Method::Pin, ..) => Some(Verified::Pin),
        (Method::Face, band, _) => band.map(|band| Verified::Face { band }),
        (Method::StaffCheck, _, staff) => staff.map(|staff| Verified::StaffCheck { staff }),
    }
}

#[cfg(test)]
mod tests;
