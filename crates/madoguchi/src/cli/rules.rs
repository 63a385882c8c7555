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
  2 違う答えはないが、答えられない行がある / none does, but a line cannot be answered,
  40 読めないファイル / the file cannot be read";

const EXPLAIN: &str = "\
例 / Examples:
  madoguchi rules explain --date 2026-12-01 --certificate-expires 2026-11-21
  madoguchi rules explain --registration not_registered --reader general
  madoguchi rules explain --insurer 109991 --limit-class A03 --arrears-due 2026-10-31 --medical 9000
  madoguchi rules explain --limit-class A03 --choose-limit false --medical 1000000
  madoguchi rules explain --birth 1953-05-05 --fallback card,oshirase --medical 1000000
  madoguchi rules explain --paper-limit A04 --medical 300000 --paid-this-month 50000
  madoguchi rules explain --setting inpatient --medical 400000 --meals 3 --date 2026-05-31
  madoguchi rules explain --insurer 109991 --stay-until 2027-03-31 --registration not_registered
  madoguchi rules explain --venue online --pin-set false
  madoguchi rules explain --medium iphone --phone-reader true --date 2025-09-18
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
    /// 来院日 / the day of the visit; today if not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
    #[command(flatten)]
    pub(crate) case: CaseArguments,
    /// JSONで答える / answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct On {
    /// 来院日 / the day of the visit.
    #[arg(value_name = "DATE")]
    pub(crate) date: Date,
    #[command(flatten)]
    pub(crate) case: CaseArguments,
    /// JSONで答える / answer as JSON.
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
            /// ペルソナのファイルの人 / facts from a persona's file.
            #[arg(long, value_name = "PERSONA.toml")]
            pub(crate) card: Option<PathBuf>,
            /// JSONで渡す前提 / facts as a JSON object whose fields are named as these flags, with _ for -;
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
    /// 生年月日 / day of birth.
    birth: "DATE", text;
    /// 電子証明書の有効期限 / last day of the card's certificate.
    certificate_expires: "DATE", text;
    /// 電子証明書の最初の日 / first day of the certificate.
    certificate_from: "DATE", text;
    /// 利用登録 / whether the card is registered as insurance card.
    registration: "registered|not_registered|deregistering|deregistered", text;
    /// データを表示してよいか / whether the person's data may be shown.
    disclosed: "true|false", plain;
    /// リーダーの種類 / the kind of reader.
    reader: "face|general", text;
    /// 診療の場 / where care is given.
    venue: "counter|home-visit|online", text;
    /// かざすもの / what is held to the reader.
    medium: "card|android|iphone", text;
    /// カードに暗証番号があるか / whether the card has a PIN.
    pin_set: "true|false", plain;
    /// スマートフォン対応の端末か / whether the terminal takes phones.
    phone_reader: "true|false", plain;
    /// 保険者番号 / the insurer's number.
    insurer: "NUMBER", text;
    /// 資格取得日 / first day of the cover.
    acquired: "DATE", text;
    /// 資格喪失日 / the first day without cover.
    lost: "DATE", text;
    /// データが届く日 / the day the insurer's data arrives.
    linked: "DATE", text;
    /// 記録された負担割合（%） / the share the insurer recorded, in percent.
    share: "10|20|30|100", plain;
    /// 未納の保険料の納期限 / when the oldest unpaid premium was due.
    arrears_due: "DATE", text;
    /// 記録された限度額の区分 / the class of the limit amount that is recorded, such as A03 or 区分ウ.
    limit_class: "CLASS", text;
    /// その最初の日 / its first day.
    limit_from: "DATE", text;
    /// その最後の日 / its last day.
    limit_until: "DATE", text;
    /// 限度額情報を提供するか / whether the patient provides the limit amount.
    choose_limit: "true|false", plain;
    /// 閲覧の同意 / what the patient lets be viewed.
    consent: "all|none|CODES", text;
    /// 窓口で利用登録するか / whether the patient registers the card, where that is offered.
    register: "true|false", plain;
    /// 出典の食い違いの扱い / which rules hold where sources differ: seed, national, or some of
    /// limit-screen=automatic, grace=plain, late-elderly-issue=july-2026.
    switches: "SWITCHES", text;
    /// 確認できないときに手元にあるもの / what is in hand when the online check cannot be made,
    /// such as card,oshirase.
    fallback: "HELD", text;
    /// 確認できない原因 / why it cannot be made, such as SERVER_DOWN.
    cause: "CAUSE", text;
    /// 医療費（10割、円） / the whole cost of the care, in yen; without it nothing is charged.
    medical: "YEN", plain;
    /// 外来か入院か / outpatient or inpatient.
    setting: "outpatient|inpatient", text;
    /// 多数回該当か / whether it is the fourth such month in twelve, or later.
    many_times: "true|false", plain;
    /// 紙の認定証や資格確認書に書かれた限度額の区分 / the limit class shown on paper.
    paper_limit: "CLASS", text;
    /// この月にここで払った額（円） / what was paid here this month before.
    paid_this_month: "YEN", plain;
    /// この月のここでのこれまでの医療費（円） / what care cost here this month before.
    medical_this_month: "YEN", plain;
    /// 特定疾病の診療なら、その疾病 / the certified specific disease the care is for.
    specific_disease: "dialysis|haemophilia|hiv", text;
    /// その日の入院の食事の数 / meals in hospital that day.
    meals: "0-3", plain;
    /// 長期入院該当日 / the recorded day of a long stay, from which meals cost less.
    long_term_on: "DATE", text;
    /// 指定難病などか / whether an intractable disease makes meals cheaper.
    intractable: "true|false", plain;
    /// カードを持っているか（書類の節だけに使う） / whether a card is held, for the documents alone.
    card_held: "yes|no|returned", text;
    /// 資格確認書を何で申請したか / what a certificate of eligibility was applied for with.
    application: "none|needs-care|just-in-case", text;
    /// 在留期間満了日 / end of the stay of a foreign resident.
    stay_until: "DATE", text;
}

fn text(text: &str) -> Value {
    Value::from(text)
}

/// A number, true or false; anything else is left for the rulebook to refuse.
fn plain(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}
