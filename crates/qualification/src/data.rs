//! Reads the data files that are compiled in.

use serde::de::DeserializeOwned;

/// What a file of `data/` says. `text` is the file as it was compiled in: a test reads
/// every one, so it cannot fail in the field.
#[expect(
    clippy::panic,
    reason = "a compiled-in file that cannot be read is a broken build"
)]
pub(crate) fn compiled_in<T: DeserializeOwned>(name: &str, text: &str) -> T {
    match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => panic!("data/{name}: {error}"),
    }
}
