//! What stands in the certificates: names that say SIMULATOR, and the extensions
//! that public readers know from the card's test hierarchy.

mod person;

pub(crate) use person::person_attributes;

use std::fmt::Write as _;

use jiff::civil::Date;
use rcgen::{CustomExtension, DistinguishedName, DnType};
use yasna::models::ObjectIdentifier;
use yasna::{DERWriter, Tag};

use crate::NetworkSubject;
use crate::authority::distinguished_name;

const ORGANISATION: &str = "JPKI-SIMULATOR";
const USER_AUTHORITY_UNIT: &str = "SIMULATOR for user authentication";
const SIGNATURE_AUTHORITY_UNIT: &str = "SIMULATOR for digital signature";

/// Policies of the simulated certificates, in the arc that is reserved for examples
/// (2.999), so that nothing mistakes them for the real policies.
const USER_POLICY: &[u64] = &[2, 999, 8, 5, 1, 30];
const SIGNATURE_POLICY: &[u64] = &[2, 999, 8, 5, 1, 20];
/// Where a status responder would be; `.invalid` never resolves (RFC 6761).
const RESPONDER: &str = "http://ocsp.simulator.invalid/";

const SUBJECT_KEY_IDENTIFIER: &[u64] = &[2, 5, 29, 14];
const ISSUER_ALTERNATIVE_NAME: &[u64] = &[2, 5, 29, 18];
const REVOCATION_LIST_POINTS: &[u64] = &[2, 5, 29, 31];
const CERTIFICATE_POLICIES: &[u64] = &[2, 5, 29, 32];
const AUTHORITY_INFORMATION_ACCESS: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 1, 1];
const STATUS_RESPONDER: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 48, 1];
const COUNTRY_NAME: &[u64] = &[2, 5, 4, 6];
const LOCALITY_NAME: &[u64] = &[2, 5, 4, 7];
const ORGANISATION_NAME: &[u64] = &[2, 5, 4, 10];
const UNIT_NAME: &[u64] = &[2, 5, 4, 11];

pub(crate) fn user_authority_name() -> DistinguishedName {
    authority_name(USER_AUTHORITY_UNIT)
}

pub(crate) fn signature_authority_name() -> DistinguishedName {
    authority_name(SIGNATURE_AUTHORITY_UNIT)
}

fn authority_name(unit: &str) -> DistinguishedName {
    distinguished_name(&[
        (DnType::CountryName, "JP"),
        (DnType::OrganizationName, ORGANISATION),
        (DnType::OrganizationalUnitName, unit),
    ])
}

pub(crate) fn network_authority_name() -> DistinguishedName {
    distinguished_name(&[
        (DnType::CountryName, "JP"),
        (DnType::OrganizationName, "Madoguchi SIMULATOR"),
        (DnType::CommonName, "Madoguchi SIMULATOR network authority"),
    ])
}

/// A server's subject: its host name.
pub(crate) fn named(common_name: &str, organisation: &str) -> DistinguishedName {
    distinguished_name(&[
        (DnType::CountryName, "JP"),
        (DnType::OrganizationName, organisation),
        (DnType::CommonName, common_name),
    ])
}

/// A client's subject: who it is and at which terminal.
pub(crate) fn client_name(subject: &NetworkSubject, organisation: &str) -> DistinguishedName {
    let mut name = named(subject.common_name(), organisation);
    name.push(DnType::OrganizationalUnitName, subject.terminal());
    name
}

/// A user certificate's subject has no person's name, only an identifier (public
/// readers' finding: `C=JP, CN=<id>`).
pub(crate) fn user_name(key_identifier: &[u8]) -> DistinguishedName {
    distinguished_name(&[
        (DnType::CountryName, "JP"),
        (DnType::CommonName, &identifier(key_identifier)),
    ])
}

/// A signature certificate's subject begins with the day of issue and names the
/// prefecture and the municipality (public readers' finding: `C=JP, L=<prefecture>,
/// L=<municipality>, CN=<yyyymmdd…>`). The simulator's are no real places; the address
/// is among the attributes.
pub(crate) fn signature_name(issued: Date, key_identifier: &[u8]) -> DistinguishedName {
    let identifier = format!(
        "{}{}",
        issued.strftime("%Y%m%d"),
        identifier(key_identifier)
    );
    distinguished_name(&[
        (DnType::CountryName, "JP"),
        (DnType::LocalityName, "Simulator-ken"),
        // A name holds each kind of part once, unless its number is given.
        (
            DnType::CustomDnType(LOCALITY_NAME.to_vec()),
            "Simulator-shi",
        ),
        (DnType::CommonName, &identifier),
    ])
}

fn identifier(key_identifier: &[u8]) -> String {
    let mut identifier = "SIMULATOR".to_owned();
    for byte in key_identifier.iter().take(8) {
        // Writing into a string cannot fail.
        let _ = write!(identifier, "{byte:02X}");
    }
    identifier
}

/// The extensions of a user certificate beside key usage, extended key usage and
/// authority key identifier.
pub(crate) fn user_extensions(key_identifier: &[u8]) -> Vec<CustomExtension> {
    extensions(key_identifier, USER_POLICY, USER_AUTHORITY_UNIT)
}

/// The extensions of a signature certificate beside key usage, the person's
/// attributes and authority key identifier.
pub(crate) fn signature_extensions(key_identifier: &[u8]) -> Vec<CustomExtension> {
    extensions(key_identifier, SIGNATURE_POLICY, SIGNATURE_AUTHORITY_UNIT)
}

fn extensions(key_identifier: &[u8], policy: &[u64], unit: &str) -> Vec<CustomExtension> {
    let extension = |oid, write: &dyn Fn(DERWriter<'_>)| {
        CustomExtension::from_oid_content(oid, yasna::construct_der(write))
    };
    vec![
        extension(SUBJECT_KEY_IDENTIFIER, &|writer| {
            writer.write_bytes(key_identifier);
        }),
        extension(CERTIFICATE_POLICIES, &|writer| {
            writer.write_sequence_of(|policies| {
                policies.next().write_sequence(|information| {
                    information
                        .next()
                        .write_oid(&ObjectIdentifier::from_slice(policy));
                });
            });
        }),
        extension(ISSUER_ALTERNATIVE_NAME, &|writer| {
            writer.write_sequence_of(|names| write_directory_name(names.next(), unit));
        }),
        extension(REVOCATION_LIST_POINTS, &|writer| {
            writer.write_sequence_of(|points| {
                points.next().write_sequence(|point| {
                    point.next().write_tagged(Tag::context(0), |name| {
                        name.write_tagged_implicit(Tag::context(0), |full| {
                            full.write_sequence_of(|names| {
                                write_directory_name(names.next(), unit);
                            });
                        });
                    });
                });
            });
        }),
        extension(AUTHORITY_INFORMATION_ACCESS, &|writer| {
            writer.write_sequence_of(|accesses| {
                accesses.next().write_sequence(|access| {
                    access
                        .next()
                        .write_oid(&ObjectIdentifier::from_slice(STATUS_RESPONDER));
                    access.next().write_tagged_implicit(Tag::context(6), |uri| {
                        uri.write_ia5_string(RESPONDER);
                    });
                });
            });
        }),
    ]
}

/// GeneralName directoryName of the authority with this unit.
fn write_directory_name(writer: DERWriter<'_>, unit: &str) {
    writer.write_tagged(Tag::context(4), |name| {
        name.write_sequence_of(|parts| {
            for (oid, value) in [
                (COUNTRY_NAME, "JP"),
                (ORGANISATION_NAME, ORGANISATION),
                (UNIT_NAME, unit),
            ] {
                parts.next().write_set_of(|set| {
                    set.next().write_sequence(|pair| {
                        pair.next().write_oid(&ObjectIdentifier::from_slice(oid));
                        pair.next().write_printable_string(value);
                    });
                });
            }
        });
    });
}
