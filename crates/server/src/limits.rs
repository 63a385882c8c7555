//! What one client, or all of them, may take.

use std::time::Duration;

/// The limits of a server. tonic's own defaults are mostly "none", so each is set
/// here; [`Limits::default`] is what is recommended.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a TLS handshake may take (5 s).
    pub handshake: Duration,
    /// How long one call may take; a shorter deadline of the client wins (5 s).
    pub call: Duration,
    /// Connections at once (4,096); more wait to be accepted.
    pub connections: usize,
    /// Calls at once in one connection, as HTTP/2 streams (128).
    pub streams: u32,
    /// Calls worked on at once in one connection (64); more are shed.
    pub calls_in_connection: usize,
    /// Calls worked on at once in all (512); more are shed.
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
    /// How old a connection may grow (10 min), and how long its last calls may
    /// take (30 s).
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
            call: Duration::from_secs(5),
            connections: 4096,
            streams: 128,
            calls_in_connection: 64,
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
