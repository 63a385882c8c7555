//! On whose word a value of a data file stands.

use serde::Deserialize;

use crate::Evidence;

/// On whose word one value of a data file stands, and how well it is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// How well it is known.
    pub evidence: Evidence,
    /// Where it is said, such as `Kumamoto FAQ Q16`.
    pub source: String,
    /// Its own words, exactly; `None` where there are none to quote.
    pub quote: Option<String>,
}
