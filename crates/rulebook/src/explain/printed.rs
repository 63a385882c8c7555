//! An explanation for people, Japanese first.

mod charge;
mod documents;

use std::fmt;

use qualification::{FallBack, LimitAnswer, Spoken};

use super::facts::facts;
use super::said::Said;
use crate::words::{Words, limit, notice, scope, share};
use crate::{Explanation, Outcome};

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.case.visit_date;
        writeln!(f, "{day} の窓口 / At the counter on {day}")?;
        writeln!(f, "\n前提 / Facts")?;
        for (_, name, value) in facts(self) {
            let value = if value.ja == value.en {
                value.ja
            } else {
                value.line()
            };
            writeln!(f, "  {}: {value}", name.line())?;
        }
        outcome(f, &self.outcome)?;
        match &self.fall_back {
            Some((taken, spoken)) => fall_back(f, taken, spoken)?,
            None => why(f, self)?,
        }
        if let Some(charged) = &self.charge {
            charge::print(f, charged)?;
        }
        if let Some(documents) = &self.documents {
            documents::print(f, documents, day)?;
        }
        Ok(())
    }
}

fn outcome(f: &mut fmt::Formatter<'_>, outcome: &Outcome) -> fmt::Result {
    let reason = outcome.reason;
    writeln!(f, "\n答え / The answer: {}", reason.code())?;
    writeln!(f, "  {}", Words::from(reason.staff()).line())?;
    if let Some(paid) = outcome.share {
        writeln!(f, "  負担割合 / share: {}", share(paid).line())?;
    }
    writeln!(
        f,
        "  提供範囲 / what is told: {}",
        scope(outcome.scope).line()
    )?;
    writeln!(
        f,
        "  限度額 / limit amount: {}",
        limit(outcome.limit).line()
    )?;
    if let Some(LimitAnswer::Unavailable(bar)) = outcome.limit {
        let reason = bar.reason();
        writeln!(
            f,
            "    {}\n    次に / now: {}",
            Words::from(reason.staff()).line(),
            Words::from(reason.next()).line()
        )?;
    }
    for told in &outcome.notices {
        writeln!(f, "  お知らせ / notice: {}", notice(told).line())?;
    }
    writeln!(f, "  次に / now: {}", Words::from(reason.next()).line())?;
    let mender = Words::from(reason.mender().name());
    writeln!(f, "  直せる人 / who mends it: {}", mender.line())?;
    let documents: Vec<String> = reason
        .documents()
        .iter()
        .map(|it| Words::from(it.name()).line())
        .collect();
    if !documents.is_empty() {
        writeln!(
            f,
            "  今日役に立つもの / what helps today: {}",
            documents.join("、")
        )?;
    }
    Ok(())
}

fn rules(f: &mut fmt::Formatter<'_>, spoken: &[Spoken]) -> fmt::Result {
    for said in spoken.iter().map(Said::of) {
        let title = Words::from(said.title());
        writeln!(
            f,
            "  {} {}  {}",
            said.number(),
            said.rule.name(),
            title.line()
        )?;
        writeln!(f, "    {}\n    {}", said.sentence.ja, said.sentence.en)?;
        let evidence = Words::from(said.evidence().text());
        writeln!(
            f,
            "    根拠 / evidence: {} {}",
            said.evidence().code(),
            evidence.line()
        )?;
        for source in said.sources() {
            let document = Words::from(source.document.name);
            write!(
                f,
                "    出典 / source: {} {}",
                document.line(),
                source.question
            )?;
            match source.quote {
                Some(quote) => writeln!(f, "「{quote}」")?,
                None => writeln!(f)?,
            }
        }
    }
    Ok(())
}

fn why(f: &mut fmt::Formatter<'_>, explanation: &Explanation) -> fmt::Result {
    writeln!(f, "\nなぜ / Why")?;
    if explanation.spoken.is_empty() {
        return writeln!(
            f,
            "  理由は、どの画面にも示されません。 / Why is said on no screen."
        );
    }
    rules(f, &explanation.spoken)?;
    what_if(f, explanation)
}

fn what_if(f: &mut fmt::Formatter<'_>, explanation: &Explanation) -> fmt::Result {
    writeln!(f, "\n何が変われば答えが変わるか / What would change it")?;
    if explanation.what_if.is_empty() {
        writeln!(f, "  ありません。 / Nothing.")?;
    }
    for what_if in &explanation.what_if {
        writeln!(f, "  {}", what_if.change.line())?;
        writeln!(f, "    → {}", summary(&what_if.outcome).line())?;
    }
    Ok(())
}

/// An outcome on one line.
fn summary(outcome: &Outcome) -> Words {
    let mut parts = vec![Words::from(outcome.reason.staff())];
    parts.extend(outcome.share.map(share));
    if outcome.scope.is_some() {
        let (told, most) = (scope(outcome.scope), limit(outcome.limit));
        parts.push(Words::new(
            format!("範囲:{}", told.ja),
            format!("told: {}", told.en),
        ));
        parts.push(Words::new(
            format!("限度額:{}", most.ja),
            format!("limit: {}", most.en),
        ));
    }
    if !outcome.consents.is_empty() {
        let count = outcome.consents.len();
        parts.push(Words::new(
            format!("同意:{count}件"),
            format!("consents: {count}"),
        ));
    }
    parts.extend(outcome.notices.iter().map(notice));
    let joined = |of: fn(&Words) -> &str| {
        let words: Vec<&str> = parts.iter().map(of).collect();
        format!("{}: {}", outcome.reason.code(), words.join(" · "))
    };
    Words::new(joined(|it| &it.ja), joined(|it| &it.en))
}

fn fall_back(f: &mut fmt::Formatter<'_>, taken: &FallBack, spoken: &[Spoken]) -> fmt::Result {
    writeln!(
        f,
        "\nオンラインで確認できないとき / When the online check cannot be made"
    )?;
    let (way, paid) = (taken.way.code(), taken.acceptance().code());
    writeln!(f, "  {way} ({paid}): {}", Words::from(taken.next()).line())?;
    rules(f, spoken)
}
