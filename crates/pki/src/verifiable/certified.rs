//! A private key and the certificate that names it.

use rand_core::OsRng;
use ring::digest;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};

use super::{KeyId, MODULUS, VerifiableCertificate};
use crate::PkiError;

/// DigestInfo of a SHA-256 value, without the value (RFC 8017 §9.2 note 1).
const SHA256_DIGEST_INFO: &[u8] = &[
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// A holder of a key that vouches for other keys or for contents.
pub(crate) struct Certified {
    pub(super) certificate: VerifiableCertificate,
    key: RsaPrivateKey,
}

impl Certified {
    /// The root: it vouches for itself.
    pub(crate) fn root(pkcs8: &[u8]) -> Result<Self, PkiError> {
        let key = read(pkcs8)?;
        let modulus = modulus(&key)?;
        let id = KeyId::of(KeyId::ROOT, &modulus);
        let certificate = certificate(id, &key, id, modulus)?;
        Ok(Self { certificate, key })
    }

    /// A holder whose certificate was made before.
    pub(crate) fn load(certificate: VerifiableCertificate, pkcs8: &[u8]) -> Result<Self, PkiError> {
        let key = read(pkcs8)?;
        if modulus(&key)? != certificate.modulus {
            return Err(PkiError::WrongKey);
        }
        Ok(Self { certificate, key })
    }

    /// Vouches for the holder of a key.
    pub(crate) fn certify(
        &self,
        holder: &[u8; 7],
        pkcs8: &[u8],
    ) -> Result<VerifiableCertificate, PkiError> {
        let modulus = modulus(&read(pkcs8)?)?;
        let subject = KeyId::of(holder, &modulus);
        certificate(self.certificate.subject, &self.key, subject, modulus)
    }

    pub(crate) const fn certificate(&self) -> &VerifiableCertificate {
        &self.certificate
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PkiError> {
        sign(&self.key, message)
    }

    pub(super) fn sign_digest_info(&self, info: &[u8]) -> Result<Vec<u8>, PkiError> {
        pad_and_sign(&self.key, info)
    }
}

fn read(pkcs8: &[u8]) -> Result<RsaPrivateKey, PkiError> {
    RsaPrivateKey::from_pkcs8_der(pkcs8).map_err(|_| PkiError::WrongKey)
}

fn modulus(key: &RsaPrivateKey) -> Result<[u8; MODULUS], PkiError> {
    let modulus = key.n().to_bytes_be();
    modulus.try_into().map_err(|_| PkiError::WrongKey)
}

fn certificate(
    issuer: KeyId,
    issuer_key: &RsaPrivateKey,
    subject: KeyId,
    modulus: [u8; MODULUS],
) -> Result<VerifiableCertificate, PkiError> {
    let mut certificate = VerifiableCertificate {
        issuer,
        subject,
        modulus,
        signature: [0; MODULUS],
    };
    let signature = sign(issuer_key, &certificate.body())?;
    certificate.signature = signature.try_into().map_err(|_| PkiError::WrongKey)?;
    Ok(certificate)
}

fn sign(key: &RsaPrivateKey, message: &[u8]) -> Result<Vec<u8>, PkiError> {
    let digest = digest::digest(&digest::SHA256, message);
    pad_and_sign(key, &[SHA256_DIGEST_INFO, digest.as_ref()].concat())
}

/// The random numbers only blind the computation; the signature is always the same.
fn pad_and_sign(key: &RsaPrivateKey, info: &[u8]) -> Result<Vec<u8>, PkiError> {
    key.sign_with_rng(&mut OsRng, Pkcs1v15Sign::new_unprefixed(), info)
        .map_err(|_| PkiError::Unsigned)
}
