//! All that issues a card.

use std::panic::resume_unwind;
use std::thread;

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRngCore, SeedableRng};
use zeroize::Zeroizing;

use crate::verifiable::Certified;
use crate::{
    Authority, ContentSigner, KeyId, PkiError, TerminalAuthority, VerifiableCertificate, profile,
};

/// A private key, PKCS#8.
type Key = Zeroizing<Vec<u8>>;
/// What a key is made from.
type Seed = Zeroizing<[u8; 32]>;

/// Everyone who vouches for a part of a card.
pub struct CardIssuer {
    /// The root above the content signers and the terminal authority.
    pub root: VerifiableCertificate,
    /// Above 利用者証明用 (user) certificates.
    pub user: Authority,
    /// Above 署名用 (signature) certificates.
    pub signature: Authority,
    /// Signs the face application's contents.
    pub face: ContentSigner,
    /// Signs the text application's contents.
    pub text: ContentSigner,
    /// Signs what the card holds outside its applications.
    pub common: ContentSigner,
    /// Above the terminals that a card lets sign without a PIN.
    pub terminals: TerminalAuthority,
}

/// The private keys of a new issuer, to be kept or dropped. The root's is not among
/// them: it has signed all that it ever will.
pub(crate) struct IssuerKeys {
    pub(crate) user: Key,
    pub(crate) signature: Key,
    pub(crate) face: Key,
    pub(crate) text: Key,
    pub(crate) common: Key,
    pub(crate) terminals: Key,
}

impl CardIssuer {
    /// Makes a new one: seven RSA-2048 keys, on two threads. The same random numbers
    /// give the same keys. The instants are those of the two X.509 authorities.
    ///
    /// # Errors
    /// [`PkiError`] when no key can be made or an instant is out of range.
    pub fn make(
        not_before: Timestamp,
        not_after: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, PkiError> {
        Self::make_with_keys(not_before, not_after, rng).map(|(issuer, _)| issuer)
    }

    pub(crate) fn make_with_keys(
        not_before: Timestamp,
        not_after: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Self, IssuerKeys), PkiError> {
        let [root, user, signature, face, text, common, terminals] = rsa_keys(rng)?;
        let root = Certified::root(&root)?;
        let certified = |holder, key: &Key| Certified::load(root.certify(holder, key)?, key);
        let authority = |name, key: &Key| Authority::create(name, not_before, not_after, key);
        let issuer = Self {
            user: authority(profile::user_authority_name(), &user)?,
            signature: authority(profile::signature_authority_name(), &signature)?,
            face: ContentSigner::new(certified(KeyId::FACE, &face)?),
            text: ContentSigner::new(certified(KeyId::TEXT, &text)?),
            common: ContentSigner::new(certified(KeyId::COMMON, &common)?),
            terminals: TerminalAuthority::new(certified(KeyId::TERMINAL_AUTHORITY, &terminals)?),
            root: root.certificate().clone(),
        };
        let keys = IssuerKeys {
            user,
            signature,
            face,
            text,
            common,
            terminals,
        };
        Ok((issuer, keys))
    }
}

/// RSA keys, each from a seed of its own, so that it does not matter which thread
/// makes it.
fn rsa_keys<const N: usize>(rng: &mut impl CryptoRngCore) -> Result<[Key; N], PkiError> {
    let mut seeds: [Seed; N] = std::array::from_fn(|_| Seed::default());
    seeds
        .iter_mut()
        .for_each(|seed| rng.fill_bytes(seed.as_mut()));
    let (these, those) = seeds.split_at(N / 2);
    let (ours, theirs) = thread::scope(|scope| {
        let other = scope.spawn(|| keys_from(those));
        (keys_from(these), other.join())
    });
    let mut keys = ours?;
    keys.extend(theirs.unwrap_or_else(|panic| resume_unwind(panic))?);
    keys.try_into().map_err(|_| PkiError::WrongKey)
}

fn keys_from(seeds: &[Seed]) -> Result<Vec<Key>, PkiError> {
    let key = |seed: &Seed| Authority::rsa_key(&mut ChaCha20Rng::from_seed(**seed));
    seeds.iter().map(key).collect()
}

#[cfg(test)]
mod tests;
