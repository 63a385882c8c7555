//! Certificates and a card that are made once for all stories, as RSA keys take
//! long, and copied to each.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ::persona::Persona;
use pki::Folder;

use super::duplex::{issue, made_pki};
use super::home::persona;

/// Files below a folder, with what is in them.
pub(crate) type Files = Vec<(PathBuf, Vec<u8>)>;

/// A folder of certificates with the insured person's card, at `path`.
pub(crate) fn pki_with_a_card(path: &Path) -> Folder {
    static MADE: OnceLock<Files> = OnceLock::new();
    put(MADE.get_or_init(make), path);
    Folder::at(path)
}

fn make() -> Files {
    let folder = tempfile::tempdir().unwrap();
    let pki = made_pki(folder.path(), 1);
    let insured = Persona::load(&persona("insured")).unwrap();
    issue(&insured, &pki, "insured");
    files_in(folder.path())
}

/// Every file below `folder`.
pub(crate) fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    read(folder, Path::new(""), &mut files);
    files
}

/// Puts files below `folder`.
pub(crate) fn put(files: &Files, folder: &Path) {
    for (name, bytes) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, bytes).unwrap();
        if file.extension().is_some_and(|kind| kind == "key") {
            fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
        }
    }
}

fn read(root: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = below.join(entry.file_name());
        if entry.path().is_dir() {
            read(root, &name, files);
        } else {
            files.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}
