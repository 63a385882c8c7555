//! The list of suspended cards, changed card by card.

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use pki::{Folder, claims};

/// How long the list may be used; it is made anew with every change.
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 365 * 10);

/// Suspends some cards and lifts the suspension of others; the rest stay as they
/// are. Gives the names of all that are suspended now.
pub(crate) fn change_suspension(
    folder: &Folder,
    suspend: &[String],
    lift: &[String],
    now: Timestamp,
) -> anyhow::Result<Vec<String>> {
    let issued = folder.cards()?;
    let unknown = suspend
        .iter()
        .chain(lift)
        .find(|name| !issued.contains(name));
    if let Some(name) = unknown {
        let issued = issued.join(", ");
        bail!("no card {name:?} was issued here; there are: {issued}");
    }
    let list = folder.suspended_list()?;
    let (mut names, mut serials) = (Vec::new(), Vec::new());
    for name in issued.into_iter().filter(|name| !lift.contains(name)) {
        let certificate = virtual_card::issued_certificate(&folder.card(&name))?;
        let claims = claims(&certificate).with_context(|| format!("{name}: not a certificate"))?;
        if suspend.contains(&name) || list.contains(&claims.serial) {
            names.push(name);
            serials.push(claims.serial);
        }
    }
    folder.suspend(&serials, now, now.checked_add(LIFE)?)?;
    Ok(names)
}
