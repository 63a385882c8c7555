//! 資格 and the certificates beside it, as the insurers know them.

use qualification::{
    Branch, Cover, InsurerNumber, LimitCertificate, LimitClass, Share, SpecificDisease,
    SpecificDiseaseCertificate,
};

use super::UNKNOWN;
use crate::field::{self, Faults, optional_date, to_date};
use crate::request::MAX_NUMBER;
use crate::{codes, v1};

/// The longest name of an insurer, in characters.
const MAX_NAME: usize = 100;

impl TryFrom<v1::Cover> for Cover {
    type Error = Faults;

    fn try_from(message: v1::Cover) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let insurer = InsurerNumber::parse(&message.insurer_number);
        let insurer = faults.keep("insurer_number", insurer);
        let name = field::text(&message.insurer_name, MAX_NAME);
        faults.keep("insurer_name", name);
        let symbol = message.symbol.as_deref();
        let symbol = symbol.map(|symbol| field::text(symbol, MAX_NUMBER));
        faults.keep("symbol", symbol.transpose());
        faults.keep("number", field::text(&message.number, MAX_NUMBER));
        let branch = message.branch.as_deref().map(Branch::parse).transpose();
        let branch = faults.keep("branch", branch);
        let relation = codes::relation(message.relation).ok_or(UNKNOWN);
        let relation = faults.keep("relation", relation);
        let acquired_on = faults.keep("acquired_on", field::date(message.acquired_on));
        let lost_on = match optional_date(message.lost_on) {
            Ok(Some(lost)) if acquired_on.is_some_and(|acquired| lost < acquired) => {
                Err("is before the day on which it was acquired".into())
            }
            lost => lost,
        };
        let lost_on = faults.keep("lost_on", lost_on);
        let linked_on = faults.keep("linked_on", field::date(message.linked_on));
        let share = message.share_percent.map(share).transpose();
        let share = faults.keep("share_percent", share);
        let arrears_due = faults.keep("arrears_due", optional_date(message.arrears_due));
        let whole = || {
            Some(Self {
                insurer: insurer?,
                insurer_name: message.insurer_name,
                symbol: message.symbol,
                number: message.number,
                branch: branch?,
                relation: relation?,
                acquired_on: acquired_on?,
                lost_on: lost_on?,
                linked_on: linked_on?,
                share: share?,
                arrears_due: arrears_due?,
            })
        };
        faults.finish(whole())
    }
}

fn share(percent: u32) -> Result<Share, &'static str> {
    let percent = u8::try_from(percent).ok();
    percent
        .and_then(Share::from_percent)
        .ok_or("must be 10, 20, 30 or 100")
}

impl From<Cover> for v1::Cover {
    fn from(cover: Cover) -> Self {
        Self {
            insurer_number: cover.insurer.as_str().to_owned(),
            insurer_name: cover.insurer_name,
            symbol: cover.symbol,
            number: cover.number,
            branch: cover.branch.map(|branch| branch.as_str().to_owned()),
            relation: codes::to_relation(cover.relation).into(),
            acquired_on: Some(to_date(cover.acquired_on)),
            lost_on: cover.lost_on.map(to_date),
            linked_on: Some(to_date(cover.linked_on)),
            share_percent: cover.share.map(|share| share.percent().into()),
            arrears_due: cover.arrears_due.map(to_date),
        }
    }
}

/// A limit certificate as it is put in.
pub(super) fn limit(message: &v1::LimitCertificate) -> Result<LimitCertificate, Faults> {
    let mut faults = Faults::default();
    let class = LimitClass::from_code(&message.limit_class);
    let class = faults.keep("limit_class", class.ok_or("must be a class such as A03"));
    let valid_from = faults.keep("valid_from", field::date(message.valid_from));
    let valid_until = faults.keep("valid_until", field::date(message.valid_until));
    let long_term_on = faults.keep("long_term_on", optional_date(message.long_term_on));
    let whole = || {
        Some(LimitCertificate {
            class: class?,
            valid_from: valid_from?,
            valid_until: valid_until?,
            long_term_on: long_term_on?,
        })
    };
    faults.finish(whole())
}

pub(super) fn to_limit(certificate: LimitCertificate) -> v1::LimitCertificate {
    v1::LimitCertificate {
        limit_class: certificate.class.code().to_owned(),
        valid_from: Some(to_date(certificate.valid_from)),
        valid_until: Some(to_date(certificate.valid_until)),
        long_term_on: certificate.long_term_on.map(to_date),
    }
}

/// A certificate of a specific disease as it is put in.
pub(super) fn specific_disease(
    message: v1::SpecificDiseaseCertificate,
) -> Result<SpecificDiseaseCertificate, Faults> {
    let mut faults = Faults::default();
    let disease = u8::try_from(message.disease).ok();
    let disease = disease.and_then(SpecificDisease::from_code);
    let disease = faults.keep("disease", disease.ok_or(UNKNOWN));
    let valid_from = faults.keep("valid_from", field::date(message.valid_from));
    let valid_until = faults.keep("valid_until", optional_date(message.valid_until));
    let whole = || {
        Some(SpecificDiseaseCertificate {
            disease: disease?,
            valid_from: valid_from?,
            valid_until: valid_until?,
        })
    };
    faults.finish(whole())
}
