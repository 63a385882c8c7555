//! A person at the terminal, asked in Japanese with English beside it.

use std::process::Command;

use crate::stage::clinic::{Clinic, PIN, WRONG_PIN};
use crate::stage::home::persona;
use crate::stage::processes::{SOON, within};
use crate::stage::terminal::Terminal;
use crate::stage::verifying::{FACE_READER, PASSCODE, camera, set_passcode};

const PUT_CARD_DOWN: &str = "マイナンバーカードを置いてください。";
const ASKS_PIN: &str = "暗証番号 / PIN: ";
const ASKS_WAY: &str = "number or letter (Enter alone to stop): ";
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
fn at_a_face_reader_one_way_leads_to_the_next_and_the_staffs_passcode_is_never_shown() {
    let clinic = Clinic::open();
    set_passcode(&clinic.home);
    let reader = format!("virtual:{}", persona("insured").display());
    let mut visit = clinic.visit_at(&reader);
    visit
        .args(FACE_READER)
        .args(["--camera", &camera("insured")]);
    visit.args(["--matcher", "scripted:two-faces,0"]);
    let mut terminal = Terminal::start(&visit);
    terminal.wait_for("本人確認の方法を選んでください。");
    terminal.wait_for("1  顔認証（模擬照合・スタブ）");
    terminal.wait_for(ASKS_WAY);
    terminal.enter("１");
    terminal.wait_for("実際の顔認証ではありません。");
    terminal.wait_for("お一人で立ってください。");
    terminal.wait_for(ASKS_WAY);
    terminal.enter("1");
    terminal.wait_for("The face does not match the card's photo.");
    terminal.wait_for(ASKS_WAY);
    terminal.enter("2");
    terminal.wait_for(ASKS_PIN);
    terminal.enter(WRONG_PIN);
    terminal.wait_for("残り2回です。");
    terminal.wait_for(ASKS_PIN);
    terminal.enter("s");
    terminal.wait_for("Leave the card on the reader.");
    terminal.wait_for("[y/n]: ");
    terminal.enter("y");
    terminal.wait_for("staff id (Enter alone to go back): ");
    terminal.enter("S-071");
    terminal.wait_for("passcode for the staff's check (Enter alone to go back): ");
    terminal.enter(PASSCODE);
    agree_to_everything(&mut terminal);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("S-071（3回目 / attempt 3）"), "{screen}");
    assert!(!screen.contains(PASSCODE), "{screen}");
}

#[test]
fn whoever_asks_for_a_way_that_is_withheld_is_told_why_and_goes_on() {
    let clinic = Clinic::open();
    let reader = format!("virtual:{}", persona("insured").display());
    let mut terminal = Terminal::start(&clinic.visit_at(&reader));
    terminal.wait_for(ASKS_PIN);
    terminal.enter("s");
    terminal.wait_for("目視確認用の暗証番号が設定されていません。");
    terminal.wait_for(ASKS_PIN);
    terminal.enter(PIN);
    agree_to_everything(&mut terminal);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
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
