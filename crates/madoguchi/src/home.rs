//! Where things are kept unless told otherwise.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use pki::Folder;
use qualification::Institution;

/// `$MADOGUCHI_HOME`, else `$XDG_DATA_HOME/madoguchi`, else
/// `~/.local/share/madoguchi`.
fn home() -> anyhow::Result<PathBuf> {
    if let Some(home) = env::var_os("MADOGUCHI_HOME") {
        return Ok(home.into());
    }
    if let Some(data) = env::var_os("XDG_DATA_HOME") {
        return Ok(PathBuf::from(data).join("madoguchi"));
    }
    let home = env::home_dir().context("set MADOGUCHI_HOME: there is no home directory")?;
    Ok(home.join(".local/share/madoguchi"))
}

/// The folder of certificates, whether or not it is there.
pub(crate) fn pki(given: Option<PathBuf>) -> anyhow::Result<Folder> {
    Ok(Folder::at(match given {
        Some(path) => path,
        None => home()?.join("pki"),
    }))
}

/// The folder of certificates, which must be there.
pub(crate) fn made_pki(given: Option<PathBuf>) -> anyhow::Result<Folder> {
    let folder = pki(given)?;
    if !folder.is_made() {
        let path = folder.path().display();
        bail!(
            "証明書がありません / no certificates in {path}; make them with: madoguchi pki init {path}"
        );
    }
    Ok(folder)
}

/// Where an institution's own check of its staff (目視確認) is kept, set or not: beside
/// its certificate.
pub(crate) fn staff_check(folder: &Folder, institution: &Institution) -> PathBuf {
    let file = format!("{}.staff-check.toml", institution.as_str());
    folder.path().join("institutions").join(file)
}

/// The store's location, whether or not there is a store.
pub(crate) fn store(given: Option<String>) -> anyhow::Result<String> {
    match given {
        Some(location) => Ok(location),
        None => Ok(format!("sqlite:{}", home()?.join("store.db").display())),
    }
}

/// The store's location, in a folder that is there.
pub(crate) fn store_to_be(given: Option<String>) -> anyhow::Result<String> {
    if given.is_none() {
        let home = home()?;
        std::fs::create_dir_all(&home).with_context(|| home.display().to_string())?;
    }
    store(given)
}
