//! Client certificates that a check server must not let in, and some that are odd and
//! yet good, all made for one folder.

mod weak;

use std::fs;
use std::sync::Arc;

use pki::{Folder, NetworkSubject};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PublicKeyData,
    SubjectPublicKeyInfo,
};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use time::OffsetDateTime;

use self::weak::{WeakKey, saying_sha1};
use super::duplex::CLINIC;

/// What a client shows of itself, and what becomes of it.
pub(crate) struct Shown {
    pub(crate) case: &'static str,
    pub(crate) key: Arc<CertifiedKey>,
    /// The word of the server's TLS alert; empty when it lets the client in.
    pub(crate) alert: &'static str,
}

/// The network authority of a folder, with the key that only its folder has.
pub(crate) struct Forger {
    pki: Folder,
    authority: Issuer<'static, KeyPair>,
}

/// The name of the folder's network authority.
const AUTHORITY: [(DnType, &str); 3] = [
    (DnType::CountryName, "JP"),
    (DnType::OrganizationName, "Madoguchi SIMULATOR"),
    (DnType::CommonName, "Madoguchi SIMULATOR network authority"),
];

impl Forger {
    pub(crate) fn of(pki: &Folder) -> Self {
        let read = |name| fs::read_to_string(pki.path().join(name)).unwrap();
        let key = KeyPair::from_pem(&read("network-ca.key")).unwrap();
        let authority = Issuer::from_ca_cert_pem(&read("network-ca.crt"), key).unwrap();
        Self {
            pki: pki.clone(),
            authority,
        }
    }

    /// A certificate of the folder's authority for a new P-256 key, with a change.
    fn shown(
        &self,
        case: &'static str,
        alert: &'static str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Shown {
        self.shown_with(case, alert, &new_key(), change)
    }

    fn shown_with(
        &self,
        case: &'static str,
        alert: &'static str,
        key: &KeyPair,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Shown {
        let der = certificate(key, &self.authority, change);
        shown(case, alert, vec![der], key)
    }

    /// Those with which a handshake fails.
    pub(crate) fn bad(&self) -> Vec<Shown> {
        let mut bad = self.bad_in_itself();
        bad.extend(self.bad_chains());
        bad.extend(self.bad_signatures());
        bad
    }

    fn bad_in_itself(&self) -> Vec<Shown> {
        use ExtendedKeyUsagePurpose::{Any, CodeSigning, EmailProtection, ServerAuth};
        let uses = |case, purpose: ExtendedKeyUsagePurpose| {
            self.shown(case, "UnsupportedCertificate", |params| {
                params.extended_key_usages = vec![purpose];
            })
        };
        let authority = |case, constraints| {
            self.shown(case, "CertificateUnknown", |params| {
                params.is_ca = IsCa::Ca(constraints);
            })
        };
        vec![
            self.shown("expired", "CertificateExpired", |params| {
                params.not_after = day(2025, 1, 1);
            }),
            self.shown("not yet valid", "CertificateExpired", |params| {
                params.not_before = day(2034, 1, 1);
            }),
            self.shown("ended before it began", "CertificateExpired", |params| {
                params.not_before = day(2034, 1, 1);
                params.not_after = day(2025, 1, 1);
            }),
            uses("for servers", ServerAuth),
            uses("for code", CodeSigning),
            uses("for e-mail", EmailProtection),
            uses("for anything, which is not for clients", Any),
            self.shown(
                "for an empty list of uses",
                "CertificateUnknown",
                |params| {
                    let empty = CustomExtension::from_oid_content(&[2, 5, 29, 37], vec![0x30, 0]);
                    params.extended_key_usages.clear();
                    params.custom_extensions.push(empty);
                },
            ),
            authority("an authority as a client", BasicConstraints::Unconstrained),
            authority("one with path length 0", BasicConstraints::Constrained(0)),
            self.shown(
                "an unknown extension is critical",
                "CertificateUnknown",
                |params| {
                    params.custom_extensions.push(extension(true));
                },
            ),
            self.shown("its use is told twice", "CertificateUnknown", |params| {
                let client = vec![0x30, 10, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 2];
                let again = CustomExtension::from_oid_content(&[2, 5, 29, 37], client);
                params.custom_extensions.push(again);
            }),
        ]
    }

    /// Those that lead to the authority by no way that may be gone.
    fn bad_chains(&self) -> Vec<Shown> {
        let key = new_key();
        let itself = client_params().self_signed(&key).unwrap().der().clone();
        let foreign = |name: &[(DnType, &str)], issuer: KeyPair| {
            let mut params = authority_params();
            params.distinguished_name = named(name);
            let own = params.self_signed(&issuer).unwrap().der().clone();
            let der = certificate(&key, &Issuer::from_params(&params, &issuer), |_| ());
            vec![der, own]
        };
        let other = [(DnType::CommonName, "another authority")];
        let clinic = NetworkSubject::institution(CLINIC, "T01").unwrap();
        let (from, until) = (
            "2024-01-01T00:00:00Z".parse().unwrap(),
            "2035-01-01T00:00:00Z".parse().unwrap(),
        );
        let cards = self.pki.card_authority().unwrap();
        let cards = cards.issue_client(&clinic, "clinic", from, until).unwrap();
        let cards_key = KeyPair::try_from(cards.key.secret_pkcs8_der()).unwrap();
        let server = self.pki.server().unwrap();
        let server_key = KeyPair::try_from(server.key.secret_pkcs8_der()).unwrap();
        let renamed = {
            let key = KeyPair::try_from(self.authority.key().serialize_der()).unwrap();
            foreign(&other, key)
        };
        vec![
            shown("self-signed", "UnknownCA", vec![itself], &key),
            shown(
                "a foreign authority's",
                "UnknownCA",
                foreign(&other, new_key()),
                &key,
            ),
            shown(
                "a foreign authority's with our name",
                "DecryptError",
                foreign(&AUTHORITY, new_key()),
                &key,
            ),
            shown("ours, under another name", "UnknownCA", renamed, &key),
            shown(
                "the card authority's",
                "UnknownCA",
                vec![cards.certificate],
                &cards_key,
            ),
            shown(
                "below a client of ours",
                "UnknownCA",
                self.below(&key, IsCa::ExplicitNoCa),
                &key,
            ),
            shown(
                "the server's own",
                "UnsupportedCertificate",
                vec![server.certificate],
                &server_key,
            ),
        ]
    }

    /// One whose authority is ours for others, though ours may have none below it.
    pub(crate) fn below_ours(&self) -> Shown {
        let key = new_key();
        let chain = self.below(&key, IsCa::Ca(BasicConstraints::Unconstrained));
        shown("below ours: the path is too long", "", chain, &key)
    }

    /// A client's certificate of somebody who is vouched for by our authority.
    fn below(&self, key: &KeyPair, is_ca: IsCa) -> Vec<CertificateDer<'static>> {
        let mut params = authority_params();
        params.distinguished_name = named(&[(DnType::CommonName, "between")]);
        params.is_ca = is_ca;
        let issuer = new_key();
        let between = params.signed_by(&issuer, &self.authority).unwrap();
        let der = certificate(key, &Issuer::from_params(&params, &issuer), |_| ());
        vec![der, between.der().clone()]
    }

    /// Those with a bad signature, a weak one or a weak key.
    fn bad_signatures(&self) -> Vec<Shown> {
        let (key, thief) = (new_key(), new_key());
        let good = certificate(&key, &self.authority, |_| ());
        let mut changed = good.to_vec();
        *changed.last_mut().unwrap() ^= 1;
        let mut serial = good.to_vec();
        serial[20] ^= 1;
        let weak = WeakKey::new();
        let public = SubjectPublicKeyInfo::from_der(weak.public()).unwrap();
        let small = certificate(&public, &self.authority, |_| ());
        vec![
            shown(
                "a bit of the signature is changed",
                "DecryptError",
                vec![changed.into()],
                &key,
            ),
            shown(
                "a bit of the serial number is changed",
                "DecryptError",
                vec![serial.into()],
                &key,
            ),
            shown(
                "it says SHA-1",
                "DecryptError",
                vec![saying_sha1(&good)],
                &key,
            ),
            shown(
                "another's, without its key",
                "DecryptError",
                vec![good],
                &thief,
            ),
            Shown {
                case: "RSA-1024",
                key: Arc::new(CertifiedKey::new(vec![small], Arc::new(weak))),
                alert: "DecryptError",
            },
        ]
    }

    /// Those that pass the handshake, and yet are nobody's that may ask.
    pub(crate) fn nobodys(&self) -> Vec<Shown> {
        let named_as = |case, parts: &[(DnType, &str)]| {
            self.shown(case, "", |params| params.distinguished_name = named(parts))
        };
        let (name, unit) = (DnType::CommonName, DnType::OrganizationalUnitName);
        let code = (name.clone(), CLINIC);
        let name_again = DnType::CustomDnType(vec![2, 5, 4, 3]);
        vec![
            named_as("no name at all", &[]),
            named_as("no terminal", std::slice::from_ref(&code)),
            named_as("no code", &[(unit.clone(), "T01")]),
            named_as(
                "a code of letters",
                &[(name.clone(), "the-clinic"), (unit.clone(), "T01")],
            ),
            named_as(
                "a code of nine digits",
                &[(name, "131000000"), (unit.clone(), "T01")],
            ),
            named_as(
                "a terminal with a blank",
                &[code.clone(), (unit.clone(), "T 01")],
            ),
            named_as(
                "two codes",
                &[code, (name_again, "1310000002"), (unit, "T01")],
            ),
            self.shown("a key for agreement", "", |params| {
                params.key_usages = vec![KeyUsagePurpose::KeyAgreement];
            }),
            self.shown("a key for no use", "", |params| params.key_usages.clear()),
        ]
    }

    /// Those that are let in.
    pub(crate) fn good(&self) -> Vec<Shown> {
        let rsa = pki::Authority::rsa_key(&mut ChaCha20Rng::seed_from_u64(41)).unwrap();
        let rsa = KeyPair::try_from(rsa.as_slice()).unwrap();
        let p384 = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
        let ed25519 = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
        vec![
            self.shown("as it is", "", |_| ()),
            self.shown_with("RSA-2048", "", &rsa, |_| ()),
            self.shown_with("P-384", "", &p384, |_| ()),
            self.shown_with("Ed25519", "", &ed25519, |_| ()),
            self.shown("an unknown extension is not critical", "", |params| {
                params.custom_extensions.push(extension(false));
            }),
            self.shown("for servers, too", "", |params| {
                params
                    .extended_key_usages
                    .push(ExtendedKeyUsagePurpose::ServerAuth);
            }),
            self.shown("it says that it is no authority", "", |params| {
                params.is_ca = IsCa::ExplicitNoCa;
            }),
        ]
    }
}

fn shown(
    case: &'static str,
    alert: &'static str,
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
) -> Shown {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let key = any_supported_type(&key).unwrap();
    Shown {
        case,
        key: Arc::new(CertifiedKey::new(chain, key)),
        alert,
    }
}

fn certificate(
    key: &impl PublicKeyData,
    issuer: &Issuer<'_, impl rcgen::SigningKey>,
    change: impl FnOnce(&mut CertificateParams),
) -> CertificateDer<'static> {
    let mut params = client_params();
    change(&mut params);
    params.signed_by(key, issuer).unwrap().der().clone()
}

/// What stands in an institution's certificate.
fn client_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(&[
        (DnType::OrganizationalUnitName, "T01"),
        (DnType::CommonName, CLINIC),
    ]);
    params.not_before = day(2024, 1, 1);
    params.not_after = day(2035, 1, 1);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(&AUTHORITY);
    params.not_before = day(2024, 1, 1);
    params.not_after = day(2040, 1, 1);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn named(parts: &[(DnType, &str)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (kind, value) in parts {
        name.push(kind.clone(), *value);
    }
    name
}

fn new_key() -> KeyPair {
    KeyPair::generate().unwrap()
}

fn day(year: i32, month: u8, day: u8) -> OffsetDateTime {
    rcgen::date_time_ymd(year, month, day)
}

fn extension(critical: bool) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(&[2, 999, 7], vec![5, 0]);
    extension.set_criticality(critical);
    extension
}
