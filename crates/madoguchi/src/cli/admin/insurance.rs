//! What insurers change.

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use qualification::{Branch, InsurerNumber, RegistrationEvent, Relation, Share};

use super::Whom;

#[derive(Args)]
pub(crate) struct Arrears {
    #[command(flatten)]
    pub(crate) whom: Whom,
    /// 納期限 of the oldest premium that is unpaid.
    #[arg(long, value_name = "DAY", required_unless_present = "paid")]
    pub(crate) due: Option<Date>,
    /// Everything is paid.
    #[arg(long, conflicts_with = "due")]
    pub(crate) paid: bool,
}

#[derive(Args)]
pub(crate) struct Insurer {
    #[command(flatten)]
    pub(crate) whom: Whom,
    /// 保険者番号 of the new one.
    #[arg(long, value_parser = insurer, value_name = "INSURER")]
    pub(crate) to: InsurerNumber,
    /// 保険者名称.
    #[arg(long, value_name = "NAME")]
    pub(crate) named: String,
    /// 記号.
    #[arg(long, value_name = "SYMBOL")]
    pub(crate) symbol: Option<String>,
    /// 番号.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number_there: String,
    /// 枝番.
    #[arg(long, value_parser = branch, value_name = "BRANCH")]
    pub(crate) branch: Option<Branch>,
    /// 家族（被扶養者） / a family member's cover.
    #[arg(long)]
    family: bool,
    /// 資格取得日: the first day of the new cover, on which the old one is lost.
    #[arg(long, value_name = "DAY")]
    pub(crate) acquired: Date,
    /// The day on which the new insurer's data arrive; the first day if not given.
    #[arg(long, value_name = "DAY")]
    linked: Option<Date>,
    /// 負担割合 that the insurer recorded: 10, 20, 30 or 100.
    #[arg(long, value_parser = share, value_name = "PERCENT")]
    pub(crate) share: Option<Share>,
}

impl Insurer {
    pub(crate) const fn relation(&self) -> Relation {
        match self.family {
            true => Relation::Family,
            false => Relation::Insured,
        }
    }

    pub(crate) fn linked_on(&self) -> Date {
        self.linked.unwrap_or(self.acquired)
    }
}

/// What happened to a registration.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Event {
    /// 利用登録 / the card was registered
    Registered,
    /// 解除申請 / its deregistration was asked for
    Requested,
    /// 解除 / it was deregistered
    Completed,
}

impl Event {
    pub(crate) const fn event(self) -> RegistrationEvent {
        match self {
            Self::Registered => RegistrationEvent::Registered,
            Self::Requested => RegistrationEvent::DeregistrationRequested,
            Self::Completed => RegistrationEvent::DeregistrationCompleted,
        }
    }
}

fn insurer(text: &str) -> Result<InsurerNumber, String> {
    InsurerNumber::parse(text).map_err(|error| error.to_string())
}

fn branch(text: &str) -> Result<Branch, String> {
    Branch::parse(text).map_err(|error| error.to_string())
}

fn share(text: &str) -> Result<Share, String> {
    let percent = text.parse().ok();
    let share = percent.and_then(Share::from_percent);
    share.ok_or_else(|| "10, 20, 30 or 100 is expected".to_owned())
}
