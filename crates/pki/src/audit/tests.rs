use super::*;

fn signer() -> AuditSigner {
    AuditSigner::load(&AuditSigner::make().unwrap()).unwrap()
}

#[test]
fn only_this_keys_signature_over_this_message_counts() {
    let (ours, theirs) = (signer(), signer());
    let signature = ours.sign(b"checkpoint 1");
    let public = ours.public_key();
    assert!(verify_audit_signature(&public, b"checkpoint 1", &signature));
    assert!(!verify_audit_signature(
        &public,
        b"checkpoint 2",
        &signature
    ));
    let foreign = theirs.public_key();
    assert!(!verify_audit_signature(
        &foreign,
        b"checkpoint 1",
        &signature
    ));
    assert!(!verify_audit_signature(&public, b"checkpoint 1", &[]));
    for bit in 0..signature.len() * 8 {
        let mut bad = signature;
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(
            !verify_audit_signature(&public, b"checkpoint 1", &bad),
            "bit {bit}"
        );
    }
}

#[test]
fn a_public_key_is_read_back_and_another_kinds_is_not() {
    let public = signer().public_key();
    let info = public_key_info(&public);
    assert_eq!(public_key_in(&info), Some(public));
    assert_eq!(public_key_in(&info[..43]), None);
    assert_eq!(public_key_in(&[&info[..], &[0]].concat()), None);
    let mut other = info;
    // X25519 instead of Ed25519.
    other[8] = 0x6E;
    assert_eq!(public_key_in(&other), None);
}
