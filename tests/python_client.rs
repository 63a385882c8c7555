//! A client in another language, made from `proto/` alone: Python with grpcio.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use pki::{Credentials, Folder};
use serde_json::{Value, json};

use crate::stage::duplex::CLINIC;
use crate::stage::home::{Home, repository};
use crate::stage::processes::{bare, run, server, words};
use crate::stage::room::need;
use crate::stage::signer::Signer;

/// Debian's own Python, which has Debian's grpcio.
const PYTHON: &str = "/usr/bin/python3";
/// What is written for it in `proto/`.
const PROTO: &str = "madoguchi/qualification/v1";

/// Has messages and stubs generated into a folder.
fn generate(folder: &Path) {
    need("protoc", "protobuf-compiler");
    need("grpc_python_plugin", "protobuf-compiler-grpc");
    let proto = repository().join("proto");
    let files = fs::read_dir(proto.join(PROTO)).unwrap();
    let mut protoc = bare("protoc".into());
    protoc
        .arg("-I")
        .arg(&proto)
        .arg("--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin")
        .arg(format!("--python_out={}", folder.display()))
        .arg(format!("--grpc_python_out={}", folder.display()))
        .args(files.map(|file| file.unwrap().path()));
    let made = run(&mut protoc, "");
    assert!(made.status.success(), "{}", words(&made));
}

/// The files of somebody's credentials.
fn files(home: &Home, name: &str, credentials: &Credentials) -> Value {
    let put = |part: &str, pem: &str| -> PathBuf {
        let path = home.path().join(format!("{name}-{part}.pem"));
        fs::write(&path, pem).unwrap();
        path
    };
    json!({
        "authority": put("authority", &credentials.authority_pem()),
        "certificate": put("certificate", &credentials.certificate_pem()),
        "key": put("key", &credentials.key_pem()),
    })
}

/// Gives the desk the signatures it asks for, until it says what it found.
fn findings(mut desk: Child, given: &Value, card: &Signer) -> Value {
    let mut to = desk.stdin.take().unwrap();
    writeln!(to, "{given}").unwrap();
    for line in BufReader::new(desk.stdout.take().unwrap()).lines() {
        let said: Value = serde_json::from_str(&line.unwrap()).unwrap();
        match said["sign"].as_str() {
            Some(challenge) => {
                let challenge = hex::decode(challenge).unwrap();
                writeln!(to, "{}", hex::encode(card.sign(&challenge))).unwrap();
            }
            None => {
                assert!(desk.wait().unwrap().success());
                return said;
            }
        }
    }
    panic!("the desk ended with {:?}", desk.wait());
}

#[test]
fn a_python_desk_made_from_the_protocol_alone_checks_reads_and_withdraws() {
    let home = Home::new();
    let generated = home.path().join("generated");
    fs::create_dir(&generated).unwrap();
    generate(&generated);
    let (_server, address) = server(&home);
    let folder = Folder::at(home.pki());
    let card = Signer::of_card(&folder.card("insured"));
    let given = json!({
        "address": address.trim_start_matches("https://"),
        "institution": CLINIC,
        "clinic": files(&home, "clinic", &folder.institution(CLINIC).unwrap()),
        "operator": files(&home, "operator", &folder.operator().unwrap()),
        "card": hex::encode(&card.certificate),
    });
    let desk = Command::new(PYTHON)
        .arg("-B")
        .arg(repository().join("tests/grpcio/desk.py"))
        .env("PYTHONPATH", &generated)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let found = findings(desk, &given, &card);
    println!("{found}");
    assert_eq!(found["by_number"], "VALIDITY_VALID");
    assert_eq!(found["batch"], json!({ "results": 1000, "valid": 900 }));
    let refused = |reason| format!("HISTORY_REFUSAL_REASON_{reason}");
    assert_eq!(found["without_consent"], refused("NOT_CONSENTED"));
    assert_eq!(found["other_category"], refused("NOT_CONSENTED"));
    assert_eq!(found["reception"], "PERMISSION_DENIED");
    assert_eq!(found["nobody"], "UNAUTHENTICATED");
    assert!(found["with_consent"].as_u64().is_some_and(|it| it > 0));
    assert_eq!(found["withdrawn"], refused("CONSENT_WITHDRAWN"));
}
