use std::fs;

use clap::CommandFactory as _;

use super::*;
use crate::cli::server::{GivenLimits, Server};

fn parsed(words: &[&str]) -> Result<Box<Server>, Error> {
    let words = ["madoguchi", "server"].iter().chain(words);
    match parse(words.map(OsString::from))?.command {
        Done::Server(server) => Ok(server),
        _ => panic!("another command"),
    }
}

/// What comes of a file with that text, and of further words.
fn with_file(text: &str, words: &[&str]) -> Result<Box<Server>, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("madoguchi.toml");
    fs::write(&file, text).unwrap();
    let config = ["--config", file.to_str().unwrap()];
    parsed(&[&config, words].concat()).map_err(|error| {
        assert_eq!(error.exit_code(), 2);
        error.to_string().replace(file.to_str().unwrap(), "FILE")
    })
}

fn values(server: &Server, key: &str) -> Vec<String> {
    let setting = server.settings.iter().find(|it| it.key == key);
    setting.unwrap().values.clone()
}

#[test]
fn every_setting_can_be_given_three_ways_and_stands_in_the_table() {
    let command = words_of_settings(Cli::command());
    let server = command.find_subcommand(SERVER).unwrap();
    let help = server.get_after_help().unwrap().to_string();
    let mut count = 0;
    for setting in settings(&command) {
        let key = setting.get_long().unwrap();
        let variable = format!("MADOGUCHI_{}", key.to_uppercase().replace('-', "_"));
        assert_eq!(table::environment(setting), variable);
        let line = |line: &&str| {
            line.split_whitespace()
                .take(3)
                .eq([&*format!("--{key}"), &variable, key])
        };
        assert!(help.lines().any(|it| line(&it)), "{key} is not in:\n{help}");
        count += 1;
    }
    assert!(count > 15, "{count}");
}

#[test]
fn a_flag_is_stronger_than_the_file_which_is_stronger_than_the_default() {
    let text = "listen = '127.0.0.1:7'\ncalls = 7\nconsent-categories = ['medication', 'checkup']\n\
                developer = true\nclock = 2026-12-01T09:00:00+09:00\n";
    let server = with_file(text, &[]).unwrap();
    assert_eq!(server.listen.to_string(), "127.0.0.1:7");
    assert_eq!(server.limits.limits().calls, 7);
    assert!(server.developer && !server.allow_demo_keys);
    assert_eq!(server.clock, "2026-12-01T00:00:00Z".parse().ok());
    assert_eq!(
        values(&server, "consent-categories"),
        ["medication", "checkup"]
    );
    let words = ["--listen", "127.0.0.1:8", "--developer=false"];
    let server = with_file(text, &words).unwrap();
    assert_eq!(server.listen.to_string(), "127.0.0.1:8");
    assert!(!server.developer);
    assert_eq!(server.limits.limits().calls, 7);
}

#[test]
fn a_setting_may_stand_behind_what_is_done_with_it() {
    let server = parsed(&["check", "--listen", "127.0.0.1:8"]).unwrap();
    assert_eq!(server.listen.to_string(), "127.0.0.1:8");
    let server = parsed(&["--listen", "127.0.0.1:9", "check", "--json"]).unwrap();
    assert_eq!(server.listen.to_string(), "127.0.0.1:9");
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_line() {
    for (text, named) in [
        ("\n\nlisten-at = 'x'", "FILE:3: listen-at: "),
        ("calls = 1\nlisten = 'nowhere'", "FILE:2: listen: "),
        ("calls = 0", "FILE:1: calls: "),
        ("calls = 1.5", "FILE:1: calls: "),
        ("config = 'x'", "FILE:1: config: "),
        ("[calls]\nx = 1", "FILE:1: calls: "),
        ("rules = 'mine'", "FILE:1: rules: "),
        ("developer = 'perhaps'", "FILE:1: developer: "),
        ("log = '=='", "FILE:1: log: "),
        ("calls = 1\ncalls = 2", "FILE:2: "),
        ("calls = ", "FILE:1: "),
    ] {
        let error = with_file(text, &[]).err().unwrap();
        assert!(error.contains(named), "{text:?}: {error}");
    }
    let missing = parsed(&["--config", "/nowhere/madoguchi.toml"])
        .err()
        .unwrap();
    assert_eq!(missing.exit_code(), 2);
}

#[test]
fn a_bare_port_for_measurements_is_this_machines() {
    for (given, address) in [
        ("9464", "127.0.0.1:9464"),
        ("0.0.0.0:9464", "0.0.0.0:9464"),
        ("[::1]:9464", "[::1]:9464"),
    ] {
        let server = parsed(&["--metrics", given]).unwrap();
        assert_eq!(server.metrics.unwrap().to_string(), address);
    }
    assert!(parsed(&["--metrics", "everywhere"]).is_err());
    assert!(parsed(&[]).unwrap().metrics.is_none());
}

#[test]
fn the_limits_that_nobody_changes_are_the_recommended_ones() {
    let given: &GivenLimits = &parsed(&[]).unwrap().limits;
    let recommended = format!("{:?}", server::Limits::default());
    assert_eq!(format!("{:?}", given.limits()), recommended);
}
