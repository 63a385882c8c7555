//! The personas on the shelf: whose card it is (the card's room reads that) and
//! what cover and history they have (read here, for the check server).

mod history;
mod insurance;
mod suspension;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use card::CollationNumber;
use jiff::civil::{Date, date};
use persona::{Persona, PersonaError};
use pki::Folder;
use qualification::{
    CardFingerprint, CertificateDates, InsuredPerson, PersonId, Sex, user_certificate_valid_until,
    visit_date,
};
use rand_core::OsRng;
use ring::digest;
use rulebook::Case;
use store::Enrolment;
use virtual_card::{Card, Fault, VirtualCardError};
use zeroize::Zeroizing;

use crate::given::RealTime;
use history::History;
use insurance::Insurance;
pub(crate) use suspension::change_suspension;

/// One persona of the shelf.
pub(crate) struct Person {
    file: PathBuf,
    persona: Persona,
    insurance: Option<Insurance>,
    history: History,
}

/// Every persona in `folder`, by file name.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Vec<Person>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    files.sort();
    let people = files.iter().map(|file| Person::load(file));
    Ok(people.collect::<Result<_, _>>()?)
}

impl Person {
    /// Reads a persona's file.
    pub(crate) fn load(file: &Path) -> Result<Self, PersonaError> {
        let text = std::fs::read_to_string(file).map_err(|source| PersonaError::Unreadable {
            file: file.display().to_string(),
            source,
        })?;
        Self::parse(file, &Zeroizing::new(text))
    }

    /// Reads a persona from the text of that file.
    pub(crate) fn parse(file: &Path, text: &str) -> Result<Self, PersonaError> {
        let name = file.display().to_string();
        Ok(Self {
            file: file.to_owned(),
            persona: Persona::parse(&name, text)?,
            insurance: Insurance::read(&name, text)?,
            history: History::read(&name, text)?,
        })
    }

    /// The name of the file without its ending: what the persona is called.
    pub(crate) fn name(&self) -> String {
        let stem = self.file.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }

    /// Who she is and what her card is made with.
    pub(crate) const fn persona(&self) -> &Persona {
        &self.persona
    }

    /// What the persona is there to show.
    pub(crate) const fn title(&self) -> &persona::Title {
        &self.persona.title
    }

    /// The PIN, for a script in the person's place; `None` on a card without PIN.
    pub(crate) fn pin(&self) -> Option<card::Pin> {
        let digits = self.persona.card.pin.as_ref()?.bytes();
        card::Pin::parse(str::from_utf8(digits).ok()?).ok()
    }

    /// How the card misbehaves, as the file says.
    pub(crate) fn faults(&self) -> Result<Vec<Fault>, VirtualCardError> {
        let faults = self.persona.card.faults.iter();
        faults.map(|fault| fault.parse()).collect()
    }

    /// Issues the card unless that was done before, and suspends it if the file says
    /// so.
    pub(crate) fn issue(&self, pki: &Folder, clock: &RealTime) -> anyhow::Result<()> {
        let folder = pki.card(&self.name());
        if !virtual_card::is_issued(&folder) {
            let issuer = pki.card_issuer()?;
            let today = visit_date(clock.now());
            virtual_card::issue(&self.persona, &issuer, &folder, today, &mut OsRng)?;
            if self.persona.card.suspended {
                change_suspension(pki, &[self.name()], &[], clock.now())?;
            }
        }
        Ok(())
    }

    /// Takes the card in hand, issued where needed.
    pub(crate) fn take_card(&self, pki: &Folder, clock: &RealTime) -> anyhow::Result<Card> {
        self.issue(pki, clock)?;
        Ok(virtual_card::take(&pki.card(&self.name()))?)
    }

    /// What the desk reads off the issued card's face; `None` on a phone, which has
    /// none.
    pub(crate) fn collation_number_b(
        &self,
        pki: &Folder,
    ) -> anyhow::Result<Option<CollationNumber>> {
        let digits = virtual_card::issued_collation_number_b(&pki.card(&self.name()))?;
        let digits = digits.as_ref().and_then(|it| str::from_utf8(it).ok());
        Ok(digits.and_then(|digits| CollationNumber::parse(digits).ok()))
    }

    /// The person as a check server that loads the shelf on that day knows them, with
    /// the issued card and the real ones that stand for it; `None` when it knows
    /// nothing.
    pub(crate) fn enrolment(&self, pki: &Folder, today: Date) -> anyhow::Result<Option<Enrolment>> {
        let Some(person) = self.insured(today) else {
            return Ok(None);
        };
        let certificate = virtual_card::issued_certificate(&pki.card(&self.name()))?;
        let mut cards = vec![CardFingerprint(sha256(&certificate))];
        let enrolled = pki.enrolled()?.into_iter();
        let own = enrolled.filter(|card| card.persona == self.name());
        cards.extend(own.map(|card| CardFingerprint(card.fingerprint)));
        Ok(Some(Enrolment {
            person,
            cards,
            history: self.history.records(today),
        }))
    }

    /// Them at a counter on that day, as if card and cover had been made ready then;
    /// `None` when a check server knows nothing of them. Before this certificate they are
    /// taken to have had another.
    pub(crate) fn case(&self, visit_date: Date) -> Option<Case> {
        let card = &self.persona.card;
        let issued = card.issued.map_or(visit_date, |day| day.on(visit_date));
        let birth = self.persona.person.birth;
        let certificate = CertificateDates {
            not_before: date(2016, 1, 1),
            not_after: card.certificate_expires.map_or_else(
                || user_certificate_valid_until(issued, birth),
                |day| day.on(visit_date),
            ),
        };
        let person = self.insured(visit_date)?;
        Some(Case::of(person, certificate, visit_date))
    }

    fn insured(&self, today: Date) -> Option<InsuredPerson> {
        let insurance = self.insurance.as_ref()?;
        let person = &self.persona.person;
        Some(InsuredPerson {
            id: self.id(),
            name: person.name.clone(),
            kana: person.kana.clone(),
            birth: person.birth,
            sex: match person.sex {
                persona::Sex::Male => Sex::Male,
                persona::Sex::Female => Sex::Female,
                persona::Sex::NotStated => Sex::NotStated,
            },
            address: person.address.clone(),
            registration: insurance.registration,
            disclosure: insurance.disclosure,
            covers: insurance.covers(today),
            limit: insurance.limit(today),
            specific_disease: insurance.specific_disease(today),
            subsidy_certificate: insurance.subsidy_certificate,
        })
    }

    /// The same persona is the same person each time.
    fn id(&self) -> PersonId {
        let hash = sha256(format!("persona {}", self.name()).as_bytes());
        let (id, _) = hash.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        PersonId(*id)
    }
}

/// What a check server knows that persona's issued card by.
pub(crate) fn fingerprint(pki: &Folder, persona: &str) -> anyhow::Result<CardFingerprint> {
    if !pki.cards()?.iter().any(|name| name == persona) {
        bail!(
            "カード「{persona}」は発行されていません / no card {persona:?} was issued here; there are: {}",
            pki.cards()?.join(", ")
        );
    }
    let certificate = virtual_card::issued_certificate(&pki.card(persona))?;
    Ok(CardFingerprint(sha256(&certificate)))
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests;
