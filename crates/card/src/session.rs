//! The session: what may be done with the card now.

use apdu::{StatusWord, Transport};

use crate::certificate::{Certificate, Fingerprint, MAX_CERTIFICATE, length_from_header};
use crate::error::CardError;
use crate::file::File;
use crate::kind::{CardKind, LABEL_LENGTH};
use crate::link::{Link, SELECT_JPKI, SIGN_CURRENT, VERIFY_CURRENT, select_file};
use crate::pin::Pin;
use crate::signature::{SIGNATURE_LENGTH, digest_info};

/// How many bytes are asked for at a time: the most a short command can.
const CHUNK: usize = 256;
/// How many reads one certificate may take: enough for a reader that passes 64
/// bytes at a time, and an end for a card that gives them one by one.
const MAX_READS: usize = MAX_CERTIFICATE / 64;

/// A card that answers; nothing is selected yet.
#[derive(Debug)]
pub struct Present(());

/// JPKI is selected and the PIN has not been given: certificate, kind and tries
/// can be read.
#[derive(Debug)]
pub struct Locked(());

/// The card itself accepted the PIN that this session sent. There is no other way
/// to this state, and so none to a signature.
#[derive(Debug)]
pub struct Unlocked(());

/// The states in which JPKI is selected.
pub trait JpkiState: sealed::Sealed {}
impl JpkiState for Locked {}
impl JpkiState for Unlocked {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Locked {}
    impl Sealed for super::Unlocked {}
}

/// A My Number card in one of the states [`Present`], [`Locked`], [`Unlocked`].
///
/// The card keeps its own state until its power goes: begin a visit with a card
/// whose power has just come on, and end it by taking the power away, which the
/// reader's driver does.
pub struct Card<T, S> {
    link: Link<T>,
    fingerprint: Option<Fingerprint>,
    _state: S,
}

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

/// What the card says of its PIN without one being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinTries {
    /// This many wrong tries are left, 1 to 15.
    Left(u8),
    /// None: only the municipal office can help.
    Blocked,
    /// The card does not say. Some do so once their PIN was accepted; it is
    /// nothing to rely on, and unlocks nothing here.
    NotTold,
}

impl<T: Transport> Card<T, Present> {
    /// Begins a session over a transport to a card that was just reset.
    pub const fn new(transport: T) -> Self {
        Self {
            link: Link::new(transport),
            fingerprint: None,
            _state: Present(()),
        }
    }

    /// Selects the JPKI application.
    ///
    /// # Errors
    /// [`CardError::NotAMyNumberCard`] when the card refuses, whatever its words:
    /// cards of other kinds have many; [`CardError::Link`] when it cannot be
    /// reached.
    pub fn select_jpki(mut self) -> Result<Card<T, Locked>, CardError> {
        if self.link.send(&SELECT_JPKI)?.status.is_ok() {
            Ok(self.into_state(Locked(())))
        } else {
            Err(CardError::NotAMyNumberCard)
        }
    }
}

impl<T: Transport, S: JpkiState> Card<T, S> {
    /// Asks the card what kind it is.
    ///
    /// # Errors
    /// [`CardError`] when the card cannot be reached or refuses.
    pub fn kind(&mut self) -> Result<CardKind, CardError> {
        const DOING: &str = "say what kind of card it is";
        self.link.expect_ok(DOING, &select_file(&File::TOKEN))?;
        let label = self.link.read(DOING, 0, LABEL_LENGTH)?;
        Ok(CardKind::of_label(&label))
    }

    /// Reads the user-authentication certificate. A plastic card shows it freely,
    /// an Android phone only after the PIN (status 6982 before).
    ///
    /// # Errors
    /// [`CardError::Malformed`] when there is no certificate of at most
    /// [`MAX_CERTIFICATE`] bytes; [`CardError::AnotherCard`] when this session has
    /// read a different one before; else what the card or link said.
    pub fn certificate(&mut self) -> Result<Certificate, CardError> {
        let certificate = Certificate::new(self.read_certificate()?);
        let fingerprint = certificate.fingerprint();
        if *self.fingerprint.get_or_insert(fingerprint) != fingerprint {
            return Err(CardError::AnotherCard);
        }
        Ok(certificate)
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
        self.link.expect_ok(DOING, &select_file(&File::PIN))?;
        let status = self.link.send(&VERIFY_CURRENT)?.status;
        match pin_answer(status) {
            Some(PinAnswer::TriesLeft(tries)) => Ok(PinTries::Left(tries)),
            Some(PinAnswer::Blocked) => Ok(PinTries::Blocked),
            Some(PinAnswer::Ok) => Ok(PinTries::NotTold),
            None => Err(CardError::Protocol {
                doing: DOING,
                status,
            }),
        }
    }

    fn read_certificate(&mut self) -> Result<Vec<u8>, CardError> {
        const DOING: &str = "show its certificate";
        self.link
            .expect_ok(DOING, &select_file(&File::CERTIFICATE))?;
        let mut der = self.link.read(DOING, 0, CHUNK)?;
        let length = length_from_header(&der).ok_or(CardError::Malformed {
            what: "the certificate has no sensible length",
        })?;
        for _ in 0..MAX_READS {
            let missing = length.saturating_sub(der.len());
            if missing == 0 {
                // The file is longer than the certificate and filled with zeros.
                der.truncate(length);
                return Ok(der);
            }
            let chunk = self.link.read(DOING, der.len(), missing.min(CHUNK))?;
            if chunk.is_empty() {
                break;
            }
            der.extend_from_slice(&chunk);
        }
        Err(CardError::Malformed {
            what: "the certificate ends too early",
        })
    }
}

impl<T: Transport> Card<T, Locked> {
    /// Gives the card the PIN: one `VERIFY`, never repeated.
    ///
    /// # Errors
    /// [`CardError`] when no usable answer came. The card is given up then, since
    /// the try may have been counted; only a person may decide to try again.
    pub fn verify(mut self, pin: Pin) -> Result<PinOutcome<T>, CardError> {
        const DOING: &str = "check the PIN";
        self.link.expect_ok(DOING, &select_file(&File::PIN))?;
        let status = self
            .link
            .send(&VERIFY_CURRENT.with_data(pin.digits()))?
            .status;
        // The digits are wiped here, before anyone looks at the answer.
        drop(pin);
        match pin_answer(status) {
            Some(PinAnswer::Ok) => Ok(PinOutcome::Accepted(self.into_state(Unlocked(())))),
            Some(PinAnswer::TriesLeft(tries_left)) => Ok(PinOutcome::Wrong {
                card: self,
                tries_left,
            }),
            Some(PinAnswer::Blocked) => Ok(PinOutcome::Blocked { card: self }),
            None => Err(CardError::Protocol {
                doing: DOING,
                status,
            }),
        }
    }
}

impl<T: Transport> Card<T, Unlocked> {
    /// Lets the card sign a challenge with the key for user authentication
    /// (RSA PKCS#1 v1.5 with SHA-256; [`SIGNATURE_LENGTH`] bytes). Whether the
    /// signature is good is for the one who set the challenge to judge.
    ///
    /// # Errors
    /// [`CardError::Malformed`] when the answer has another length; else what the
    /// card or link said.
    pub fn sign(&mut self, challenge: &[u8]) -> Result<Vec<u8>, CardError> {
        const DOING: &str = "sign";
        self.link.expect_ok(DOING, &select_file(&File::KEY))?;
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
        Ok(answer.data)
    }
}

impl<T, S> Card<T, S> {
    fn into_state<N>(self, state: N) -> Card<T, N> {
        Card {
            link: self.link,
            fingerprint: self.fingerprint,
            _state: state,
        }
    }
}

enum PinAnswer {
    Ok,
    TriesLeft(u8),
    Blocked,
}

fn pin_answer(status: StatusWord) -> Option<PinAnswer> {
    match status.tries_left() {
        // The try that used up the counter is answered 63C0, later ones 6984.
        Some(0) => Some(PinAnswer::Blocked),
        Some(tries) => Some(PinAnswer::TriesLeft(tries)),
        None if status.is_blocked() => Some(PinAnswer::Blocked),
        None => status.is_ok().then_some(PinAnswer::Ok),
    }
}
