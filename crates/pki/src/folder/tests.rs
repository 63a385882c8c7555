use super::*;
use crate::institution_code;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

fn plan() -> Plan {
    Plan {
        not_before: "2024-01-01T00:00:00Z".parse().unwrap(),
        not_after: "2028-01-01T00:00:00Z".parse().unwrap(),
        authorities_until: "2036-01-01T00:00:00Z".parse().unwrap(),
        server_names: vec!["localhost".into(), "127.0.0.1".into()],
        institution: ("1310000001".into(), "窓口シミュレータ診療所".into()),
    }
}

#[test]
fn what_is_made_is_read_back_and_never_overwritten() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::at(place.path().join("pki"));
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    assert!(!folder.is_made());
    folder.make(&plan(), &mut rng).unwrap();
    assert!(matches!(
        folder.make(&plan(), &mut rng),
        Err(PkiError::Exists { .. })
    ));
    folder.server().unwrap();
    folder.challenge_key().unwrap();
    let clinic = folder.institution("1310000001").unwrap();
    assert_eq!(
        institution_code(&clinic.certificate).as_deref(),
        Some("1310000001")
    );
    assert!(matches!(
        folder.institution("1310000002"),
        Err(PkiError::File { .. })
    ));

    let serial = vec![5; 19];
    let (now, next) = (plan().not_before, plan().authorities_until);
    folder
        .suspend(std::slice::from_ref(&serial), now, next)
        .unwrap();
    assert!(folder.suspended_list().unwrap().contains(&serial));
}

#[cfg(unix)]
#[test]
fn keys_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::at(place.path().join("pki"));
    folder
        .make(&plan(), &mut ChaCha20Rng::seed_from_u64(3))
        .unwrap();
    let mode = |name: &str| {
        let path = folder.path().join(name);
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    for key in [
        "card-ca.key",
        "network-ca.key",
        "server.key",
        "challenge.key",
    ] {
        assert_eq!(mode(key), 0o600, "{key}");
    }
    assert_eq!(mode("."), 0o700);
}
