//! Is the folder fit for a server to start with, and what has to be done soon?

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::Folder;
use super::network::SERVER_KEY;
use crate::{PkiError, claims};

/// So long before its end a certificate is to be renewed.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 30);

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How it stands.
    pub severity: Severity,
    /// What was found, and what to do.
    pub what: Words,
    /// In which file, or the folder itself.
    pub file: PathBuf,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// As it should be.
    Fine,
    /// A server starts, but somebody should look.
    Warning,
    /// A server must not start.
    Error,
}

/// What is said to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

impl fmt::Display for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} / {}", self.ja, self.en)
    }
}

/// How something stands, in words.
type Judged = (Severity, String, String);

impl Folder {
    /// Looks at all that a check server reads: keys, certificates and lists. One
    /// finding for each, and one when the folder is a demonstration's.
    #[must_use]
    pub fn examine(&self, now: Timestamp) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |file: &str, (severity, ja, en): Judged| {
            findings.push(Finding {
                severity,
                what: Words { ja, en },
                file: self.path.join(file),
            });
        };
        say(
            SERVER_KEY,
            judged(
                self.server(),
                "鍵は証明書と一致します",
                "the key is its certificate's",
            ),
        );
        say("server.crt", self.vouched_for());
        for name in ["server.crt", "network-ca.crt", "card-ca.crt"] {
            say(name, self.age(name, now));
        }
        for (name, authority) in [
            ("suspended.crl", "card-ca.crt"),
            ("network.crl", "network-ca.crt"),
        ] {
            say(name, self.freshness(name, authority, now));
        }
        let sealing = judged(self.challenge_key(), "鍵は使えます", "the key can be used");
        say("challenge.key", sealing);
        say("audit.key", self.audit_keys());
        let enrolled = judged(self.enrolled(), "一覧は読めます", "the list can be read");
        say("enrolled", enrolled);
        match self.is_demo() {
            Ok(None) => {}
            Ok(Some(why)) => say("", (Severity::Warning, why.ja, why.en)),
            Err(error) => say("", refused(&error)),
        }
        findings
    }

    fn vouched_for(&self) -> Judged {
        let certificates = self
            .certificate("server.crt")
            .and_then(|server| Ok((server, self.certificate("network-ca.crt")?)));
        match certificates {
            Err(error) => refused(&error),
            Ok((server, authority)) if vouches(&authority, &server) => fine(
                "ネットワーク認証局が発行しました",
                "the network authority vouches for it",
            ),
            Ok(_) => error(
                "ネットワーク認証局が発行したサーバー証明書ではありません",
                "the network authority does not vouch for it as a server's; \
                 put the certificate and the authority that belong together",
            ),
        }
    }

    fn age(&self, name: &str, now: Timestamp) -> Judged {
        let claims = match self.certificate(name) {
            Err(error) => return refused(&error),
            Ok(certificate) => claims(&certificate),
        };
        let Some(claims) = claims else {
            return error("証明書を読めません", "the certificate cannot be read");
        };
        let (first, last) = (day(claims.not_before), day(claims.not_after));
        if now < claims.not_before {
            error(
                format!("証明書の有効期間は {first} からです（時計を確認してください）"),
                format!("the certificate is valid from {first} on; look at the clock"),
            )
        } else if now > claims.not_after {
            error(
                format!("証明書は {last} に期限が切れました"),
                format!("the certificate expired on {last}; renew it"),
            )
        } else if claims.not_after.duration_since(now) < SOON {
            let (_, ja, en) = fine(
                format!("証明書の期限は {last} です（更新してください）"),
                format!("the certificate ends on {last}; renew it"),
            );
            (Severity::Warning, ja, en)
        } else {
            fine(
                format!("証明書は {last} まで有効です"),
                format!("the certificate is valid until {last}"),
            )
        }
    }

    fn freshness(&self, name: &str, authority: &str, now: Timestamp) -> Judged {
        match self.list(name, authority) {
            Err(error) => refused(&error),
            Ok(list) if list.is_fresh_at(now) => fine(
                format!("失効リストは {} まで有効です", day(list.next_update())),
                format!("the list is good until {}", day(list.next_update())),
            ),
            Ok(list) => error(
                format!(
                    "失効リストは {} に期限が切れました",
                    day(list.next_update())
                ),
                format!(
                    "the list is stale since {}; sign it anew with `madoguchi pki refresh`",
                    day(list.next_update())
                ),
            ),
        }
    }

    fn audit_keys(&self) -> Judged {
        let public = self.audit_public_key();
        match self.audit_key().and_then(|key| Ok((key, public?))) {
            Err(error) => refused(&error),
            Ok((key, public)) if key.public_key() == public => fine(
                "鍵は audit.pub と一致します",
                "the key is that of audit.pub",
            ),
            Ok(_) => error(
                "audit.pub の鍵ではありません",
                "it is not the key of audit.pub; put the two that belong together",
            ),
        }
    }
}

/// Whether `authority` vouches for `server` as a server, at the server's own last
/// second: whether it is in its time is another finding.
fn vouches(authority: &CertificateDer<'_>, server: &CertificateDer<'_>) -> bool {
    let last = claims(server).map_or(0, |claims| claims.not_after.as_second());
    let time = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(last).unwrap_or(0)));
    let (Ok(anchor), Ok(server)) = (
        anchor_from_trusted_cert(authority),
        EndEntityCert::try_from(server),
    ) else {
        return false;
    };
    server
        .verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &[anchor],
            &[],
            time,
            KeyUsage::server_auth(),
            None,
            None,
        )
        .is_ok()
}

fn judged<T>(result: Result<T, PkiError>, ja: &str, en: &str) -> Judged {
    match result {
        Ok(_) => fine(ja, en),
        Err(error) => refused(&error),
    }
}

fn fine(ja: impl Into<String>, en: impl Into<String>) -> Judged {
    (Severity::Fine, ja.into(), en.into())
}

fn error(ja: impl Into<String>, en: impl Into<String>) -> Judged {
    (Severity::Error, ja.into(), en.into())
}

/// A file that cannot be used.
fn refused(why: &PkiError) -> Judged {
    let ja = match why {
        PkiError::File { .. } => "ファイルを読めません",
        PkiError::Exposed { path } => {
            return error(
                format!(
                    "秘密鍵を所有者以外が読めます。実行: chmod 600 {}",
                    path.display()
                ),
                why.to_string(),
            );
        }
        PkiError::Mismatch { .. } => "証明書の鍵ではありません",
        PkiError::List { .. } => "失効リストを使えません（署名・形式）",
        _ => "内容が正しくありません",
    };
    let mut en = why.to_string();
    if let Some(source) = std::error::Error::source(why) {
        en = format!("{en}: {source}");
    }
    error(ja, en)
}

/// The day in Japan.
fn day(instant: Timestamp) -> String {
    Offset::constant(9).to_datetime(instant).date().to_string()
}
