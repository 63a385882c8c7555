//! Terminal authentication: a terminal that the card's terminal authority vouches
//! for uses the user-authentication key without the PIN.
//!
//! **SIMULATED, NON-PUBLIC.** Public readers of the card show how a terminal hands
//! over its certificate (`80 A2`, in two parts). What comes after that is not
//! public, nor is which certificates real cards believe: GET CHALLENGE and EXTERNAL
//! AUTHENTICATE are this simulator's own stand-in, and the authority is its own. No
//! real card takes any of it.

use apdu::{Command, StatusWord};
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256};

use super::{Card, Reply, Target};
use crate::image::{Application, File};

/// RSA-2048, in bytes: a modulus or a signature.
const KEY_SIZE: usize = 256;
/// What the certificate's first part begins with: the certificate and its body.
const BODY_TAGS: [u8; 10] = [0x7F, 0x21, 0x82, 0x02, 0x33, 0x5F, 0x4E, 0x82, 0x01, 0x29];
/// Issuer's and subject's key identifiers and the subject's public key, in bytes.
const BODY_SIZE: usize = 297;
/// What the second part begins with.
const SIGNATURE_TAGS: [u8; 5] = [0x5F, 0x37, 0x82, 0x01, 0x00];
/// What stands before a public key's modulus: the exponent 65537, and a tag.
const EXPONENT: [u8; 9] = [0x90, 0x03, 0x01, 0x00, 0x01, 0x91, 0x82, 0x01, 0x00];
/// An answer to a shorter challenge could be one to an earlier challenge.
const SHORTEST_CHALLENGE: usize = 16;

/// How far a terminal has come.
#[derive(Default)]
pub(super) enum Terminal {
    /// It has said nothing.
    #[default]
    Unknown,
    /// It has handed over the body of its certificate.
    Claimed(Vec<u8>),
    /// The authority vouches for its key.
    Certified(Box<RsaPublicKey>),
}

impl Card {
    /// `80 A2`: the certificate's body (P1 06), then its signature (P1 00).
    pub(super) fn take_terminal_certificate(&mut self, command: &Command) -> Reply {
        match (command.p1, command.p2) {
            (0x06, 0xC1) => self.take_body(command.data),
            (0x00, 0xC1) => self.take_signature(command.data),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn take_body(&mut self, data: &[u8]) -> Reply {
        self.authority(Target::Current)?;
        if data.len() != BODY_TAGS.len() + BODY_SIZE {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let body = data.strip_prefix(&BODY_TAGS[..]);
        let body = body.ok_or(StatusWord::WRONG_DATA)?;
        self.volatile.terminal = Terminal::Claimed(body.to_vec());
        Ok(Vec::new())
    }

    fn take_signature(&mut self, data: &[u8]) -> Reply {
        self.authority(Target::Current)?;
        let Terminal::Claimed(body) = self.volatile.turn_terminal_away() else {
            return Err(StatusWord::WRONG_LENGTH);
        };
        if data.len() != SIGNATURE_TAGS.len() + KEY_SIZE {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let signature = data.strip_prefix(&SIGNATURE_TAGS[..]);
        let signature = signature.ok_or(StatusWord::WRONG_DATA)?;
        let (_, key_id, authority) = self.authority(Target::Current)?;
        let key = body
            .strip_prefix(key_id)
            .filter(|_| signed(authority, &body, signature))
            .and_then(subject_key)
            .ok_or(StatusWord::NOT_AUTHORISED)?;
        self.volatile.terminal = Terminal::Certified(Box::new(key));
        Ok(Vec::new())
    }

    /// EXTERNAL AUTHENTICATE (ISO 7816-4, 11.5.4): the terminal's signature of the
    /// last challenge, which serves this once. It opens what is open to terminals,
    /// in this application, until another one is selected or power goes.
    pub(super) fn external_authenticate(&mut self, command: &Command) -> Reply {
        if command.p1 != 0x00 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let target = Target::from_byte(command.p2)?;
        self.authority(target)?;
        if command.data.len() != KEY_SIZE {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let challenge = std::mem::take(&mut self.volatile.challenge);
        let Terminal::Certified(terminal) = self.volatile.turn_terminal_away() else {
            return Err(StatusWord::NOT_AUTHORISED);
        };
        let proven =
            challenge.len() >= SHORTEST_CHALLENGE && signed(&terminal, &challenge, command.data);
        if !proven {
            return Err(StatusWord::NOT_AUTHORISED);
        }
        let (application, ..) = self.authority(Target::Current)?;
        let application = application.aid;
        self.volatile.admit_terminal(application);
        self.volatile.terminal = Terminal::Certified(terminal);
        Ok(Vec::new())
    }

    /// The terminal authority in the file the command speaks of.
    fn authority(
        &mut self,
        target: Target,
    ) -> Result<(&Application, &[u8; 16], &RsaPublicKey), StatusWord> {
        match self.volatile.locate(target, &self.persistent.image)? {
            (application, _, File::TerminalAuthority { key_id, key }) => {
                Ok((application, key_id, key))
            }
            _ => Err(StatusWord::WRONG_FILE_KIND),
        }
    }
}

/// Whether this is the key's signature (sha256WithRSAEncryption) of the message.
fn signed(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> bool {
    let hash = Sha256::digest(message);
    key.verify(Pkcs1v15Sign::new::<Sha256>(), &hash, signature)
        .is_ok()
}

/// The public key after the subject's key identifier.
fn subject_key(subject: &[u8]) -> Option<RsaPublicKey> {
    let modulus = subject.get(16..)?.strip_prefix(&EXPONENT[..])?;
    let key = RsaPublicKey::new(BigUint::from_bytes_be(modulus), BigUint::from(65_537_u32)).ok()?;
    (key.size() == KEY_SIZE).then_some(key)
}

#[cfg(test)]
mod tests;
