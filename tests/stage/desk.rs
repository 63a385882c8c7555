//! A desk as a process or as a client of its own, over TCP.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use api::request::CheckByNumber;
use api::{Client, Connection};
use pki::{Credentials, Folder};
use qualification::{IdempotencyKey, InsurerNumber, LimitChoice, NumberQuery};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

use super::home::persona;
use super::processes::{madoguchi, run};

/// How long a desk of the stories waits for one call.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// `madoguchi visit` with a persona's card in a virtual reader.
pub(crate) fn visit_command(pki: &Path, server: &str, persona: &Path) -> Command {
    let mut command = madoguchi();
    command
        .args(["visit", "--pin-stdin", "--json", "--consent", "all"])
        .args(["--limit", "yes", "--server", server, "--pki"])
        .arg(pki)
        .arg("--reader")
        .arg(format!("virtual:{}", persona.display()));
    command
}

/// The insured person comes, and knows her PIN.
pub(crate) fn visit(pki: &Path, server: &str) -> Output {
    visit_of(&persona("insured"), pki, server)
}

/// Someone with her PIN comes.
pub(crate) fn visit_of(persona: &Path, pki: &Path, server: &str) -> Output {
    run(&mut visit_command(pki, server, persona), "1234\n")
}

/// How these credentials connect to a server.
pub(crate) fn connection(credentials: &Credentials, server: &str) -> Connection {
    Connection {
        address: server.parse().unwrap(),
        authority: credentials.authority_pem(),
        certificate: credentials.certificate_pem(),
        key: credentials.key_pem().to_string(),
        deadline: PATIENCE,
    }
}

/// A client of the institution that a new folder has.
pub(crate) async fn client(pki: &Path, server: &str) -> Client {
    let credentials = Folder::at(pki).institution(super::duplex::CLINIC).unwrap();
    Client::connect(&connection(&credentials, server))
        .await
        .unwrap()
}

/// A connection of the same institution, as any gRPC client makes one.
pub(crate) async fn channel(pki: &Path, server: &str) -> Channel {
    let credentials = Folder::at(pki).institution(super::duplex::CLINIC).unwrap();
    let own = (credentials.certificate_pem(), credentials.key_pem());
    let tls = ClientTlsConfig::new()
        .ca_certificate(Certificate::from_pem(credentials.authority_pem()))
        .identity(Identity::from_pem(own.0, own.1.as_bytes()));
    let endpoint = Endpoint::from_shared(server.to_owned()).unwrap();
    endpoint.tls_config(tls).unwrap().connect().await.unwrap()
}

/// Asks by the number on the insured person's document.
pub(crate) fn check(key: u64) -> CheckByNumber {
    CheckByNumber {
        query: NumberQuery {
            insurer: InsurerNumber::parse("06439996").unwrap(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: None,
            birth: "1980-02-17".parse().unwrap(),
        },
        limit: LimitChoice::Provide,
        as_of: None,
        key: IdempotencyKey(u128::from(key).to_be_bytes()),
    }
}

/// A copy of a folder of certificates, to spoil.
pub(crate) fn copied(from: &Path, to: &Path) -> Folder {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    Folder::at(to)
}
