use super::*;
use crate::bench::{at, issuer, rng};
use crate::{VerifiableCertificate, network_subject};
use std::sync::OnceLock;
use tempfile::TempDir;

mod examination;
mod network;

const CLINIC: &str = "1310000001";

fn plan() -> Plan {
    Plan {
        not_before: at("2024-01-01T00:00:00Z"),
        not_after: at("2028-01-01T00:00:00Z"),
        authorities_until: at("2036-01-01T00:00:00Z"),
        server_names: vec!["localhost".into(), "127.0.0.1".into()],
        institution: (CLINIC.into(), "窓口シミュレータ診療所".into()),
    }
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A folder of its own for a test, all with the keys that were made once.
fn made() -> (TempDir, Folder) {
    static FILES: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path());
        folder.make(&plan(), &mut rng(2)).unwrap();
        let mut files = Vec::new();
        for part in ["", "institutions", "terminals"] {
            for entry in fs::read_dir(place.path().join(part)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let name = path.strip_prefix(place.path()).unwrap();
                    files.push((name.to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
        files
    });
    let place = tempfile::tempdir().unwrap();
    for part in ["institutions", "terminals", "cards"] {
        fs::create_dir(place.path().join(part)).unwrap();
    }
    for (name, bytes) in files {
        let path = place.path().join(name);
        fs::write(&path, bytes).unwrap();
        let mode = if name.extension().is_some_and(|it| it == "key") {
            0o600
        } else {
            0o644
        };
        set_mode(&path, mode);
    }
    let folder = Folder::at(place.path());
    (place, folder)
}

#[test]
fn what_is_made_is_read_back_and_never_overwritten() {
    let (_place, folder) = made();
    assert!(folder.is_made());
    assert!(matches!(
        folder.make(&plan(), &mut rng(3)),
        Err(PkiError::Exists { .. })
    ));
    folder.server().unwrap();
    folder.challenge_key().unwrap();
    let clinic = folder.institution(CLINIC).unwrap();
    assert_eq!(
        network_subject(&clinic.certificate),
        NetworkSubject::institution(CLINIC, "T01")
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
    assert!(!folder.is_made());
    folder.make(&plan(), &mut rng(3)).unwrap();
    folder.enrol(&[1; 32], "insured").unwrap();
    let mode = |name: &str| {
        let path = folder.path().join(name);
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    for key in [
        "card-ca.key",
        "signature-ca.key",
        "face-signer.key",
        "text-signer.key",
        "common-signer.key",
        "terminal-ca.key",
        "terminals/1310000001.key",
        "enrolled",
        "network-ca.key",
        "server.key",
        "operator.key",
        "institutions/1310000001.key",
        "challenge.key",
        "audit.key",
    ] {
        assert_eq!(mode(key), 0o600, "{key}");
    }
    assert_eq!(mode("."), 0o700);
}

#[test]
fn the_card_issuer_is_read_back_with_its_root() {
    let (_place, folder) = made();
    let issuer = folder.card_issuer().unwrap();
    let certificate = folder.card_authority_certificate().unwrap();
    assert_eq!(*issuer.user.certificate(), certificate);
    assert_ne!(issuer.signature.certificate(), issuer.user.certificate());
    for signer in [&issuer.face, &issuer.text, &issuer.common] {
        let certificate = VerifiableCertificate::parse(signer.certificate()).unwrap();
        assert!(certificate.signed_by(issuer.root.modulus()));
        assert_eq!(signer.sign(b"contents").unwrap().len(), 256);
    }
    let ids = [&issuer.face, &issuer.text, &issuer.common].map(crate::ContentSigner::key_id);
    let holders = ids.map(|id| id.0[..7].to_vec());
    assert_eq!(holders, [b"7000023", b"7000033", b"7000020"]);
    assert!(!folder.path().join("root.key").exists());
}

#[test]
fn every_institution_has_a_terminal_of_the_folders_authority() {
    let (_place, folder) = made();
    let (from, until) = (plan().not_before, plan().not_after);
    let other = "1310000002";
    assert!(folder.terminal(other).is_err());
    folder
        .add_institution(other, "T01", "clinic", from, until)
        .unwrap();
    let authority = folder.card_issuer().unwrap().terminals;
    let mut seen = Vec::new();
    for code in [CLINIC, other] {
        let terminal = folder.terminal(code).unwrap();
        let parts = [
            terminal.certificate_body(),
            terminal.certificate_signature(),
        ];
        let certificate = VerifiableCertificate::parse(&parts.concat()).unwrap();
        assert!(certificate.signed_by(authority.modulus()), "{code}");
        assert!(!certificate.signed_by(issuer().terminals.modulus()));
        seen.push(certificate);
    }
    assert_ne!(seen[0].modulus(), seen[1].modulus());
}

#[test]
fn an_older_folder_says_what_to_do() {
    let (_place, folder) = made();
    fs::remove_file(folder.path().join("root.cvc")).unwrap();
    let (from, until) = (plan().not_before, plan().not_after);
    for refused in [
        folder.card_issuer().err(),
        folder.terminal(CLINIC).err(),
        folder
            .add_institution("1310000002", "T01", "clinic", from, until)
            .err(),
    ] {
        let refused = refused.unwrap();
        assert!(matches!(refused, PkiError::Outdated { .. }), "{refused}");
        assert!(refused.to_string().contains("madoguchi pki init"));
    }
    assert!(folder.institution("1310000002").is_err());
    folder.institution(CLINIC).unwrap();
}

#[test]
fn a_file_that_holds_something_else_is_named() {
    let (_place, folder) = made();
    let path = |name: &str| folder.path().join(name);
    fs::copy(path("text-signer.key"), path("face-signer.key")).unwrap();
    fs::copy(path("text-signer.key"), path("terminals/1310000001.key")).unwrap();
    for (refused, name) in [
        (folder.card_issuer().err(), "face-signer.key"),
        (folder.terminal(CLINIC).err(), "terminals/1310000001.key"),
    ] {
        match refused {
            Some(PkiError::Content { path: named, .. }) => assert_eq!(named, path(name)),
            _ => panic!("{name} is not its certificate's key"),
        }
    }
    fs::write(path("terminal-ca.cvc"), [0x7F; 567]).unwrap();
    match folder.card_issuer().err() {
        Some(PkiError::Content { path: named, .. }) => assert_eq!(named, path("terminal-ca.cvc")),
        _ => panic!("this is no certificate"),
    }
}
