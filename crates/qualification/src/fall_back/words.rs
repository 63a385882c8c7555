//! The words of it all: read from `data/fall-back.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Ask, Way};
use crate::data::compiled_in;
use crate::text::Words;
use crate::{Provenance, Text};

/// One text and its origin.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    text: Words,
    provenance: Provenance,
}

impl Said {
    pub(super) fn text(&'static self) -> Text {
        self.text.text()
    }

    pub(super) const fn provenance(&self) -> &Provenance {
        &self.provenance
    }
}

/// The file, by machine codes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    way: BTreeMap<String, Said>,
    ask: BTreeMap<String, Said>,
}

impl File {
    pub(super) fn way(&self, way: Way) -> &Said {
        said(&self.way, way.code())
    }

    pub(super) fn ask(&self, ask: Ask) -> &Said {
        said(&self.ask, ask.code())
    }
}

#[expect(
    clippy::panic,
    reason = "a compiled-in file without one of its texts is a broken build"
)]
fn said<'w>(texts: &'w BTreeMap<String, Said>, code: &str) -> &'w Said {
    match texts.get(code) {
        Some(said) => said,
        None => panic!("data/fall-back.toml: no {code}"),
    }
}

pub(super) static WORDS: LazyLock<File> =
    LazyLock::new(|| compiled_in("fall-back.toml", include_str!("../../data/fall-back.toml")));
