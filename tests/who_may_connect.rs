//! Who gets an answer from a check server: the institutions that its network
//! authority vouches for, today, and nobody else.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use api::{CallError, Client};
use pki::{Credentials, Folder};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use server::Limits;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::stage::desk::{check, client, connection};
use crate::stage::duplex::{CLINIC, Raw, Stage, made_pki};
use crate::stage::home::Home;
use crate::stage::processes::{SOON, server};
use crate::stage::signer::{as_an_institution, certified};

const UNTIL: &str = "2035-01-01T00:00:00Z";
/// So often, as the refusal and the client's first word race each other.
const TIMES: usize = 20;

/// What becomes of a call with these credentials.
async fn called(credentials: &Credentials, address: &str) -> Result<(), CallError> {
    let client = Client::connect(&connection(credentials, address)).await?;
    client.check_by_number(check(1)).await.map(drop)
}

#[tokio::test]
async fn a_certificate_that_the_server_does_not_accept_is_told_as_such_every_time() {
    let home = Home::new();
    let pki = Folder::at(home.pki());
    let (_server, address) = server(&home);
    let ours = pki.institution(CLINIC).unwrap();
    assert_eq!(called(&ours, &address).await, Ok(()));
    let elsewhere = tempfile::tempdir().unwrap();
    let mut foreign = made_pki(elsewhere.path(), 21).institution(CLINIC).unwrap();
    foreign.authority = ours.authority.clone();
    for (case, credentials) in [
        ("a foreign authority's", foreign),
        ("a card's", as_an_institution(&pki)),
        (
            "an expired one",
            certified(&pki, "1310000008", "2025-01-01T00:00:00Z"),
        ),
        ("the server's own", pki.server().unwrap()),
        (
            "one in no institution's name",
            certified(&pki, "the-clinic", UNTIL),
        ),
    ] {
        for time in 0..TIMES {
            let refused = called(&credentials, &address).await;
            assert!(
                matches!(refused, Err(CallError::InstitutionRefused(_))),
                "{case}, time {time}: {refused:?}"
            );
        }
    }
    assert_eq!(called(&ours, &address).await, Ok(()));
}

#[tokio::test]
async fn a_server_of_a_foreign_authority_is_not_trusted() {
    let home = Home::new();
    let (_server, address) = server(&home);
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = made_pki(elsewhere.path(), 22).institution(CLINIC).unwrap();
    let refused = called(&foreign, &address).await;
    assert!(
        matches!(refused, Err(CallError::ServerNotTrusted(_))),
        "{refused:?}"
    );
}

/// Shakes hands without a certificate and waits for the server's first byte.
async fn greeted(
    pki: &Path,
    address: &str,
    version: &'static SupportedProtocolVersion,
    own: Option<Credentials>,
) -> io::Result<()> {
    let mut roots = RootCertStore::empty();
    let authority = Folder::at(pki).institution(CLINIC).unwrap().authority;
    roots.add(authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots);
    let mut config = match own {
        None => config.with_no_client_auth(),
        Some(own) => config
            .with_client_auth_cert(vec![own.certificate], PrivateKeyDer::Pkcs8(own.key))
            .unwrap(),
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    let tcp = TcpStream::connect(address.trim_start_matches("https://")).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut tls = TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await?;
    tls.read_u8().await.map(drop)
}

#[tokio::test]
async fn without_a_certificate_or_with_an_old_tls_there_is_no_connection() {
    let home = Home::new();
    let (_server, address) = server(&home);
    let own = || Some(Folder::at(home.pki()).institution(CLINIC).unwrap());
    let alert = |answer: io::Result<()>| answer.expect_err("greeted").to_string();
    let without = greeted(&home.pki(), &address, &TLS13, None).await;
    assert!(alert(without).contains("CertificateRequired"));
    let old = greeted(&home.pki(), &address, &TLS12, own()).await;
    assert!(alert(old).contains("ProtocolVersion"));
    greeted(&home.pki(), &address, &TLS13, own()).await.unwrap();
    let _served = client(&home.pki(), &address).await;
}

#[tokio::test]
async fn connections_that_say_nothing_are_closed_and_hold_nobody_up() {
    let limits = Limits {
        handshake: Duration::from_secs(1),
        handshakes: 50,
        connections: 2,
        ..Limits::default()
    };
    let stage = Stage::with_limits("2026-11-21T09:00:00+09:00", limits).await;
    let mut served = Raw::new(stage.channel(CLINIC).await);
    let silent: Vec<_> = std::iter::repeat_with(|| stage.pipe()).take(60).collect();
    served.check_by_number(stage.check()).await.unwrap();
    // They have no places, and make room.
    let mut late = Raw::new(stage.channel(CLINIC).await);
    late.check_by_number(stage.check()).await.unwrap();
    for mut pipe in silent {
        let ended = timeout(SOON, pipe.read_u8()).await.expect("still open");
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
    late.check_by_number(stage.check()).await.unwrap();
}
