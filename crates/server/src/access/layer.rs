//! The layer in front of all services.

use std::convert::Infallible;
use std::future::Future;
use std::mem::replace;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api::Rpc;
use tonic::Status;
use tonic::codegen::http::request::Parts;
use tonic::codegen::http::{Request, Response};
use tower::{Layer, Service};

use crate::peer::Peer;
use crate::{CheckServer, status};

/// What says nothing about anybody, to whoever has a genuine certificate. Any other
/// path that is no call of the protocol is nobody's.
const PUBLIC: [&str; 2] = [
    "/grpc.health.v1.Health/",
    "/grpc.reflection.v1.ServerReflection/",
];

/// Puts [`Guarded`] in front.
#[derive(Clone)]
pub(crate) struct AccessLayer(pub(crate) Arc<CheckServer>);

/// Services behind the decision who may call.
#[derive(Clone)]
pub(crate) struct Guarded<S> {
    inner: S,
    server: Arc<CheckServer>,
}

impl<S> Layer<S> for AccessLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded {
            inner,
            server: Arc::clone(&self.0),
        }
    }
}

impl<S, B, C> Service<Request<B>> for Guarded<S>
where
    S: Service<Request<B>, Response = Response<C>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    C: Default,
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
        let server = Arc::clone(&self.server);
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            match let_through(&server, &mut parts).await {
                Ok(()) => inner.call(Request::from_parts(parts, body)).await,
                Err(status) => Ok(status.into_http()),
            }
        })
    }
}

/// Lets a call through, with its caller noted for the handler.
async fn let_through(server: &CheckServer, parts: &mut Parts) -> Result<(), Status> {
    let path = parts.uri.path();
    let Some(rpc) = Rpc::at(path) else {
        let public = PUBLIC.iter().any(|public| path.starts_with(public));
        let nowhere = || Status::unimplemented("there is no such call");
        return public.then_some(()).ok_or_else(nowhere);
    };
    let peer = parts.extensions.get::<Peer>();
    let peer = peer.ok_or_else(status::no_institution)?;
    let caller = server.admit(rpc, peer, &parts.headers).await?;
    parts.extensions.insert(caller);
    Ok(())
}
