//! The two decisions of a visit: who is let in, and what the answer is.

mod admission;
mod answer;
mod by_number;
mod readmission;

use jiff::civil::Date;

pub use admission::admit;
pub use answer::decide;
pub use by_number::check_by_number;
pub use readmission::readmit;

use crate::{
    Assurance, Category, CertificateDates, ConsentGrant, Cover, Disclosure, InsuredPerson,
    InsurerPolicy, LimitCertificate, Purpose, ReaderKind, Reason, Rule, Share,
    SpecificDiseaseCertificate, Trace, Validity, Value,
};

/// 提供範囲: how much a visit may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Eligibility, limit amount, and medical information with consent.
    Full,
    /// Eligibility and share only: the certificate is in its grace
    /// (健保 Q&A: 「有効な資格情報のみ」).
    EligibilityOnly,
}

impl Scope {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::EligibilityOnly => "ELIGIBILITY_ONLY",
        }
    }

    /// The scope with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Full, Self::EligibilityOnly]
            .into_iter()
            .find(|scope| scope.code() == code)
    }
}

/// Something to tell the patient that changes nothing about the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The certificate ends on this day: renew it.
    CertificateExpiring {
        /// The last day.
        on: Date,
    },
    /// The certificate has ended; eligibility is answered until this day.
    InGrace {
        /// The last day of the grace.
        until: Date,
    },
    /// The paper certificate of a subsidy (福祉医療・小児医療等) is still needed.
    SubsidyCertificate,
}

/// Whoever the card belongs to stands at a reader, authenticated.
#[derive(Clone, Copy)]
pub struct Arrival<'p> {
    /// The days of the certificate that signed.
    pub certificate: CertificateDates,
    /// Whose card it is; `None` when it is nobody's.
    pub person: Option<&'p InsuredPerson>,
    /// At which kind of reader.
    pub reader: ReaderKind,
    /// What the institution is for, and so what is consented to.
    pub purpose: Purpose,
    /// The day, fixed when the card was read.
    pub visit_date: Date,
    /// The day whose cover, share and limit amount are asked for: mostly the visit's own.
    /// The certificate and the consents go by the visit's day, whatever is asked for,
    /// and so does what the check server knows.
    pub as_of: Date,
}

impl<'p> Arrival<'p> {
    /// Whose card it is, if it may be used at all. One that is nobody's and one whose
    /// data may be shown to nobody are refused alike (DV-NODISCLOSE).
    pub(crate) fn holder(&self) -> Result<&'p InsuredPerson, Reason> {
        self.person
            .filter(|person| person.disclosure == Disclosure::Disclosed)
            .ok_or(Reason::CardNotAccepted)
    }
}

/// What happens in step 4 (FLOW-DIRECTIVE).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitDirective {
    /// Nothing: no limit amount is told in this visit, in the grace or under special
    /// care expense.
    Skip,
    /// The patient is asked.
    Ask,
    /// Nothing is asked, and it is given.
    Automatic,
    /// The patient is told that it cannot be used; why is for the staff alone, in the
    /// answer.
    Unavailable,
}

impl LimitDirective {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Skip => "SKIP",
            Self::Ask => "ASK",
            Self::Automatic => "AUTOMATIC",
            Self::Unavailable => "UNAVAILABLE",
        }
    }

    /// Says what happens to the limit amount of `cover`, and what bars it.
    pub(crate) fn spoken(
        self,
        bar: Option<LimitBar>,
        cover: Option<&Cover>,
        trace: &mut impl Trace,
    ) {
        let due = cover.and_then(|cover| cover.arrears_due);
        if let (Some(LimitBar::Arrears), Some(due)) = (bar, due) {
            trace.spoke(Rule::LimitArrears, &[("due", Value::Day(due))]);
        }
        let values = [
            ("step", Value::Code(self.code())),
            (
                "bar",
                Value::Code(bar.map_or("NONE", |bar| bar.reason().code())),
            ),
        ];
        trace.spoke(Rule::LimitAsk, &values);
    }
}

/// Why a limit amount cannot be used, for the staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitBar {
    /// 滞納 (LIMIT-ARREARS).
    Arrears,
    /// 特別療養費 (FLOW-DIRECTIVE).
    SpecialCare,
}

impl LimitBar {
    /// What bars the limit amount of `cover` on the day. Special care comes first:
    /// whoever is under it is in arrears as well.
    pub(crate) fn of(cover: &Cover, visit_date: Date) -> Option<Self> {
        if cover.share == Some(Share::Whole) {
            Some(Self::SpecialCare)
        } else if cover.is_in_arrears(visit_date)
            && InsurerPolicy::of(&cover.insurer).arrears_block_limit
        {
            Some(Self::Arrears)
        } else {
            None
        }
    }

    /// What becomes of step 4: in arrears it is shown as not to be used, under special
    /// care it is not shown at all (FLOW-DIRECTIVE).
    pub(crate) const fn directive(self) -> LimitDirective {
        match self {
            Self::Arrears => LimitDirective::Unavailable,
            Self::SpecialCare => LimitDirective::Skip,
        }
    }

    /// The reason that says so: to the staff why, to the patient only that it is so.
    #[must_use]
    pub const fn reason(self) -> Reason {
        match self {
            Self::Arrears => Reason::LimitInArrears,
            Self::SpecialCare => Reason::LimitSpecialCare,
        }
    }
}

/// An authenticated person is let in: what may be asked of them next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// How much the visit may be told.
    pub scope: Scope,
    /// The categories to ask consent for (step 3); none inside the grace.
    pub ask_consent: Vec<Category>,
    /// What happens in step 4.
    pub limit: LimitDirective,
    /// Whether registration is offered first (REG-AT-READER); declined, the visit
    /// ends as not registered.
    pub offer_registration: bool,
    /// What to tell the patient.
    pub notices: Vec<Notice>,
}

/// 資格情報: what the counter is told of the cover in force. No `Debug`: it holds a
/// name.
#[derive(Clone, PartialEq, Eq)]
pub struct Qualification {
    /// The cover in force.
    pub cover: Cover,
    /// 氏名.
    pub name: String,
    /// 氏名カナ.
    pub kana: String,
    /// 生年月日.
    pub birth: Date,
    /// 性別.
    pub sex: crate::Sex,
    /// 住所; `None` where it is shown to nobody (DV-NODISCLOSE).
    pub address: Option<String>,
    /// 負担割合.
    pub share: Share,
    /// 未就学区分.
    pub preschool: bool,
}

/// 限度額情報 in the answer. Each way of having none is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitAnswer {
    /// It was not asked for: the visit may be told eligibility only, or nothing is
    /// in force.
    NotOffered,
    /// The patient withheld it.
    Withheld,
    /// The patient provided it, and this is recorded.
    Provided(LimitCertificate),
    /// The patient provided it, but none is recorded for the day.
    NotRecorded,
    /// It cannot be used.
    Unavailable(LimitBar),
}

/// The answer to a check.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// The day of the visit.
    pub visit_date: Date,
    /// The day the answer is for: mostly the visit's own.
    pub as_of: Date,
    /// The official outcome.
    pub validity: Validity,
    /// How much was told.
    pub scope: Scope,
    /// Why it ended so.
    pub reason: Reason,
    /// The cover in force, when there is exactly one.
    pub qualification: Option<Qualification>,
    /// The limit amount.
    pub limit: LimitAnswer,
    /// 特定疾病療養受療証, when the patient agreed to it and one holds on the day.
    pub specific_disease: Option<SpecificDiseaseCertificate>,
    /// The consents that now hold.
    pub consents: Vec<ConsentGrant>,
    /// What to tell the patient.
    pub notices: Vec<Notice>,
    /// How the person was verified, as the visit's record has it; none for a check
    /// by number. The rules do not look at it: [`decide`] leaves it out.
    pub assurance: Option<Assurance>,
    /// 照会番号: the institution's own number for the person, where it set one. The
    /// rules do not look at it, either.
    pub reference_number: Option<String>,
}

#[cfg(test)]
mod tests;
