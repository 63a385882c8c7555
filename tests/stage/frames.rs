//! Bytes sent to the server as they are, whatever a client would make of them.

use http_body_util::channel::{Channel as Slowly, Sender};
use http_body_util::{BodyExt as _, Full};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http::{HeaderMap, Request};
use tonic::codegen::{Bytes, Service as _};
use tonic::transport::Channel;
use tower::ServiceExt as _;

use super::processes::SOON;

/// The service, as the path of a call names it.
pub(crate) const SERVICE: &str = "madoguchi.qualification.v1.QualificationService";
/// The longest message the server reads.
pub(crate) const LONGEST: usize = 256 * 1024;

/// One gRPC frame whose head may lie about the message.
pub(crate) fn frame(compressed: u8, length: u32, message: &[u8]) -> Vec<u8> {
    [&[compressed][..], &length.to_be_bytes(), message].concat()
}

/// One honest gRPC frame.
pub(crate) fn framed(message: &[u8]) -> Vec<u8> {
    frame(0, u32::try_from(message.len()).unwrap(), message)
}

/// Calls `method` with these bytes; gives the status that the answer ends with.
pub(crate) async fn send(channel: &Channel, method: &str, bytes: Vec<u8>) -> Status {
    let body = Body::new(Full::new(Bytes::from(bytes)));
    answer(channel, method, body, &[]).await
}

/// Calls `method` with a body that may come when it likes, and further headers.
pub(crate) async fn answer(
    channel: &Channel,
    method: &str,
    body: Body,
    headers: &[(&'static str, &str)],
) -> Status {
    at(channel, &format!("/{SERVICE}/{method}"), body, headers).await
}

/// The same, of any service.
pub(crate) async fn at(
    channel: &Channel,
    path: &str,
    body: Body,
    headers: &[(&'static str, &str)],
) -> Status {
    exchange(channel, path, body, headers).await.0
}

/// Calls `path` with one message, as who holds that staff token; gives the status and
/// every byte of the answer.
pub(crate) async fn told(
    channel: &Channel,
    path: &str,
    message: &[u8],
    token: Option<&str>,
) -> (Status, Bytes) {
    let body = Body::new(Full::new(Bytes::from(framed(message))));
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer.iter().map(|it| ("authorization", &**it)).collect();
    exchange(channel, path, body, &headers).await
}

async fn exchange(
    channel: &Channel,
    path: &str,
    body: Body,
    headers: &[(&'static str, &str)],
) -> (Status, Bytes) {
    let mut request = Request::post(path)
        .header("content-type", "application/grpc")
        .header("te", "trailers");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut channel = channel.clone();
    let answer = match channel.ready().await {
        Ok(channel) => channel.call(request.body(body).unwrap()).await,
        Err(error) => Err(error),
    };
    let answer = match answer {
        Err(error) => return (Status::from_error(error.into()), Bytes::new()),
        Ok(answer) => answer,
    };
    if let Some(status) = Status::from_header_map(answer.headers()) {
        return (status, Bytes::new());
    }
    match answer.into_body().collect().await {
        Ok(body) => (ended_with(body.trailers()), body.to_bytes()),
        Err(status) => (status, Bytes::new()),
    }
}

fn ended_with(trailers: Option<&HeaderMap>) -> Status {
    let status = trailers.and_then(Status::from_header_map);
    status.expect("an answer without a status")
}

/// A call whose request is not complete yet.
pub(crate) struct Unfinished {
    rest: Vec<u8>,
    body: Sender<Bytes>,
    answer: JoinHandle<Status>,
}

impl Unfinished {
    /// Begins a call that brings `message`, and holds back all but its first byte.
    pub(crate) async fn begin(channel: &Channel, method: &'static str, message: &[u8]) -> Self {
        let mut rest = framed(message);
        let (mut body, slowly) = Slowly::<Bytes>::new(1);
        let channel = channel.clone();
        let answer =
            tokio::spawn(async move { answer(&channel, method, Body::new(slowly), &[]).await });
        // There is room for one part: the third fits in when the first is on its way.
        for _ in 0..3 {
            let part = Bytes::from(rest.drain(..1).collect::<Vec<u8>>());
            body.send_data(part).await.unwrap();
        }
        Self { rest, body, answer }
    }

    /// Brings the rest; gives the status of the answer.
    pub(crate) async fn finish(mut self) -> Status {
        self.body.send_data(self.rest.into()).await.unwrap();
        drop(self.body);
        timeout(SOON, self.answer).await.unwrap().unwrap()
    }

    /// Brings nothing more; gives the status that it ends with all the same.
    pub(crate) async fn ended(self) -> Status {
        let _body = self.body;
        timeout(SOON, self.answer).await.unwrap().unwrap()
    }
}
