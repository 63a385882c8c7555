//! An authority: a certificate that vouches, and its key.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use rand_core::CryptoRngCore;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DistinguishedName,
    DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevocationReason, RevokedCertParams, SerialNumber, SubjectPublicKeyInfo,
};
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{NetworkSubject, PkiError, profile};

/// RSA modulus of cards and of the authority above them, as on real cards.
const RSA_BITS: usize = 2048;

/// Bytes of the card's file for the signature certificate.
const SIGNATURE_FILE: usize = 2000;

/// A certification authority of the simulator.
pub struct Authority {
    certificate: CertificateDer<'static>,
    pub(crate) issuer: Issuer<'static, KeyPair>,
}

/// A certificate made for a key that was made with it.
pub struct Issued {
    /// The certificate, DER.
    pub certificate: CertificateDer<'static>,
    /// Its private key, PKCS#8.
    pub key: PrivatePkcs8KeyDer<'static>,
}

/// A card's user-authentication certificate to be made.
#[derive(Debug, Clone, Copy)]
pub struct CardRequest<'a> {
    /// The card's public key (SubjectPublicKeyInfo, DER).
    pub public_key: &'a [u8],
    /// The first instant of validity.
    pub not_before: Timestamp,
    /// The last second of validity.
    pub not_after: Timestamp,
}

/// A card's signature certificate (署名用) to be made. It has no `Debug`, as a person
/// stands in it.
#[derive(Clone, Copy)]
pub struct SignatureRequest<'a> {
    /// The public key of the card's signature key (SubjectPublicKeyInfo, DER).
    pub public_key: &'a [u8],
    /// The first instant of validity; its day in Japan is the day of issue.
    pub not_before: Timestamp,
    /// The last second of validity.
    pub not_after: Timestamp,
    /// The holder's name.
    pub name: &'a str,
    /// The day of birth.
    pub birth: Date,
    /// ISO/IEC 5218: `1` male, `2` female, `9` not applicable, `0` not known.
    pub sex_code: char,
    /// The address.
    pub address: &'a str,
}

impl Authority {
    /// Makes the authority that vouches for cards (RSA-2048, like the public one).
    ///
    /// # Errors
    /// [`PkiError`] when no key can be made.
    pub fn for_cards(
        not_before: Timestamp,
        not_after: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Self, Zeroizing<Vec<u8>>), PkiError> {
        let key = Self::rsa_key(rng)?;
        let authority = Self::create(profile::user_authority_name(), not_before, not_after, &key)?;
        Ok((authority, key))
    }

    /// Makes the authority that vouches for servers and institutions (P-256, as a
    /// TLS handshake then costs a fifth).
    ///
    /// # Errors
    /// [`PkiError`] when no key can be made.
    pub fn for_network(
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<(Self, Zeroizing<Vec<u8>>), PkiError> {
        let key = Zeroizing::new(KeyPair::generate()?.serialize_der());
        let name = profile::network_authority_name();
        let authority = Self::create(name, not_before, not_after, &key)?;
        Ok((authority, key))
    }

    /// An RSA-2048 key as PKCS#8, for a card or the authority above it.
    ///
    /// # Errors
    /// [`PkiError::Key`] when the random source gives none.
    pub fn rsa_key(rng: &mut impl CryptoRngCore) -> Result<Zeroizing<Vec<u8>>, PkiError> {
        let key = RsaPrivateKey::new(rng, RSA_BITS)?;
        let document = key
            .to_pkcs8_der()
            .map_err(|_| PkiError::Unwritable("this key"))?;
        Ok(document.to_bytes())
    }

    pub(crate) fn create(
        name: DistinguishedName,
        not_before: Timestamp,
        not_after: Timestamp,
        key: &[u8],
    ) -> Result<Self, PkiError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = name;
        params.not_before = time_of(not_before)?;
        params.not_after = time_of(not_after)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&KeyPair::try_from(key)?)?.der().clone();
        Self::load(certificate, key)
    }

    /// An authority from its certificate and its PKCS#8 key.
    ///
    /// # Errors
    /// [`PkiError::Issue`] when one of them cannot be read.
    pub fn load(certificate: CertificateDer<'static>, key: &[u8]) -> Result<Self, PkiError> {
        let issuer = Issuer::from_ca_cert_der(&certificate, KeyPair::try_from(key)?)?;
        Ok(Self {
            certificate,
            issuer,
        })
    }

    /// The authority's own certificate.
    #[must_use]
    pub const fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// A server's certificate for these DNS names and addresses.
    ///
    /// # Errors
    /// [`PkiError::Issue`] when a name is none.
    pub fn issue_server(
        &self,
        names: &[String],
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<Issued, PkiError> {
        let mut params = CertificateParams::new(names)?;
        let name = names.first().map_or("server", String::as_str);
        params.distinguished_name = profile::named(name, "Madoguchi SIMULATOR check server");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue_network(params, not_before, not_after)
    }

    /// A client certificate in that subject's name, whatever it is; `name` is what
    /// people call it.
    ///
    /// # Errors
    /// [`PkiError::Issue`] when it cannot be signed.
    pub fn issue_client(
        &self,
        subject: &NetworkSubject,
        name: &str,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<Issued, PkiError> {
        let mut params = CertificateParams::default();
        params.distinguished_name = profile::client_name(subject, name);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue_network(params, not_before, not_after)
    }

    fn issue_network(
        &self,
        mut params: CertificateParams,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<Issued, PkiError> {
        let key = KeyPair::generate()?;
        params.not_before = time_of(not_before)?;
        params.not_after = time_of(not_after)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        Ok(Issued {
            certificate: params.signed_by(&key, &self.issuer)?.der().clone(),
            key: PrivatePkcs8KeyDer::from(key.serialize_der()),
        })
    }

    /// A card's user-authentication certificate, with the profile that public
    /// readers know from the test hierarchy.
    ///
    /// # Errors
    /// [`PkiError`] when the public key cannot be read or an instant is out of
    /// range.
    pub fn issue_card(
        &self,
        request: CardRequest<'_>,
    ) -> Result<CertificateDer<'static>, PkiError> {
        let key = SubjectPublicKeyInfo::from_der(request.public_key)?;
        let mut params = CertificateParams::default();
        params.not_before = time_of(request.not_before)?;
        params.not_after = time_of(request.not_after)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        let identifier = params.key_identifier(&key);
        params.distinguished_name = profile::user_name(&identifier);
        params.custom_extensions = profile::user_extensions(&identifier);
        Ok(params.signed_by(&key, &self.issuer)?.der().clone())
    }

    /// A card's signature certificate, with the profile that public readers know from
    /// the test hierarchy. It is longer than 255 bytes, as readers expect a two-byte
    /// length, and fits the card's file.
    ///
    /// # Errors
    /// [`PkiError::Unwritable`] when name and address make it longer than 2,000 bytes
    /// or the sex is none of the four; [`PkiError`] when the public key cannot be read
    /// or an instant is out of range.
    pub fn issue_signature_card(
        &self,
        request: SignatureRequest<'_>,
    ) -> Result<CertificateDer<'static>, PkiError> {
        let key = SubjectPublicKeyInfo::from_der(request.public_key)?;
        let mut params = CertificateParams::default();
        params.not_before = time_of(request.not_before)?;
        params.not_after = time_of(request.not_after)?;
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::ContentCommitment,
        ];
        params.use_authority_key_identifier_extension = true;
        params.subject_alt_names = profile::person_attributes(&request)?;
        let issued = Offset::constant(9).to_datetime(request.not_before).date();
        let identifier = params.key_identifier(&key);
        params.distinguished_name = profile::signature_name(issued, &identifier);
        params.custom_extensions = profile::signature_extensions(&identifier);
        let certificate = params.signed_by(&key, &self.issuer)?.der().clone();
        if certificate.len() > SIGNATURE_FILE {
            return Err(PkiError::Unwritable("so long a name or address"));
        }
        Ok(certificate)
    }

    /// The signed list of suspended certificates, by serial number; each list
    /// replaces the one before.
    ///
    /// # Errors
    /// [`PkiError::Issue`] when it cannot be signed.
    pub fn suspended_list(
        &self,
        serials: &[Vec<u8>],
        now: Timestamp,
        next: Timestamp,
    ) -> Result<Vec<u8>, PkiError> {
        let held = time_of(now)?;
        let entry =
            |serial: &Vec<u8>| revoked(serial, held, Some(RevocationReason::CertificateHold));
        self.sign_list(serials.iter().map(entry).collect(), now, next)
    }

    /// The signed list of revoked certificates, by serial number and since when.
    ///
    /// # Errors
    /// [`PkiError::Issue`] when it cannot be signed.
    pub fn revocation_list(
        &self,
        serials: &BTreeMap<Vec<u8>, Timestamp>,
        now: Timestamp,
        next: Timestamp,
    ) -> Result<Vec<u8>, PkiError> {
        let entry = |(serial, since): (&Vec<u8>, &Timestamp)| {
            time_of(*since).map(|since| revoked(serial, since, None))
        };
        let entries: Result<_, _> = serials.iter().map(entry).collect();
        self.sign_list(entries?, now, next)
    }

    fn sign_list(
        &self,
        revoked_certs: Vec<RevokedCertParams>,
        now: Timestamp,
        next: Timestamp,
    ) -> Result<Vec<u8>, PkiError> {
        let params = CertificateRevocationListParams {
            this_update: time_of(now)?,
            next_update: time_of(next)?,
            crl_number: SerialNumber::from(now.as_second().unsigned_abs()),
            issuing_distribution_point: None,
            revoked_certs,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(params.signed_by(&self.issuer)?.der().to_vec())
    }
}

fn revoked(
    serial: &[u8],
    since: OffsetDateTime,
    reason_code: Option<RevocationReason>,
) -> RevokedCertParams {
    RevokedCertParams {
        serial_number: SerialNumber::from_slice(serial),
        revocation_time: since,
        reason_code,
        invalidity_date: None,
    }
}

fn time_of(instant: Timestamp) -> Result<OffsetDateTime, PkiError> {
    OffsetDateTime::from_unix_timestamp(instant.as_second())
        .map_err(|_| PkiError::Unwritable("this instant"))
}

/// A distinguished name from its parts.
pub(crate) fn distinguished_name(parts: &[(DnType, &str)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (kind, value) in parts {
        name.push(kind.clone(), *value);
    }
    name
}

#[cfg(test)]
mod tests;
