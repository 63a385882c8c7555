//! `[insurance]`: what the check server knows of a persona. Its days may be counted
//! from the day the server loads the shelf.

use jiff::civil::Date;
use persona::{Day, PersonaError, Section};
use qualification::{
    Branch, Cover, Disclosure, InsurerNumber, LimitCertificate, LimitClass, NumberError,
    Registration, Relation, Share, SpecificDisease, SpecificDiseaseCertificate,
};

/// The section, its days not yet on the calendar.
pub(super) struct Insurance {
    pub(super) registration: Registration,
    pub(super) disclosure: Disclosure,
    pub(super) subsidy_certificate: bool,
    covers: Vec<CoverTerms>,
    limit: Option<LimitTerms>,
    specific_disease: Option<SpecificDiseaseTerms>,
}

struct CoverTerms {
    insurer: InsurerNumber,
    insurer_name: String,
    symbol: Option<String>,
    number: String,
    branch: Option<Branch>,
    relation: Relation,
    acquired_on: Day,
    lost_on: Option<Day>,
    linked_on: Day,
    share: Option<Share>,
    arrears_due: Option<Day>,
}

struct LimitTerms {
    class: LimitClass,
    valid_from: Day,
    valid_until: Day,
    long_term_on: Option<Day>,
}

struct SpecificDiseaseTerms {
    disease: SpecificDisease,
    valid_from: Day,
    valid_until: Option<Day>,
}

impl Insurance {
    /// Reads the section of a persona's file, if it is there.
    pub(super) fn read(file: &str, text: &str) -> Result<Option<Self>, PersonaError> {
        let mut root = Section::root(file, text)?;
        let section = root.optional("insurance", Section::section)?;
        section.map(Self::of).transpose()
    }

    fn of(mut section: Section<'_>) -> Result<Self, PersonaError> {
        let registration = section.text("registration", registration)?;
        let disclosed = section.optional("disclosed", Section::boolean)?;
        let subsidy_certificate = section.optional("subsidy_certificate", Section::boolean)?;
        let covers = section.optional("cover", Section::sections)?;
        let covers = covers.unwrap_or_default().into_iter().map(CoverTerms::of);
        let covers = covers.collect::<Result<_, _>>()?;
        let limit = section.optional("limit", Section::section)?;
        let limit = limit.map(LimitTerms::of).transpose()?;
        let specific_disease = section.optional("specific_disease", Section::section)?;
        let specific_disease = specific_disease.map(SpecificDiseaseTerms::of).transpose()?;
        section.finish()?;
        Ok(Self {
            registration,
            disclosure: match disclosed {
                Some(false) => Disclosure::NotDisclosed,
                Some(true) | None => Disclosure::Disclosed,
            },
            subsidy_certificate: subsidy_certificate.unwrap_or(false),
            covers,
            limit,
            specific_disease,
        })
    }

    /// The covers, for a server that loads them on that day.
    pub(super) fn covers(&self, today: Date) -> Vec<Cover> {
        let covers = self.covers.iter().map(|terms| Cover {
            insurer: terms.insurer.clone(),
            insurer_name: terms.insurer_name.clone(),
            symbol: terms.symbol.clone(),
            number: terms.number.clone(),
            branch: terms.branch,
            relation: terms.relation,
            acquired_on: terms.acquired_on.on(today),
            lost_on: terms.lost_on.map(|day| day.on(today)),
            linked_on: terms.linked_on.on(today),
            share: terms.share,
            arrears_due: terms.arrears_due.map(|day| day.on(today)),
        });
        covers.collect()
    }

    /// The limit amount, for a server that loads it on that day.
    pub(super) fn limit(&self, today: Date) -> Option<LimitCertificate> {
        self.limit.as_ref().map(|terms| LimitCertificate {
            class: terms.class,
            valid_from: terms.valid_from.on(today),
            valid_until: terms.valid_until.on(today),
            long_term_on: terms.long_term_on.map(|day| day.on(today)),
        })
    }

    /// The certificate of a specific disease, for a server that loads it on that day.
    pub(super) fn specific_disease(&self, today: Date) -> Option<SpecificDiseaseCertificate> {
        let terms = self.specific_disease.as_ref()?;
        Some(SpecificDiseaseCertificate {
            disease: terms.disease,
            valid_from: terms.valid_from.on(today),
            valid_until: terms.valid_until.map(|day| day.on(today)),
        })
    }
}

impl CoverTerms {
    fn of(mut section: Section<'_>) -> Result<Self, PersonaError> {
        let terms = Self {
            insurer: section.text("insurer_number", insurer)?,
            insurer_name: section.line("insurer_name")?,
            symbol: section.optional("symbol", Section::line)?,
            number: section.line("number")?,
            branch: section.optional("branch", |it, key| {
                it.text(key, |text| {
                    Branch::parse(text).map_err(|_| "must be two digits")
                })
            })?,
            relation: section.text("relation", |text| match text {
                "insured" => Ok(Relation::Insured),
                "family" => Ok(Relation::Family),
                _ => Err("must be \"insured\" or \"family\""),
            })?,
            acquired_on: section.day("acquired_on")?,
            lost_on: section.optional("lost_on", Section::day)?,
            linked_on: section.day("linked_on")?,
            share: section.optional("share_percent", share)?,
            arrears_due: section.optional("arrears_due", Section::day)?,
        };
        section.finish()?;
        Ok(terms)
    }
}

impl LimitTerms {
    fn of(mut section: Section<'_>) -> Result<Self, PersonaError> {
        let terms = Self {
            class: section.text("class", |text| {
                LimitClass::from_code(text).ok_or("must be a class such as A03")
            })?,
            valid_from: section.day("valid_from")?,
            valid_until: section.day("valid_until")?,
            long_term_on: section.optional("long_term_on", Section::day)?,
        };
        section.finish()?;
        Ok(terms)
    }
}

impl SpecificDiseaseTerms {
    fn of(mut section: Section<'_>) -> Result<Self, PersonaError> {
        let terms = Self {
            disease: section.text("disease", |text| match text {
                "dialysis" => Ok(SpecificDisease::Dialysis),
                "haemophilia" => Ok(SpecificDisease::Haemophilia),
                "hiv" => Ok(SpecificDisease::Hiv),
                _ => Err("must be \"dialysis\", \"haemophilia\" or \"hiv\""),
            })?,
            valid_from: section.day("valid_from")?,
            valid_until: section.optional("valid_until", Section::day)?,
        };
        section.finish()?;
        Ok(terms)
    }
}

fn registration(text: &str) -> Result<Registration, &'static str> {
    match text {
        "registered" => Ok(Registration::Registered),
        "not_registered" => Ok(Registration::NotRegistered),
        "deregistering" => Ok(Registration::Deregistering),
        "deregistered" => Ok(Registration::Deregistered),
        _ => {
            Err("must be \"registered\", \"not_registered\", \"deregistering\" or \"deregistered\"")
        }
    }
}

fn insurer(text: &str) -> Result<InsurerNumber, &'static str> {
    InsurerNumber::parse(text).map_err(|error| match error {
        NumberError::Digits { .. } => "must be 6 or 8 digits",
        NumberError::CheckDigit => "has a wrong check digit",
    })
}

fn share(section: &mut Section<'_>, key: &str) -> Result<Share, PersonaError> {
    let percent = section.integer(key, 0..=100)?;
    let share = u8::try_from(percent).ok().and_then(Share::from_percent);
    share.ok_or_else(|| section.fault(key, "must be 10, 20, 30 or 100"))
}
