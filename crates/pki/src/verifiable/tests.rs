use super::*;
use crate::PkiError;
use crate::bench::{issuer, rng};
use ring::signature::RSA_PKCS1_2048_8192_SHA256;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};

fn vouched() -> [VerifiableCertificate; 4] {
    let issuer = issuer();
    let parse = |signer: &ContentSigner| {
        let certificate = VerifiableCertificate::parse(signer.certificate()).unwrap();
        assert_eq!(certificate.key_id(), signer.key_id());
        assert_eq!(certificate.modulus(), signer.modulus());
        certificate
    };
    [
        parse(&issuer.face),
        parse(&issuer.text),
        parse(&issuer.common),
        issuer.terminals.certificate().clone(),
    ]
}

fn signed(modulus: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (n, e) = (modulus, EXPONENT);
    RsaPublicKeyComponents { n, e }
        .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
        .is_ok()
}

#[test]
fn the_form_is_what_public_readers_expect() {
    let bytes = issuer().face.certificate();
    assert_eq!(bytes.len(), 568);
    assert_eq!(bytes[..5], [0x7F, 0x21, 0x82, 0x02, 0x33]);
    assert_eq!(bytes[5..10], [0x5F, 0x4E, 0x82, 0x01, 0x29]);
    let (issuer_id, subject_id) = (&bytes[10..26], &bytes[26..42]);
    assert_eq!(issuer_id, issuer().root.key_id().0);
    assert_eq!(subject_id[..12], *b"7000023\x08\x05001");
    assert_eq!(bytes[42..307], public_key_object(issuer().face.modulus()));
    assert_eq!(bytes[307..312], [0x5F, 0x37, 0x82, 0x01, 0x00]);
    assert!(signed(
        issuer().root.modulus(),
        &bytes[10..307],
        &bytes[312..]
    ));
}

#[test]
fn a_public_key_has_265_bytes() {
    let object = public_key_object(&[0xC5; 256]);
    assert_eq!(object.len(), 265);
    assert_eq!(object[..9], [0x90, 3, 1, 0, 1, 0x91, 0x82, 1, 0]);
    assert_eq!(object[9..], [0xC5; 256]);
}

#[test]
fn the_root_vouches_for_each_and_nothing_of_the_real_hierarchy_is_there() {
    let root = &issuer().root;
    assert!(root.signed_by(root.modulus()));
    let mut holders = vec![root.key_id().0[..7].to_vec()];
    for certificate in vouched() {
        assert_eq!(certificate.issuer(), root.key_id());
        assert!(certificate.signed_by(root.modulus()));
        assert!(!certificate.signed_by(certificate.modulus()));
        holders.push(certificate.key_id().0[..7].to_vec());
    }
    assert!(holders.iter().all(|holder| holder.starts_with(b"7")));
    holders.sort();
    holders.dedup();
    assert_eq!(holders.len(), 5);
}

#[test]
fn a_certificate_with_one_changed_byte_is_read_as_it_is_but_never_believed() {
    let good = issuer().text.certificate();
    let root = issuer().root.modulus();
    for at in 0..good.len() {
        let mut bad = good.to_vec();
        bad[at] ^= 0x10;
        if let Some(certificate) = VerifiableCertificate::parse(&bad) {
            assert_eq!(certificate.to_bytes(), bad, "byte {at}");
            assert!(!certificate.signed_by(root), "byte {at}");
        }
    }
}

#[test]
fn only_568_bytes_are_a_certificate() {
    let good = issuer().text.certificate();
    assert!(VerifiableCertificate::parse(good).is_some());
    for length in 0..good.len() {
        assert_eq!(VerifiableCertificate::parse(&good[..length]), None);
    }
    assert_eq!(VerifiableCertificate::parse(&[good, &[0]].concat()), None);
}

proptest::proptest! {
    #[test]
    fn whatever_is_read_is_written_back(
        head in proptest::collection::vec(proptest::num::u8::ANY, 0..600),
        rest in proptest::collection::vec(proptest::num::u8::ANY, 526..=526),
    ) {
        proptest::prop_assert_eq!(VerifiableCertificate::parse(&head), None);
        let mut bytes = [BODY_HEAD, &rest[..32], PUBLIC_KEY_HEAD].concat();
        bytes.extend_from_slice(&rest[32..288]);
        bytes.extend_from_slice(SIGNATURE_HEAD);
        bytes.extend_from_slice(&rest[270..]);
        let read = VerifiableCertificate::parse(&bytes).unwrap();
        proptest::prop_assert_eq!(read.to_bytes(), bytes);
        proptest::prop_assert!(!read.signed_by(read.modulus()));
    }
}

#[test]
fn a_signer_signs_messages_and_ready_digest_infos() {
    let face = &issuer().face;
    let signature = face.sign(b"contents").unwrap();
    assert_eq!(signature.len(), 256);
    assert!(signed(face.modulus(), b"contents", &signature));
    assert!(!signed(face.modulus(), b"content", &signature));

    // Three digests in one, as the face application has it.
    let mut info = vec![0x30, 0x71, 0x30, 0x0D, 0x06, 0x09];
    info.extend([0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x60]);
    info.extend([7; 96]);
    let signature = face.sign_digest_info(&info).unwrap();
    let key = RsaPublicKey::new(
        BigUint::from_bytes_be(face.modulus()),
        BigUint::from_bytes_be(EXPONENT),
    )
    .unwrap();
    let scheme = Pkcs1v15Sign::new_unprefixed;
    assert!(key.verify(scheme(), &info, &signature).is_ok());
    info[20] ^= 1;
    assert!(key.verify(scheme(), &info, &signature).is_err());
    assert!(face.sign_digest_info(&[1; 245]).is_ok());
    assert!(matches!(
        face.sign_digest_info(&[1; 246]),
        Err(PkiError::Unsigned)
    ));
}

#[test]
fn a_terminal_shows_its_certificate_in_two_parts_and_signs_a_challenge() {
    let authority = &issuer().terminals;
    let terminal = authority.issue(&mut rng(5)).unwrap();
    let (body, signature) = (
        terminal.certificate_body(),
        terminal.certificate_signature(),
    );
    assert_eq!((body.len(), signature.len()), (307, 261));
    assert_eq!(body[..5], [0x7F, 0x21, 0x82, 0x02, 0x33]);
    assert_eq!(signature[..5], [0x5F, 0x37, 0x82, 0x01, 0x00]);
    let certificate = VerifiableCertificate::parse(&[body, signature].concat()).unwrap();
    assert_eq!(certificate.issuer(), authority.key_id());
    assert!(certificate.signed_by(authority.modulus()));
    assert!(!certificate.signed_by(issuer().root.modulus()));
    assert_eq!(certificate.key_id().0[..7], *b"7000116");

    let proof = terminal.sign(&[9; 32]).unwrap();
    assert!(signed(certificate.modulus(), &[9; 32], &proof));
    assert!(!signed(certificate.modulus(), &[8; 32], &proof));
}

#[test]
fn a_certificate_goes_only_with_its_own_key() {
    let (certificate, key) = issuer().terminals.issue_with_key(&mut rng(6)).unwrap();
    assert!(Terminal::load(&certificate, &key).is_ok());
    assert!(Certified::load(certificate, &key).is_ok());
    for other in vouched() {
        let refused = Terminal::load(&other, &key).err();
        assert!(matches!(refused, Some(PkiError::WrongKey)));
        let refused = Certified::load(other, &key).err();
        assert!(matches!(refused, Some(PkiError::WrongKey)));
    }
    let small = rsa::RsaPrivateKey::new(&mut rng(6), 1024).unwrap();
    let small = rsa::pkcs8::EncodePrivateKey::to_pkcs8_der(&small).unwrap();
    let refused = Certified::root(small.as_bytes()).err();
    assert!(matches!(refused, Some(PkiError::WrongKey)));
}
