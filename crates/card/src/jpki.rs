//! JPKI: kind, certificate, PIN and signature of user authentication.

use apdu::{StatusWord, Transport};

use crate::application::File;
use crate::availability::Availability;
use crate::certificate::{Certificate, CertificateRead, Fingerprint, length_from_header};
use crate::command::SIGN_CURRENT;
use crate::error::CardError;
use crate::kind::{CardKind, TOKEN_HEAD, is_simulator};
use crate::link::Verified;
use crate::secret::Pin;
use crate::session::{Card, JpkiState, Locked, PinTries, UnlockMethod, Unlocked};
use crate::signature::{SIGNATURE_LENGTH, digest_info};

/// What the card said to a PIN.
pub enum PinOutcome<T> {
    /// The PIN is right.
    Accepted(Card<T, Unlocked>),
    /// The PIN is wrong.
    Wrong {
        /// The card, still locked.
        card: Card<T, Locked>,
        /// How many tries are left, 1 to 15 (a card comes with 3). After the last
        /// one only the municipal office can help, so say this number aloud.
        tries_left: u8,
    },
    /// The PIN was wrong for the last time, or was blocked before.
    Blocked {
        /// The card, still locked; its certificate can still be read.
        card: Card<T, Locked>,
    },
}

impl<T: Transport, S: JpkiState> Card<T, S> {
    /// Asks the card what kind it is.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached or refuses.
    pub fn kind(&mut self) -> Result<CardKind, CardError> {
        Ok(CardKind::of_label(&self.read_token()?))
    }

    /// Whether the card says that it is a simulated one, by the maker it names.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached or refuses.
    pub fn is_simulated(&mut self) -> Result<bool, CardError> {
        let simulated = is_simulator(&self.read_token()?);
        if simulated {
            self.link.mark_simulator();
        }
        Ok(simulated)
    }

    /// Asks which certificates are on the card.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached, refuses or does not say.
    pub fn availability(&mut self) -> Result<Availability, CardError> {
        const DOING: &str = "say which certificates it has";
        self.link.select(DOING, &File::AVAILABILITY)?;
        let bytes = self.link.read(DOING, 0, Availability::LENGTH)?;
        Availability::parse(&bytes).ok_or(CardError::Malformed {
            what: "it does not say which certificates it has",
        })
    }

    /// What the certificate read in this session is known by; `None` before it
    /// was read.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// Asks how many PIN tries are left. It costs none.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached, or says something else.
    pub fn tries_left(&mut self) -> Result<PinTries, CardError> {
        const DOING: &str = "say how many PIN tries are left";
        self.link.select(DOING, &File::PIN)?;
        Ok(self.link.tries(DOING)?.into())
    }

    fn read_token(&mut self) -> Result<Vec<u8>, CardError> {
        const DOING: &str = "say what kind of card it is";
        self.link.select(DOING, &File::TOKEN)?;
        Ok(self.link.read(DOING, 0, TOKEN_HEAD)?.to_vec())
    }

    fn read_certificate(&mut self) -> Result<Certificate, CardError> {
        const DOING: &str = "show its certificate";
        self.link.select(DOING, &File::CERTIFICATE)?;
        let der = self.link.read_file(DOING, length_from_header)?;
        let certificate = Certificate::new(der.to_vec());
        let fingerprint = certificate.fingerprint();
        if *self.fingerprint.get_or_insert(fingerprint) != fingerprint {
            return Err(self.link.end(CardError::AnotherCard));
        }
        Ok(certificate)
    }
}

impl<T: Transport> Card<T, Locked> {
    /// Reads the user-authentication certificate, which a plastic card shows
    /// freely and an Android phone after the PIN.
    ///
    /// # Errors
    /// [`CardError::Malformed`] when there is no certificate of at most
    /// [`crate::MAX_CERTIFICATE`] bytes; [`CardError::AnotherCard`] when this
    /// session has read a different one before; else what the card or link said.
    pub fn certificate(&mut self) -> Result<CertificateRead, CardError> {
        match self.read_certificate() {
            Ok(certificate) => Ok(CertificateRead::Shown(certificate)),
            Err(CardError::Protocol {
                status: StatusWord::NOT_AUTHORISED,
                ..
            }) => Ok(CertificateRead::AfterPin),
            Err(error) => Err(error),
        }
    }

    /// Gives the card the PIN: one `VERIFY`, never repeated.
    ///
    /// # Errors
    /// [`CardError`] when no usable answer came. The card is given up then, since
    /// the try may have been counted; only a person may decide to try again.
    pub fn verify(mut self, pin: Pin) -> Result<PinOutcome<T>, CardError> {
        const DOING: &str = "check the PIN";
        self.link.select(DOING, &File::PIN)?;
        let said = self.link.verify(DOING, pin.digits());
        // The digits are wiped here, before anyone looks at the answer.
        drop(pin);
        Ok(match said? {
            Verified::Yes => PinOutcome::Accepted(self.into_state(Unlocked(UnlockMethod::Pin))),
            Verified::TriesLeft(tries_left) => PinOutcome::Wrong {
                card: self,
                tries_left,
            },
            Verified::Blocked => PinOutcome::Blocked { card: self },
        })
    }
}

impl<T: Transport> Card<T, Unlocked> {
    /// Reads the user-authentication certificate.
    ///
    /// # Errors
    /// As before unlocking; a card that still does not show it is
    /// [`CardError::Protocol`].
    pub fn certificate(&mut self) -> Result<Certificate, CardError> {
        self.read_certificate()
    }

    /// Lets the card sign a challenge with the key for user authentication
    /// (RSA PKCS#1 v1.5 with SHA-256; [`SIGNATURE_LENGTH`] bytes). Whether the
    /// signature is good is for the one who set the challenge to judge.
    ///
    /// # Errors
    /// [`CardError::Malformed`] when the answer has another length; else what the
    /// card or link said.
    pub fn sign(&mut self, challenge: &[u8]) -> Result<Vec<u8>, CardError> {
        const DOING: &str = "sign";
        self.link.select(DOING, &File::KEY)?;
        let answer = self
            .link
            .ask(&SIGN_CURRENT.with_data(&digest_info(challenge)))?;
        if !answer.status.is_ok() {
            return Err(CardError::Protocol {
                doing: DOING,
                status: answer.status,
            });
        }
        if answer.data.len() != SIGNATURE_LENGTH {
            return Err(CardError::Malformed {
                what: "the signature has the wrong length",
            });
        }
        Ok(answer.data.to_vec())
    }
}
