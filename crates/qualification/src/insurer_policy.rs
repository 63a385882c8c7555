//! What differs from insurer to insurer: read from `data/insurers.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::data::compiled_in;
use crate::text::Words;
use crate::{Document, InsurerKind, InsurerNumber, Provenance, Text};

mod answers;

pub use answers::{CertificateValidity, NoticeTo, NoticeValidity, Reissue, SharePrinted};

/// How one insurer does what the law leaves to it. Where the documents of insurers
/// differ, this decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsurerPolicy {
    /// The machine name, such as `kouki_kumamoto`.
    pub id: String,
    /// 保険者の種別.
    pub kind: InsurerKind,
    name: Words,
    /// The last day an old card of this insurer may be printed for (DOC-OLD-END).
    pub old_card_until: Date,
    /// How long a 資格確認書 is valid (DOC-KAKUNIN-VALID).
    pub certificate_valid: CertificateValidity,
    /// Who gets a 資格情報のお知らせ (DOC-ISSUE).
    pub notice_to: NoticeTo,
    /// How long a 資格情報のお知らせ is valid (DOC-OSHIRASE-VALID).
    pub notice_valid: NoticeValidity,
    /// Who gets a lost 資格確認書 again (LOST-MEANWHILE).
    pub certificate_reissue: Reissue,
    /// Who gets a lost 資格情報のお知らせ again (DOC-OSHIRASE-VALID).
    pub notice_reissue: Reissue,
    /// Whether unpaid premiums take the limit amount away (LIMIT-ARREARS).
    pub arrears_block_limit: bool,
    /// Whether 特別療養費 is spoken of (SPEC-10WARI); `None`: the insurer's document is
    /// silent. The desk obeys the record, whatever stands here.
    pub special_care: Option<bool>,
    /// Whether its members have a 枝番 (NUM-SYMBOL).
    pub branch_number: bool,
    /// Whose documents show the share.
    pub share_printed: SharePrinted,
    /// Calendar days from the procedure until the check server knows (LAG-LINK).
    pub link_lag_days: u8,
    /// Whether people of 65 to 74 with a certified disability may belong to it.
    pub disabled_65_74: bool,
    sending: Words,
    deregistration: Option<Words>,
    returns: BTreeMap<String, Words>,
    sources: BTreeMap<String, Provenance>,
}

impl InsurerPolicy {
    /// Every policy, in the order of the file.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &POLICIES
    }

    /// The policy with the machine name `id`.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        POLICIES.iter().find(|policy| policy.id == id)
    }

    /// The policy of the insurer with that number: of the four whose documents are
    /// known, or the general one of its kind.
    #[must_use]
    pub fn of(number: &InsurerNumber) -> &'static Self {
        let digits = number.as_str();
        Self::kept(match (digits.len(), digits.get(..2)) {
            (6, Some("10")) => "kokuho_takasaki",
            (6, Some("20")) => "kokuho_azumino",
            (6, Some("14")) => "kokuho_kawasaki",
            (6, _) => "kokuho",
            (_, Some("39")) => "kouki_kumamoto",
            _ => "kenpo",
        })
    }

    #[expect(
        clippy::panic,
        reason = "a compiled-in file without one of its policies is a broken build"
    )]
    fn kept(id: &str) -> &'static Self {
        match Self::named(id) {
            Some(policy) => policy,
            None => panic!("data/insurers.toml: no {id}"),
        }
    }

    /// The last day of any old card of that kind: fall-backs ask for it every time.
    pub(crate) fn old_card_of_kind_until(kind: InsurerKind) -> Date {
        let [late_elderly, national, employees] = *OLD_CARDS_UNTIL;
        match kind {
            InsurerKind::LateElderly => late_elderly,
            InsurerKind::National => national,
            InsurerKind::Employees => employees,
        }
    }

    /// The insurer's name.
    #[must_use]
    pub fn name(&'static self) -> Text {
        self.name.text()
    }

    /// When documents are sent (DOC-SEND). It changes nothing at the counter.
    #[must_use]
    pub fn sending(&'static self) -> Text {
        self.sending.text()
    }

    /// How the registration of the card is undone (DEREG); `None`: the insurer's
    /// document is silent.
    #[must_use]
    pub fn deregistration(&'static self) -> Option<Text> {
        self.deregistration.as_ref().map(Words::text)
    }

    /// What becomes of `document` in the end: kept, thrown away, or given back
    /// (DOC-RETURN). `None`: the insurer's document is silent.
    #[must_use]
    pub fn return_of(&'static self, document: Document) -> Option<Text> {
        self.returns.get(document.code()).map(Words::text)
    }

    /// On whose word the value `field` of the policy stands, such as
    /// `link_lag_days`.
    #[must_use]
    pub fn provenance(&self, field: &str) -> Option<&Provenance> {
        self.sources.get(field)
    }

    /// The day from which the check server knows of cover whose procedure was made on
    /// `procedure_on` (LAG-LINK), in calendar days: no source says working days.
    #[must_use]
    pub fn linked_on(&self, procedure_on: Date) -> Date {
        procedure_on.saturating_add(i32::from(self.link_lag_days).days())
    }
}

/// The last day of any old card of each kind, in the order of [`InsurerKind::ALL`].
static OLD_CARDS_UNTIL: LazyLock<[Date; 3]> = LazyLock::new(|| {
    InsurerKind::ALL.map(|kind| {
        let of_kind = POLICIES.iter().filter(|policy| policy.kind == kind);
        let days = of_kind.map(|policy| policy.old_card_until);
        days.max().unwrap_or(Date::MIN)
    })
});

static POLICIES: LazyLock<Vec<InsurerPolicy>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        insurer: Vec<InsurerPolicy>,
    }
    compiled_in::<File>("insurers.toml", include_str!("../data/insurers.toml")).insurer
});

#[cfg(test)]
mod tests;
