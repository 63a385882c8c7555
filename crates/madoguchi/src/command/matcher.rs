//! Which matcher compares faces, from the words of the command line.

use std::sync::Arc;

use verification::{FaceMatcher, ScriptedMatcher, StubMatcher};

/// `stub`, or `scripted:` and its outcomes.
pub(crate) fn matcher(text: &str) -> Result<Arc<dyn FaceMatcher>, String> {
    match text.split_once(':') {
        None if text == "stub" => Ok(Arc::new(StubMatcher::new())),
        Some(("scripted", script)) => {
            let script: ScriptedMatcher = script.parse().map_err(|error| format!("{error}"))?;
            Ok(Arc::new(script))
        }
        _ => Err("write stub, or scripted:910,timeout,… with what it says in its order".into()),
    }
}
