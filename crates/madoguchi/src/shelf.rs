//! The personas on the shelf: whose card it is (the card's room reads that) and
//! what cover they have (read here, for the check server).

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use jiff::civil::Date;
use persona::Persona;
use pki::Folder;
use qualification::{
    Branch, CardFingerprint, Cover, InsuredPerson, InsurerNumber, LimitCertificate, LimitClass,
    PersonId, Registration, Relation, Sex, Share, visit_date,
};
use rand_core::OsRng;
use ring::digest;
use serde::{Deserialize, Deserializer};
use store::Enrolment;
use virtual_card::{Card, VirtualCardError};
use zeroize::Zeroizing;

use crate::given::RealTime;

/// One persona of the shelf.
pub(crate) struct Person {
    file: PathBuf,
    persona: Persona,
    sections: Sections,
}

/// What this room reads of a persona's file. The rest was checked by the card's.
#[derive(Deserialize)]
struct Sections {
    #[serde(default)]
    insurance: Option<Insurance>,
}

/// `[insurance]`: what the check server knows of the person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Insurance {
    registered: bool,
    #[serde(default)]
    cover: Vec<CoverSection>,
    #[serde(default)]
    limit: Option<LimitSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverSection {
    #[serde(deserialize_with = "insurer_number")]
    insurer_number: InsurerNumber,
    insurer_name: String,
    symbol: Option<String>,
    number: String,
    #[serde(default, deserialize_with = "branch")]
    branch: Option<Branch>,
    #[serde(deserialize_with = "relation")]
    relation: Relation,
    #[serde(deserialize_with = "day")]
    acquired_on: Date,
    #[serde(default, deserialize_with = "some_day")]
    lost_on: Option<Date>,
    #[serde(deserialize_with = "day")]
    linked_on: Date,
    #[serde(default, deserialize_with = "share")]
    share_percent: Option<Share>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitSection {
    #[serde(deserialize_with = "limit_class")]
    class: LimitClass,
    #[serde(deserialize_with = "day")]
    valid_from: Date,
    #[serde(deserialize_with = "day")]
    valid_until: Date,
    #[serde(default, deserialize_with = "some_day")]
    long_term_on: Option<Date>,
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
    files.iter().map(|file| Person::load(file)).collect()
}

impl Person {
    /// Reads a persona's file.
    pub(crate) fn load(file: &Path) -> anyhow::Result<Self> {
        let persona = Persona::load(file)?;
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let text = Zeroizing::new(text);
        let sections = toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text
                .get(..start)
                .map_or(1, |before| before.lines().count().max(1));
            let said = without_value(error.message());
            anyhow!("{}:{line}: {said}", file.display())
        })?;
        Ok(Self {
            file: file.to_owned(),
            persona,
            sections,
        })
    }

    /// The name of the file without its ending: what the persona is called.
    pub(crate) fn name(&self) -> String {
        let stem = self.file.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }

    /// What the persona is there to show.
    pub(crate) const fn title(&self) -> &persona::Title {
        &self.persona.title
    }

    /// The PIN, for a script in the person's place.
    pub(crate) fn pin(&self) -> Option<card::Pin> {
        let digits = self.persona.card.pin.as_ref()?.bytes();
        card::Pin::parse(str::from_utf8(digits).ok()?).ok()
    }

    /// Issues the card unless that was done before.
    pub(crate) fn issue(&self, pki: &Folder, clock: &RealTime) -> anyhow::Result<()> {
        let folder = pki.card(&self.name());
        if !virtual_card::is_issued(&folder) {
            let authority = pki.card_authority()?;
            let today = visit_date(clock.now());
            virtual_card::issue(&self.persona, &authority, &folder, today, &mut OsRng)?;
        }
        Ok(())
    }

    /// Takes the issued card in hand.
    pub(crate) fn take_card(&self, pki: &Folder) -> Result<Card, VirtualCardError> {
        virtual_card::take(&self.persona, &pki.card(&self.name()))
    }

    /// The person as the check server knows them; `None` when it knows nothing.
    pub(crate) fn enrolment(&self, pki: &Folder) -> anyhow::Result<Option<Enrolment>> {
        let Some(insurance) = &self.sections.insurance else {
            return Ok(None);
        };
        let certificate = virtual_card::issued_certificate(&pki.card(&self.name()))?;
        let person = &self.persona.person;
        Ok(Some(Enrolment {
            person: InsuredPerson {
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
                registration: if insurance.registered {
                    Registration::Registered
                } else {
                    Registration::NotRegistered
                },
                covers: insurance.cover.iter().map(CoverSection::cover).collect(),
                limit: insurance.limit.as_ref().map(LimitSection::certificate),
            },
            cards: vec![CardFingerprint(sha256(&certificate))],
        }))
    }

    /// The same persona is the same person each time.
    fn id(&self) -> PersonId {
        let hash = sha256(format!("persona {}", self.name()).as_bytes());
        let (id, _) = hash.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        PersonId(*id)
    }
}

impl CoverSection {
    fn cover(&self) -> Cover {
        Cover {
            insurer: self.insurer_number.clone(),
            insurer_name: self.insurer_name.clone(),
            symbol: self.symbol.clone(),
            number: self.number.clone(),
            branch: self.branch,
            relation: self.relation,
            acquired_on: self.acquired_on,
            lost_on: self.lost_on,
            linked_on: self.linked_on,
            share: self.share_percent,
        }
    }
}

impl LimitSection {
    const fn certificate(&self) -> LimitCertificate {
        LimitCertificate {
            class: self.class,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            long_term_on: self.long_term_on,
        }
    }
}

/// What serde says is wrong, without what stands there: it may be someone's number.
fn without_value(said: &str) -> String {
    match said.rsplit_once(", expected ") {
        Some((invalid, expected)) if invalid.starts_with("invalid ") => {
            format!("must be {expected}")
        }
        _ => said.to_owned(),
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    let expected = || serde::de::Error::custom("expected a date such as 2026-11-21");
    written.to_string().parse().map_err(|_| expected())
}

fn some_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    day(deserializer).map(Some)
}

fn insurer_number<'de, D: Deserializer<'de>>(d: D) -> Result<InsurerNumber, D::Error> {
    let text = String::deserialize(d)?;
    InsurerNumber::parse(&text)
        .map_err(|error| serde::de::Error::custom(format!("the insurer number {error}")))
}

fn branch<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Branch>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Branch::parse(&text)
        .map(Some)
        .map_err(|error| serde::de::Error::custom(format!("the branch number {error}")))
}

fn relation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Relation, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "insured" => Ok(Relation::Insured),
        "family" => Ok(Relation::Family),
        _ => Err(serde::de::Error::custom("expected insured or family")),
    }
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Share>, D::Error> {
    let percent = u8::deserialize(deserializer)?;
    let expected = || serde::de::Error::custom("expected 10, 20 or 30");
    Share::from_percent(percent).map(Some).ok_or_else(expected)
}

fn limit_class<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LimitClass, D::Error> {
    let code = String::deserialize(deserializer)?;
    let expected = || serde::de::Error::custom("expected a class such as A03");
    LimitClass::from_code(&code).ok_or_else(expected)
}
