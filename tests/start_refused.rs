//! A server does not start with keys that it must not start with, and says what to do.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::stage::duplex::made_pki;
use crate::stage::home::Home;
use crate::stage::processes::{Running, address_of, madoguchi, run, server_command, words};

/// Beyond every certificate's last day.
const TOO_LATE: &str = "2045-01-01T00:00:00+09:00";
/// Before their first.
const TOO_EARLY: &str = "2023-12-31T00:00:00+09:00";
/// Where others could reach it.
const EVERYWHERE: &str = "0.0.0.0:0";

/// Whether it can be started, as `server check` tells in all its findings.
fn checked(home: &Home, arguments: &[&str]) -> (Option<i32>, Value) {
    let mut check = madoguchi();
    check.args(["server", "check", "--json", "--pki"]);
    check
        .arg(home.pki())
        .args(["--store", &home.store_location()]);
    let output = run(
        check.env("MADOGUCHI_LISTEN", "127.0.0.1:0").args(arguments),
        "",
    );
    let told = serde_json::from_slice(&output.stdout);
    (
        output.status.code(),
        told.unwrap_or_else(|_| panic!("{}", words(&output))),
    )
}

fn errors(told: &Value) -> Vec<String> {
    let findings = told["findings"].as_array().unwrap().iter();
    let errors = findings.filter(|it| it["severity"] == "error");
    errors
        .map(|it| format!("{} {}", it["ja"], it["en"]))
        .collect()
}

fn let_others_read(file: &Path) {
    fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
}

/// Something that is done to a folder of certificates.
type Spoiling = fn(&Path);

#[test]
fn keys_that_are_not_fit_are_refused_with_what_to_do() {
    let mismatched: Spoiling = |pki| {
        let other = tempfile::tempdir().unwrap();
        made_pki(other.path(), 9);
        fs::copy(other.path().join("server.key"), pki.join("server.key")).unwrap();
    };
    let nothing: Spoiling = |_| {};
    let cases: &[(&str, Spoiling, &[&str], &str)] = &[
        (
            "server key 0644",
            |pki| let_others_read(&pki.join("server.key")),
            &[],
            "chmod 600",
        ),
        (
            "challenge key 0644",
            |pki| let_others_read(&pki.join("challenge.key")),
            &[],
            "chmod 600",
        ),
        (
            "audit key 0644",
            |pki| let_others_read(&pki.join("audit.key")),
            &[],
            "chmod 600",
        ),
        ("another server's key", mismatched, &[], "server.key"),
        (
            "before the first day",
            nothing,
            &["--clock", TOO_EARLY],
            "look at the clock",
        ),
        (
            "after the last day",
            nothing,
            &["--clock", TOO_LATE],
            "renew it",
        ),
        (
            "demonstration's keys",
            nothing,
            &["--listen", EVERYWHERE],
            "--allow-demo-keys",
        ),
    ];
    for (what, spoil, arguments, told) in cases {
        let home = Home::new();
        spoil(&home.pki());
        let output = run(server_command(&home).args(*arguments), "");
        let said = words(&output);
        assert_eq!(output.status.code(), Some(40), "{what}: {said}");
        assert!(said.contains(told), "{what}: {said}");
        assert!(!home.store().exists(), "{what}: a store was made");
        let (code, check) = checked(&home, arguments);
        assert_eq!(
            (code, &check["can_start"]),
            (Some(1), &Value::Bool(false)),
            "{what}"
        );
        assert!(errors(&check).concat().contains(told), "{what}: {check}");
    }
}

fn starts(command: &mut Command) {
    let mut server = Running::start(command);
    address_of(&mut server);
    assert!(server.terminate().success());
}

#[test]
fn keys_that_are_fit_are_not_refused() {
    let home = Home::new();
    let (code, told) = checked(&home, &[]);
    assert_eq!((code, errors(&told)), (Some(0), Vec::new()), "{told}");
    starts(server_command(&home).args(["--listen", "127.0.0.1:0"]));
    starts(server_command(&home).args(["--listen", EVERYWHERE, "--allow-demo-keys"]));
    let exported = home.path().join("for-the-server");
    let mut export = madoguchi();
    export.args(["pki", "export-server"]).arg(&exported);
    let output = run(export.arg("--pki").arg(home.pki()), "");
    assert!(output.status.success(), "{}", words(&output));
    let mut server = madoguchi();
    server.args([
        "server",
        "--listen",
        EVERYWHERE,
        "--store",
        &home.store_location(),
    ]);
    starts(server.arg("--pki").arg(exported));
}

#[test]
fn what_a_server_cannot_use_is_found_before_it_starts() {
    let home = Home::new();
    starts(server_command(&home).args(["--listen", "127.0.0.1:0"]));
    let witness = home.path().join("witness");
    fs::create_dir(&witness).unwrap();
    let (code, told) = checked(&home, &["--witness", witness.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(errors(&told).concat().contains("witness"), "{told}");
    fs::write(home.store(), "another program's").unwrap();
    let (code, told) = checked(&home, &[]);
    assert_eq!(code, Some(1));
    assert!(!errors(&told).is_empty(), "{told}");
}
