//! What one client, or all of them, may take.
//!
//! Nothing waits without a bound. What is full, and what happens then:
//!
//! | what waits                        | how many                    | then                         |
//! |-----------------------------------|-----------------------------|------------------------------|
//! | TLS handshakes under way          | [`Limits::handshakes`]      | the oldest is ended          |
//! | connections, from then to the end | [`Limits::connections`]     | closed at once               |
//! | … of one certificate              | … `_per_certificate`        | told to go (GOAWAY)          |
//! | connections on their way to HTTP  | 1 in each channel           | the handshake's task waits   |
//! | streams in a connection           | [`Limits::streams`]         | HTTP/2 refuses the stream    |
//! | calls in a connection             | [`Limits::calls_in_connection`] | shed                     |
//! | calls of one institution          | [`Limits::calls_per_institution`] | shed                   |
//! | calls in all                      | [`Limits::calls`]           | shed                         |
//! | … of the operator beside them     | 4                           | shed                         |
//! | health and reflection             | as calls in a connection, for [`Limits::age`] | shed, DEADLINE_EXCEEDED |
//! | bytes of a request                | [`Limits::message`]         | OUT_OF_RANGE                 |
//! | … to health and reflection        | 16 KiB                      | OUT_OF_RANGE                 |
//! | bytes of headers                  | [`Limits::headers`]         | the stream is refused        |
//! | parts of a streamed answer        | 1, and HTTP/2's window      | the maker waits, in its time |
//! | writes of the store               | the store's own             | BUSY                         |

use std::time::Duration;

/// The limits of a server. tonic's own defaults are mostly "none", so each is set
/// here; [`Limits::default`] is what is recommended.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a TLS handshake may take (5 s).
    pub handshake: Duration,
    /// TLS handshakes under way at once (256); the oldest makes room for a new one.
    pub handshakes: usize,
    /// How long after the handshake the first call may come (10 s).
    pub first_call: Duration,
    /// How often a connection is looked at for whether what is written is taken (5 s):
    /// one that takes nothing from one look to the next is closed.
    pub taken: Duration,
    /// How long one call may take; a shorter deadline of the client wins (5 s).
    pub call: Duration,
    /// How long reading a history may take, to its last page (10 s).
    pub history: Duration,
    /// How long a list of bookings may be handed in, or followed at a time (5 min).
    pub follow: Duration,
    /// Connections at once (4,096); more are closed.
    pub connections: usize,
    /// Connections of one client certificate at once (64); more are told to go.
    pub connections_per_certificate: usize,
    /// Calls at once in one connection, as HTTP/2 streams (128).
    pub streams: u32,
    /// Calls worked on at once in one connection (64); more are shed.
    pub calls_in_connection: usize,
    /// Calls of one institution worked on at once (32); more are shed.
    pub calls_per_institution: usize,
    /// Calls worked on at once in all (512); more are shed, but for the operator's.
    pub calls: usize,
    /// The longest request, in bytes (256 KiB).
    pub message: usize,
    /// The longest page of a history, in bytes (2 MiB).
    pub page: usize,
    /// The longest list of headers, in bytes (16 KiB).
    pub headers: u32,
    /// How long a connection may be quiet before it is probed (30 s), and how long
    /// the answer may take (20 s).
    pub keepalive: (Duration, Duration),
    /// How old a connection may grow (10 min), which is also how long health may be
    /// watched at a time, and how long its last calls may take (30 s).
    pub age: (Duration, Duration),
    /// How often open connections are looked at for revoked certificates (1 s). Each
    /// call is looked at by itself.
    pub revocation: Duration,
    /// How long calls may go on after the server is told to stop (10 s).
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(5),
            handshakes: 256,
            first_call: Duration::from_secs(10),
            taken: Duration::from_secs(5),
            call: Duration::from_secs(5),
            history: Duration::from_secs(10),
            follow: Duration::from_secs(300),
            connections: 4096,
            connections_per_certificate: 64,
            streams: 128,
            calls_in_connection: 64,
            calls_per_institution: 32,
            calls: 512,
            message: 256 * 1024,
            page: 2 * 1024 * 1024,
            headers: 16 * 1024,
            keepalive: (Duration::from_secs(30), Duration::from_secs(20)),
            age: (Duration::from_secs(600), Duration::from_secs(30)),
            revocation: Duration::from_secs(1),
            drain: Duration::from_secs(10),
        }
    }
}
