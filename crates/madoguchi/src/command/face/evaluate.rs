//! `madoguchi face evaluate`: how often the stub errs on drawn faces.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::thread;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use verification::{DrawnSet, Evaluation, Policy, Rates, StubMatcher};

use super::curve;
use crate::cli::face::Evaluate;
use crate::command::tell;

/// The rows of the table, thresholds in thousandths.
const STEP: usize = 25;

pub(super) fn run(arguments: &Evaluate) -> anyhow::Result<ExitCode> {
    let set = DrawnSet {
        seed: arguments.seed,
        identities: arguments.identities,
        variations: arguments.variations,
        impostors: arguments.impostors,
    };
    let progress = progress(set.comparisons());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let evaluation = set.evaluate(&StubMatcher::new(), threads, &|| progress.inc(1))?;
    progress.finish_and_clear();
    let threshold = Policy::built_in().face.threshold();
    if let Some(file) = &arguments.plot {
        curve::draw(file, &evaluation.whole(), &set, threshold)
            .with_context(|| file.display().to_string())?;
    }
    if arguments.json {
        tell(to_json(&set, &evaluation, threshold));
    } else {
        tell(table(&set, &evaluation, threshold));
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar on standard error, where somebody watches.
fn progress(comparisons: u64) -> ProgressBar {
    let target = match io::stderr().is_terminal() {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let style = ProgressStyle::with_template("照合 / comparing {wide_bar} {pos}/{len} {eta}");
    let bar = ProgressBar::with_draw_target(Some(comparisons), target);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn table(set: &DrawnSet, evaluation: &Evaluation, threshold: u16) -> String {
    let whole = evaluation.whole();
    let mut text = format!(
        "模擬照合（スタブ）。描いた顔による合成データで、実際の顔については何も言えません。\n\
         A stub on drawn faces: synthetic, it says nothing about real ones.\n\n\
         {} 人 / people × {} 枚 / frames、照合 / comparisons: 本人 / same person {}、他人 / others {}、\
         照合できない画像 / not captured {}\n\n\
         しきい値    他人受入率          本人拒否率\n\
         threshold   false accepts       false rejects\n",
        set.identities,
        set.variations,
        whole.genuine.all(),
        whole.impostors.all(),
        whole.genuine.not_captured() + whole.impostors.not_captured(),
    );
    for rates in whole.curve().into_iter().step_by(STEP) {
        // Where nothing changes any more there is nothing to read.
        let told = rates.false_accepts < rates.impostors && rates.false_rejects < rates.genuine;
        if told {
            let _ = writeln!(text, "{}", row(rates, ""));
        }
    }
    for (rates, about) in [
        (whole.equal_error(), "  等しい誤り率 / equal error"),
        (whole.rates(threshold), "  方針のしきい値 / the policy's"),
    ] {
        let _ = writeln!(text, "{}", row(rates, about));
    }
    let _ = writeln!(
        text,
        "\n方針のしきい値で、変化の種類ごとに / at the policy's threshold, by variation:"
    );
    for (variation, tally) in evaluation.by_variation() {
        let _ = writeln!(
            text,
            "{}  {}",
            row(tally.rates(threshold), ""),
            variation.code()
        );
    }
    text.truncate(text.trim_end().len());
    text
}

fn row(rates: Rates, about: &str) -> String {
    format!(
        "{:>6}   {:>7.2} % {:>6}/{:<6}  {:>7.2} % {:>5}/{:<5}{about}",
        rates.threshold,
        rates.false_accept_rate() * 100.0,
        rates.false_accepts,
        rates.impostors,
        rates.false_reject_rate() * 100.0,
        rates.false_rejects,
        rates.genuine,
    )
}

fn to_json(set: &DrawnSet, evaluation: &Evaluation, threshold: u16) -> Value {
    let whole = evaluation.whole();
    let by_variation = evaluation.by_variation().map(|(variation, tally)| {
        let rates = rates_json(tally.rates(threshold));
        (variation.code().to_owned(), rates)
    });
    json!({
        "version": 1,
        "matcher": "STUB",
        "synthetic": true,
        "seed": set.seed,
        "identities": set.identities,
        "variations": set.variations,
        "impostors": set.impostors,
        "not_captured": whole.genuine.not_captured() + whole.impostors.not_captured(),
        "equal_error": rates_json(whole.equal_error()),
        "policy": rates_json(whole.rates(threshold)),
        "policy_by_variation": by_variation.collect::<serde_json::Map<_, _>>(),
        "curve": whole.curve().into_iter().map(rates_json).collect::<Vec<_>>(),
    })
}

fn rates_json(rates: Rates) -> Value {
    json!({
        "threshold": rates.threshold,
        "false_accepts": rates.false_accepts,
        "impostors": rates.impostors,
        "false_accept_rate": rates.false_accept_rate(),
        "false_rejects": rates.false_rejects,
        "genuine": rates.genuine,
        "false_reject_rate": rates.false_reject_rate(),
    })
}
