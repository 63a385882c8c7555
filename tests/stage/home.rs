//! A folder of certificates, cards and a store of a story's own.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::processes::madoguchi;

/// A home with certificates and the shelf's cards, all new.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    /// Makes one by `madoguchi pki init`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Self { folder };
        let made = madoguchi()
            .args(["pki", "init"])
            .arg(home.pki())
            .arg("--shelf")
            .arg(shelf())
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        home
    }

    /// The folder itself, for a story's files.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of certificates.
    pub(crate) fn pki(&self) -> PathBuf {
        self.folder.path().join("pki")
    }

    /// The store's file.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    /// The store's location.
    pub(crate) fn store_location(&self) -> String {
        format!("sqlite:{}", self.store().display())
    }
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The personas that come with the product.
pub(crate) fn shelf() -> PathBuf {
    repository().join("hardware/cards")
}

/// One persona's file.
pub(crate) fn persona(name: &str) -> PathBuf {
    shelf().join(format!("{name}.toml"))
}
