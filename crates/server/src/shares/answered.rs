//! An answer on its way: it holds its call's places until its end, which comes in time.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Frame, SizeHint};
use tokio::time::Sleep;
use tonic::codegen::http::HeaderMap;
use tonic::codegen::{Body, Bytes};

use super::Share;
use crate::conduct::Begun;
use crate::status;

/// What a call holds while it goes on.
pub(super) struct Held {
    /// `None` where nothing is worked on: it only says how the server is.
    pub(super) _share: Option<Share>,
    pub(super) _begun: Begun,
    /// Until when it may.
    pub(super) due: Pin<Box<Sleep>>,
}

/// The body of an answer.
pub(super) struct Answered<B> {
    body: Pin<Box<B>>,
    /// `None` when the end was told.
    held: Option<Held>,
}

impl<B> Answered<B> {
    pub(super) fn new(body: B, held: Held) -> Self {
        Self {
            body: Box::pin(body),
            held: Some(held),
        }
    }
}

impl<B: Body<Data = Bytes>> Body for Answered<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let Some(held) = self.held.as_mut() else {
            return Poll::Ready(None);
        };
        if held.due.as_mut().poll(context).is_ready() {
            self.held = None;
            let mut trailers = HeaderMap::new();
            // A status without details always fits.
            let _ = status::took_too_long().add_header(&mut trailers);
            return Poll::Ready(Some(Ok(Frame::trailers(trailers))));
        }
        let frame = self.body.as_mut().poll_frame(context);
        if matches!(frame, Poll::Ready(None)) {
            self.held = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.held.is_none() || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
