//! A folder of certificates, cards and a store of a story's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::made::{Files, files_in, put};
use super::processes::madoguchi;

/// A home with certificates, a shelf with the insured person alone, and her card,
/// all new.
pub(crate) struct Home {
    folder: TempDir,
    /// Where its store is, if not in the folder.
    elsewhere: Option<String>,
}

impl Home {
    /// Gives one as `madoguchi pki init` makes it. It is made once for all stories,
    /// as RSA keys take long, and copied to each.
    pub(crate) fn new() -> Self {
        static MADE: OnceLock<Files> = OnceLock::new();
        let made = MADE.get_or_init(|| files_in(make(&[persona("insured")]).path()));
        let folder = tempfile::tempdir().unwrap();
        put(made, folder.path());
        Self {
            folder,
            elsewhere: None,
        }
    }

    /// One with everybody on the product's shelf. It takes a while.
    pub(crate) fn of_everyone() -> Self {
        let personas = fs::read_dir(shelf()).unwrap();
        let personas: Vec<_> = personas.map(|it| it.unwrap().path()).collect();
        Self {
            folder: make(&personas),
            elsewhere: None,
        }
    }

    /// The personas of this home.
    pub(crate) fn shelf(&self) -> PathBuf {
        self.folder.path().join("shelf")
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

    /// The same with its store elsewhere.
    pub(crate) fn keeping(self, location: String) -> Self {
        Self {
            elsewhere: Some(location),
            ..self
        }
    }

    /// The store's location.
    pub(crate) fn store_location(&self) -> String {
        let file = || format!("sqlite:{}", self.store().display());
        self.elsewhere.clone().unwrap_or_else(file)
    }
}

fn make(personas: &[PathBuf]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let shelf = folder.path().join("shelf");
    fs::create_dir(&shelf).unwrap();
    for persona in personas {
        fs::copy(persona, shelf.join(persona.file_name().unwrap())).unwrap();
    }
    let made = madoguchi()
        .args(["pki", "init"])
        .arg(folder.path().join("pki"))
        .arg("--shelf")
        .arg(shelf)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    folder
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
