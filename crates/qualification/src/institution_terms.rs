//! What is known of an institution beside its certificate.

use crate::{CategorySet, Institution};

/// What an institution offers, and whether it is let in at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionTerms {
    /// 医療機関コード.
    pub code: Institution,
    /// Its name.
    pub name: String,
    /// The categories it views, and so asks consent for.
    pub offered: CategorySet,
    /// Whether it is shut out.
    pub stopped: bool,
}
