//! What opens a card, from whoever knows it: a person at the terminal, or lines of
//! standard input.

use std::fmt::Display;
use std::io::{self, BufRead as _};

use card::PinTries;
use reception::Prompt;
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::command::note;

/// Asks for secrets in the middle of a session with a card.
pub(crate) struct Asker {
    from: From,
    runtime: Handle,
}

enum From {
    Nobody,
    Terminal(Prompt),
    Lines,
}

/// A secret that a card asks for.
pub(crate) struct Question {
    pub(crate) ja: &'static str,
    pub(crate) en: &'static str,
    pub(crate) tries: PinTries,
    /// Whether it is a simulated card's.
    pub(crate) simulated: bool,
}

impl Asker {
    /// Asks at the terminal, or reads lines.
    pub(crate) fn new(lines: bool, runtime: Handle) -> Self {
        let from = match (lines, Prompt::at_terminal()) {
            (true, _) => From::Lines,
            (false, Some(prompt)) => From::Terminal(prompt),
            (false, None) => From::Nobody,
        };
        Self { from, runtime }
    }

    /// What was asked for; `None`, with a word why, when there is none to be had or no
    /// try may be spent. A person is asked again until it has its form, or is empty.
    pub(crate) fn ask<T, E: Display>(
        &mut self,
        question: &Question,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let Question { ja, en, .. } = question;
        loop {
            match (parse(&self.typed(question)?), &self.from) {
                (Ok(secret), _) => return Some(secret),
                (Err(wrong), From::Terminal(_)) => note(wrong),
                (Err(_), _) => {
                    note(format!(
                        "標準入力の{ja}の行の形式が正しくありません。カードには送っていません / \
                        the line of standard input for the {en} has not its form; nothing reached the card"
                    ));
                    return None;
                }
            }
        }
    }

    /// Leaves out what the card does not have: its line is not the next one's.
    pub(crate) fn pass_over(&self) {
        if matches!(self.from, From::Lines) {
            line();
        }
    }

    /// A real card's secret is typed by a person each time, and the last try is spent
    /// only when that is said in words.
    fn typed(&mut self, question: &Question) -> Option<Zeroizing<String>> {
        let Question { ja, en, .. } = question;
        let given = match self.from {
            From::Lines if question.simulated => Some(line()),
            _ => None,
        };
        let left = match question.tries {
            PinTries::Blocked => {
                note(format!("{ja}はロックされています / {en}: locked"));
                return None;
            }
            PinTries::Left(left) => Some(left),
            PinTries::NotTold => None,
        };
        match &mut self.from {
            From::Nobody => {
                note(format!(
                    "{ja}を尋ねる端末がありません / there is no terminal to ask at for the {en}"
                ));
                None
            }
            From::Lines if !question.simulated => {
                note(
                    "実物のカードには、人が端末で入力します / for a real card a person types at the terminal",
                );
                None
            }
            From::Lines if left == Some(1) => {
                note(format!(
                    "{ja}: 最後の1回は使いません / {en}: the last try is not spent"
                ));
                None
            }
            From::Lines => given,
            From::Terminal(prompt) => self.runtime.block_on(async {
                if left == Some(1) && !prompt.spends_last_try().await {
                    return None;
                }
                let told = left.map_or(String::new(), |left| {
                    format!(" [残り{left}回 / {left} left]")
                });
                let typed = prompt.secret(&format!("{ja} / {en}{told}: ")).await?;
                (!typed.is_empty()).then_some(typed)
            }),
        }
    }
}

/// The next line of standard input; empty at its end.
fn line() -> Zeroizing<String> {
    let mut line = Zeroizing::new(String::new());
    let _ = io::stdin().lock().read_line(&mut line);
    Zeroizing::new(line.trim_end_matches(['\n', '\r']).to_owned())
}
