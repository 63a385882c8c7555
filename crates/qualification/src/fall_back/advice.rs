//! What to say about it: read from `data/fall-back.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::{FallBack, Way, card_counts};
use crate::data::compiled_in;
use crate::document::ABOLISHED_ON;
use crate::wording::{Provenance, Wording};
use crate::{Cause, Document, InsurerKind, Text};

/// What is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Acceptance {
    /// The ordinary share.
    OrdinaryShare,
    /// Not confirmed: the clinic may ask for the whole, and pays back on later proof
    /// (SELFPAY-10WARI).
    SelfPay,
}

impl Acceptance {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OrdinaryShare => "ORDINARY_SHARE",
            Self::SelfPay => "SELFPAY",
        }
    }
}

/// How the monthly cap may be known though no data tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapWithoutData {
    /// The class is printed on the 資格確認書 (LIMIT-KAKUNIN-NOTE).
    PrintedClass,
    /// A paper 限度額適用認定証 is shown.
    PaperCertificate,
    /// From 70 on the share alone tells it: 2割 as 一般, 3割 as 現役並みⅢ
    /// (LIMIT-WHO-NEEDS).
    SeventyByShare,
}

impl CapWithoutData {
    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PrintedClass => "PRINTED_CLASS",
            Self::PaperCertificate => "PAPER_CERTIFICATE",
            Self::SeventyByShare => "SEVENTY_BY_SHARE",
        }
    }
}

/// What to ask for on a day, the first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Before 資格確認書 existed: the old card; else what goes with the card.
    OldCard,
    /// While old cards last: the old card, then a 資格確認書 (Kumamoto FAQ Q11, Q17).
    OldCardThenCertificate,
    /// No reader here: the notice with the card, or マイナポータル with the card; from
    /// others a 資格確認書 (Kumamoto FAQ Q11).
    WithCard,
    /// The same, and in the end the declaration (Kumamoto FAQ Q17).
    WithCardOrDeclare,
    /// The card does not count: a 資格確認書 alone helps.
    Certificate,
}

impl Ask {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::OldCard,
        Self::OldCardThenCertificate,
        Self::WithCard,
        Self::WithCardOrDeclare,
        Self::Certificate,
    ];

    /// What to ask for on that day, of someone insured there, after that trouble.
    #[must_use]
    pub fn on(visit_date: Date, insurer: InsurerKind, cause: Cause) -> Self {
        if visit_date < ABOLISHED_ON {
            Self::OldCard
        } else if visit_date <= insurer.old_card_until() {
            Self::OldCardThenCertificate
        } else if !card_counts(cause) {
            Self::Certificate
        } else if Way::F5.is_open(visit_date, insurer, cause) {
            Self::WithCardOrDeclare
        } else {
            Self::WithCard
        }
    }

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OldCard => "OLD_CARD",
            Self::OldCardThenCertificate => "OLD_CARD_THEN_CERTIFICATE",
            Self::WithCard => "WITH_CARD",
            Self::WithCardOrDeclare => "WITH_CARD_OR_DECLARE",
            Self::Certificate => "CERTIFICATE",
        }
    }

    /// The documents to ask for, in that order.
    #[must_use]
    pub const fn documents(self) -> &'static [Document] {
        use Document as D;
        match self {
            Self::OldCard => &[D::OldCard],
            Self::OldCardThenCertificate => &[D::OldCard, D::EligibilityCertificate],
            Self::WithCard => &[
                D::EligibilityNotice,
                D::PortalScreen,
                D::EligibilityCertificate,
            ],
            Self::WithCardOrDeclare => &[
                D::EligibilityNotice,
                D::PortalScreen,
                D::Declaration,
                D::EligibilityCertificate,
            ],
            Self::Certificate => &[D::EligibilityCertificate],
        }
    }

    /// What to say.
    #[must_use]
    pub fn text(self) -> Text {
        text(&WORDS.ask, self.code())
    }
}

impl Way {
    /// What it means, and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        text(&WORDS.way, self.code())
    }

    /// What is paid.
    #[must_use]
    pub const fn acceptance(self) -> Acceptance {
        match self {
            Self::SelfPay => Acceptance::SelfPay,
            _ => Acceptance::OrdinaryShare,
        }
    }

    /// How a cap may still be known.
    #[must_use]
    pub const fn caps(self) -> &'static [CapWithoutData] {
        use CapWithoutData::{PaperCertificate, PrintedClass, SeventyByShare};
        match self {
            Self::F2 => &[PrintedClass, PaperCertificate, SeventyByShare],
            Self::SelfPay => &[],
            _ => &[PaperCertificate, SeventyByShare],
        }
    }

    /// On whose word it stands.
    #[must_use]
    pub fn provenance(self) -> &'static Provenance {
        &row(&WORDS.way, self.code()).provenance
    }
}

impl FallBack {
    /// What is paid.
    #[must_use]
    pub const fn acceptance(&self) -> Acceptance {
        self.way.acceptance()
    }

    /// What to say: what was decided; when nothing was accepted, what to ask for.
    #[must_use]
    pub fn next(&self) -> Text {
        match self.way {
            Way::SelfPay => self.ask.text(),
            way => way.text(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    text: Wording,
    provenance: Provenance,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    way: BTreeMap<String, Row>,
    ask: BTreeMap<String, Row>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| compiled_in("fall-back.toml", include_str!("../../data/fall-back.toml")));

fn text(rows: &'static BTreeMap<String, Row>, code: &str) -> Text {
    row(rows, code).text.text()
}

#[expect(
    clippy::panic,
    reason = "a compiled-in file without one of its rows is a broken build"
)]
fn row(rows: &'static BTreeMap<String, Row>, code: &str) -> &'static Row {
    match rows.get(code) {
        Some(row) => row,
        None => panic!("data/fall-back.toml: no {code}"),
    }
}
