//! What a server tells about its calls: to whoever asked, to its log and to Prometheus.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use api::v1::qualification_service_client::QualificationServiceClient;
use api::{REQUEST_ID, v1};
use tonic::Request;
use tonic::metadata::MetadataMap;

use crate::stage::desk::{channel, check, client};
use crate::stage::duplex::CLINIC;
use crate::stage::home::Home;
use crate::stage::leaks::CANARY;
use crate::stage::processes::{Running, SOON, address_of, server_at, server_command, within};

/// Asks for the measurements as Prometheus does.
fn asked(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A server that is measured, its address, and where it is asked.
fn measured(home: &Home) -> (Running, String, String) {
    let mut server =
        Running::start(server_command(home).args(["--listen", "127.0.0.1:0", "--metrics", "0"]));
    let line = server.wait_for("/metrics");
    let start = line.find("http://").unwrap() + "http://".len();
    let metrics = line[start..].split('/').next().unwrap().to_owned();
    let address = address_of(&mut server);
    (server, address, metrics)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_counted_by_what_came_of_them_and_nobody_is_named() {
    let home = Home::new();
    let (_server, address, metrics) = measured(&home);
    let desk = client(&home.pki(), &address).await;
    for key in 1..=3 {
        desk.check_by_number(check(key)).await.unwrap();
    }
    let mut raw = QualificationServiceClient::new(channel(&home.pki(), &address).await);
    let wrong = v1::CheckByNumberRequest::default();
    assert!(raw.check_by_number(wrong).await.is_err());
    let mut consents =
        v1::consent_service_client::ConsentServiceClient::new(channel(&home.pki(), &address).await);
    let denied = consents
        .list_consents(v1::ListConsentsRequest::default())
        .await;
    assert!(denied.is_err());
    // The audit trail is looked at now and then.
    let looked_at = || {
        let told = asked(&metrics, "/metrics");
        told.contains("\nmadoguchi_audit_records ").then_some(told)
    };
    let told = within(SOON, looked_at).expect("the audit trail is not looked at");
    assert!(told.starts_with("HTTP/1.1 200 OK"), "{told}");
    let call = "/madoguchi.qualification.v1.QualificationService/CheckByNumber";
    for line in [
        &format!("madoguchi_calls_total{{call=\"{call}\",code=\"OK\"}} 3"),
        &format!("madoguchi_calls_total{{call=\"{call}\",code=\"INVALID_ARGUMENT\"}} 1"),
        "madoguchi_calls_refused_total{reason=\"NO_STAFF\"} 1",
        &format!("madoguchi_call_seconds_count{{call=\"{call}\"}} 4"),
        "madoguchi_calls_in_flight 0",
        "madoguchi_ready{service=\"\"} 1",
        "madoguchi_build_info{version=",
        "madoguchi_store_commit_seconds_count",
        "madoguchi_audit_records",
    ] {
        assert!(told.contains(line), "{line} is not in:\n{told}");
    }
    for personal in [CLINIC, "1234567", "06439996", "T01", CANARY.name] {
        assert!(!told.contains(personal), "{personal} is in:\n{told}");
    }
    assert!(asked(&metrics, "/").starts_with("HTTP/1.1 404"));
}

fn id(metadata: &MetadataMap) -> String {
    let id = metadata.get(REQUEST_ID).expect("the call has no name");
    id.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_has_the_name_of_its_call_and_so_have_its_lines_in_the_log() {
    let home = Home::new();
    let (mut server, address) = server_at(&home, "127.0.0.1:0", &["--log-format", "json"]);
    let channel = channel(&home.pki(), &address).await;
    let mut raw = QualificationServiceClient::new(channel.clone());
    let request = |id: &[u8]| {
        let mut request = Request::new(v1::CheckByNumberRequest::from(check(9)));
        let mut headers = std::mem::take(request.metadata_mut()).into_headers();
        headers.insert(REQUEST_ID, id.try_into().unwrap());
        headers.insert(
            "user-agent",
            b"\x1b]0;x \xE2\x80\xAE\t\xFF"[..]
                .try_into()
                .unwrap_or_else(|_| "x".parse().unwrap()),
        );
        *request.metadata_mut() = MetadataMap::from_headers(headers);
        request
    };
    let answer = raw
        .check_by_number(request(b"0123456789abcdef"))
        .await
        .unwrap();
    assert_eq!(id(answer.metadata()), "0123456789abcdef");
    // What is no name is replaced, and is nowhere in the log.
    let hostile: [&[u8]; 4] = [
        b"forged institution=1",
        b"${jndi:ldap://forged}",
        b"\xFFforged",
        b"a\tforged",
    ];
    let mut names = vec!["0123456789abcdef".to_owned()];
    for given in hostile {
        let answer = raw.check_by_number(request(given)).await.unwrap();
        let name = id(answer.metadata());
        assert!(
            name.len() == 32 && name.bytes().all(|it| it.is_ascii_hexdigit()),
            "{name}"
        );
        names.push(name);
    }
    let failed = raw
        .check_by_number(v1::CheckByNumberRequest::default())
        .await;
    names.push(id(failed.unwrap_err().metadata()));
    let mut consents = v1::consent_service_client::ConsentServiceClient::new(channel);
    let denied = consents
        .list_consents(v1::ListConsentsRequest::default())
        .await;
    id(denied.unwrap_err().metadata());
    assert!(server.terminate().success());
    let said = server.rest();
    for name in names {
        let line = said.lines().find(|line| line.contains(&name));
        let line = line.unwrap_or_else(|| panic!("{name} is not in:\n{said}"));
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["span"]["request_id"], *name);
    }
    assert!(!said.contains("forged"), "{said}");
}
