//! Measurements, for Prometheus to ask.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval, timeout};

/// The steps of what takes time, in seconds.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];
/// The steps of what is counted.
const COUNTS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
/// How often what was measured is put into the steps.
const UPKEEP: Duration = Duration::from_secs(5);
/// How long a question and its answer may take together.
const PATIENCE: Duration = Duration::from_secs(5);
/// No question is longer.
const LONGEST: u64 = 8 * 1024;

/// Measures from now on, and answers at that address whoever asks.
pub(super) async fn start(address: SocketAddr) -> anyhow::Result<()> {
    let recorder = PrometheusBuilder::new()
        .set_buckets(&SECONDS)?
        .set_buckets_for_metric(Matcher::Full("madoguchi_store_group".to_owned()), &COUNTS)?
        .build_recorder();
    let handle = recorder.handle();
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("listening for Prometheus on {address}"))?;
    let address = listener.local_addr()?;
    super::note(format!("計測値 / metrics: http://{address}/metrics"));
    ::metrics::set_global_recorder(recorder)?;
    server::describe_metrics(env!("CARGO_PKG_VERSION"));
    tokio::spawn(async move {
        let mut upkeep = interval(UPKEEP);
        loop {
            // One at a time: there is one Prometheus.
            tokio::select! {
                _ = upkeep.tick() => handle.run_upkeep(),
                Ok((stream, _)) = listener.accept() => {
                    // Whoever does not ask, or does not listen, is let go.
                    let _ = timeout(PATIENCE, answer(stream, &handle)).await;
                }
            }
        }
    });
    Ok(())
}

/// Answers one question of HTTP/1.
async fn answer(stream: TcpStream, handle: &PrometheusHandle) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = reader.take(LONGEST);
    let mut question = Vec::new();
    while !question.ends_with(b"\r\n\r\n") && reader.read_buf(&mut question).await? > 0 {}
    let (status, text) = match question.starts_with(b"GET /metrics ") {
        true => ("200 OK", handle.render()),
        false => ("404 Not Found", "ask for /metrics\n".to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    writer.write_all(head.as_bytes()).await?;
    writer.write_all(text.as_bytes()).await?;
    writer.shutdown().await
}
