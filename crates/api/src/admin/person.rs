//! A person as the insurers know them, with their cards and their history.

use qualification::{
    CardFingerprint, Cover, Disclosure, HistoryRecord, IdempotencyKey, InsuredPerson, PersonId,
};

use super::UNKNOWN;
use super::cover::{limit, specific_disease, to_limit};
use super::key::{fingerprint, person_id};
use crate::field::{self, Faults, to_date};
use crate::{codes, v1};

/// The longest name, in characters.
const MAX_NAME: usize = 100;
/// The longest address, in characters.
const MAX_ADDRESS: usize = 200;
/// The most covers of a person.
const MAX_COVERS: usize = 100;
/// The most cards of a person.
const MAX_CARDS: usize = 20;
/// The most records of a history in one call.
const MAX_HISTORY: usize = 2_000;

/// A person is put in. No `Debug`: it names them.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolPerson {
    /// The person.
    pub person: InsuredPerson,
    /// Their cards.
    pub cards: Vec<CardFingerprint>,
    /// Their history.
    pub history: Vec<HistoryRecord>,
    /// Names this effect.
    pub key: IdempotencyKey,
}

impl EnrolPerson {
    /// The person of a message, who is `new` unless it gives their handle.
    ///
    /// # Errors
    /// [`Faults`] names every field that is wrong.
    pub fn read(message: v1::EnrolPersonRequest, new: PersonId) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let id = message.person_id.as_deref().map(person_id).transpose();
        let id = faults.keep("person_id", id);
        let person = faults.keep("person", message.person.ok_or("is missing"));
        let person = person.and_then(|it| faults.part("person", read(it, new)));
        let cards = few(&message.cards, MAX_CARDS);
        let cards = cards.and_then(|cards| {
            let cards = cards.iter().map(|card| fingerprint(card));
            cards.collect::<Result<Vec<_>, _>>().map_err(Into::into)
        });
        let cards = faults.keep("cards", cards);
        let many = faults.keep("history", few(&message.history, MAX_HISTORY).map(drop));
        let history = match many {
            Some(()) => message.history,
            None => Vec::new(),
        };
        let history = read_each(&mut faults, "history", history, HistoryRecord::try_from);
        let key = faults.keep("idempotency_key", field::key(&message.idempotency_key));
        let whole = || {
            Some(Self {
                person: InsuredPerson {
                    id: id?.unwrap_or(new),
                    ..person?
                },
                cards: cards?,
                history,
                key: key?,
            })
        };
        faults.finish(whole())
    }
}

fn few<T>(values: &[T], most: usize) -> Result<&[T], String> {
    match values.len() {
        many if many > most => Err(format!("are {many}, at most {most} are allowed")),
        _ => Ok(values),
    }
}

/// Reads each, up to the first that is wrong: a list may have thousands.
fn read_each<M, T>(
    faults: &mut Faults,
    name: &'static str,
    messages: Vec<M>,
    read: impl Fn(M) -> Result<T, Faults>,
) -> Vec<T> {
    let mut values = Vec::with_capacity(messages.len());
    for (place, message) in messages.into_iter().enumerate() {
        match faults.part(&format!("{name}[{place}]"), read(message)) {
            Some(value) => values.push(value),
            None => break,
        }
    }
    values
}

/// The person of that handle.
pub(super) fn read(message: v1::Person, id: PersonId) -> Result<InsuredPerson, Faults> {
    let mut faults = Faults::default();
    faults.keep("name", field::text(&message.name, MAX_NAME));
    faults.keep("kana", field::text(&message.kana, MAX_NAME));
    faults.keep("address", field::text(&message.address, MAX_ADDRESS));
    let birth = faults.keep("birth", field::date(message.birth));
    let sex = faults.keep("sex", codes::sex(message.sex).ok_or(UNKNOWN));
    let registration = codes::registration(message.registration).ok_or(UNKNOWN);
    let registration = faults.keep("registration", registration);
    let many = faults.keep("covers", few(&message.covers, MAX_COVERS).map(drop));
    let covers = match many {
        Some(()) => message.covers,
        None => Vec::new(),
    };
    let covers = read_each(&mut faults, "covers", covers, Cover::try_from);
    let limit = message
        .limit
        .as_ref()
        .and_then(|it| faults.part("limit", limit(it)));
    let specific_disease = message
        .specific_disease
        .and_then(|it| faults.part("specific_disease", specific_disease(it)));
    let whole = || {
        Some(InsuredPerson {
            id,
            name: message.name,
            kana: message.kana,
            birth: birth?,
            sex: sex?,
            address: message.address,
            registration: registration?,
            disclosure: match message.not_disclosed {
                true => Disclosure::NotDisclosed,
                false => Disclosure::Disclosed,
            },
            covers,
            limit,
            specific_disease,
            subsidy_certificate: message.subsidy_certificate,
        })
    };
    faults.finish(whole())
}

impl From<InsuredPerson> for v1::Person {
    fn from(person: InsuredPerson) -> Self {
        Self {
            name: person.name,
            kana: person.kana,
            birth: Some(to_date(person.birth)),
            sex: codes::to_sex(person.sex).into(),
            address: person.address,
            registration: codes::to_registration(person.registration).into(),
            not_disclosed: person.disclosure == Disclosure::NotDisclosed,
            subsidy_certificate: person.subsidy_certificate,
            covers: person.covers.into_iter().map(Into::into).collect(),
            limit: person.limit.map(to_limit),
            specific_disease: person.specific_disease.map(Into::into),
        }
    }
}

impl From<EnrolPerson> for v1::EnrolPersonRequest {
    fn from(request: EnrolPerson) -> Self {
        Self {
            person_id: Some(request.person.id.0.to_vec()),
            person: Some(request.person.into()),
            cards: request.cards.iter().map(|card| card.0.to_vec()).collect(),
            history: request.history.into_iter().map(Into::into).collect(),
            idempotency_key: request.key.0.to_vec(),
        }
    }
}
