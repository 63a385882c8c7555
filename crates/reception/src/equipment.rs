//! What a desk has: where it is, what it takes, and with what it makes sure of a person.

use std::path::PathBuf;
use std::sync::Arc;

use card::{CollationNumber, Terminal};
use qualification::{ReaderKind, Venue};
use verification::Policy;

use crate::Camera;

/// A terminal that a simulated card may be shown.
pub(crate) type AnyTerminal = Arc<dyn Terminal + Send + Sync>;

/// What a desk has. What is not there is not offered.
#[derive(Clone)]
pub struct Equipment {
    /// Where care is given.
    pub venue: Venue,
    /// Whether it takes phones (スマートフォン), too.
    pub phone_reader: bool,
    /// The kind of reader: a general one compares no faces, whatever else is there.
    pub reader: ReaderKind,
    /// How often, and what next.
    pub policy: Arc<Policy>,
    /// What a simulated card is shown, so that it signs without its PIN (SIMULATED).
    pub terminal: Option<Arc<dyn Terminal + Send + Sync>>,
    /// What looks at the person.
    pub camera: Option<Camera>,
    /// What looks at the card.
    pub front: Option<Arc<dyn CardFront>>,
    /// The file of the staff's passcode, set or not.
    pub staff_check: Option<PathBuf>,
}

impl Equipment {
    /// A counter's general reader for cards, with the PIN alone, under the product's
    /// policy.
    #[must_use]
    pub fn pin_alone() -> Self {
        Self {
            venue: Venue::Counter,
            phone_reader: false,
            reader: ReaderKind::General,
            policy: Arc::new(Policy::built_in()),
            terminal: None,
            camera: None,
            front: None,
            staff_check: None,
        }
    }
}

/// Sees the front of the card on the reader, as a 顔認証付きカードリーダー does with a
/// camera of its own: what is printed there opens the chip's photo.
pub trait CardFront: Send + Sync {
    /// 照合番号B, as it is printed; `None` when there is none to be seen. Asked once for
    /// each comparison.
    fn collation_number_b(&self) -> Option<CollationNumber>;
}
