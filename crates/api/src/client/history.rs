//! Medical information, page by page.

use std::time::Duration;

use jiff::civil::Date;
use qualification::{Category, HistoryRecord, IdempotencyKey};
use tokio::time::timeout;
use tonic::Streaming;

use super::Client;
use crate::failure::of_status;
use crate::v1::history_service_client::HistoryServiceClient;
use crate::{CallError, HistoryAnswer, HistoryPage, ReadHistory, v1};

/// The longest page that is read, in bytes.
const MAX_PAGE_BYTES: usize = 2 * 1024 * 1024;
/// The most records that are read in one stream. Whoever needs more asks again from
/// where it stopped.
const MOST_RECORDS: usize = 20_000;

impl Client {
    /// Reads a person's history. `request_id` names the call in the server's log.
    ///
    /// # Errors
    /// [`CallError`] when the call is not let through.
    pub async fn read_history(
        &self,
        request: ReadHistory,
        request_id: IdempotencyKey,
    ) -> Result<HistoryPages, CallError> {
        let pages = HistoryPages {
            category: request.category,
            from: request.from.unwrap_or(Date::MIN),
            until: request.until.unwrap_or(Date::MAX),
            page_size: usize::from(request.page_size),
            left: MOST_RECORDS,
            deadline: self.deadline,
            stream: None,
        };
        let message = self.request(v1::ReadHistoryRequest::from(request), request_id);
        let history = HistoryServiceClient::new(self.channel.clone());
        let mut history = history.max_decoding_message_size(MAX_PAGE_BYTES);
        let answer = timeout(self.deadline, history.read_history(message)).await;
        let answer = answer.map_err(|_| CallError::TimedOut)?;
        let stream = answer.map_err(|status| of_status(&status))?.into_inner();
        Ok(HistoryPages {
            stream: Some(stream),
            ..pages
        })
    }
}

/// The answers to one question, one after the other. When it is dropped, the server
/// stops reading.
pub struct HistoryPages {
    category: Category,
    from: Date,
    /// The last day that may still come: the newest is told first.
    until: Date,
    page_size: usize,
    /// How many records may still come.
    left: usize,
    deadline: Duration,
    /// `None` when nothing comes any more.
    stream: Option<Streaming<v1::ReadHistoryResponse>>,
}

impl HistoryPages {
    /// The next page, or why there is none; `None` after the last.
    ///
    /// # Errors
    /// [`CallError`] when it did not come in time, or is none that was asked for.
    /// Nothing comes after that.
    pub async fn next(&mut self) -> Result<Option<HistoryAnswer>, CallError> {
        let Some(mut stream) = self.stream.take() else {
            return Ok(None);
        };
        let message = timeout(self.deadline, stream.message()).await;
        let message = message.map_err(|_| CallError::TimedOut)?;
        let Some(message) = message.map_err(|status| of_status(&status))? else {
            return Err(CallError::Unreadable("the last page"));
        };
        let answer = HistoryAnswer::try_from(message)?;
        if let Ok(page) = &answer {
            self.check(page)?;
            self.stream = page.next.is_some().then_some(stream);
        }
        Ok(Some(answer))
    }

    /// Whether it is what was asked for, and not without end.
    fn check(&mut self, page: &HistoryPage) -> Result<(), CallError> {
        let mut days = page.records.iter().map(HistoryRecord::day);
        let categories = page.records.iter().map(HistoryRecord::category);
        let fits = page.records.len() <= self.page_size
            && (page.next.is_none() || !page.records.is_empty())
            && categories.into_iter().all(|it| it == self.category)
            && days
                .clone()
                .all(|day| self.from <= day && day <= self.until)
            && days.clone().rev().is_sorted();
        let left = self.left.checked_sub(page.records.len());
        let left = left.filter(|_| fits);
        self.left = left.ok_or(CallError::Unreadable("records"))?;
        self.until = days.next_back().unwrap_or(self.until);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PageToken;
    use jiff::civil::date;
    use qualification::{Institution, Provider, Surgery, Treatment};

    fn surgery(on: Date) -> HistoryRecord {
        HistoryRecord::Surgery(Surgery {
            provider: provider(),
            on,
            code: "159990001".into(),
            name: "見本手術".into(),
        })
    }

    fn provider() -> Provider {
        Provider {
            institution: Institution::parse("1310000001").unwrap(),
            name: "窓口シミュレータ病院".into(),
        }
    }

    /// At most two records a page and three in all, of 2026.
    fn asked() -> HistoryPages {
        HistoryPages {
            category: Category::Surgery,
            from: date(2026, 1, 1),
            until: date(2026, 12, 31),
            page_size: 2,
            left: 3,
            deadline: Duration::ZERO,
            stream: None,
        }
    }

    fn page(records: Vec<HistoryRecord>) -> HistoryPage {
        let next = Some(PageToken([0; 36]));
        HistoryPage { records, next }
    }

    #[test]
    fn a_server_that_sends_what_was_not_asked_for_is_not_believed() {
        let day = |day| surgery(date(2026, 6, day));
        let other = HistoryRecord::Treatment(Treatment {
            provider: provider(),
            on: date(2026, 6, 1),
            setting: qualification::Setting::Outpatient,
            code: "199990001".into(),
            name: "見本検査".into(),
            quantity: None,
            times: 1,
        });
        for (what, records) in [
            ("too many", vec![day(3), day(2), day(1)]),
            ("of another kind", vec![other]),
            ("the oldest first", vec![day(1), day(2)]),
            ("too old", vec![surgery(date(2025, 12, 31))]),
            ("too new", vec![surgery(date(2027, 1, 1))]),
            ("none, and more to come", Vec::new()),
        ] {
            let refused = Err(CallError::Unreadable("records"));
            assert_eq!(asked().check(&page(records)), refused, "{what}");
        }
    }

    #[test]
    fn pages_are_newest_first_from_one_to_the_next_and_have_an_end() {
        let day = |day| surgery(date(2026, 6, day));
        let mut pages = asked();
        assert_eq!(pages.check(&page(vec![day(9), day(9)])), Ok(()));
        let newer = pages.check(&page(vec![day(10)]));
        assert_eq!(newer, Err(CallError::Unreadable("records")));
        assert_eq!(pages.check(&page(vec![day(9)])), Ok(()));
        let endless = pages.check(&page(vec![day(8)]));
        assert_eq!(endless, Err(CallError::Unreadable("records")));
    }
}
