//! Issuing a card: a persona gets keys, certificates, pictures and full tries, in a
//! folder of its own that holds all the card is.
//!
//! ```text
//! card.image    the contents of every file, keys and PINs among them: its owner's
//!               alone
//! user.crt      利用者証明用電子証明書, DER
//! and beside them what the card keeps for life: its PIN counters
//! ```

mod folder;
mod keys;
mod personalisation;
mod pictures;
mod validity;

use std::path::Path;

use jiff::civil::Date;
use persona::Persona;
use pki::CardIssuer;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::image::collation_number_b;
use crate::{Card, CounterFile, Image, VirtualCardError};
use personalisation::Personalisation;
use validity::Validity;

/// Issues the persona's card into `folder`, with full tries.
///
/// `today` is the day of issue unless the persona names one. The same persona,
/// issuer, day and random numbers make the same card. The folder appears whole or
/// not at all; when two issue the same card at once, the one that is ready first
/// stands for both.
///
/// # Errors
/// [`VirtualCardError::AlreadyIssued`] when a card, or anything else, is there;
/// [`VirtualCardError::Issue`] when the authorities cannot vouch for it;
/// [`VirtualCardError::TooLong`], [`VirtualCardError::Picture`],
/// [`VirtualCardError::PictureUnreadable`], [`VirtualCardError::Storage`].
pub fn issue(
    persona: &Persona,
    issuer: &CardIssuer,
    folder: &Path,
    today: Date,
    rng: &mut impl CryptoRngCore,
) -> Result<(), VirtualCardError> {
    if is_issued(folder) {
        return Err(VirtualCardError::AlreadyIssued {
            folder: folder.to_owned(),
        });
    }
    let card = Personalisation {
        persona,
        issuer,
        validity: Validity::of(persona, today),
    };
    let (contents, certificate) = card.contents(rng)?;
    folder::store(folder, contents, &certificate)
}

/// Whether a card was issued into `folder`.
#[must_use]
pub fn is_issued(folder: &Path) -> bool {
    folder.join(folder::IMAGE).exists()
}

/// The certificate of the card in `folder` (DER), without holding the card.
///
/// # Errors
/// [`VirtualCardError::Storage`] when there is none.
pub fn issued_certificate(folder: &Path) -> Result<Vec<u8>, VirtualCardError> {
    folder::certificate(folder)
}

/// Collation number B (照合番号B) of the card in `folder`, 14 digits: what the desk
/// reads off the card's face. A phone has none.
///
/// # Errors
/// [`VirtualCardError::Storage`] when there is no card,
/// [`VirtualCardError::Damaged`].
pub fn issued_collation_number_b(
    folder: &Path,
) -> Result<Option<Zeroizing<Vec<u8>>>, VirtualCardError> {
    Ok(collation_number_b(&folder::contents(folder)?))
}

/// The contents of the card in `folder`, without holding the card: for any number of
/// likenesses of it whose tries are in memory.
///
/// # Errors
/// [`VirtualCardError::Storage`] when there is no card,
/// [`VirtualCardError::Damaged`], [`VirtualCardError::KeyUnusable`].
pub fn issued_image(folder: &Path) -> Result<Image, VirtualCardError> {
    Image::new(folder::contents(folder)?)
}

/// Takes the card out of `folder`. It is held until dropped.
///
/// # Errors
/// [`VirtualCardError::InUse`] when another reader holds it;
/// [`VirtualCardError::Storage`] when it was never issued;
/// [`VirtualCardError::Damaged`], [`VirtualCardError::KeyUnusable`].
pub fn take(folder: &Path) -> Result<Card, VirtualCardError> {
    let image = issued_image(folder)?;
    Ok(Card::new(image, CounterFile::open(folder)?))
}

#[cfg(test)]
pub(crate) mod tests;
