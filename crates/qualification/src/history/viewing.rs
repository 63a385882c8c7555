//! Whether somebody may view one category of a person's history, and what they are told
//! if not.

use jiff::Timestamp;

use crate::consent::last_word;
use crate::{
    Category, CategorySet, ConsentGrant, Institution, Purpose, Reason, Role, Rule, Scope, Text,
};

/// Somebody asks to view.
#[derive(Clone, Copy)]
pub struct Viewing<'v> {
    /// Who of the staff.
    pub role: Role,
    /// Why, as they say.
    pub purpose: Purpose,
    /// Where.
    pub institution: &'v Institution,
    /// The categories that institution has switched on.
    pub offered: CategorySet,
    /// What they ask for.
    pub category: Category,
    /// Every consent of that visit, whether it still holds or not.
    pub grants: &'v [ConsentGrant],
    /// How much that visit may be told.
    pub scope: Scope,
    /// When.
    pub at: Timestamp,
}

/// Why nobody is shown anything. Whether there is anything to show is told by none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewDenial {
    /// Nobody of that role views it (CONSENT-ROLE).
    WrongRole,
    /// The institution is there for something else.
    WrongPurpose,
    /// The institution has not switched it on (CONSENT-CATEGORIES).
    NotOffered,
    /// The visit is in the grace of the certificate (CONSENT-GRACE).
    InGrace,
    /// There is no consent to it (CONSENT-PER-VISIT).
    NotConsented,
    /// The consent has ended, by time or with the visit (CONSENT-PER-VISIT).
    ConsentExpired,
    /// The patient took the consent back (CONSENT-CHANGE).
    ConsentWithdrawn,
}

/// The consent by which somebody may view: of several, only the last one counts.
///
/// # Errors
/// The first [`ViewDenial`] that applies, in their order: what the reader lacks is
/// looked at before anything that is the patient's.
pub fn view(viewing: &Viewing<'_>) -> Result<ConsentGrant, ViewDenial> {
    let Viewing { role, category, .. } = *viewing;
    if !role.may_view(category) {
        return Err(ViewDenial::WrongRole);
    }
    if viewing.purpose != Purpose::of(viewing.institution) {
        return Err(ViewDenial::WrongPurpose);
    }
    if !viewing.offered.contains(category) {
        return Err(ViewDenial::NotOffered);
    }
    if viewing.scope == Scope::EligibilityOnly {
        return Err(ViewDenial::InGrace);
    }
    // What the patient said stands, whatever the clock of who asks says.
    let grant = last_word(viewing.grants, category, Timestamp::MAX)
        .filter(|grant| grant.purpose == viewing.purpose)
        .ok_or(ViewDenial::NotConsented)?;
    match grant.withdrawn_at {
        Some(_) => Err(ViewDenial::ConsentWithdrawn),
        None if grant.holds_at(viewing.at) => Ok(*grant),
        None if viewing.at < grant.granted_at => Err(ViewDenial::NotConsented),
        None => Err(ViewDenial::ConsentExpired),
    }
}

impl ViewDenial {
    /// Every denial, in the order they are looked for.
    pub const ALL: [Self; 7] = [
        Self::WrongRole,
        Self::WrongPurpose,
        Self::NotOffered,
        Self::InGrace,
        Self::NotConsented,
        Self::ConsentExpired,
        Self::ConsentWithdrawn,
    ];

    /// The machine code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongRole => "WRONG_ROLE",
            Self::WrongPurpose => "WRONG_PURPOSE",
            Self::NotOffered => "NOT_OFFERED",
            Self::InGrace => "IN_GRACE",
            Self::NotConsented => "NOT_CONSENTED",
            Self::ConsentExpired => "CONSENT_EXPIRED",
            Self::ConsentWithdrawn => "CONSENT_WITHDRAWN",
        }
    }

    /// The denial with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|denial| denial.code() == code)
    }

    /// The rule it comes from.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::WrongRole => Rule::ConsentRole,
            Self::WrongPurpose => Rule::PrivMin,
            Self::NotOffered => Rule::ConsentCategories,
            Self::InGrace => Rule::ConsentGrace,
            Self::NotConsented | Self::ConsentExpired => Rule::ConsentPerVisit,
            Self::ConsentWithdrawn => Rule::ConsentChange,
        }
    }

    /// What the staff are told.
    #[must_use]
    #[rustfmt::skip]
    pub fn text(self) -> Text {
        let (ja, en) = match self {
            Self::NotConsented => return Reason::NotConsented.staff(),
            Self::ConsentExpired => return Reason::ConsentExpired.staff(),
            Self::WrongRole => (
                "あなたの職種では、この情報を閲覧できません。",
                "Staff of your role cannot view this information.",
            ),
            Self::WrongPurpose => (
                "この医療機関・薬局では、その目的での閲覧はできません。",
                "This institution cannot view for that purpose.",
            ),
            Self::NotOffered => (
                "この医療機関・薬局では、この情報を取り扱っていません。",
                "This institution does not offer this information.",
            ),
            Self::InGrace => (
                "電子証明書の有効期限が切れているため、確認できるのは資格情報のみです。",
                "The certificate has expired, so only eligibility can be checked.",
            ),
            Self::ConsentWithdrawn => (
                "患者さんがこの情報の閲覧への同意を取り消しました。資格の確認と会計は変わりません。",
                "The patient has withdrawn the consent to view this information. Eligibility and charge are the same.",
            ),
        };
        Text { ja, en }
    }
}

#[cfg(test)]
mod tests;
