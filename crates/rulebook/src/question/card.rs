//! Questions of the card and its certificate.

use jiff::civil::Date;
use qualification::{
    CertificateAge, CertificateDates, GraceRule, RegistrationWindow, card_valid_until, is_minor,
    registration_window, user_certificate_valid_until,
};
use serde::Deserialize;

use super::Question;
use crate::Answer;
use crate::field::Day;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertGrace {
    expiry: Day,
    visit: Day,
}

impl Question<'_> for CertGrace {
    fn answer(self) -> Answer {
        let dates = CertificateDates {
            not_before: Date::MIN,
            not_after: self.expiry.0,
        };
        Answer::Code(
            match dates.age_on(self.visit.0, GraceRule::MonthEndPlusThree) {
                CertificateAge::NotYetValid | CertificateAge::Expired => "NONE",
                CertificateAge::Valid { .. } => "FULL",
                CertificateAge::InGrace { .. } => "ELIGIBILITY_ONLY",
            },
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reg5Days {
    cert_expiry: Day,
    visit: Day,
}

impl Question<'_> for Reg5Days {
    fn answer(self) -> Answer {
        Answer::Code(
            match registration_window(self.cert_expiry.0, self.visit.0) {
                RegistrationWindow::Allowed => "ALLOWED",
                RegistrationWindow::TooClose => "REG_TOO_CLOSE",
                RegistrationWindow::Expired => "CERT_EXPIRED",
            },
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CardValid {
    issued: Day,
    birth: Day,
    #[serde(default)]
    minor: Option<bool>,
}

impl Question<'_> for CardValid {
    fn answer(self) -> Answer {
        let (issued, birth) = (self.issued.0, self.birth.0);
        let minor = self.minor.unwrap_or_else(|| is_minor(birth, issued));
        Answer::Day(card_valid_until(issued, birth, minor))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertValid {
    issued: Day,
    birth: Day,
}

impl Question<'_> for CertValid {
    fn answer(self) -> Answer {
        Answer::Day(user_certificate_valid_until(self.issued.0, self.birth.0))
    }
}
