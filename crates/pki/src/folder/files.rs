//! The folder's files: PEM, and keys that only their owner can read.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use zeroize::Zeroizing;

use super::Folder;
use crate::{Issued, PkiError};

/// What the group and everybody else may do with a file.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

impl Folder {
    pub(super) fn certificate(&self, name: &str) -> Result<CertificateDer<'static>, PkiError> {
        CertificateDer::from_pem_slice(&self.read(name)?).map_err(|_| PkiError::Content {
            path: self.path.join(name),
            expected: "a certificate (PEM)",
        })
    }

    pub(super) fn key(&self, name: &str) -> Result<PrivatePkcs8KeyDer<'static>, PkiError> {
        let pem = Zeroizing::new(self.read(name)?);
        PrivatePkcs8KeyDer::from_pem_slice(&pem).map_err(|_| PkiError::Content {
            path: self.path.join(name),
            expected: "a private key (PKCS#8 PEM)",
        })
    }

    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, PkiError> {
        let path = self.path.join(name);
        fs::read(&path).map_err(file(&path))
    }

    /// Refuses a private key that others can read.
    pub(super) fn expect_owners_alone(&self, name: &str) -> Result<(), PkiError> {
        let path = self.path.join(name);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path)
                .map_err(file(&path))?
                .permissions()
                .mode();
            if mode & OTHERS != 0 {
                return Err(PkiError::Exposed { path });
            }
        }
        Ok(())
    }

    pub(super) fn make_folder(&self, name: &str) -> Result<(), PkiError> {
        let path = self.path.join(name);
        fs::create_dir_all(&path).map_err(file(&path))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let owner_only = fs::Permissions::from_mode(0o700);
            fs::set_permissions(&self.path, owner_only).map_err(file(&self.path))?;
        }
        Ok(())
    }

    pub(super) fn write_issued(&self, name: &str, issued: &Issued) -> Result<(), PkiError> {
        self.write_certificate(&format!("{name}.crt"), &issued.certificate)?;
        self.write_key(&format!("{name}.key"), issued.key.secret_pkcs8_der())
    }

    pub(super) fn write_certificate(
        &self,
        name: &str,
        certificate: &CertificateDer<'_>,
    ) -> Result<(), PkiError> {
        self.write(name, to_pem("CERTIFICATE", certificate).as_bytes(), false)
    }

    pub(super) fn write_key(&self, name: &str, pkcs8: &[u8]) -> Result<(), PkiError> {
        let pem = Zeroizing::new(to_pem("PRIVATE KEY", pkcs8));
        self.write(name, pem.as_bytes(), true)
    }

    /// Replaces a file at once: whoever reads it sees the old one or the new one.
    pub(super) fn replace(&self, name: &str, bytes: &[u8], secret: bool) -> Result<(), PkiError> {
        let waiting = format!("{name}.new");
        self.write(&waiting, bytes, secret)?;
        let path = self.path.join(name);
        fs::rename(self.path.join(waiting), &path).map_err(file(&path))
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8], secret: bool) -> Result<(), PkiError> {
        let path = self.path.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if secret { 0o600 } else { 0o644 });
        options
            .open(&path)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .map_err(file(&path))
    }
}

pub(super) fn to_pem(label: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(label, der))
}

pub(super) fn file(path: &Path) -> impl Fn(std::io::Error) -> PkiError + '_ {
    |source| PkiError::File {
        path: path.to_owned(),
        source,
    }
}
