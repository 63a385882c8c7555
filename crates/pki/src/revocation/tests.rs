use super::*;
use crate::Authority;
use crate::bench::{at, issuer};

fn network() -> Authority {
    let (from, until) = (at("2024-01-01T00:00:00Z"), at("2036-01-01T00:00:00Z"));
    Authority::for_network(from, until).unwrap().0
}

fn list_of(authority: &Authority, serials: &[Vec<u8>]) -> Vec<u8> {
    let (now, next) = (at("2026-04-01T00:00:00Z"), at("2026-04-08T00:00:00Z"));
    let revoked = serials.iter().map(|serial| (serial.clone(), now)).collect();
    authority.revocation_list(&revoked, now, next).unwrap()
}

#[test]
fn a_list_tells_who_is_revoked_and_since_when() {
    let network = network();
    let der = list_of(&network, &[vec![7; 19], vec![8]]);
    let list = RevocationList::from_der(&der, network.certificate()).unwrap();
    assert!(list.contains(&[7; 19]));
    assert!(list.contains(&[8]));
    assert!(!list.contains(&[7; 18]));
    assert!(!list.contains(&[]));
    assert_eq!(list.len(), 2);
    assert_eq!(list.der(), der);
    assert_eq!(list.revoked[&vec![8]], at("2026-04-01T00:00:00Z"));
    let nobody = list_of(&network, &[]);
    let nobody = RevocationList::from_der(&nobody, network.certificate()).unwrap();
    assert!(nobody.is_empty());
}

#[test]
fn a_list_is_fresh_until_the_very_second_of_the_next() {
    let network = network();
    let list = list_of(&network, &[]);
    let list = RevocationList::from_der(&list, network.certificate()).unwrap();
    for (now, fresh) in [
        ("2024-01-01T00:00:00Z", true),
        ("2026-04-01T00:00:00Z", true),
        ("2026-04-07T23:59:59Z", true),
        ("2026-04-08T00:00:00Z", false),
        ("2026-04-08T00:00:01Z", false),
    ] {
        assert_eq!(list.is_fresh_at(at(now)), fresh, "{now}");
    }
}

#[test]
fn a_list_counts_only_as_its_authority_signed_it() {
    let (ours, theirs) = (network(), network());
    let judge = |der: &[u8], authority: &Authority| {
        RevocationList::from_der(der, authority.certificate()).map(|_| ())
    };
    let good = list_of(&ours, &[vec![5; 19]]);
    assert_eq!(judge(&good, &ours), Ok(()));
    // Theirs has the same name.
    assert_eq!(judge(&good, &theirs), Err(UnusableList::WrongSigner));
    let user = &issuer().user;
    assert_eq!(judge(&good, user), Err(UnusableList::WrongSigner));
    let cards = list_of(user, &[]);
    assert_eq!(judge(&cards, user), Ok(()));
    assert_eq!(judge(&cards, &ours), Err(UnusableList::WrongSigner));
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(judge(&bad, &ours).is_err(), "bit {bit}");
    }
    for end in 0..good.len() {
        assert_eq!(judge(&good[..end], &ours), Err(UnusableList::Malformed));
    }
    let longer = [&good[..], &[0]].concat();
    assert_eq!(judge(&longer, &ours), Err(UnusableList::Malformed));
    let endless = vec![0x30; MAX_LIST + 1];
    assert_eq!(judge(&endless, &ours), Err(UnusableList::Malformed));
    let authority = RevocationList::from_der(&good, b"no certificate");
    assert_eq!(authority.map(|_| ()), Err(UnusableList::WrongSigner));
}
