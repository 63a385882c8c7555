//! Whom a network certificate names.

use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::AttributeTypeAndValue;

/// The common name of an operator's certificate.
const OPERATOR: &str = "operator";
/// Digits of an institution's code.
const CODE_DIGITS: usize = 10;
/// Characters of a terminal's identifier at most.
const TERMINAL_LONGEST: usize = 16;

/// Whose client certificate it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NetworkSubject {
    /// A terminal of an institution.
    Institution {
        /// The institution's 10-digit code, the common name.
        code: String,
        /// The terminal: 1 to 16 ASCII letters, digits and hyphens, the
        /// organizational unit.
        terminal: String,
    },
    /// A terminal from which the server is administered; its common name is
    /// `operator`.
    Operator {
        /// The terminal, as an institution's.
        terminal: String,
    },
}

impl NetworkSubject {
    /// The first terminal that an institution or an operator gets.
    pub const FIRST_TERMINAL: &'static str = "T01";

    /// The institution's terminal; `None` when the code is not 10 digits or the
    /// terminal no identifier.
    #[must_use]
    pub fn institution(code: &str, terminal: &str) -> Option<Self> {
        let digits = code.len() == CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        (digits && is_terminal(terminal)).then(|| Self::Institution {
            code: code.to_owned(),
            terminal: terminal.to_owned(),
        })
    }

    /// The operator's first terminal.
    #[must_use]
    pub fn operator() -> Self {
        Self::Operator {
            terminal: Self::FIRST_TERMINAL.to_owned(),
        }
    }

    /// The terminal's identifier.
    #[must_use]
    pub fn terminal(&self) -> &str {
        match self {
            Self::Institution { terminal, .. } | Self::Operator { terminal } => terminal,
        }
    }

    /// What stands as the common name.
    pub(crate) fn common_name(&self) -> &str {
        match self {
            Self::Institution { code, .. } => code,
            Self::Operator { .. } => OPERATOR,
        }
    }
}

fn is_terminal(text: &str) -> bool {
    (1..=TERMINAL_LONGEST).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whom a client certificate (DER) names. `None` when the bytes are no certificate, or
/// it is an authority's or not for signing (which a TLS handshake does not look at), or
/// it has not exactly one common name and one organizational unit, or they are no
/// institution's or operator's.
///
/// The certificate must have been verified before.
#[must_use]
pub fn network_subject(certificate: &[u8]) -> Option<NetworkSubject> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let signs =
        matches!(certificate.key_usage(), Ok(Some(usage)) if usage.value.digital_signature());
    if !signs || certificate.is_ca() {
        return None;
    }
    let subject = certificate.subject();
    let name = only(subject.iter_common_name())?;
    let terminal = only(subject.iter_organizational_unit())?;
    match name {
        OPERATOR if is_terminal(terminal) => Some(NetworkSubject::Operator {
            terminal: terminal.to_owned(),
        }),
        code => NetworkSubject::institution(code, terminal),
    }
}

/// The text of the only one.
fn only<'a>(mut parts: impl Iterator<Item = &'a AttributeTypeAndValue<'a>>) -> Option<&'a str> {
    match (parts.next(), parts.next()) {
        (Some(part), None) => part.as_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
