//! The words a case is said in: each field reads what people write for it.

use qualification::{
    Category, CertificateApplication, GraceRule, LateElderlyIssue, LimitScreen, MEALS_A_DAY,
    Medium, ReaderKind, Registration, Share, SpecificDisease, Switches, Venue,
};
use serde::{Deserialize, de};

use crate::case::{Possession, all_categories};
use crate::field::from_text;

/// 利用登録.
pub(super) struct Registered(pub(super) Registration);

/// The kind of reader.
pub(super) struct Reader(pub(super) ReaderKind);

/// The categories agreed to.
pub(super) struct Consent(pub(super) Vec<Category>);

/// Whether a card is held.
#[derive(Clone, Copy)]
pub(super) struct CardHeld(pub(super) Possession);

/// What was applied for.
#[derive(Clone, Copy)]
pub(super) struct Application(pub(super) CertificateApplication);

/// A specific disease.
#[derive(Clone, Copy)]
pub(super) struct Disease(pub(super) SpecificDisease);

/// Where care is given.
#[derive(Clone, Copy)]
pub(super) struct Where(pub(super) Venue);

/// What is held to the reader.
#[derive(Clone, Copy)]
pub(super) struct Shown(pub(super) Medium);

/// The switches.
pub(super) struct Set(pub(super) Switches);

from_text! {
    Registered = "registered, not_registered, deregistering or deregistered", registration;
    Reader = "face or general", |text: &str| ReaderKind::from_code(&text.to_ascii_uppercase());
    Consent = "all, none, or codes such as SRJ,YZK", consent;
    Set = "seed, national, or some of limit-screen=automatic, grace=plain and \
        late-elderly-issue=july-2026, parted by commas", switches;
    CardHeld = "yes, no or returned", card_held;
    Application = "none, needs-care or just-in-case", application;
    Disease = "dialysis, haemophilia or hiv", disease;
    Where = "counter, home-visit or online", venue;
    Shown = "card, android or iphone", medium;
}

fn card_held(text: &str) -> Option<Possession> {
    Some(match text {
        "yes" => Possession::Held,
        "no" => Possession::None,
        "returned" => Possession::Returned,
        _ => return None,
    })
}

fn application(text: &str) -> Option<CertificateApplication> {
    Some(match text {
        "none" => CertificateApplication::None,
        "needs-care" => CertificateApplication::NeedsCare,
        "just-in-case" => CertificateApplication::JustInCase,
        _ => return None,
    })
}

fn disease(text: &str) -> Option<SpecificDisease> {
    Some(match text {
        "dialysis" => SpecificDisease::Dialysis,
        "haemophilia" => SpecificDisease::Haemophilia,
        "hiv" => SpecificDisease::Hiv,
        _ => return None,
    })
}

fn venue(text: &str) -> Option<Venue> {
    Some(match text {
        "counter" => Venue::Counter,
        "home-visit" => Venue::HomeVisit,
        "online" => Venue::Online,
        _ => return None,
    })
}

fn medium(text: &str) -> Option<Medium> {
    Some(match text {
        "card" => Medium::Card,
        "android" => Medium::Android,
        "iphone" => Medium::Iphone,
        _ => return None,
    })
}

fn registration(text: &str) -> Option<Registration> {
    Some(match text {
        "registered" => Registration::Registered,
        "not_registered" => Registration::NotRegistered,
        "deregistering" => Registration::Deregistering,
        "deregistered" => Registration::Deregistered,
        _ => return None,
    })
}

/// A share in percent.
#[derive(Clone, Copy)]
pub(super) struct Percent(pub(super) Share);

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = u8::deserialize(deserializer)?;
        Share::from_percent(percent)
            .map(Self)
            .ok_or_else(|| de::Error::custom("must be 10, 20, 30 or 100"))
    }
}

/// Meals of one day.
#[derive(Clone, Copy)]
pub(super) struct MealsOfDay(pub(super) u8);

impl<'de> Deserialize<'de> for MealsOfDay {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let meals = u8::deserialize(deserializer)?;
        if meals <= MEALS_A_DAY {
            Ok(Self(meals))
        } else {
            Err(de::Error::custom("must be 0, 1, 2 or 3"))
        }
    }
}

fn consent(text: &str) -> Option<Vec<Category>> {
    match text {
        "all" => Some(all_categories()),
        "none" | "" => Some(Vec::new()),
        codes => codes
            .split(',')
            .map(|it| Category::from_code(it.trim()))
            .collect(),
    }
}

pub(super) fn switches(text: &str) -> Option<Switches> {
    let mut switches = Switches::DEFAULT;
    for word in text.split(',').map(|word| word.trim().replace('_', "-")) {
        match word.as_str() {
            "seed" => switches = Switches::DEFAULT,
            "national" => switches = Switches::NATIONAL,
            "limit-screen=ask" => switches.limit_screen = LimitScreen::Ask,
            "limit-screen=automatic" => switches.limit_screen = LimitScreen::Automatic,
            "grace=month-end" => switches.grace = GraceRule::MonthEndPlusThree,
            "grace=plain" => switches.grace = GraceRule::PlainThreeMonths,
            "late-elderly-issue=july-2025" => {
                switches.late_elderly_issue = LateElderlyIssue::UntilJuly2025;
            }
            "late-elderly-issue=july-2026" => {
                switches.late_elderly_issue = LateElderlyIssue::UntilJuly2026;
            }
            _ => return None,
        }
    }
    Some(switches)
}
