//! What a script learns from `madoguchi visit` about a server that does not answer.

use std::fs;
use std::process::Output;

use pki::{Credentials, Folder};
use rusqlite::{Connection, TransactionBehavior};

use crate::stage::desk::{copied, visit, visit_command};
use crate::stage::duplex::{CLINIC, made_pki};
use crate::stage::home::{Home, persona};
use crate::stage::processes::{madoguchi, report, run, server, words};
use crate::stage::signer::{as_an_institution, certified};

/// It ended with that code, and says why in JSON and in both languages.
fn assert_told(output: &Output, code: i32, reason: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", words(output));
    let report = report(output);
    assert_eq!(report["reason"], reason);
    for text in ["text", "advice"] {
        assert!(report[text]["ja"].as_str().unwrap().len() > 10);
        assert!(report[text]["en"].as_str().unwrap().len() > 10);
    }
}

#[test]
fn a_server_that_is_not_there_is_20() {
    let home = Home::new();
    let (mut server, address) = server(&home);
    assert_told(&visit(&home.pki(), &address), 0, "CONFIRMED");
    server.kill();
    assert_told(&visit(&home.pki(), &address), 20, "SERVER_DOWN");
}

#[test]
fn a_server_of_a_foreign_authority_is_21() {
    let (home, elsewhere) = (Home::new(), tempfile::tempdir().unwrap());
    let (_server, address) = server(&home);
    let pki = copied(&home.pki(), elsewhere.path());
    let foreign = made_pki(&elsewhere.path().join("foreign"), 31);
    let authority = foreign.path().join("network-ca.crt");
    fs::copy(authority, pki.path().join("network-ca.crt")).unwrap();
    assert_told(&visit(pki.path(), &address), 21, "SERVER_NOT_TRUSTED");
}

#[test]
fn an_institution_that_the_server_does_not_accept_is_22() {
    let (home, elsewhere) = (Home::new(), tempfile::tempdir().unwrap());
    let (_server, address) = server(&home);
    let pki = copied(&home.pki(), &elsewhere.path().join("pki"));
    let refused = |case: &str| {
        let output = visit(pki.path(), &address);
        assert_eq!(output.status.code(), Some(22), "{case}: {}", words(&output));
        assert_told(&output, 22, "INSTITUTION_REFUSED");
    };
    let mut expire = madoguchi();
    expire.args(["pki", "institution", CLINIC, "--pki"]);
    expire
        .arg(pki.path())
        .args(["--until", "2025-01-01T00:00:00Z"]);
    assert!(run(&mut expire, "").status.success());
    refused("expired");
    let foreign = made_pki(&elsewhere.path().join("foreign"), 32);
    show(&pki, &foreign.institution(CLINIC).unwrap());
    refused("a foreign authority's");
    show(&pki, &as_an_institution(&pki));
    refused("a card's");
    show(&pki, &certified(&pki, "nobody", "2035-01-01T00:00:00Z"));
    refused("in no institution's name");
    show(&pki, &Folder::at(home.pki()).institution(CLINIC).unwrap());
    assert_told(&visit(pki.path(), &address), 0, "CONFIRMED");
}

/// From now on the clinic shows these credentials.
fn show(pki: &Folder, credentials: &Credentials) {
    let file = |kind| pki.path().join(format!("institutions/{CLINIC}.{kind}"));
    fs::write(file("crt"), credentials.certificate_pem()).unwrap();
    fs::write(file("key"), credentials.key_pem().as_bytes()).unwrap();
}

#[test]
fn a_store_that_another_program_holds_is_24_until_it_lets_go() {
    let home = Home::new();
    let (_server, address) = server(&home);
    let mut other = Connection::open(home.store()).unwrap();
    let held = other.transaction_with_behavior(TransactionBehavior::Exclusive);
    let output = visit(&home.pki(), &address);
    assert_told(&output, 24, "STORE_UNAVAILABLE");
    drop(held.unwrap());
    assert_told(&visit(&home.pki(), &address), 0, "CONFIRMED");
}

#[test]
fn a_pin_that_is_none_is_wrong_usage_and_is_not_said_again() {
    let home = Home::new();
    for pin in ["12345", "98x7", ""] {
        let mut command = visit_command(&home.pki(), "https://localhost:1", &persona("insured"));
        let output = run(&mut command, &format!("{pin}\n"));
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(pin.is_empty() || !words(&output).contains(pin));
    }
}
