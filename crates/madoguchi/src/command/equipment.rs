//! What a desk makes sure of a person with, from the words of the command line.

use std::sync::Arc;

use card::CollationNumber;
use pki::Folder;
use qualification::{Institution, ReaderKind};
use reception::{CardFront, Equipment, ReaderAddress};
use verification::Policy;

use super::camera::camera;
use super::terminal::TerminalOf;
use crate::cli::visit::VerifiedWith;
use crate::{home, shelf};

/// The equipment of that institution's desk.
pub(crate) fn equipment(
    arguments: &VerifiedWith,
    kind: ReaderKind,
    reader: &ReaderAddress,
    folder: &Folder,
    institution: &Institution,
) -> anyhow::Result<Equipment> {
    let persona = match reader {
        ReaderAddress::Virtual(persona) => Some(persona),
        ReaderAddress::Pcsc(_) | ReaderAddress::Replay(_) => None,
    };
    let front = match arguments.front.as_ref().or(persona) {
        Some(persona) => Some(front(shelf::Person::load(persona)?, folder)),
        None => None,
    };
    let camera = match &arguments.camera {
        Some(address) => Some(camera(address, Arc::clone(&arguments.matcher))?),
        None => None,
    };
    let policy = arguments.policy.clone();
    Ok(Equipment {
        reader: kind,
        policy: policy.unwrap_or_else(|| Arc::new(Policy::built_in())),
        terminal: terminal(folder, institution),
        camera,
        front,
        staff_check: Some(home::staff_check(folder, institution)),
        ..Equipment::pin_alone()
    })
}

/// The institution's terminal; a desk without one works with PINs alone.
pub(crate) fn terminal(
    folder: &Folder,
    institution: &Institution,
) -> Option<Arc<dyn card::Terminal + Send + Sync>> {
    match folder.terminal(institution.as_str()) {
        Ok(terminal) => Some(Arc::new(TerminalOf(terminal))),
        Err(error) => {
            tracing::warn!(%error, "no terminal: cards are used with their PIN alone");
            None
        }
    }
}

/// The front of that persona's issued card.
pub(crate) fn front(person: shelf::Person, folder: &Folder) -> Arc<dyn CardFront> {
    let folder = Folder::at(folder.path());
    Arc::new(FrontOf { person, folder })
}

struct FrontOf {
    person: shelf::Person,
    folder: Folder,
}

impl CardFront for FrontOf {
    fn collation_number_b(&self) -> Option<CollationNumber> {
        self.person.collation_number_b(&self.folder).ok().flatten()
    }
}
