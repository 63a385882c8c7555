//! Who asks: which institution, at which terminal, and who of the staff.

use crate::{Institution, Role, StaffId};

/// A terminal (資格確認端末), by the institution's own id: 1 to 16 ASCII letters,
/// digits or `-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TerminalId(String);

/// A text that is no terminal's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "端末IDは半角の英数字と - で16文字まで / a terminal id has 1 to 16 ASCII letters, digits or -"
)]
pub struct TerminalIdFormat;

impl TerminalId {
    /// The id that `text` is.
    ///
    /// # Errors
    /// [`TerminalIdFormat`] when it is none.
    pub fn parse(text: &str) -> Result<Self, TerminalIdFormat> {
        let fits = (1..=16).contains(&text.len())
            && text
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-');
        fits.then(|| Self(text.to_owned())).ok_or(TerminalIdFormat)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whose certificate a call came with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Party {
    /// 医療機関・薬局.
    Institution(Institution),
    /// Whoever runs the check server.
    Operator,
    /// Nobody: the certificate is genuine, but names neither.
    Nobody,
}

impl Party {
    /// The institution's code, `OPERATOR` or `NOBODY`.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Institution(institution) => institution.as_str(),
            Self::Operator => "OPERATOR",
            Self::Nobody => "NOBODY",
        }
    }

    /// The party with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "OPERATOR" => Some(Self::Operator),
            "NOBODY" => Some(Self::Nobody),
            code => Institution::parse(code).ok().map(Self::Institution),
        }
    }
}

/// Somebody of the staff who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffOnDuty {
    /// Who.
    pub id: StaffId,
    /// As what.
    pub role: Role,
    /// Which of their sign-ins: when they sign out, or their account is changed, a new
    /// one begins and tokens of this one are worth nothing.
    pub session: u32,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Caller {
    /// For whom.
    pub party: Party,
    /// At which terminal; `None` where the certificate names none.
    pub terminal: Option<TerminalId>,
    /// Who of the staff, when somebody is signed in.
    pub staff: Option<StaffOnDuty>,
}

impl Caller {
    /// The institution, when it is one that asks.
    #[must_use]
    pub const fn institution(&self) -> Option<&Institution> {
        match &self.party {
            Party::Institution(institution) => Some(institution),
            Party::Operator | Party::Nobody => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_id_is_1_to_16_ascii_letters_digits_or_hyphens() {
        for (text, is_one) in [
            ("T01", true),
            ("0123456789abcdeF", true),
            ("0123456789abcdeFg", false),
            ("", false),
            ("T 1", false),
            ("端末1", false),
        ] {
            let id = TerminalId::parse(text);
            assert_eq!(id.is_ok(), is_one, "{text:?}");
        }
    }

    #[test]
    fn a_party_is_known_again_by_its_code() {
        let clinic = Institution::parse("1310000001").unwrap();
        for party in [Party::Institution(clinic), Party::Operator, Party::Nobody] {
            assert_eq!(Party::from_code(party.code()), Some(party));
        }
        assert_eq!(Party::from_code("operator"), None);
    }
}
