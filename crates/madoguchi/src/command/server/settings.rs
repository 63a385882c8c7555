//! `madoguchi server settings`: what holds, as a file of settings.

use crate::cli::settings::{Origin, Setting};

/// The settings as a file for `--config`, each with what it is for and where it comes
/// from. A password in a store's address is not shown.
pub(super) fn as_file(settings: &[Setting]) -> String {
    let mut text =
        "# 資格確認サーバーの設定 / settings of the check server: madoguchi server --config FILE\n"
            .to_owned();
    for setting in settings {
        let from = match &setting.origin {
            Origin::Default => "既定 / default".to_owned(),
            Origin::File(line) => format!("設定ファイルの{line}行目 / line {line} of the file"),
            Origin::Environment(variable) => format!("環境変数 / environment, {variable}"),
            Origin::Flag => "フラグ / flag".to_owned(),
        };
        let help = setting.help.replace('\n', " ");
        let line = match values(&setting.values) {
            Some(value) => format!("{} = {value}", setting.key),
            None => format!("# {} =", setting.key),
        };
        text.push_str(&format!("\n# {help}\n# ← {from}\n{line}\n"));
    }
    text.trim_end().to_owned()
}

/// The values as TOML.
fn values(values: &[String]) -> Option<String> {
    match values {
        [] => None,
        [one] => Some(value(one)),
        some => {
            let some: Vec<_> = some.iter().map(|it| value(it)).collect();
            Some(format!("[{}]", some.join(", ")))
        }
    }
}

fn value(text: &str) -> String {
    let plain = text.parse::<bool>().is_ok() || text.parse::<u16>().is_ok();
    match plain {
        true => text.to_owned(),
        false => toml_edit::Value::from(masked(text)).to_string(),
    }
}

/// An address without its password.
fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(user, _)| user);
            format!("{user}:***@{host}")
        }
        None => authority.to_owned(),
    };
    // It may be given as a parameter, too.
    let path = match path.split_once('?') {
        Some((path, parameters)) => {
            let shown = parameters.split('&').map(|it| match it.split_once('=') {
                Some(("password", _)) => "password=***",
                _ => it,
            });
            format!("{path}?{}", shown.collect::<Vec<_>>().join("&"))
        }
        None => path.to_owned(),
    };
    format!("{scheme}://{authority}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        for (given, shown) in [
            ("sqlite:check.db", "sqlite:check.db"),
            ("postgres://db/x", "postgres://db/x"),
            (
                "postgres://u:geheim@db:5432/x",
                "postgres://u:***@db:5432/x",
            ),
            ("postgres://u:ge@heim@db/x", "postgres://u:***@db/x"),
            (
                "postgres://db/x?password=geheim&sslmode=verify-full",
                "postgres://db/x?password=***&sslmode=verify-full",
            ),
        ] {
            assert_eq!(masked(given), shown);
        }
    }
}
