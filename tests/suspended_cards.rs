//! `madoguchi pki suspend` and `lift`: each card for itself.

use std::fs;

use pki::{Folder, claims};

use crate::stage::home::{Home, persona};
use crate::stage::processes::{madoguchi, run, words};

fn pki(home: &Home, arguments: &[&str]) -> Option<i32> {
    let mut command = madoguchi();
    command
        .arg("pki")
        .args(arguments)
        .arg("--pki")
        .arg(home.pki());
    let output = run(&mut command, "");
    assert!(output.status.code().is_some(), "{}", words(&output));
    output.status.code()
}

#[test]
fn r055_suspending_or_lifting_one_card_leaves_the_others_as_they_are() {
    let home = Home::new();
    let second = home.path().join("second.toml");
    fs::copy(persona("insured"), &second).unwrap();
    let reader = format!("virtual:{}", second.display());
    let mut read = madoguchi();
    read.args(["card", "read", "--reader", &reader, "--pki"])
        .arg(home.pki());
    let issued = run(&mut read, "");
    assert!(issued.status.success(), "{}", words(&issued));

    let folder = Folder::at(home.pki());
    let suspended = || {
        let list = folder.suspended_list().unwrap();
        ["insured", "second"].map(|name| {
            let certificate = virtual_card::issued_certificate(&folder.card(name)).unwrap();
            list.contains(&claims(&certificate).unwrap().serial)
        })
    };
    assert_eq!(suspended(), [false, false]);
    assert_eq!(pki(&home, &["suspend", "insured"]), Some(0));
    assert_eq!(suspended(), [true, false]);
    assert_eq!(pki(&home, &["suspend", "second"]), Some(0));
    assert_eq!(suspended(), [true, true]);
    assert_eq!(pki(&home, &["lift", "insured"]), Some(0));
    assert_eq!(suspended(), [false, true]);
    assert_eq!(pki(&home, &["suspend"]), Some(2), "nothing is named");
    assert_eq!(pki(&home, &["lift", "nobody"]), Some(40), "no such card");
    assert_eq!(suspended(), [false, true]);
}
