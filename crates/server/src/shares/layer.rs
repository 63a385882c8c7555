//! The layer in front of all others: whether a call is worked on at all, and how long.

use std::convert::Infallible;
use std::future::Future;
use std::mem::replace;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use api::Rpc;
use tokio::time::{sleep, timeout};
use tonic::codegen::http::header::HeaderMap;
use tonic::codegen::http::{Request, Response};
use tonic::codegen::{Body as HttpBody, Bytes, StdError};
use tonic::{Status, body::Body};
use tower::{Layer, Service};

use super::answered::{Answered, Held};
use super::{Full, Pressure, Shares};
use crate::given::Entropy;
use crate::peer::Peer;
use crate::{Clock, Limits, status};

/// What the layer goes by.
pub(crate) struct Rationing {
    shares: Arc<Shares>,
    pressure: Pressure,
    limits: Limits,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// Puts [`Rationed`] in front.
#[derive(Clone)]
pub(crate) struct SharesLayer(Arc<Rationing>);

impl SharesLayer {
    pub(crate) fn new(limits: Limits, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self(Arc::new(Rationing {
            shares: Arc::new(Shares::new(limits.calls, limits.calls_per_institution)),
            pressure: Pressure::default(),
            limits,
            clock,
            entropy,
        }))
    }
}

impl Rationing {
    /// Places for that call, if it is to be worked on. What is no call of ours (`None`)
    /// says how the server is, or nothing, for as long as a connection may last: it has
    /// a place among the calls of its connection alone.
    fn take(&self, rpc: Option<Rpc>, peer: &Peer, headers: &HeaderMap) -> Result<Held, Status> {
        let now = self.clock.monotonic();
        let most = match rpc {
            Some(Rpc::ReadHistory) => self.limits.history,
            Some(Rpc::SubmitBatch | Rpc::FollowBatch) => self.limits.follow,
            Some(_) => self.limits.call,
            None => self.limits.age.0,
        };
        let asked = client_deadline(headers);
        let due = Box::pin(sleep(asked.map_or(most, |asked| asked.min(most))));
        let begun = peer.conduct.begin(due.deadline());
        let held = begun.ok_or(Full::Share).and_then(|begun| {
            let share = rpc.map(|_| self.shares.take(&peer.caller.party));
            Ok((begun, share.transpose()?))
        });
        let (begun, share) = held.map_err(|full| {
            let after = self.pressure.shed(now, self.entropy.as_ref());
            match full {
                Full::All => status::busy(after),
                Full::Share => status::share_used_up(after),
            }
        })?;
        self.pressure.taken(now);
        Ok(Held {
            _share: share,
            _begun: begun,
            due,
        })
    }
}

impl<S> Layer<S> for SharesLayer {
    type Service = Rationed<S>;

    fn layer(&self, inner: S) -> Rationed<S> {
        Rationed {
            inner,
            rationing: Arc::clone(&self.0),
        }
    }
}

/// Services that only those reach who are to be worked for.
#[derive(Clone)]
pub(crate) struct Rationed<S> {
    inner: S,
    rationing: Arc<Rationing>,
}

impl<S, B, C> Service<Request<B>> for Rationed<S>
where
    S: Service<Request<B>, Response = Response<C>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    C: HttpBody<Data = Bytes> + Send + 'static,
    C::Error: Into<StdError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let peer = request.extensions().get::<Peer>();
        if let Some(peer) = peer {
            peer.conduct.called();
        }
        let rpc = Rpc::at(request.uri().path());
        // Every connection is a peer's.
        let held = peer.ok_or_else(status::no_institution);
        let held = held.and_then(|peer| self.rationing.take(rpc, peer, request.headers()));
        let mut held = match held {
            Ok(held) => held,
            // The body is not read.
            Err(status) => return Box::pin(async move { Ok(status.into_http()) }),
        };
        let next = self.inner.clone();
        // The one that is ready is the one that is called.
        let answer = replace(&mut self.inner, next).call(request);
        // What says how the server is begins at once.
        let begins = match rpc {
            Some(_) => Duration::MAX,
            None => self.rationing.limits.call,
        };
        Box::pin(async move {
            let answer = tokio::select! {
                biased;
                answer = timeout(begins, answer) => answer,
                () = held.due.as_mut() => return Ok(status::took_too_long().into_http()),
            };
            let Ok(answer) = answer else {
                return Ok(status::took_too_long().into_http());
            };
            Ok(answer?.map(|body| Body::new(Answered::new(body, held))))
        })
    }
}

/// How long the client waits: gRPC's `grpc-timeout`, at most eight digits and a unit.
fn client_deadline(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let count: u64 = digits.parse().ok().filter(|_| digits.len() <= 8)?;
    Some(match unit {
        "H" => Duration::from_secs(count * 3600),
        "M" => Duration::from_secs(count * 60),
        "S" => Duration::from_secs(count),
        "m" => Duration::from_millis(count),
        "u" => Duration::from_micros(count),
        "n" => Duration::from_nanos(count),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_deadline_is_read_or_is_none() {
        for (text, expected) in [
            ("5S", Some(Duration::from_secs(5))),
            ("99999999H", Some(Duration::from_secs(359_999_996_400))),
            ("2M", Some(Duration::from_secs(120))),
            ("200m", Some(Duration::from_millis(200))),
            ("7u", Some(Duration::from_micros(7))),
            ("1n", Some(Duration::from_nanos(1))),
            ("123456789S", None),
            ("S", None),
            ("", None),
            ("5", None),
            ("-5S", None),
        ] {
            let headers = [("grpc-timeout".parse().unwrap(), text.parse().unwrap())];
            let headers = HeaderMap::from_iter(headers);
            assert_eq!(client_deadline(&headers), expected, "{text}");
        }
    }
}
