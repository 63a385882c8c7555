use super::*;

const NOW: &str = "2026-04-01T00:00:00Z";

/// What is not fine, as (severity, file, English).
fn found(folder: &Folder, now: &str) -> Vec<(Severity, String, String)> {
    let findings = folder.examine(at(now)).into_iter();
    let findings = findings.filter(|it| it.severity != Severity::Fine);
    let told = findings.map(|it| {
        let file = it.file.strip_prefix(folder.path()).unwrap();
        assert!(!it.what.ja.is_empty());
        (it.severity, file.display().to_string(), it.what.en)
    });
    told.collect()
}

/// A server's folder, in which nothing is wrong.
fn exported() -> (TempDir, Folder) {
    let (_made, folder) = made();
    let place = tempfile::tempdir().unwrap();
    let folder = folder.export_server(place.path().join("server")).unwrap();
    (place, folder)
}

/// The only thing that is found at that time, after `change`.
fn only(now: &str, change: impl FnOnce(&Folder)) -> (Severity, String, String) {
    let (_place, folder) = exported();
    change(&folder);
    let mut found = found(&folder, now);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn in_a_servers_folder_all_is_fine_and_said_so() {
    let (_place, folder) = exported();
    assert_eq!(found(&folder, NOW), []);
    let looked_at = folder.examine(at(NOW));
    for name in [
        "server.key",
        "server.crt",
        "network-ca.crt",
        "card-ca.crt",
        "suspended.crl",
        "network.crl",
        "challenge.key",
        "audit.key",
        "enrolled",
    ] {
        let file = folder.path().join(name);
        assert!(looked_at.iter().any(|it| it.file == file), "{name}");
    }
}

#[test]
fn a_demonstrations_folder_is_a_warning() {
    let (_place, folder) = made();
    let found = found(&folder, NOW);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, Severity::Warning);
    assert!(found[0].2.contains("network-ca.key"));
}

fn found_in(folder: &Folder) -> Vec<(Severity, String, String)> {
    found(folder, NOW)
}

#[test]
fn a_key_that_others_can_read_is_refused_with_what_to_run() {
    for name in ["server.key", "challenge.key", "audit.key"] {
        for mode in [0o644, 0o640, 0o604, 0o620, 0o601] {
            let (_place, folder) = exported();
            let path = folder.path().join(name);
            set_mode(&path, mode);
            let found = found_in(&folder);
            let run = format!("chmod 600 {}", path.display());
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].0, found[0].1.as_str()), (Severity::Error, name));
            assert!(found[0].2.contains(&run), "{found:?}");
            let refused = match name {
                "server.key" => folder.server().err(),
                "challenge.key" => folder.challenge_key().err(),
                _ => folder.audit_key().err(),
            };
            assert!(
                matches!(refused, Some(PkiError::Exposed { .. })),
                "{name} {mode:o}"
            );
            set_mode(&path, 0o600);
            assert_eq!(found_in(&folder), []);
        }
    }
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let (_place, ours) = made();
    let (severity, file, words) = only(NOW, |folder| {
        fs::copy(
            ours.path().join("operator.key"),
            folder.path().join("server.key"),
        )
        .unwrap();
        let refused = folder.server().err();
        assert!(matches!(refused, Some(PkiError::Mismatch { .. })));
    });
    assert_eq!((severity, file.as_str()), (Severity::Error, "server.key"));
    assert!(words.contains("not the key of its certificate"), "{words}");
    let (severity, file, _) = only(NOW, |folder| {
        let place = tempfile::tempdir().unwrap();
        let other = Folder::at(place.path());
        other.write_secrets(&[0; 32]).unwrap();
        fs::copy(
            place.path().join("audit.pub"),
            folder.path().join("audit.pub"),
        )
        .unwrap();
    });
    assert_eq!((severity, file.as_str()), (Severity::Error, "audit.key"));
}

#[test]
fn a_certificate_is_judged_by_the_clock_to_the_second() {
    let server = |now| {
        let (_place, folder) = exported();
        let mut found = found(&folder, now);
        found.retain(|(_, file, _)| file == "server.crt");
        found.pop().map(|(severity, _, words)| (severity, words))
    };
    for (now, expected) in [
        (
            "2023-12-31T23:59:59Z",
            Some((Severity::Error, "valid from 2024-01-01")),
        ),
        ("2024-01-01T00:00:00Z", None),
        ("2027-12-02T00:00:00Z", None),
        (
            "2027-12-02T00:00:01Z",
            Some((Severity::Warning, "ends on 2028-01-01")),
        ),
        (
            "2028-01-01T00:00:00Z",
            Some((Severity::Warning, "ends on 2028-01-01")),
        ),
        (
            "2028-01-01T00:00:01Z",
            Some((Severity::Error, "expired on 2028-01-01")),
        ),
    ] {
        let judged = server(now);
        match expected {
            None => assert_eq!(judged, None, "{now}"),
            Some((severity, words)) => {
                let (found, told) = judged.unwrap();
                assert_eq!(found, severity, "{now}");
                assert!(told.contains(words), "{now}: {told}");
            }
        }
    }
}

#[test]
fn a_stale_list_and_one_of_a_wrong_signer_are_errors() {
    for name in ["network.crl", "suspended.crl"] {
        let (place, folder) = made();
        folder
            .refresh_lists(at(NOW), at("2026-04-08T00:00:00Z"))
            .unwrap();
        let there = folder.export_server(place.path().join("out")).unwrap();
        assert_eq!(found(&there, "2026-04-07T23:59:59Z"), []);
        let stale = found(&there, "2026-04-08T00:00:00Z");
        let stale = stale.iter().find(|it| it.1 == name).unwrap();
        assert_eq!(stale.0, Severity::Error);
        assert!(stale.2.contains("madoguchi pki refresh"), "{}", stale.2);
    }
    let swap = |name: &'static str, other: &'static str| {
        only(NOW, move |folder| {
            fs::copy(folder.path().join(other), folder.path().join(name)).unwrap();
        })
    };
    for (name, other) in [
        ("network.crl", "suspended.crl"),
        ("suspended.crl", "network.crl"),
    ] {
        let (severity, file, words) = swap(name, other);
        assert_eq!((severity, file.as_str()), (Severity::Error, name));
        assert!(
            words.contains("signature is not the authority's"),
            "{words}"
        );
        let (severity, file, words) = swap(name, "server.crt");
        assert_eq!((severity, file.as_str()), (Severity::Error, name));
        assert!(words.contains("no certificate revocation list"), "{words}");
    }
}

#[test]
fn a_server_certificate_must_be_the_authoritys_and_a_servers() {
    let (_place, ours) = made();
    for other in ["institutions/1310000001", "operator"] {
        let (severity, file, words) = only(NOW, |folder| {
            for kind in ["crt", "key"] {
                let from = ours.path().join(format!("{other}.{kind}"));
                fs::copy(from, folder.path().join(format!("server.{kind}"))).unwrap();
            }
        });
        assert_eq!((severity, file.as_str()), (Severity::Error, "server.crt"));
        assert!(words.contains("does not vouch"), "{words}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for name in [
        "server.crt",
        "server.key",
        "challenge.key",
        "audit.pub",
        "card-ca.crt",
    ] {
        let (_place, folder) = exported();
        fs::remove_file(folder.path().join(name)).unwrap();
        let found = found(&folder, NOW);
        assert!(!found.is_empty(), "{name}");
        for (severity, _, words) in found {
            assert_eq!(severity, Severity::Error);
            assert!(words.contains(name), "{name}: {words}");
        }
    }
}
