//! Which person.

use qualification::{CardFingerprint, NumberQuery, PersonId};

use crate::field::Faults;
use crate::{number, v1};

/// Which person. No `Debug`: it may hold a document's number.
#[derive(Clone, PartialEq, Eq)]
pub enum PersonKey {
    /// By their handle.
    Id(PersonId),
    /// By a card of theirs.
    Card(CardFingerprint),
    /// By a document; the cover of today counts.
    Number(NumberQuery),
}

impl PersonKey {
    /// The key of a request, which must have one.
    pub(crate) fn of(message: Option<v1::PersonKey>) -> Result<Self, Faults> {
        match message.and_then(|it| it.key) {
            Some(key) => read(key),
            None => {
                let mut faults = Faults::default();
                faults.add("key", "is missing");
                Err(faults)
            }
        }
    }
}

fn read(key: v1::person_key::Key) -> Result<PersonKey, Faults> {
    use v1::person_key::Key;
    let mut faults = Faults::default();
    let key = match key {
        Key::PersonId(id) => faults.keep("person_id", person_id(&id)).map(PersonKey::Id),
        Key::Card(card) => faults.keep("card", fingerprint(&card)).map(PersonKey::Card),
        Key::Number(message) => {
            let mut inner = Faults::default();
            let query = number::read(&mut inner, &number::FIELDS, message);
            faults
                .part("number", inner.finish(query))
                .map(PersonKey::Number)
        }
    };
    faults.finish(key)
}

impl TryFrom<v1::FindPersonRequest> for PersonKey {
    type Error = Faults;

    fn try_from(message: v1::FindPersonRequest) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let key = faults.part("key", Self::of(message.key));
        faults.finish(key)
    }
}

impl From<PersonKey> for v1::PersonKey {
    fn from(key: PersonKey) -> Self {
        use v1::person_key::Key;
        let key = match key {
            PersonKey::Id(id) => Key::PersonId(id.0.to_vec()),
            PersonKey::Card(card) => Key::Card(card.0.to_vec()),
            PersonKey::Number(query) => Key::Number(query.into()),
        };
        Self { key: Some(key) }
    }
}

pub(super) fn person_id(value: &[u8]) -> Result<PersonId, &'static str> {
    PersonId::try_from(value).map_err(|_| "must be 16 bytes")
}

pub(super) fn fingerprint(value: &[u8]) -> Result<CardFingerprint, &'static str> {
    CardFingerprint::try_from(value).map_err(|_| "must be 32 bytes")
}
