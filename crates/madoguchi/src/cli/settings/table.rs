//! All settings in one table.

use std::fmt::Write as _;

use clap::Arg;

/// One line a setting: its flag, environment variable, key in a file, and default.
pub(super) fn of<'a>(settings: impl Iterator<Item = &'a Arg>) -> String {
    let mut table = String::from(
        "設定 / Settings（ファイル < 環境変数 < フラグ / a file is overridden by the environment, both by flags）\n",
    );
    let mut line = |flag: &str, variable: &str, key: &str, default: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(table, "  {flag:<22} {variable:<30} {key:<20} {default}");
    };
    line("flag", "environment", "file", "default");
    for setting in settings {
        let key = setting.get_long().unwrap_or_default();
        let defaults = setting.get_default_values().iter();
        let defaults: Vec<_> = defaults.map(|it| it.to_string_lossy()).collect();
        let default = match defaults.as_slice() {
            [] => "-".to_owned(),
            some => some.join(","),
        };
        line(&format!("--{key}"), &environment(setting), key, &default);
    }
    table
}

/// The environment variable of a setting.
pub(super) fn environment(setting: &Arg) -> String {
    let name = setting.get_env().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
