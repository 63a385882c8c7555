//! Cards: suspended, lifted, renewed.

use qualification::{CardFingerprint, IdempotencyKey};

use super::key::fingerprint;
use crate::field::{self, Faults};
use crate::v1;

/// A change of one card: its suspension, or the lifting of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneCard {
    /// The card.
    pub card: CardFingerprint,
    /// Names this effect.
    pub key: IdempotencyKey,
}

/// A new card in the place of an old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewCard {
    /// The old one.
    pub old: CardFingerprint,
    /// The new one.
    pub new: CardFingerprint,
    /// Names this effect.
    pub key: IdempotencyKey,
}

macro_rules! one_card {
    ($($message:ident),+) => {$(
        impl TryFrom<v1::$message> for OneCard {
            type Error = Faults;

            fn try_from(message: v1::$message) -> Result<Self, Faults> {
                let mut faults = Faults::default();
                let card = faults.keep("card", fingerprint(&message.card));
                let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
                faults.finish(card.zip(key).map(|(card, key)| Self { card, key }))
            }
        }

        impl From<OneCard> for v1::$message {
            fn from(request: OneCard) -> Self {
                Self {
                    card: request.card.0.to_vec(),
                    idempotency_key: request.key.0.to_vec(),
                }
            }
        }
    )+};
}

one_card!(SuspendCardRequest, LiftCardRequest);

impl TryFrom<v1::RenewCardRequest> for RenewCard {
    type Error = Faults;

    fn try_from(message: v1::RenewCardRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let old = faults.keep("old_card", fingerprint(&message.old_card));
        let new = match fingerprint(&message.new_card) {
            Ok(new) if Some(new) == old => Err("is the old card"),
            new => new,
        };
        let new = faults.keep("new_card", new);
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let whole = || {
            Some(Self {
                old: old?,
                new: new?,
                key: key?,
            })
        };
        faults.finish(whole())
    }
}

impl From<RenewCard> for v1::RenewCardRequest {
    fn from(request: RenewCard) -> Self {
        Self {
            old_card: request.old.0.to_vec(),
            new_card: request.new.0.to_vec(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}
