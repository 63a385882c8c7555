//! The layer that answers with a status, holds an answer back, or loses it.

use std::convert::Infallible;
use std::future::Future;
use std::mem::replace;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api::Rpc;
use qualification::Caller;
use tokio::time::sleep;
use tonic::Code;
use tonic::codegen::http::{Request, Response};
use tower::{Layer, Service};

use super::call::DisturbedCall;
use super::registry::Faults;
use crate::status;

/// Puts [`Disturbed`] in front; without faults it lets everything pass.
#[derive(Clone)]
pub(crate) struct FaultLayer(pub(crate) Option<Arc<Faults>>);

/// Services that may be disturbed.
#[derive(Clone)]
pub(crate) struct Disturbed<S> {
    inner: S,
    faults: Option<Arc<Faults>>,
}

impl<S> Layer<S> for FaultLayer {
    type Service = Disturbed<S>;

    fn layer(&self, inner: S) -> Disturbed<S> {
        Disturbed {
            inner,
            faults: self.0.clone(),
        }
    }
}

impl<S, B, C> Service<Request<B>> for Disturbed<S>
where
    S: Service<Request<B>, Response = Response<C>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
    B: Send + 'static,
    C: Default + Send + 'static,
{
    type Response = Response<C>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<C>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready is the one that is called.
        let next = self.inner.clone();
        let mut inner = replace(&mut self.inner, next);
        match self.faults.as_ref().and_then(|it| begun(it, &request)) {
            Some(call) => Box::pin(disturbed(call, async move { inner.call(request).await })),
            None => Box::pin(inner.call(request)),
        }
    }
}

/// The call, if it is one of an institution. The pages of a history are drawn for one by
/// one.
fn begun<B>(faults: &Arc<Faults>, request: &Request<B>) -> Option<Arc<DisturbedCall>> {
    let rpc = Rpc::at(request.uri().path()).filter(|rpc| *rpc != Rpc::ReadHistory)?;
    let caller = request.extensions().get::<Caller>()?;
    let institution = caller.institution()?.clone();
    Some(DisturbedCall::begin(Arc::clone(faults), institution, rpc))
}

async fn disturbed<C: Default>(
    call: Arc<DisturbedCall>,
    answer: impl Future<Output = Result<Response<C>, Infallible>>,
) -> Result<Response<C>, Infallible> {
    if let Some(code) = call.disturbance().status {
        return Ok(status::disturbed(code).into_http());
    }
    let answer = Arc::clone(&call).work(answer).await;
    let disturbance = call.disturbance();
    sleep(disturbance.delay).await;
    if disturbance.lost {
        return Ok(status::disturbed(Code::Unavailable).into_http());
    }
    answer
}
