//! The answers to one question, as a stream that reads a page when it is asked for one.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api::v1;
use tokio_stream::Stream;
use tonic::Status;

use super::reading::Reading;

type Answer = Result<v1::ReadHistoryResponse, Status>;
/// An answer, and how to go on after it.
type Turn = (Answer, Option<Reading>);

/// Nothing is read ahead: whoever goes away was given what is recorded, and at most one
/// page more is.
pub(super) struct Pages {
    first: Option<Answer>,
    next: Option<Pin<Box<dyn Future<Output = Turn> + Send>>>,
}

impl Pages {
    /// The first page is read here, so that whoever may not see it is told so by the
    /// call.
    pub(super) async fn of(reading: Reading) -> Result<Self, Status> {
        let (first, reading) = reading.first().await;
        Ok(Self {
            first: Some(Ok(first?)),
            next: reading.map(go_on),
        })
    }
}

fn go_on(reading: Reading) -> Pin<Box<dyn Future<Output = Turn> + Send>> {
    Box::pin(reading.next())
}

impl Stream for Pages {
    type Item = Answer;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Answer>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(first));
        }
        let Some(next) = &mut self.next else {
            return Poll::Ready(None);
        };
        let (answer, reading) = ready!(next.as_mut().poll(context));
        self.next = reading.map(go_on);
        Poll::Ready(Some(answer))
    }
}
