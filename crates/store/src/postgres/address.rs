//! Where the database is, and whether the way there is safe.

use std::net::IpAddr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::tls::Tls;
use crate::StoreError;

/// How long a step of connecting, or a reply that the system must give, is waited
/// for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A database and the way there.
pub(super) struct Address {
    pub(super) config: Config,
    /// `None` where nobody can listen on the way.
    pub(super) tls: Option<Tls>,
}

impl Address {
    /// Reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE?…`. What goes over a
    /// network goes through TLS, and to whom the certificate names.
    pub(super) fn parse(location: &str) -> Result<Self, StoreError> {
        let (place, options) = location.split_once('?').unwrap_or((location, ""));
        let (mut mode, mut root, mut others) = (None, None, Vec::new());
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => root = Some(value),
                _ => others.push(option),
            }
        }
        let mut config: Config = format!("{place}?{}", others.join("&"))
            .parse()
            .map_err(|_| misread("it is not of the form postgres://USER:PASSWORD@HOST/DATABASE"))?;
        if config.get_hosts().is_empty() {
            return Err(misread("it names no host"));
        }
        let tls = match (mode, root) {
            (None | Some("disable"), _) if is_on_this_machine(&config) => None,
            (None | Some("disable"), _) => {
                return Err(misread(
                    "the database is on another machine, and what is stored must not go there \
                     unencrypted: add ?sslmode=verify-full&sslrootcert=FILE",
                ));
            }
            (Some("require" | "verify-full"), Some(file)) => Some(Tls::trusting(file)?),
            (Some("require" | "verify-full"), None) => {
                return Err(misread(
                    "with TLS it must say whom to trust: add &sslrootcert=FILE, a file with \
                     certificates in PEM",
                ));
            }
            _ => return Err(misread("sslmode is disable, require or verify-full")),
        };
        config.ssl_mode(tls.as_ref().map_or(SslMode::Disable, |_| SslMode::Require));
        if config.get_application_name().is_none() {
            config.application_name("madoguchi");
        }
        config
            .connect_timeout(PATIENCE)
            .tcp_user_timeout(PATIENCE)
            .keepalives_idle(PATIENCE);
        Ok(Self { config, tls })
    }
}

/// Nobody can listen on a Unix socket or a loopback interface.
fn is_on_this_machine(config: &Config) -> bool {
    let loopback = |name: &str| {
        name == "localhost"
            || name
                .parse()
                .is_ok_and(|address: IpAddr| address.is_loopback())
    };
    if !config.get_hostaddrs().is_empty() {
        return config.get_hostaddrs().iter().all(IpAddr::is_loopback);
    }
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => loopback(name),
        Host::Unix(_) => true,
    })
}

pub(super) fn misread(what: &str) -> StoreError {
    StoreError::Misaddressed {
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(location: &str) -> Option<String> {
        Address::parse(location)
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn on_this_machine_no_tls_is_needed() {
        for location in [
            "postgres://madoguchi@%2Frun%2Fpostgresql/madoguchi",
            "postgresql://madoguchi:geheim@localhost:5433/madoguchi",
            "postgres://madoguchi@127.0.0.2/madoguchi?application_name=x",
            "postgres://madoguchi@[::1]/madoguchi?sslmode=disable",
            "postgres://madoguchi@db.example/madoguchi?hostaddr=127.0.0.1",
        ] {
            let address = Address::parse(location).unwrap();
            assert!(address.tls.is_none(), "{location}");
            assert_eq!(address.config.get_ssl_mode(), SslMode::Disable);
        }
    }

    #[test]
    fn another_machine_is_refused_without_tls_and_without_repeating_the_password() {
        for (location, words) in [
            ("postgres://m:geheim@db.example/m", "unencrypted"),
            (
                "postgres://m:geheim@db.example/m?sslmode=disable",
                "unencrypted",
            ),
            ("postgres://m:geheim@192.0.2.1/m", "unencrypted"),
            ("postgres://m:geheim@localhost,db.example/m", "unencrypted"),
            (
                "postgres://m:geheim@localhost/m?hostaddr=192.0.2.1",
                "unencrypted",
            ),
            (
                "postgres://m:geheim@db.example/m?sslmode=require",
                "sslrootcert=FILE",
            ),
            (
                "postgres://m:geheim@db.example/m?sslmode=prefer",
                "sslmode is",
            ),
            (
                "postgres://m:geheim@localhost/m?sslmode=allow",
                "sslmode is",
            ),
            (
                "postgres://m:geheim@localhost/m?nonsense=geheim",
                "of the form",
            ),
            ("postgres://m:geheim@localhost:geheim/m", "of the form"),
            ("postgres:///m", "no host"),
            (
                "postgres://m:geheim@db.example/m?sslmode=verify-full&sslrootcert=/nowhere",
                "/nowhere",
            ),
        ] {
            let text = refusal(location).unwrap();
            assert!(text.contains(words) && !text.contains("geheim"), "{text}");
        }
    }
}
