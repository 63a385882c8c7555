//! `[insurance]`: what the check server knows of a persona. Its days may be counted
//! from the day the server loads the shelf.

use jiff::civil::Date;
use persona::{Day, PersonaError, Section};
use qualification::{
    Branch, Cover, InsurerNumber, LimitCertificate, LimitClass, NumberError, Registration,
    Relation, Share,
};

/// The section, its days not yet on the calendar.
pub(super) struct Insurance {
    pub(super) registration: Registration,
    covers: Vec<CoverTerms>,
    limit: Option<LimitTerms>,
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
}

struct LimitTerms {
    class: LimitClass,
    valid_from: Day,
    valid_until: Day,
    long_term_on: Option<Day>,
}

impl Insurance {
    /// Reads the section of a persona's file, if it is there.
    pub(super) fn read(file: &str, text: &str) -> Result<Option<Self>, PersonaError> {
        let mut root = Section::root(file, text)?;
        let section = root.optional("insurance", Section::section)?;
        section.map(Self::of).transpose()
    }

    fn of(mut section: Section<'_>) -> Result<Self, PersonaError> {
        let registration = if section.boolean("registered")? {
            Registration::Registered
        } else {
            Registration::NotRegistered
        };
        let covers = section.optional("cover", Section::sections)?;
        let covers = covers.unwrap_or_default().into_iter().map(CoverTerms::of);
        let covers = covers.collect::<Result<_, _>>()?;
        let limit = section.optional("limit", Section::section)?;
        let limit = limit.map(LimitTerms::of).transpose()?;
        section.finish()?;
        Ok(Self {
            registration,
            covers,
            limit,
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
            arrears_due: None,
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
