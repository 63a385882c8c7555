use super::*;
use crate::{claims, verify_audit_signature};

const NOW: &str = "2026-04-01T00:00:00Z";

fn add(folder: &Folder, code: &str, terminal: &str) -> Result<(), PkiError> {
    let (from, until) = (plan().not_before, plan().not_after);
    folder.add_institution(code, terminal, "clinic", from, until)
}

fn serial(credentials: &Credentials) -> Vec<u8> {
    claims(&credentials.certificate).unwrap().serial
}

#[test]
fn every_terminal_has_a_certificate_of_its_own_in_its_own_file() {
    let (_place, folder) = made();
    let card_terminal = fs::read(folder.path().join("terminals/1310000001.cvc")).unwrap();
    add(&folder, CLINIC, "T02").unwrap();
    assert!(
        folder
            .path()
            .join("institutions/1310000001.T02.key")
            .exists()
    );
    let first = folder.institution(CLINIC).unwrap();
    let second = folder.institution_at(CLINIC, "T02").unwrap();
    for (credentials, terminal) in [(&first, "T01"), (&second, "T02")] {
        assert!(credentials.fit());
        let subject = network_subject(&credentials.certificate);
        assert_eq!(subject, NetworkSubject::institution(CLINIC, terminal));
    }
    assert_ne!(first.certificate, second.certificate);
    let operator = folder.operator().unwrap();
    let subject = network_subject(&operator.certificate);
    assert_eq!(subject, Some(NetworkSubject::operator()));
    // What cards know the institution by is one for all its terminals.
    let now = fs::read(folder.path().join("terminals/1310000001.cvc")).unwrap();
    assert_eq!(now, card_terminal);
    assert!(folder.institution_at(CLINIC, "T03").is_err());
    // The first to come need not be T01.
    add(&folder, "1310000002", "T02").unwrap();
    folder.terminal("1310000002").unwrap();
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let (_place, folder) = made();
    for (code, terminal) in [
        ("../../etc", "T01"),
        (CLINIC, "../T01"),
        (CLINIC, ""),
        ("131000000", "T01"),
    ] {
        let refused = add(&folder, code, terminal);
        assert!(
            matches!(refused, Err(PkiError::Unwritable(_))),
            "{code} {terminal}"
        );
        assert!(folder.institution_at(code, terminal).is_err());
    }
}

#[test]
fn revoking_is_for_good_and_for_one_certificate_alone() {
    let (_place, folder) = made();
    add(&folder, CLINIC, "T02").unwrap();
    let [first, second] = ["T01", "T02"].map(|it| folder.institution_at(CLINIC, it).unwrap());
    let operator = folder.operator().unwrap();
    assert!(folder.revocation_list().unwrap().is_empty());
    folder.revoke(&[serial(&first)], at(NOW)).unwrap();
    folder
        .revoke(&[serial(&operator)], at("2026-05-01T00:00:00Z"))
        .unwrap();
    folder
        .refresh_lists(at("2026-06-01T00:00:00Z"), at("2026-06-08T00:00:00Z"))
        .unwrap();
    // Once more changes nothing.
    folder
        .revoke(&[serial(&first)], at("2026-06-02T00:00:00Z"))
        .unwrap();
    let list = folder.revocation_list().unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list.revoked[&serial(&first)], at(NOW));
    assert!(list.contains(&serial(&operator)));
    assert!(!list.contains(&serial(&second)));
    let held = folder.certificates().unwrap();
    let revoked: Vec<_> = held
        .iter()
        .filter(|it| it.revoked)
        .map(|it| it.file.as_str())
        .collect();
    assert_eq!(revoked, ["operator.crt", "institutions/1310000001.crt"]);
}

#[test]
fn a_new_list_is_promised_as_long_as_the_old_one_and_never_beyond_its_authority() {
    let (_place, folder) = made();
    let ends = plan().authorities_until;
    let next = || folder.revocation_list().unwrap().next_update();
    assert_eq!(next(), ends);
    folder.revoke(&[], at(NOW)).unwrap();
    assert_eq!(next(), ends);
    folder
        .refresh_lists(at(NOW), at("2026-04-08T00:00:00Z"))
        .unwrap();
    folder
        .revoke(&[vec![1]], at("2026-04-07T00:00:00Z"))
        .unwrap();
    assert_eq!(next(), at("2026-04-14T00:00:00Z"));
    folder
        .refresh_lists(at(NOW), at("2050-01-01T00:00:00Z"))
        .unwrap();
    assert_eq!(next(), ends);
}

#[test]
fn refreshing_keeps_suspended_cards_suspended() {
    let (_place, folder) = made();
    let (now, next) = (at(NOW), at("2026-04-08T00:00:00Z"));
    let card = vec![0x7F; 20];
    folder
        .suspend(std::slice::from_ref(&card), now, next)
        .unwrap();
    folder.refresh_lists(now, next).unwrap();
    let list = folder.suspended_list().unwrap();
    assert!(list.contains(&card));
    assert!(!list.contains(&[0x7E; 20]));
}

#[test]
fn a_replaced_certificate_is_kept_so_that_it_can_be_revoked() {
    let (_place, folder) = made();
    let (before, operator) = (
        folder.institution(CLINIC).unwrap(),
        folder.operator().unwrap(),
    );
    add(&folder, CLINIC, "T01").unwrap();
    folder
        .renew_operator(plan().not_before, plan().not_after)
        .unwrap();
    let now = folder.institution(CLINIC).unwrap();
    assert_ne!(serial(&now), serial(&before));
    let held = folder.certificates().unwrap();
    let replaced: Vec<_> = held.iter().filter(|it| it.replaced).collect();
    assert_eq!(replaced.len(), 2);
    for old in [&before, &operator] {
        let kept = replaced.iter().find(|it| it.claims.serial == serial(old));
        assert_eq!(kept.unwrap().subject, network_subject(&old.certificate));
    }
    let current = held.iter().find(|it| it.claims.serial == serial(&now));
    assert!(!current.unwrap().replaced);
}

#[test]
fn a_list_that_its_authority_has_not_signed_revokes_nothing_and_is_told() {
    let (_place, folder) = made();
    let path = folder.revocation_list_path();
    fs::copy(folder.suspended_list_path(), &path).unwrap();
    for refused in [
        folder.revocation_list().err(),
        folder.revoke(&[vec![1]], at(NOW)).err(),
        folder.certificates().err(),
    ] {
        let refused = refused.unwrap();
        assert!(
            matches!(&refused, PkiError::List { path: named, .. } if *named == path),
            "{refused}"
        );
    }
    fs::remove_file(&path).unwrap();
    let refused = folder.revocation_list().unwrap_err();
    assert!(matches!(refused, PkiError::Outdated { .. }));
}

#[test]
fn the_audit_is_verified_with_what_the_folder_gives_away() {
    let (_place, folder) = made();
    let signature = folder.audit_key().unwrap().sign(b"checkpoint");
    let public = folder.audit_public_key().unwrap();
    assert!(verify_audit_signature(&public, b"checkpoint", &signature));
    fs::copy(
        folder.path().join("server.key"),
        folder.path().join("audit.key"),
    )
    .unwrap();
    assert!(matches!(
        folder.audit_key().err(),
        Some(PkiError::Content { .. })
    ));
}

#[test]
fn what_a_server_elsewhere_gets_is_no_authoritys_and_no_clients() {
    let (place, folder) = made();
    folder.enrol(&[1; 32], "insured").unwrap();
    fs::create_dir(folder.card("insured")).unwrap();
    fs::write(folder.card("insured").join("image"), "card").unwrap();
    let there = folder
        .export_server(place.path().join("for-the-server"))
        .unwrap();
    let mut names: Vec<_> = fs::read_dir(there.path())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "audit.key",
        "audit.pub",
        "card-ca.crt",
        "challenge.key",
        "enrolled",
        "network-ca.crt",
        "network.crl",
        "server.crt",
        "server.key",
        "suspended.crl",
    ];
    assert_eq!(names, expected);
    // It is all that a server reads.
    assert!(there.is_made());
    there.server().unwrap();
    there.challenge_key().unwrap();
    there.audit_key().unwrap();
    there.audit_public_key().unwrap();
    there.revocation_list().unwrap();
    there.suspended_list().unwrap();
    there.card_authority_certificate().unwrap();
    assert_eq!(there.enrolled().unwrap().len(), 1);
    assert!(there.card_authority().is_err());
    assert!(there.network_authority().is_err());
    let again = folder.export_server(there.path());
    assert!(matches!(again, Err(PkiError::Exists { .. })));
}

#[test]
fn a_folder_with_an_authoritys_or_a_cards_key_is_a_demonstrations() {
    let (place, folder) = made();
    let told = |folder: &Folder| folder.is_demo().unwrap().map(|why| why.en);
    assert!(told(&folder).unwrap().contains("network-ca.key"));
    let there = folder.export_server(place.path().join("out")).unwrap();
    assert_eq!(told(&there), None);
    for name in [
        "card-ca.key",
        "signature-ca.key",
        "face-signer.key",
        "text-signer.key",
        "common-signer.key",
        "terminal-ca.key",
    ] {
        let path = there.path().join(name);
        fs::copy(folder.path().join(name), &path).unwrap();
        assert!(told(&there).unwrap().contains(name), "{name}");
        fs::remove_file(path).unwrap();
    }
    fs::create_dir_all(there.card("insured")).unwrap();
    assert!(told(&there).unwrap().contains("cards"));
}
