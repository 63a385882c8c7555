use super::*;
use crate::bench::{issuer, rng};

#[test]
fn the_same_random_numbers_give_the_same_keys_and_never_one_twice() {
    let keys: [Key; 3] = rsa_keys(&mut rng(1)).unwrap();
    let again: [Key; 3] = rsa_keys(&mut rng(1)).unwrap();
    assert!(keys == again);
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    let [other]: [Key; 1] = rsa_keys(&mut rng(2)).unwrap();
    assert!(keys.iter().all(|key| *key != other));
}

#[test]
fn a_cards_two_certificates_have_two_authorities() {
    let name = |authority: &Authority| {
        let claims = crate::claims(authority.certificate()).unwrap();
        claims.issuer
    };
    let (user, signature) = (name(&issuer().user), name(&issuer().signature));
    assert!(user.contains("SIMULATOR for user authentication"));
    assert!(signature.contains("SIMULATOR for digital signature"));
}
