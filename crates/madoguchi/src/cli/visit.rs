//! The words of `madoguchi visit`.

use std::path::PathBuf;
use std::sync::Arc;

use api::Uri;
use clap::{ArgGroup, Args, ValueEnum};
use jiff::Timestamp;
use qualification::{Category, Institution, Method, ReaderKind, StaffId, Venue};
use reception::CameraAddress;
use verification::{FaceMatcher, Policy};

use super::{INSTITUTION, card};
use crate::command::matcher::matcher;

const EXAMPLES: &str = "\
例 / Examples:
  madoguchi visit --reader pcsc:
  echo 1234 | madoguchi visit --reader virtual:hardware/cards/insured.toml --pin-stdin \\
      --consent medication,checkup --limit yes --json
顔認証（模擬照合・スタブ） / by face, compared by a stub:
  madoguchi visit --reader virtual:hardware/cards/insured.toml --reader-kind face \\
      --camera drawn:hardware/cards/insured.toml --method face
職員による目視確認（先に madoguchi staff passcode） / by the staff's check:
  echo PASSCODE | madoguchi visit --reader virtual:hardware/cards/insured.toml \\
      --method staff --staff-id nurse-7 --passcode-stdin";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Visit {
    #[command(flatten)]
    pub(crate) place: card::At,
    /// The check server.
    #[arg(
        long,
        env = "MADOGUCHI_SERVER",
        default_value = "https://localhost:50443",
        value_parser = server,
        value_name = "URL"
    )]
    pub(crate) server: Uri,
    /// Whose desk it is: the institution's 10-digit code.
    #[arg(long, env = "MADOGUCHI_INSTITUTION", default_value = INSTITUTION, value_parser = super::institution, value_name = "CODE")]
    pub(crate) institution: Institution,
    /// どこで診療するか / Where care is given.
    #[arg(long, default_value = "counter", value_name = "VENUE")]
    pub(crate) venue: CareAt,
    /// スマートフォンも読み取れる窓口 / The desk takes phones, too.
    #[arg(long)]
    pub(crate) phone_reader: bool,
    /// 窓口の時計をその時刻に合わせる / Sets the desk's clock: its time begins here and goes on.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) clock: Option<Timestamp>,
    #[command(flatten)]
    pub(crate) verified_with: VerifiedWith,
    #[command(flatten)]
    pub(crate) script: Script,
    /// The report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// With what the desk makes sure of the person.
#[derive(Args)]
#[command(next_help_heading = "本人確認 / Identity check")]
pub(crate) struct VerifiedWith {
    /// The kind of reader: `face` compares faces, too; with `none` nothing is checked.
    #[arg(long, default_value = "general", value_name = "KIND")]
    pub(crate) reader_kind: Kind,
    /// The camera of a face reader: `files:PATH`, `film:FOLDER`, or a persona as she
    /// stands before it, `drawn:PERSONA.toml[,VARIATION][,SEED]`.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) camera: Option<CameraAddress>,
    /// What compares faces: the stub, or `scripted:` and what it says, such as
    /// `910,no-face`. No real face recognition.
    #[arg(long, default_value = "stub", value_parser = matcher, value_name = "MATCHER")]
    pub(crate) matcher: Arc<dyn FaceMatcher>,
    /// The persona whose card's front the reader sees; with `virtual:` it is that one.
    #[arg(long, value_name = "PERSONA.toml")]
    pub(crate) front: Option<PathBuf>,
    /// How the person is made sure of, if not as the product does: a file like
    /// crates/verification/policy.toml.
    #[arg(long, value_parser = policy, value_name = "FILE")]
    pub(crate) policy: Option<Arc<Policy>>,
}

/// The answers of a script.
#[derive(Args)]
#[command(next_help_heading = "スクリプト / Script", group = ArgGroup::new("scripted").multiple(true))]
pub(crate) struct Script {
    /// Ask nobody: these ways are tried, each once, in this order (`pin` if not given).
    #[arg(
        long,
        group = "scripted",
        value_delimiter = ',',
        value_name = "pin|face|staff"
    )]
    pub(crate) method: Vec<Way>,
    /// Ask nobody: the PIN is the first line of standard input; as many lines as
    /// --method names it.
    #[arg(long, group = "scripted")]
    pub(crate) pin_stdin: bool,
    /// In a script: the PIN may be tried even if it is the last try.
    #[arg(long, requires = "scripted")]
    pub(crate) spend_last_try: bool,
    /// In a script: who of the staff looks, and finds that it is the person.
    #[arg(long, requires = "scripted", value_parser = StaffId::parse, value_name = "ID")]
    pub(crate) staff_id: Option<StaffId>,
    /// In a script: the staff's passcode is the line of standard input after the PIN's;
    /// as many lines as --method names `staff`.
    #[arg(long, requires = "staff_id")]
    pub(crate) passcode_stdin: bool,
    /// スクリプトで: 利用登録の案内に yes（登録する）か no（登録しない）で答える / In a script:
    /// whether the card is registered as insurance card, where that is offered.
    #[arg(
        long,
        requires = "scripted",
        default_value = "no",
        value_name = "yes|no"
    )]
    pub(crate) register: YesNo,
    /// In a script: `all`, `none`, or categories parted by commas.
    #[arg(long, requires = "scripted", default_value = "none", value_parser = consent, value_name = "CATEGORIES")]
    pub(crate) consent: Consent,
    /// In a script: whether the limit amount is provided.
    #[arg(
        long,
        requires = "scripted",
        default_value = "no",
        value_name = "yes|no"
    )]
    pub(crate) limit: YesNo,
}

impl Script {
    /// Whether nobody is asked.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.pin_stdin || !self.method.is_empty()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CareAt {
    /// 窓口 / at the counter
    Counter,
    /// 訪問診療等 / on a home visit
    HomeVisit,
    /// オンライン診療・服薬指導 / online
    Online,
}

impl CareAt {
    pub(crate) const fn venue(self) -> Venue {
        match self {
            Self::Counter => Venue::Counter,
            Self::HomeVisit => Venue::HomeVisit,
            Self::Online => Venue::Online,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// 顔認証付きカードリーダー / a face reader
    Face,
    /// 汎用カードリーダー / a general reader
    General,
    /// カードリーダーなし / no reader
    None,
}

impl Kind {
    /// The kind; `None` without a reader.
    pub(crate) const fn reader(self) -> Option<ReaderKind> {
        match self {
            Self::Face => Some(ReaderKind::Face),
            Self::General => Some(ReaderKind::General),
            Self::None => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// 暗証番号 / PIN
    Pin,
    /// 顔認証（模擬照合・スタブ） / face, compared by a stub
    Face,
    /// 職員による目視確認 / the staff's check
    Staff,
}

impl Way {
    pub(crate) const fn method(self) -> Method {
        match self {
            Self::Pin => Method::Pin,
            Self::Face => Method::Face,
            Self::Staff => Method::StaffCheck,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    /// はい / yes
    Yes,
    /// いいえ / no
    No,
}

/// The categories a script agrees to.
#[derive(Clone)]
pub(crate) struct Consent(pub(crate) Vec<Category>);

pub(crate) fn server(text: &str) -> Result<Uri, String> {
    let expected = "expected a URL with its port, such as https://localhost:50443";
    let address: Uri = text.parse().map_err(|_| expected)?;
    let complete = address.scheme_str() == Some("https") && address.port().is_some();
    complete
        .then_some(address)
        .ok_or_else(|| expected.to_owned())
}

pub(super) fn policy(file: &str) -> Result<Arc<Policy>, String> {
    let told = |error: &dyn std::fmt::Display| format!("{file}: {error}");
    let text = std::fs::read_to_string(file).map_err(|error| told(&error))?;
    let policy = Policy::parse(&text).map_err(|error| told(&error))?;
    Ok(Arc::new(policy))
}

const CATEGORIES: &str =
    "write all, none, or some of treatment,medication,surgery,checkup,specific-disease";

pub(crate) fn consent(text: &str) -> Result<Consent, String> {
    match text {
        "none" => return Ok(Consent(Vec::new())),
        "all" => return Ok(Consent(Category::ALL.to_vec())),
        _ => {}
    }
    let category = |name: &str| match name {
        "treatment" => Ok(Category::Treatment),
        "medication" => Ok(Category::Medication),
        "surgery" => Ok(Category::Surgery),
        "checkup" => Ok(Category::Checkup),
        "specific-disease" => Ok(Category::SpecificDisease),
        _ => Err(CATEGORIES.to_owned()),
    };
    text.split(',')
        .map(category)
        .collect::<Result<_, _>>()
        .map(Consent)
}
