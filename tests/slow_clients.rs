//! Clients that begin and do not go on: each is let go in time, and whoever means it is
//! served meanwhile.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use api::Client;
use server::Limits;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::stage::desk::{PATIENCE, check, client};
use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Stage};
use crate::stage::frames::SERVICE;
use crate::stage::home::Home;
use crate::stage::processes::{SOON, server};
use crate::stage::rounds::{descriptors, quantile, rounds};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
/// So many stall at once.
const CLIENTS: usize = 400;
/// What HTTP/2 begins with: the preface, and settings with no window for answers.
const NO_WINDOW: [u8; 39] =
    *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x06\x04\0\0\0\0\0\0\x04\0\0\0\0";

/// Where a client stalls.
#[derive(Debug, Clone, Copy)]
enum Stall {
    /// Before its first byte.
    Tcp,
    /// In its first word of TLS.
    Hello,
    /// After the handshake.
    Preface,
    /// In the headers of its first call.
    Headers,
    /// In the body of a call.
    Body,
    /// When it should read.
    Reading,
    /// When it should make room for an answer, though it reads.
    Window,
}

const STALLS: [Stall; 7] = [
    Stall::Tcp,
    Stall::Hello,
    Stall::Preface,
    Stall::Headers,
    Stall::Body,
    Stall::Reading,
    Stall::Window,
];

/// Shorter than what is recommended, so that the story is.
fn limits() -> Limits {
    Limits {
        handshake: Duration::from_secs(3),
        first_call: Duration::from_secs(4),
        taken: Duration::from_secs(2),
        call: Duration::from_secs(3),
        handshakes: CLIENTS,
        connections: CLIENTS + 10,
        connections_per_certificate: CLIENTS + 10,
        // So that what stalls is not shed.
        calls_per_institution: CLIENTS,
        calls: 3 * CLIENTS,
        ..Limits::default()
    }
}

/// One HTTP/2 frame.
fn frame(kind: u8, flags: u8, stream: u32, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()];
    [&head.concat(), content].concat()
}

/// The headers of a call, none of them compressed.
fn headers(method: &str) -> Vec<u8> {
    let path = format!("/{SERVICE}/{method}");
    let mut content = Vec::new();
    for (name, value) in [
        (":method", "POST"),
        (":scheme", "https"),
        (":authority", "localhost"),
        (":path", path.as_str()),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
    ] {
        content.push(0);
        for text in [name, value] {
            content.push(u8::try_from(text.len()).unwrap());
            content.extend(text.as_bytes());
        }
    }
    // END_HEADERS
    frame(1, 4, 1, &content)
}

/// A call for a challenge that has come whole.
fn whole_call() -> Vec<u8> {
    let message = [0, 0, 0, 0, 3, 0x0A, 1, 1];
    [headers("OpenVisit"), frame(0, 1, 1, &message)].concat()
}

/// Reads until the server has let go.
async fn let_go(connection: &mut (impl AsyncRead + Unpin)) {
    let mut bytes = [0; 1024];
    while connection.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
}

/// Reads until a call is answered, if only with headers.
async fn answered(connection: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    let mut head = [0; 9];
    loop {
        connection.read_exact(&mut head).await?;
        if head[3] == 1 {
            return Ok(());
        }
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut content = vec![0; usize::try_from(length).unwrap()];
        connection.read_exact(&mut content).await?;
    }
}

/// Says what nobody reads an answer to, until the server has let go.
async fn dropped(connection: &mut (impl AsyncWrite + Unpin)) {
    let pings = frame(6, 0, 0, &[0; 8]).repeat(100);
    while connection.write_all(&pings).await.is_ok() && connection.flush().await.is_ok() {}
}

/// Begins, and does not go on; gives how long the server put up with it.
async fn stall(stage: &Stage, stall: Stall) -> Duration {
    let began = Instant::now();
    let said = match stall {
        Stall::Tcp | Stall::Hello => {
            let mut pipe = stage.pipe();
            if matches!(stall, Stall::Hello) {
                pipe.write_all(&[22, 3, 1]).await.unwrap();
            }
            let_go(&mut pipe).await;
            return began.elapsed();
        }
        Stall::Preface => Vec::new(),
        Stall::Headers => headers("CheckByNumber")[..40].to_vec(),
        Stall::Body => headers("CheckByNumber"),
        Stall::Reading | Stall::Window => whole_call(),
    };
    let mut stream = stage.secured(OTHER_CLINIC).await.unwrap();
    let began = Instant::now();
    if !matches!(stall, Stall::Preface) {
        stream.write_all(&NO_WINDOW).await.unwrap();
    }
    stream.write_all(&said).await.unwrap();
    stream.flush().await.unwrap();
    match stall {
        // The call ends; the connection may bring another.
        Stall::Body => answered(&mut stream).await.unwrap(),
        Stall::Reading => dropped(&mut stream).await,
        _ => let_go(&mut stream).await,
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stalls_is_let_go_and_a_good_client_is_served_meanwhile() {
    let stage = Arc::new(Stage::with_limits(MORNING, limits()).await);
    let clients = rounds(CLIENTS);
    stage.channel(OTHER_CLINIC).await;
    let mut stalled = JoinSet::new();
    for client in 0..clients {
        let (stage, kind) = (Arc::clone(&stage), STALLS[client % STALLS.len()]);
        stalled.spawn(async move { (kind, timeout(SOON, stall(&stage, kind)).await) });
    }
    let desk = Client::over(stage.channel(CLINIC).await, PATIENCE);
    let (mut calls, mut served) = (0, Vec::new());
    let mut put_up_with = Vec::new();
    while !stalled.is_empty() {
        calls += 1;
        let began = Instant::now();
        desk.check_by_number(check(calls)).await.unwrap();
        served.push(began.elapsed());
        while let Some(client) = stalled.try_join_next() {
            let (kind, put_up) = client.unwrap();
            put_up_with.push(put_up.unwrap_or_else(|_| panic!("{kind:?} is put up with")));
        }
        sleep(Duration::from_millis(50)).await;
    }
    eprintln!(
        "{clients} stalled, let go within {:?} (longest); {calls} good calls meanwhile, \
         within {:?} (median), {:?} (longest), 0 failed",
        quantile(&mut put_up_with, 1.0),
        quantile(&mut served, 0.5),
        quantile(&mut served, 1.0),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_shakes_hands_gives_its_descriptors_back() {
    let home = Home::new();
    let (server, address) = server(&home);
    let desk = client(&home.pki(), &address).await;
    desk.check_by_number(check(1)).await.unwrap();
    let before = descriptors(server.id());
    let mut idle = Vec::new();
    for _ in 0..CLIENTS {
        let address = address.trim_start_matches("https://");
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    desk.check_by_number(check(2)).await.unwrap();
    let most = descriptors(server.id());
    for connection in &mut idle {
        timeout(SOON, let_go(connection)).await.expect("it is kept");
    }
    desk.check_by_number(check(3)).await.unwrap();
    let after = descriptors(server.id());
    eprintln!("descriptors: {before} before, {most} at most, {after} after");
    assert!(
        after <= before + 8,
        "they are kept: {before}, {most}, {after}"
    );
}
