//! What the person has in hand.

use std::fmt;

use qualification::Document;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// The documents in hand, and whether each is valid on the day: `kakunin`, or
/// `kakunin!` for one that is not. As texts in brackets, or as one text parted by `+`
/// or `,`.
pub(crate) struct Held {
    documents: [(Document, bool); Self::MOST],
    count: usize,
}

impl Held {
    /// The most that are looked at: each one valid and not.
    const MOST: usize = 2 * Document::ALL.len();

    const NOTHING: Self = Self {
        documents: [(Document::Card, false); Self::MOST],
        count: 0,
    };

    /// What is held, in the order written.
    pub(crate) fn as_slice(&self) -> &[(Document, bool)] {
        self.documents.get(..self.count).unwrap_or(&[])
    }

    /// Takes one more in hand; the same twice is held once.
    fn take<E: Error>(&mut self, text: &str) -> Result<(), E> {
        let held = document(text).ok_or_else(|| {
            let codes = Document::ALL.map(Document::code).join(", ");
            E::custom(format_args!(
                "{text:?} is not one of {codes}, with ! behind it if not valid"
            ))
        })?;
        if !self.as_slice().contains(&held)
            && let Some(place) = self.documents.get_mut(self.count)
        {
            *place = held;
            self.count += 1;
        }
        Ok(())
    }
}

/// One document, and whether it is valid.
pub(crate) fn document(text: &str) -> Option<(Document, bool)> {
    let text = text.trim();
    let code = text.strip_suffix(['!', '！']).map(str::trim_end);
    Some((Document::from_code(code.unwrap_or(text))?, code.is_none()))
}

impl<'de> Deserialize<'de> for Held {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InHand)
    }
}

struct InHand;

impl<'de> Visitor<'de> for InHand {
    type Value = Held;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("documents in brackets, such as [\"card\", \"oshirase\"]")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Held, E> {
        let mut held = Held::NOTHING;
        let parts = text
            .split(['+', ','])
            .filter(|part| !part.trim().is_empty());
        parts.into_iter().try_for_each(|part| held.take(part))?;
        Ok(held)
    }

    /// `null`: nothing is in hand.
    fn visit_unit<E>(self) -> Result<Held, E> {
        Ok(Held::NOTHING)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Held, A::Error> {
        let mut held = Held::NOTHING;
        while let Some(Shown) = texts.next_element_seed(Another(&mut held))? {}
        Ok(held)
    }
}

/// One more text of the brackets was read.
struct Shown;

/// Reads a text into the hand.
struct Another<'h>(&'h mut Held);

impl<'de> serde::de::DeserializeSeed<'de> for Another<'_> {
    type Value = Shown;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shown, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Another<'_> {
    type Value = Shown;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document such as \"kakunin\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Shown, E> {
        self.0.take(text).map(|()| Shown)
    }
}
