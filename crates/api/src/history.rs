//! Medical information: how a page is asked for, and what it says.

mod record;

use jiff::civil::Date;
use qualification::{Category, HistoryRecord, Purpose, ViewDenial, VisitId};

use crate::answer::Unreadable;
use crate::field::{self, Faults};
use crate::{codes, v1};

/// The most records of one page.
pub const MAX_PAGE: u16 = 500;
/// The records of a page, where nothing else is asked for.
pub const PAGE: u16 = 100;

/// A question for one kind of information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadHistory {
    /// In which visit it was consented to.
    pub visit: VisitId,
    /// What: one of [`Category::MEDICAL`].
    pub category: Category,
    /// What for.
    pub purpose: Purpose,
    /// The first day that is asked for.
    pub from: Option<Date>,
    /// The last day that is asked for.
    pub until: Option<Date>,
    /// How many records a page has at most, 1 to [`MAX_PAGE`].
    pub page_size: u16,
    /// Where an earlier answer to the same question stopped.
    pub after: Option<PageToken>,
}

/// Where a page stopped, in the server's own words: nobody else can read it, and it is
/// worth nothing for another question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageToken(pub [u8; PageToken::BYTES]);

impl PageToken {
    /// How long it is.
    pub const BYTES: usize = 36;
}

/// Some of what is known, the newest first. No `Debug`: it is a history.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The records.
    pub records: Vec<HistoryRecord>,
    /// Where the next page begins, if there is one.
    pub next: Option<PageToken>,
}

/// A page, or why nothing is told: never [`ViewDenial::WrongRole`] or
/// [`ViewDenial::WrongPurpose`], with which a call is not let through.
pub type HistoryAnswer = Result<HistoryPage, ViewDenial>;

impl TryFrom<v1::ReadHistoryRequest> for ReadHistory {
    type Error = Faults;

    fn try_from(message: v1::ReadHistoryRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let visit = faults.keep("visit_id", field::visit_id(&message.visit_id));
        let category = codes::category(message.category)
            .filter(|category| Category::MEDICAL.contains(category))
            .ok_or("is none of the categories of medical information");
        let category = faults.keep("category", category);
        let purpose =
            codes::purpose(message.purpose).ok_or("is none of the values listed in the protocol");
        let purpose = faults.keep("purpose", purpose);
        let from = faults.keep("from", field::optional_date(message.from));
        let until = match field::optional_date(message.until) {
            Ok(Some(until)) if from.flatten().is_some_and(|from| until < from) => {
                Err("is before the first day that is asked for".into())
            }
            until => until,
        };
        let until = faults.keep("until", until);
        let page_size = faults.keep("page_size", page_size(message.page_size));
        let after = message.page_token.as_deref().map(token).transpose();
        let after = faults.keep("page_token", after);
        let whole = || {
            Some(Self {
                visit: visit?,
                category: category?,
                purpose: purpose?,
                from: from?,
                until: until?,
                page_size: page_size?,
                after: after?,
            })
        };
        faults.finish(whole())
    }
}

impl From<ReadHistory> for v1::ReadHistoryRequest {
    fn from(request: ReadHistory) -> Self {
        Self {
            visit_id: request.visit.0.to_vec(),
            category: codes::to_category(request.category).into(),
            purpose: codes::to_purpose(request.purpose).into(),
            from: request.from.map(field::to_date),
            until: request.until.map(field::to_date),
            page_size: request.page_size.into(),
            page_token: request.after.map(|token| token.0.to_vec()),
        }
    }
}

fn page_size(value: u32) -> Result<u16, String> {
    match u16::try_from(value) {
        Ok(0) => Ok(PAGE),
        Ok(size) if size <= MAX_PAGE => Ok(size),
        _ => Err(format!("must be 1 to {MAX_PAGE}, or 0 for {PAGE}")),
    }
}

fn token(bytes: &[u8]) -> Result<PageToken, String> {
    let token = bytes.try_into().map(PageToken);
    token.map_err(|_| format!("must be {} bytes", PageToken::BYTES))
}

/// The message of an answer. A denial that is told otherwise stands as unspecified.
impl From<HistoryAnswer> for v1::ReadHistoryResponse {
    fn from(answer: HistoryAnswer) -> Self {
        use v1::read_history_response::Answer;
        let answer = match answer {
            Ok(page) => Answer::Page(v1::HistoryPage {
                records: page.records.into_iter().map(Into::into).collect(),
                next: page.next.map(|token| token.0.to_vec()),
            }),
            Err(denial) => Answer::Refusal(v1::HistoryRefusal {
                reason: to_reason(denial).into(),
            }),
        };
        Self {
            answer: Some(answer),
        }
    }
}

impl TryFrom<v1::ReadHistoryResponse> for HistoryAnswer {
    type Error = Unreadable;

    fn try_from(message: v1::ReadHistoryResponse) -> Result<Self, Unreadable> {
        use v1::read_history_response::Answer;
        match message.answer.ok_or("answer")? {
            Answer::Page(page) => {
                if page.records.len() > usize::from(MAX_PAGE) {
                    return Err("records");
                }
                let records = page.records.into_iter().map(HistoryRecord::try_from);
                let records = records.collect::<Result<_, _>>().map_err(|_| "records")?;
                let next = page.next.as_deref().map(token).transpose();
                Ok(Ok(HistoryPage {
                    records,
                    next: next.map_err(|_| "next")?,
                }))
            }
            Answer::Refusal(refusal) => Ok(Err(denial(refusal.reason).ok_or("reason")?)),
        }
    }
}

const fn to_reason(denial: ViewDenial) -> v1::HistoryRefusalReason {
    use v1::HistoryRefusalReason as Wire;
    match denial {
        ViewDenial::WrongRole | ViewDenial::WrongPurpose => Wire::Unspecified,
        ViewDenial::NotOffered => Wire::NotOffered,
        ViewDenial::InGrace => Wire::InGrace,
        ViewDenial::NotConsented => Wire::NotConsented,
        ViewDenial::ConsentExpired => Wire::ConsentExpired,
        ViewDenial::ConsentWithdrawn => Wire::ConsentWithdrawn,
    }
}

fn denial(value: i32) -> Option<ViewDenial> {
    let told = v1::HistoryRefusalReason::try_from(value).ok()?;
    let mut denials = ViewDenial::ALL.into_iter();
    denials
        .find(|denial| to_reason(*denial) == told)
        .filter(|_| told != v1::HistoryRefusalReason::Unspecified)
}

#[cfg(test)]
mod tests;
