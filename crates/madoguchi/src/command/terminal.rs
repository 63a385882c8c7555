//! The terminal of a desk, as a simulated card is shown it.

use card::Terminal;

/// The terminal of an institution.
pub(crate) struct TerminalOf(pub(crate) pki::Terminal);

impl Terminal for TerminalOf {
    fn certificate_body(&self) -> &[u8] {
        self.0.certificate_body()
    }

    fn certificate_signature(&self) -> &[u8] {
        self.0.certificate_signature()
    }

    fn sign(&self, challenge: &[u8]) -> Option<Vec<u8>> {
        self.0.sign(challenge).ok()
    }
}
