//! The words of `madoguchi rules`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Map, Value};

const CHECK: &str = "\
例 / Examples:
  madoguchi rules check answers.jsonl
  echo '{\"rule\": \"AGE70\", \"in\": {\"birth\": \"1956-11-02\"}, \"out\": \"2026-12-01\"}' | madoguchi rules check -
終了コード / Exit codes:
  0 すべて一致 / all as expected, 1 違う答えがある / a rule answers otherwise,
  2 答えられない行がある / a line cannot be answered";

const EXPLAIN: &str = "\
例 / Examples:
  madoguchi rules explain --date 2026-12-01 --certificate-expires 2026-11-21
  madoguchi rules explain --registration not_registered --reader general
  madoguchi rules explain --insurer 109991 --limit-class A03 --arrears-due 2026-10-31 --medical 1000000
  madoguchi rules explain --fallback card,oshirase --cause SERVER_DOWN
  madoguchi rules explain --card hardware/cards/in-grace.toml --json
  echo '{\"birth\": \"1951-11-21\", \"insurer\": \"39439997\"}' | madoguchi rules explain --json-in -";

#[derive(Args)]
pub(crate) struct Rules {
    /// What is asked.
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// 期待する答えの一覧（JSON Lines）を確かめる / check a file of expected answers
    #[command(after_help = CHECK)]
    Check(Check),
    /// なぜそうなるのか、何が変われば変わるのか / why, and what would change it
    #[command(after_help = EXPLAIN)]
    Explain(Box<Explain>),
    /// その日と、答えの変わる日ごとの答え / the answer on that day, and on each day it turns
    #[command(after_help = "例 / Examples:\n  \
        madoguchi rules on 2026-11-21 --birth 1951-11-21 --insurer 109991\n  \
        madoguchi rules on 2025-12-02 --card hardware/cards/insured.toml --json")]
    On(Box<On>),
    /// 規則・結果・書類の一覧 / every rule, every outcome, every document
    #[command(after_help = "例 / Examples:\n  madoguchi rules list\n  \
        madoguchi rules list --markdown > rules.md\n  madoguchi rules list --fall-back")]
    List(List),
}

#[derive(Args)]
pub(crate) struct Check {
    /// JSON Lines of {"rule": NAME, "in": {…}, "out": …}; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The day of the visit; today if not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
    #[command(flatten)]
    pub(crate) case: CaseArguments,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct On {
    /// The day of the visit.
    #[arg(value_name = "DATE")]
    pub(crate) date: Date,
    #[command(flatten)]
    pub(crate) case: CaseArguments,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[group(multiple = false)]
pub(crate) struct List {
    /// The rules as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The whole reference page.
    #[arg(long)]
    pub(crate) markdown: bool,
    /// Every way a check can end.
    #[arg(long)]
    pub(crate) outcomes: bool,
    /// What is accepted when the online check cannot be made, as a table.
    #[arg(long)]
    pub(crate) fall_back: bool,
}

/// Defines the flags of a case: each is a field of its JSON, read by the rulebook.
macro_rules! facts {
    ($($(#[$doc:meta])* $field:ident: $value:literal, $json:path;)+) => {
        /// Facts. What is not said is assumed: an adult insured by a health insurance
        /// society, whose card is registered and in its time.
        #[derive(Args)]
        pub(crate) struct CaseArguments {
            /// Facts from a persona's file.
            #[arg(long, value_name = "PERSONA.toml")]
            pub(crate) card: Option<PathBuf>,
            /// Facts as a JSON object whose fields are named as these flags, with _ for -;
            /// `-` reads standard input. Flags win.
            #[arg(long, value_name = "FILE")]
            pub(crate) json_in: Option<PathBuf>,
            $($(#[$doc])* #[arg(long, value_name = $value)] $field: Option<String>,)+
        }

        impl CaseArguments {
            /// What the flags say, as JSON has it.
            pub(crate) fn said(&self) -> Map<String, Value> {
                let mut said = Map::new();
                $(if let Some(text) = &self.$field {
                    said.insert(stringify!($field).to_owned(), $json(text));
                })+
                said
            }
        }
    };
}

facts! {
    /// Day of birth.
    birth: "DATE", text;
    /// Last day of the card's certificate.
    certificate_expires: "DATE", text;
    /// First day of the certificate.
    certificate_from: "DATE", text;
    /// Whether the card is registered as insurance card.
    registration: "registered|not_registered|deregistering|deregistered", text;
    /// Whether the person's data may be shown.
    disclosed: "true|false", plain;
    /// The kind of reader.
    reader: "face|general", text;
    /// 保険者番号.
    insurer: "NUMBER", text;
    /// 資格取得日.
    acquired: "DATE", text;
    /// 資格喪失日: the first day without cover.
    lost: "DATE", text;
    /// The day the insurer's data arrives.
    linked: "DATE", text;
    /// The share the insurer recorded, in percent.
    share: "10|20|30|100", plain;
    /// 納期限 of the oldest premium that is unpaid.
    arrears_due: "DATE", text;
    /// The class of the limit amount that is recorded, such as A03 or 区分ウ.
    limit_class: "CLASS", text;
    /// Its first day.
    limit_from: "DATE", text;
    /// Its last day.
    limit_until: "DATE", text;
    /// Whether the patient provides the limit amount.
    choose_limit: "true|false", plain;
    /// What the patient lets be viewed.
    consent: "all|none|CODES", text;
    /// Whether the patient registers the card, where that is offered.
    register: "true|false", plain;
    /// Which rules hold where sources differ: seed, national, or some of
    /// limit-screen=automatic, grace=plain, late-elderly-issue=july-2026.
    switches: "SWITCHES", text;
    /// What is in hand when the online check cannot be made, such as card,oshirase.
    fallback: "HELD", text;
    /// Why it cannot be made, such as SERVER_DOWN.
    cause: "CAUSE", text;
    /// 医療費 (10割) to be paid for, in yen.
    medical: "YEN", plain;
    /// 外来 or 入院.
    setting: "outpatient|inpatient", text;
    /// 多数回該当.
    many_times: "true|false", plain;
}

fn text(text: &str) -> Value {
    Value::from(text)
}

/// A number, true or false; anything else is left for the rulebook to refuse.
fn plain(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}
