//! Every client certificate that is not in order fails the handshake, with the alert
//! that fits; what is odd and yet in order gets an answer.

use std::io;
use std::sync::Arc;

use hyper_util::rt::TokioIo;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::version::TLS13;
use rustls::{ClientConfig, RootCertStore, SignatureScheme};
use tokio::io::{AsyncReadExt as _, DuplexStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::transport::{Channel, Endpoint};

use crate::stage::bad_certificates::{Forger, Shown};
use crate::stage::duplex::{CLINIC, Raw, Stage};

const NOW: &str = "2026-11-21T09:00:00+09:00";

/// Shows this one, whatever is asked for.
#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesClientCert for Always {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

async fn shaken(stage: &Stage, shown: &Shown) -> io::Result<TlsStream<DuplexStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(stage.pki.server().unwrap().authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_cert_resolver(Arc::new(Always(Arc::clone(&shown.key))));
    config.alpn_protocols = vec![b"h2".to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    connector.connect(name, stage.pipe()).await
}

/// The server's first byte after the handshake, which it has no word in until then.
async fn greeted(stage: &Stage, shown: &Shown) -> io::Result<u8> {
    shaken(stage, shown).await?.read_u8().await
}

/// What a call gets.
async fn called(stage: &Stage, shown: &Shown) -> Result<(), tonic::Status> {
    let stream = shaken(stage, shown).await.unwrap();
    let mut stream = Some(TokioIo::new(stream));
    let connect = tower::service_fn(move |_| {
        let stream = stream.take();
        async move { stream.ok_or(io::Error::from(io::ErrorKind::NotConnected)) }
    });
    let endpoint = Endpoint::from_static("http://localhost");
    let channel: Channel = endpoint.connect_with_connector(connect).await.unwrap();
    let mut raw = Raw::new(channel);
    raw.check_by_number(stage.check()).await.map(drop)
}

#[tokio::test]
async fn every_bad_client_certificate_fails_the_handshake_with_the_alert_that_fits() {
    let stage = Stage::at(NOW).await;
    let bad = Forger::of(&stage.pki).bad();
    let mut otherwise = Vec::new();
    for shown in &bad {
        let told = match greeted(&stage, shown).await {
            Ok(_) => "let in".to_owned(),
            Err(refused) => refused.to_string(),
        };
        if told != format!("received fatal alert: {}", shown.alert) {
            otherwise.push(format!("{}: {told}", shown.case));
        }
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
    eprintln!("{} bad client certificates, 0 let in", bad.len());
    // They did the others no harm.
    let mut served = Raw::new(stage.channel(CLINIC).await);
    served.check_by_number(stage.check()).await.unwrap();
}

#[tokio::test]
async fn a_certificate_that_names_nobody_gets_no_answer() {
    let stage = Stage::at(NOW).await;
    for shown in Forger::of(&stage.pki).nobodys() {
        let refused = called(&stage, &shown).await.expect_err(shown.case);
        let code = refused.code();
        assert!(
            matches!(
                code,
                tonic::Code::Unauthenticated | tonic::Code::PermissionDenied
            ),
            "{}: {refused}",
            shown.case
        );
    }
}

#[tokio::test]
async fn an_authority_below_ours_vouches_for_nobody() {
    let stage = Stage::at(NOW).await;
    let shown = Forger::of(&stage.pki).below_ours();
    called(&stage, &shown).await.expect_err(shown.case);
}

#[tokio::test]
async fn what_is_odd_and_yet_in_order_gets_an_answer() {
    let stage = Stage::at(NOW).await;
    for shown in Forger::of(&stage.pki).good() {
        called(&stage, &shown)
            .await
            .unwrap_or_else(|refused| panic!("{}: {refused}", shown.case));
    }
}
