//! What the operator does at the command line, a desk meets, and the audit trail says.

use std::process::Output;

use serde_json::Value;

use crate::stage::desk::{visit, visit_command};
use crate::stage::duplex::CLINIC;
use crate::stage::home::{Home, persona};
use crate::stage::postgres::Postgres;
use crate::stage::processes::{madoguchi, report, run, server_at, words};

/// Somebody's of the staff.
const PASSCODE: &str = "kamome-no-himitsu";

/// The operator's command line at one server.
struct Desk<'a> {
    home: &'a Home,
    address: String,
}

impl Desk<'_> {
    /// `madoguchi admin …`, with that on standard input.
    fn admin_with(&self, input: &str, words: &[&str]) -> Output {
        let mut admin = madoguchi();
        admin.args(["admin", "--server", &self.address, "--pki"]);
        run(admin.arg(self.home.pki()).args(words), input)
    }

    /// It ends with that code. Gives what it says.
    fn admin(&self, code: i32, told: &[&str]) -> String {
        let output = self.admin_with("", told);
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn visit(&self) -> (Option<i32>, Value) {
        let output = visit(&self.home.pki(), &self.address);
        let report = report(&output);
        (output.status.code(), report)
    }

    /// The operations of the operator in the audit trail, with their results.
    fn recorded(&self) -> Vec<(String, String)> {
        let mut show = madoguchi();
        show.args(["audit", "show", "--json", "--store"]);
        let output = run(show.arg(self.home.store_location()), "");
        assert!(output.status.success(), "{}", words(&output));
        let told = report(&output);
        let records = told["records"].as_array().unwrap().iter();
        let records = records.filter(|record| record["party"] == "OPERATOR");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        records
            .map(|record| (text(&record["operation"]), text(&record["result"])))
            .collect()
    }
}

#[test]
fn what_the_operator_commands_a_desk_meets_and_the_audit_trail_says() {
    let home = Home::new();
    let (_server, address) = server_at(&home, "127.0.0.1:0", &["--developer"]);
    let desk = Desk {
        home: &home,
        address,
    };
    assert_eq!(desk.visit().0, Some(0));
    desk.admin(0, &["suspend", "insured"]);
    let (code, refused) = desk.visit();
    assert_eq!(code, Some(1), "{refused}");
    assert!(refused.to_string().contains("CERT_SUSPENDED"), "{refused}");
    desk.admin(0, &["lift", "insured"]);
    assert_eq!(desk.visit().0, Some(0));

    let put = ["institution", "put", CLINIC, "--named", "架空医院"];
    desk.admin(0, &[&put[..], &["--stopped"]].concat());
    let stopped = visit_command(&home.pki(), &desk.address, &persona("insured"));
    let stopped = run(&mut { stopped }, "1234\n");
    assert_eq!(stopped.status.code(), Some(22), "{}", words(&stopped));
    let offering = ["--offers", "specific-disease"];
    desk.admin(2, &[&put[..], &offering].concat());
    desk.admin(0, &put);
    assert_eq!(desk.visit().0, Some(0));

    let busy = ["fault", "put", "--status", "16", "--call", "OpenVisit"];
    desk.admin(0, &busy);
    assert!(desk.admin(0, &["fault", "list"]).contains("OpenVisit"));
    assert_ne!(desk.visit().0, Some(0));
    desk.admin(0, &["fault", "remove", "--all"]);
    assert_eq!(desk.visit().0, Some(0));
    desk.admin(1, &["fault", "remove", "7"]);

    desk.admin(0, &["clock", "--set", "2027-01-05T09:00:00+09:00"]);
    assert!(desk.admin(0, &["clock"]).contains("2027-01-05"));
    let shelf = home.shelf();
    desk.admin(0, &["enrol", "--shelf", shelf.to_str().unwrap()]);
    desk.admin(1, &["find", "--person", &"09".repeat(16)]);

    let done = |operation: &str| (operation.to_owned(), "DONE".to_owned());
    assert_eq!(
        desk.recorded(),
        [
            done("SUSPEND_CARD"),
            done("LIFT_CARD"),
            done("PUT_INSTITUTION"),
            done("PUT_INSTITUTION"),
            done("PUT_FAULT"),
            done("LIST_FAULTS"),
            done("REMOVE_FAULT"),
            done("REMOVE_FAULT"),
            done("SET_CLOCK"),
            done("GET_CLOCK"),
            // Cards are those of the server's day.
            done("GET_CLOCK"),
            done("ENROL_PERSON"),
            ("FIND_PERSON".to_owned(), "NOT_FOUND".to_owned()),
        ]
    );
}

#[test]
fn staff_are_put_in_listed_and_removed_and_their_passcode_is_never_an_argument() {
    let home = Home::new();
    let (_server, address) = server_at(&home, "127.0.0.1:0", &[]);
    let desk = Desk {
        home: &home,
        address,
    };
    let put = ["staff", "put", "D-001", "--role", "physician"];
    for (code, input, more) in [
        // Nobody is asked where there is no terminal.
        (2, PASSCODE, &[][..]),
        (2, "short", &["--passcode-stdin"]),
        (2, "", &["--passcode", PASSCODE]),
        (0, PASSCODE, &["--passcode-stdin"]),
    ] {
        let output = desk.admin_with(input, &[&put[..], more].concat());
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        let kept = code == 2 && !more.contains(&PASSCODE);
        assert!(!kept || !words(&output).contains(input) || input.is_empty());
    }
    let listed = desk.admin(0, &["staff", "list"]);
    assert!(listed.contains("D-001 医師"), "{listed}");
    let listed = desk.admin(0, &["--json", "staff", "list"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["staff"][0]["role"], "PHYSICIAN");
    desk.admin(0, &["staff", "remove", "D-001"]);
    desk.admin(1, &["staff", "remove", "D-001"]);
    assert!(!desk.admin(0, &["staff", "list"]).contains("D-001"));
    let operations = desk.recorded().into_iter().map(|it| it.0);
    assert_eq!(
        operations.collect::<Vec<_>>(),
        [
            "ENROL_STAFF",
            "LIST_STAFF",
            "LIST_STAFF",
            "REMOVE_STAFF",
            "REMOVE_STAFF",
            "LIST_STAFF"
        ]
    );
}

#[test]
fn a_database_is_prepared_for_a_role_that_is_there_and_a_file_is_not() {
    let postgres = Postgres::start();
    let prepare = |location: &str, role: &str| {
        let mut prepare = madoguchi();
        prepare.args(["store", "prepare", "--store", location, "--role", role]);
        run(&mut prepare, "")
    };
    let nobody = prepare(&postgres.location, "nobody-such");
    assert_eq!(nobody.status.code(), Some(40), "{}", words(&nobody));
    for _ in 0..2 {
        let prepared = prepare(&postgres.location, "madoguchi");
        assert!(prepared.status.success(), "{}", words(&prepared));
    }
    let file = prepare("sqlite:check.db", "madoguchi");
    assert_eq!(file.status.code(), Some(40), "{}", words(&file));
}
