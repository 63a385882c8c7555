//! The outermost layer: every call has a name of its own in the log and in its answer,
//! and is measured.

use std::convert::Infallible;
use std::future::Future;
use std::mem::replace;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tonic::codegen::http::{Request, Response};
use tower::{Layer, Service};
use tracing::Instrument as _;

use super::{Counted, IN_FLIGHT, abandoned, answered, name};
use crate::CheckServer;
use crate::given::Clock;
use crate::request_id::RequestId;

/// Puts [`Named`] in front.
#[derive(Clone)]
pub(crate) struct CallLayer(pub(crate) Arc<CheckServer>);

/// Services whose calls have names and are measured.
#[derive(Clone)]
pub(crate) struct Named<S> {
    inner: S,
    server: Arc<CheckServer>,
}

impl<S> Layer<S> for CallLayer {
    type Service = Named<S>;

    fn layer(&self, inner: S) -> Named<S> {
        Named {
            inner,
            server: Arc::clone(&self.0),
        }
    }
}

impl<S, B, C> Service<Request<B>> for Named<S>
where
    S: Service<Request<B>, Response = Response<C>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
    B: Send + 'static,
    C: Send + 'static,
{
    type Response = Response<C>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<C>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The one that is ready is the one that is called.
        let next = self.inner.clone();
        let mut inner = replace(&mut self.inner, next);
        let id = RequestId::of(request.headers(), self.server.entropy.as_ref());
        id.put(request.headers_mut());
        let mut measured = Measured::begin(Arc::clone(&self.server.clock), request.uri().path());
        let call = name(request.uri().path());
        let span = tracing::info_span!("call", request_id = id.as_str(), rpc = call);
        let answering = async move {
            let mut response = inner.call(request).await?;
            id.put(response.headers_mut());
            measured.end(&response);
            Ok(response)
        };
        Box::pin(answering.instrument(span))
    }
}

/// A call that is measured, whether it is answered or given up.
struct Measured {
    clock: Arc<dyn Clock>,
    path: String,
    began: u64,
    ended: bool,
    _counted: Counted,
}

impl Measured {
    fn begin(clock: Arc<dyn Clock>, path: &str) -> Self {
        Self {
            began: clock.monotonic(),
            clock,
            path: path.to_owned(),
            ended: false,
            _counted: Counted::of(IN_FLIGHT),
        }
    }

    fn end<C>(&mut self, response: &Response<C>) {
        let took = self.clock.monotonic().saturating_sub(self.began);
        let seconds = std::time::Duration::from_micros(took).as_secs_f64();
        answered(&self.path, response.headers(), seconds);
        self.ended = true;
    }
}

impl Drop for Measured {
    fn drop(&mut self) {
        if !self.ended {
            abandoned(&self.path);
        }
    }
}
