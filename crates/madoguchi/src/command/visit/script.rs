//! The script that the command line describes, with its secrets from standard input.

use std::collections::VecDeque;
use std::fmt::Display;
use std::io::{self, BufRead};

use anyhow::Context as _;
use card::Pin;
use qualification::{LimitChoice, Method};
use reception::Script;
use verification::Passcode;
use zeroize::Zeroizing;

use crate::cli::visit::{Script as Arguments, Way, YesNo};

const NO_PIN: &str = "標準入力の暗証番号の行が数字4桁ではありません。カードには送っていません / \
    a line of standard input for the PIN is not four digits; nothing reached the card";
const NO_PASSCODE: &str = "標準入力の目視確認用の暗証番号の行の形式が正しくありません（8文字以上）。照合していません / \
    a line of standard input for the staff's passcode has not its form (8 characters or more); it was compared with nothing";
const NEEDS_PIN: &str = "--method pin には --pin-stdin が必要です / --method pin needs --pin-stdin";
const NO_WAY_FOR_IT: &str = "--pin-stdin は --method pin に、--passcode-stdin は --method staff に使います / \
    --pin-stdin is for --method pin, --passcode-stdin for --method staff";
const NEEDS_STAFF: &str = "--method staff には --staff-id と --passcode-stdin が必要です / \
    --method staff needs --staff-id and --passcode-stdin";

/// The script; or what is wrong with the words or the lines. No word says what a line
/// holds.
pub(super) fn of(arguments: &Arguments) -> anyhow::Result<Result<Script, &'static str>> {
    let ways: VecDeque<Method> = match arguments.method.is_empty() {
        true => VecDeque::from([Method::Pin]),
        false => arguments.method.iter().copied().map(Way::method).collect(),
    };
    let times = |way| ways.iter().filter(|it| **it == way).count();
    let (pins, passcodes) = (times(Method::Pin), times(Method::StaffCheck));
    if pins > 0 && !arguments.pin_stdin {
        return Ok(Err(NEEDS_PIN));
    }
    if pins == 0 && arguments.pin_stdin || passcodes == 0 && arguments.passcode_stdin {
        return Ok(Err(NO_WAY_FOR_IT));
    }
    if passcodes > 0 && !arguments.passcode_stdin {
        return Ok(Err(NEEDS_STAFF));
    }
    let mut lines = io::stdin().lock();
    let Some(pins) = secrets(&mut lines, pins, Pin::parse)? else {
        return Ok(Err(NO_PIN));
    };
    let Some(passcodes) = secrets(&mut lines, passcodes, Passcode::parse)? else {
        return Ok(Err(NO_PASSCODE));
    };
    Ok(Ok(Script {
        ways,
        pins,
        spend_last_try: arguments.spend_last_try,
        staff: arguments.staff_id.clone(),
        passcodes,
        register: arguments.register == YesNo::Yes,
        consented: arguments.consent.0.clone(),
        limit: match arguments.limit {
            YesNo::Yes => LimitChoice::Provide,
            YesNo::No => LimitChoice::Withhold,
        },
    }))
}

/// The secrets of the next lines; `None` when one has not its form.
fn secrets<T, E: Display>(
    lines: &mut impl BufRead,
    count: usize,
    parse: impl Fn(&str) -> Result<T, E>,
) -> anyhow::Result<Option<VecDeque<T>>> {
    let mut secrets = VecDeque::new();
    for _ in 0..count {
        let mut line = Zeroizing::new(String::new());
        let read = lines.read_line(&mut line);
        read.context("reading secrets from standard input")?;
        match parse(line.trim_end_matches(['\n', '\r'])) {
            Ok(secret) => secrets.push_back(secret),
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(secrets))
}
