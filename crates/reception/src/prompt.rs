//! A person at a terminal: asked in Japanese with English beside it.
//!
//! Questions go to standard error, so that standard output holds the report alone.

mod verification;

use std::future::Future;
use std::pin::Pin as Pinned;

use qualification::{Category, LimitChoice, Reason, Text};
use visit::{Screen, Showing, StepState, text};

use self::verification::tell;
use zeroize::Zeroizing;

use crate::terminal::{Terminal, write};
use crate::{Answer, Person};

const YES_OR_NO: Text = Text {
    ja: "はい は y、いいえ は n を入力してください。",
    en: "Please type y for yes or n for no.",
};

/// Asks at the terminal; a pulled card takes a question back at once.
pub struct Prompt {
    terminal: Terminal,
}

impl Prompt {
    /// Asks at this process's terminal, until this is dropped; `None` where there is
    /// no terminal.
    #[must_use]
    pub fn at_terminal() -> Option<Self> {
        let terminal = Terminal::open()?;
        Some(Self { terminal })
    }

    /// Whether another visit is wanted after this one.
    pub async fn wants_another_visit(&mut self) -> bool {
        self.yes("もう一度受付しますか / Another visit").await == Some(true)
    }

    /// Asks for one line; `None` at the end of input.
    pub async fn line(&mut self, question: &str) -> Option<Zeroizing<String>> {
        self.terminal.ask(question, false).await
    }

    /// Asks for one line that is not shown while it is typed; `None` at the end of
    /// input.
    pub async fn secret(&mut self, question: &str) -> Option<Zeroizing<String>> {
        self.terminal.ask(question, true).await
    }

    /// Asks for confirmation in so many words that the last try of a PIN may be
    /// spent.
    pub async fn spends_last_try(&mut self) -> bool {
        spends(&self.ask_about_last_try().await)
    }

    /// What was typed when asked whether the last try may be spent.
    async fn ask_about_last_try(&mut self) -> Zeroizing<String> {
        say(text::SPEND_LAST_TRY);
        self.line("> ").await.unwrap_or_default()
    }

    /// Yes or no; Enter alone is a no.
    async fn yes(&mut self, question: &str) -> Option<bool> {
        loop {
            let line = self.line(&format!("{question} [y/N]: ")).await?;
            match line.trim().to_lowercase().as_str() {
                "y" | "ｙ" | "yes" | "はい" => return Some(true),
                "" | "n" | "ｎ" | "no" | "いいえ" => return Some(false),
                _ => say(YES_OR_NO),
            }
        }
    }

    async fn consent(&mut self, categories: &[Category]) -> Answer {
        say(text::CONSENT_NOTE);
        let mut agreed = Vec::new();
        for category in categories {
            let name = text::category_name(*category);
            let explanation = text::category_explanation(*category);
            say_line(&format!("\n・{}  {}", beside(name), explanation.ja));
            say_line(&format!("    {}", explanation.en));
            match self.yes(&format!("  {}", beside(text::AGREE))).await {
                None => return Answer::Cancel,
                Some(true) => agreed.push(*category),
                Some(false) => {}
            }
        }
        Answer::Consent(agreed)
    }
}

impl Person for Prompt {
    fn see(&mut self, screen: &Screen) {
        let marks: Vec<String> = screen
            .steps
            .all()
            .into_iter()
            .map(|(step, state)| {
                let number = char::from_u32(0x245F + u32::from(step.number())).unwrap_or(' ');
                match state {
                    StepState::Current => format!("[{number} {}]", step.text().ja),
                    StepState::Done => format!("{number}✓"),
                    StepState::Skipped => format!("{number}–"),
                    StepState::Stopped => format!("{number}✗"),
                    StepState::Unavailable => format!("{number}（利用できません）"),
                    StepState::Ahead => number.to_string(),
                }
            })
            .collect();
        say_line(&format!("\n{}", marks.join(" ")));
        for note in screen.notes() {
            say(note);
        }
        match &screen.showing {
            Showing::Result { .. } | Showing::Ended { .. } => {}
            Showing::ChooseMethod { told, .. } | Showing::ConfirmPerson { told, .. } => {
                tell(*told, None);
                say(screen.text());
            }
            Showing::EnterPin {
                told, tries_left, ..
            } => {
                tell(*told, *tries_left);
                say(screen.text());
            }
            Showing::LookAtCamera => {
                say(screen.text());
                say(text::STUB_NOTE);
            }
            Showing::PutCardDown
            | Showing::PleaseWait { .. }
            | Showing::ChooseRegistration
            | Showing::ChooseConsent { .. }
            | Showing::ChooseLimit { .. } => say(screen.text()),
        }
    }

    fn see_reader(&mut self, unusable: Option<Reason>) {
        match unusable {
            Some(reason) => {
                say(reason.staff());
                say(reason.next());
            }
            None => say(Text {
                ja: "カードリーダーが使えます。",
                en: "The card reader is ready.",
            }),
        }
    }

    fn answer<'a>(
        &'a mut self,
        screen: &'a Screen,
    ) -> Pinned<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move {
            match &screen.showing {
                Showing::ChooseMethod {
                    offered, withheld, ..
                } => self.way(offered, withheld).await,
                Showing::EnterPin {
                    warn_last,
                    others,
                    withheld,
                    ..
                } => self.pin(*warn_last, others, withheld).await,
                Showing::ConfirmPerson {
                    others, withheld, ..
                } => self.confirm(others, withheld).await,
                Showing::ChooseRegistration => {
                    say(text::REGISTRATION_NOTE);
                    match self.yes(&beside(text::REGISTER)).await {
                        Some(registers) => Answer::Register(registers),
                        None => Answer::Cancel,
                    }
                }
                Showing::ChooseConsent { categories } => self.consent(categories).await,
                Showing::ChooseLimit { .. } => {
                    say(text::LIMIT_NOTE);
                    match self.yes(&beside(text::PROVIDE)).await {
                        Some(true) => Answer::Limit(LimitChoice::Provide),
                        Some(false) => Answer::Limit(LimitChoice::Withhold),
                        None => Answer::Cancel,
                    }
                }
                Showing::PutCardDown
                | Showing::PleaseWait { .. }
                | Showing::LookAtCamera
                | Showing::Result { .. }
                | Showing::Ended { .. } => Answer::Cancel,
            }
        })
    }

    fn types(&self) -> bool {
        true
    }

    fn comes_back(&self) -> bool {
        true
    }
}

/// Whether it was said in so many words that the last try may be spent.
fn spends(typed: &str) -> bool {
    let words = text::SPEND_LAST_TRY_WORDS;
    [words.ja, words.en].contains(&typed.trim())
}

/// Says it in both languages.
fn say(text: Text) {
    say_line(text.ja);
    say_line(text.en);
}

/// Both languages on one line.
fn beside(text: Text) -> String {
    format!("{} / {}", text.ja, text.en)
}

fn say_line(line: &str) {
    write(&format!("{line}\n"));
}
