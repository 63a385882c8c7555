//! A person at the terminal, asked in Japanese with English beside it.

use std::process::Command;

use crate::stage::clinic::{Clinic, PIN, WRONG_PIN};
use crate::stage::home::persona;
use crate::stage::processes::{SOON, within};
use crate::stage::terminal::Terminal;

const PUT_CARD_DOWN: &str = "マイナンバーカードを置いてください。";
const ASKS_PIN: &str = "暗証番号 / PIN: ";
const ASKS_YES: &str = "[y/N]: ";

/// Answers yes to the four categories and the limit amount.
fn agree_to_everything(terminal: &mut Terminal) {
    for _ in 0..5 {
        terminal.wait_for(ASKS_YES);
        terminal.enter("y");
    }
}

#[test]
fn a_person_is_asked_in_two_languages_and_her_pin_is_never_shown() {
    let clinic = Clinic::open();
    let reader = format!("virtual:{}", persona("insured").display());
    let mut terminal = Terminal::start(&clinic.visit_at(&reader));
    terminal.wait_for("Please enter your PIN (four digits).");
    terminal.wait_for(ASKS_PIN);
    terminal.enter("98x7");
    terminal.wait_for("数字4桁で入力してください");
    terminal.wait_for(ASKS_PIN);
    terminal.enter(WRONG_PIN);
    terminal.wait_for("残り2回です。");
    terminal.wait_for("Two tries are left.");
    terminal.wait_for(ASKS_PIN);
    terminal.enter(PIN);
    terminal.wait_for("Do you agree that this clinic or pharmacy views the following?");
    for (category, answer) in [
        ("手術情報", "y"),
        ("診療情報", "n"),
        ("薬剤情報", ""),
        ("特定健診等情報", "y"),
    ] {
        terminal.wait_for(category);
        terminal.wait_for(ASKS_YES);
        terminal.enter(answer);
    }
    terminal.wait_for("限度額情報を提供しますか。");
    terminal.wait_for(ASKS_YES);
    terminal.enter("n");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let (questions, report) = screen.split_once("資格を確認できました。").unwrap();
    for told in [
        "Insurance is confirmed.",
        "負担割合 / Share: 3割",
        "提供しない / withheld",
    ] {
        assert!(report.contains(told), "{told} in {report}");
    }
    let consents =
        ["手術情報", "診療情報", "薬剤情報", "特定健診等情報"].map(|it| report.contains(it));
    assert_eq!(consents, [true, false, false, true]);
    assert!(questions.contains("[y/N]: y"), "other answers are shown");
    for typed in ["98x7", WRONG_PIN, PIN] {
        assert!(!questions.contains(typed), "{typed} in {questions}");
    }
}

#[test]
fn a_person_who_takes_her_card_too_early_begins_anew() {
    let clinic = Clinic::open();
    let mut terminal = Terminal::start(&clinic.visit_at("pcsc:"));
    terminal.wait_for(PUT_CARD_DOWN);
    let card = clinic.insert();
    terminal.wait_for(ASKS_PIN);
    clinic.pull(card);
    terminal.wait_for(PUT_CARD_DOWN);
    let card = clinic.insert();
    terminal.wait_for(ASKS_PIN);
    terminal.enter(PIN);
    terminal.wait_for(ASKS_YES);
    terminal.enter("y");
    terminal.wait_for(ASKS_YES);
    clinic.pull(card);
    terminal.wait_for(PUT_CARD_DOWN);
    let abandoned = || (clinic.recorded() == ["ABANDONED"]).then_some(());
    within(SOON, abandoned).expect("the server is not told");

    let _card = clinic.insert();
    terminal.wait_for(ASKS_PIN);
    terminal.enter(PIN);
    agree_to_everything(&mut terminal);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let (questions, _) = screen.split_once("資格を確認できました。").unwrap();
    assert!(!questions.contains(PIN), "{questions}");
    assert_eq!(clinic.recorded(), ["ABANDONED", "COMPLETED"]);
}

#[test]
fn ctrl_c_at_the_pin_gives_card_and_terminal_back() {
    let clinic = Clinic::open();
    let _card = clinic.insert();
    let visit = clinic.visit_at("pcsc:");
    let mut both = Command::new("sh");
    both.args([
        "-c",
        "trap : INT; stty -a; \"$@\"; echo ended: $?; stty -a",
        "sh",
    ])
    .arg(visit.get_program())
    .args(visit.get_args());
    let mut terminal = Terminal::start(&both);
    terminal.wait_for(ASKS_PIN);
    terminal.press("\u{3}");
    terminal.wait_for("受付を中止しました。");
    terminal.wait_for("ended: 30");
    let (_, screen) = terminal.end();
    let (before, after) = screen.split_once("マイナンバーカード").unwrap();
    let modes = |text: &str| text.split_once("isig").unwrap().1[..60].to_owned();
    assert_eq!(modes(before), modes(after));
    assert!(modes(before).contains(" echo "), "{before}");
    assert_eq!(clinic.receive(PIN).status.code(), Some(0));
}
