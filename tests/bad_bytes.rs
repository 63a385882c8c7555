//! Bytes that no client sends: each gets a client's error, stores nothing, and the
//! server goes on.

use api::Kept as _;
use http_body_util::Full;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use tonic::body::Body;
use tonic::transport::Channel;
use tonic::{Code, Status};

use crate::stage::desk::channel;
use crate::stage::duplex::{CLINIC, Raw, Stage};
use crate::stage::frames::{LONGEST, SERVICE, answer, frame, framed, send};
use crate::stage::home::Home;
use crate::stage::processes::server;
use crate::stage::rounds::resident_kib;

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const METHODS: [&str; 5] = [
    "OpenVisit",
    "Authenticate",
    "Complete",
    "CloseVisit",
    "CheckByNumber",
];

async fn stage() -> (Stage, Channel) {
    let stage = Stage::at(MORNING).await;
    let channel = stage.channel(CLINIC).await;
    (stage, channel)
}

/// Nothing was stored, and the next good call is answered.
async fn assert_unharmed(stage: &Stage, channel: Channel) {
    assert!(stage.records().await.is_empty());
    assert_eq!(stage.rows("challenge") + stage.rows("answer"), 0);
    let mut raw = Raw::new(channel);
    raw.check_by_number(stage.check()).await.unwrap();
}

#[tokio::test]
async fn bytes_that_are_no_message_are_the_clients_fault() {
    let (stage, channel) = stage().await;
    let nested = vec![0x0B; 10_000];
    let long = [&[0x0A][..], &[0xFF; 9], &[0x01]].concat();
    for (case, message) in [
        ("an unfinished number", &[0x08, 0xFF][..]),
        ("a length beyond the end", &[0x0A, 0x7F, 0x00]),
        ("a length of 64 bits", &long),
        ("field zero", &[0x02, 0x00]),
        ("an unknown wire type", &[0x0F]),
        ("groups that never end", &nested),
        ("a number where bytes belong", &[0x08, 0x01]),
    ] {
        for method in METHODS {
            let status = send(&channel, method, framed(message)).await;
            assert_eq!(status.code(), Code::InvalidArgument, "{case}: {status}");
        }
    }
    let no_text = [0x1A, 0x03, 0xE7, 0xAA, 0xFF];
    let status = send(&channel, "CheckByNumber", framed(&no_text)).await;
    assert_eq!(status.code(), Code::InvalidArgument, "text that is none");
    assert_unharmed(&stage, channel).await;
}

#[tokio::test]
async fn random_bytes_never_shake_the_server() {
    let (stage, channel) = stage().await;
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let good = stage.check().to_bytes();
    for round in 0..1500_usize {
        let mut message = vec![0; rng.next_u32() as usize % 300];
        rng.fill_bytes(&mut message);
        if round % 2 == 0 {
            // Half of them begin right, but end before the key.
            let length = message.len().min(good.len() - 18);
            let cut = rng.next_u32() as usize % (length + 1);
            message[..cut].copy_from_slice(&good[..cut]);
        }
        let method = METHODS[round % METHODS.len()];
        let status = send(&channel, method, framed(&message)).await;
        // Any bytes may be asked a challenge for: that writes nothing.
        let harmless = method == "OpenVisit" && status.code() == Code::Ok;
        let refused = status.code() == Code::InvalidArgument;
        assert!(refused || harmless, "{round}: {status}");
    }
    assert_unharmed(&stage, channel).await;
}

/// A message of that length whose only field is unknown, and so skipped.
fn padded(length: usize) -> Vec<u8> {
    let mut message = vec![0x7A];
    let mut rest = length - 4;
    while rest > 0x7F {
        message.push(u8::try_from(rest & 0x7F).unwrap() | 0x80);
        rest >>= 7;
    }
    message.push(u8::try_from(rest).unwrap());
    message.resize(length, 0);
    message
}

#[tokio::test]
async fn a_message_may_have_256_kibibytes_and_no_byte_more() {
    let (stage, channel) = stage().await;
    let told = |status: Status| status.code();
    for (length, expected) in [
        (LONGEST, Code::InvalidArgument),
        (LONGEST + 1, Code::OutOfRange),
        (4 * 1024 * 1024, Code::OutOfRange),
    ] {
        for method in METHODS {
            let status = send(&channel, method, framed(&padded(length))).await;
            assert_eq!(told(status), expected, "{length} bytes to {method}");
        }
    }
    // A prefix that promises 1 or 4 GiB is believed no further.
    for length in [1 << 30, u32::MAX] {
        let status = send(&channel, "OpenVisit", frame(0, length, &[0; 100])).await;
        assert_eq!(told(status), Code::OutOfRange, "{length} promised");
    }
    assert_unharmed(&stage, channel).await;
}

#[tokio::test]
async fn whatever_is_too_long_takes_no_memory() {
    let home = Home::new();
    let (server, address) = server(&home);
    let channel = channel(&home.pki(), &address).await;
    let zeros = |length: usize| vec![0; length];
    let cases = [
        ("nothing", framed(&[]), Code::InvalidArgument),
        (
            "the longest but one",
            framed(&padded(LONGEST - 1)),
            Code::InvalidArgument,
        ),
        (
            "the longest",
            framed(&padded(LONGEST)),
            Code::InvalidArgument,
        ),
        (
            "one byte more",
            framed(&padded(LONGEST + 1)),
            Code::OutOfRange,
        ),
        ("4 MiB", framed(&padded(4 << 20)), Code::OutOfRange),
        (
            "1 GiB, it says",
            frame(0, 1 << 30, &zeros(1 << 20)),
            Code::OutOfRange,
        ),
        (
            "a flag that is none",
            frame(7, 100, &zeros(100)),
            Code::Internal,
        ),
    ];
    let mut before = 0;
    for round in 0..6 {
        for (case, bytes, expected) in &cases {
            let status = send(&channel, "CheckByNumber", bytes.clone()).await;
            assert_eq!(status.code(), *expected, "{case}: {status}");
        }
        // Zeros that gzip has made a thousand times shorter.
        let bomb = Body::new(Full::from(frame(1, 1 << 16, &zeros(1 << 16))));
        let gzip = [("grpc-encoding", "gzip")];
        let status = answer(&channel, "CheckByNumber", bomb, &gzip).await;
        assert_eq!(status.code(), Code::Unimplemented, "{status}");
        if round == 0 {
            before = resident_kib(server.id());
        }
    }
    let after = resident_kib(server.id());
    let growth = after.saturating_sub(before);
    eprintln!("memory: {before} KiB before, {after} KiB after, grown by {growth} KiB");
    assert!(growth <= 8 * 1024, "{growth} KiB");
}

#[tokio::test]
async fn of_two_messages_in_a_call_for_one_at_most_one_has_an_effect() {
    let (stage, channel) = stage().await;
    let [one, other] = [stage.check(), stage.check()].map(|it| framed(&it.to_bytes()));
    let status = send(&channel, "CheckByNumber", [one, other].concat()).await;
    assert_ne!(status.code(), Code::Unknown, "{status}");
    assert!(stage.records().await.len() <= 1, "{status}");
}

#[tokio::test]
async fn broken_frames_are_told_so_and_nothing_more() {
    let (stage, channel) = stage().await;
    let good = stage.check().to_bytes();
    let head = u32::try_from(good.len()).unwrap();
    // gRPC itself calls a broken frame INTERNAL.
    for (case, bytes) in [
        ("no frame", Vec::new()),
        ("half a head", vec![0, 0]),
        ("less than the head promises", frame(0, head + 1, &good)),
        ("compressed, it says, by nothing", frame(1, head, &good)),
        ("a flag that is none", frame(7, head, &good)),
    ] {
        let status = send(&channel, "CheckByNumber", bytes).await;
        assert_eq!(status.code(), Code::Internal, "{case}: {status}");
    }
    let gzip = [("grpc-encoding", "gzip")];
    let body = Body::new(Full::from(frame(1, head, &good)));
    let status = answer(&channel, "CheckByNumber", body, &gzip).await;
    assert_eq!(status.code(), Code::Unimplemented, "{status}");
    assert_unharmed(&stage, channel).await;
}

#[tokio::test]
async fn an_unknown_call_is_unimplemented() {
    let (stage, channel) = stage().await;
    let status = send(&channel, "ReadEverything", framed(&[])).await;
    assert_eq!(status.code(), Code::Unimplemented, "{SERVICE}: {status}");
    assert_unharmed(&stage, channel).await;
}
