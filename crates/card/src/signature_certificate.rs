//! The certificate for signatures (署名用電子証明書): read after its password, for a
//! person who wants to see what is on the card. The key it belongs to is never
//! used: a front desk signs nothing in a patient's name.

use std::fmt;

use apdu::Transport;
use zeroize::Zeroizing;

use crate::application::File;
use crate::certificate::length_from_header;
use crate::error::CardError;
use crate::link::Verified;
use crate::secret::SignaturePassword;
use crate::session::{Card, JpkiState, PinTries};

/// The certificate for signatures, as DER. It names its holder, with birth date,
/// sex and address, so it is a type of its own and wiped when dropped: it cannot be
/// taken for the one that is shown to a server.
///
/// `Debug` shows its length only.
pub struct SignatureCertificate(Zeroizing<Vec<u8>>);

/// What the card said to a signature password.
pub enum SignatureCertificateOutcome<T, S> {
    /// The password is right, and this is the certificate.
    Read {
        /// The card, as locked or unlocked as before.
        card: Card<T, S>,
        /// What was read.
        certificate: SignatureCertificate,
    },
    /// The card has no such certificate. Found before the password was tried, or
    /// after it was accepted.
    NotThere {
        /// The card, as locked or unlocked as before.
        card: Card<T, S>,
    },
    /// The password is wrong.
    Wrong {
        /// The card, as locked or unlocked as before.
        card: Card<T, S>,
        /// How many tries are left, 1 to 15 (a card comes with 5).
        tries_left: u8,
    },
    /// The password was wrong for the last time, or was blocked before.
    Blocked {
        /// The card, as locked or unlocked as before.
        card: Card<T, S>,
    },
}

impl SignatureCertificate {
    /// The certificate's DER bytes, without the file's filling.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SignatureCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureCertificate({} bytes)", self.0.len())
    }
}

impl<T: Transport, S: JpkiState> Card<T, S> {
    /// Gives the card the signature password, one `VERIFY`, never repeated, and
    /// reads the certificate for signatures.
    ///
    /// # Errors
    /// [`CardError`] when no usable answer came. The card is given up then, since
    /// the try may have been counted; only a person may decide to try again.
    pub fn read_signature_certificate(
        mut self,
        password: SignaturePassword,
    ) -> Result<SignatureCertificateOutcome<T, S>, CardError> {
        use SignatureCertificateOutcome::{Blocked, NotThere, Read, Wrong};
        const CHECKING: &str = "check the signature password";
        const READING: &str = "show its signature certificate";

        if !self.link.find(CHECKING, &File::SIGNATURE_PASSWORD)? {
            return Ok(NotThere { card: self });
        }
        let said = self.link.verify(CHECKING, password.characters());
        // The password is wiped here, before anyone looks at the answer.
        drop(password);
        match said? {
            Verified::Yes => {}
            Verified::TriesLeft(tries_left) => {
                return Ok(Wrong {
                    card: self,
                    tries_left,
                });
            }
            Verified::Blocked => return Ok(Blocked { card: self }),
        }
        if !self.link.find(READING, &File::SIGNATURE_CERTIFICATE)? {
            return Ok(NotThere { card: self });
        }
        let der = self.link.read_file(READING, length_from_header)?;
        Ok(Read {
            card: self,
            certificate: SignatureCertificate(der),
        })
    }

    /// Asks how many tries of the signature password are left. It costs none.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached, or says something else.
    pub fn signature_tries_left(&mut self) -> Result<PinTries, CardError> {
        const DOING: &str = "say how many tries of the signature password are left";
        self.link.select(DOING, &File::SIGNATURE_PASSWORD)?;
        Ok(self.link.tries(DOING)?.into())
    }
}
