//! `[history]`: what the check server knows of a persona's past. Its days may be counted
//! from the day the server loads the shelf.

use jiff::civil::Date;
use persona::{Day, PersonaError, Section};
use qualification::{
    Checkup, CheckupItem, Drug, HistoryRecord, HistorySource, Institution, InsurerNumber,
    Medication, Provider, Quantity, Setting, Surgery, Treatment,
};

/// The section, its days not yet on the calendar.
#[derive(Default)]
pub(super) struct History(Vec<Entry>);

/// A record; the days that stand in it are not yet those of the file.
enum Entry {
    Medication {
        record: Medication,
        dispensed_on: Option<Day>,
        prescribed_on: Option<Day>,
    },
    Treatment(Treatment, Day),
    Surgery(Surgery, Day),
    Checkup(Checkup, Day),
}

impl History {
    /// Reads the section of a persona's file; nothing when it is not there.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, PersonaError> {
        let mut root = Section::root(file, text)?;
        let Some(mut section) = root.optional("history", Section::section)? else {
            return Ok(Self::default());
        };
        let mut entries = Vec::new();
        for (key, read) in [
            ("medication", medication as fn(Section<'_>) -> _),
            ("treatment", treatment),
            ("surgery", surgery),
            ("checkup", checkup),
        ] {
            let tables = section.optional(key, Section::sections)?;
            for table in tables.unwrap_or_default() {
                entries.push(read(table)?);
            }
        }
        section.finish()?;
        Ok(Self(entries))
    }

    /// The records, for a server that loads them on that day.
    pub(super) fn records(&self, today: Date) -> Vec<HistoryRecord> {
        let records = self.0.iter().map(|entry| match entry {
            Entry::Medication {
                record,
                dispensed_on,
                prescribed_on,
            } => HistoryRecord::Medication(Medication {
                dispensed_on: dispensed_on.map(|day| day.on(today)),
                prescribed_on: prescribed_on.map(|day| day.on(today)),
                ..record.clone()
            }),
            Entry::Treatment(record, day) => HistoryRecord::Treatment(Treatment {
                on: day.on(today),
                ..record.clone()
            }),
            Entry::Surgery(record, day) => HistoryRecord::Surgery(Surgery {
                on: day.on(today),
                ..record.clone()
            }),
            Entry::Checkup(record, day) => HistoryRecord::Checkup(Checkup {
                on: day.on(today),
                ..record.clone()
            }),
        });
        records.collect()
    }
}

fn medication(mut section: Section<'_>) -> Result<Entry, PersonaError> {
    let dispensed_by = section.optional("dispensed_by", |section, _| {
        provider(section, "dispensed_by", "dispensed_by_name")
    })?;
    let prescribed_by = section.optional("prescribed_by", |section, _| {
        provider(section, "prescribed_by", "prescribed_by_name")
    })?;
    let dispensed_on = section.optional("dispensed_on", Section::day)?;
    let prescribed_on = section.optional("prescribed_on", Section::day)?;
    if dispensed_on.or(prescribed_on).is_none() {
        return Err(section.fault(
            "prescribed_on",
            "is missing, and it is not dispensed either",
        ));
    }
    let record = Medication {
        source: section.text("source", |text| match text {
            "receipt" => Ok(HistorySource::Receipt),
            "dispensing" => Ok(HistorySource::Dispensing),
            "prescribing" => Ok(HistorySource::Prescribing),
            _ => Err("must be \"receipt\", \"dispensing\" or \"prescribing\""),
        })?,
        dispensed_by,
        prescribed_by,
        dispensed_on: None,
        prescribed_on: None,
        setting: setting(&mut section)?,
        drug: Drug {
            code: section.text("drug_code", nine_digits)?,
            name: section.line("drug_name")?,
            ingredient: section.optional("ingredient", Section::line)?,
        },
        quantity: quantity(&mut section)?,
        usage: section.line("usage")?,
        times: times(&mut section)?,
    };
    section.finish()?;
    Ok(Entry::Medication {
        record,
        dispensed_on,
        prescribed_on,
    })
}

fn treatment(mut section: Section<'_>) -> Result<Entry, PersonaError> {
    let on = section.day("on")?;
    let record = Treatment {
        provider: provider(&mut section, "provider", "provider_name")?,
        on: Date::MIN,
        setting: setting(&mut section)?,
        code: section.text("code", nine_digits)?,
        name: section.line("name")?,
        quantity: section.optional("amount", |section, _| quantity(section))?,
        times: times(&mut section)?,
    };
    section.finish()?;
    Ok(Entry::Treatment(record, on))
}

fn surgery(mut section: Section<'_>) -> Result<Entry, PersonaError> {
    let on = section.day("on")?;
    let record = Surgery {
        provider: provider(&mut section, "provider", "provider_name")?,
        on: Date::MIN,
        code: section.text("code", nine_digits)?,
        name: section.line("name")?,
    };
    section.finish()?;
    Ok(Entry::Surgery(record, on))
}

fn checkup(mut section: Section<'_>) -> Result<Entry, PersonaError> {
    let on = section.day("on")?;
    let insurer = section.text("insurer_number", |text| {
        InsurerNumber::parse(text).map_err(|_| "must be an insurer number with its check digit")
    })?;
    let items = section.lines("items")?;
    let items: Option<_> = items.iter().map(|text| item(text)).collect();
    let items = items.ok_or_else(|| {
        let problem =
            "must each be a code of 17 characters, item, value and unit, parted by blanks";
        section.fault("items", problem)
    })?;
    section.finish()?;
    let record = Checkup {
        insurer,
        on: Date::MIN,
        items,
    };
    Ok(Entry::Checkup(record, on))
}

/// A result, such as `9A751000000000001 収縮期血圧 118 mmHg`.
fn item(text: &str) -> Option<CheckupItem> {
    let mut words = text.split(' ');
    let (code, name, value) = (words.next()?, words.next()?, words.next()?);
    let unit = words.next().map(str::to_owned);
    let fits = code.len() == 17 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (fits && words.next().is_none()).then(|| CheckupItem {
        code: code.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        unit,
    })
}

fn provider(section: &mut Section<'_>, code: &str, name: &str) -> Result<Provider, PersonaError> {
    Ok(Provider {
        institution: section.text(code, |text| {
            Institution::parse(text).map_err(|_| "must be the code of an institution, ten digits")
        })?,
        name: section.line(name)?,
    })
}

fn setting(section: &mut Section<'_>) -> Result<Setting, PersonaError> {
    section.text("setting", |text| match text {
        "outpatient" => Ok(Setting::Outpatient),
        "inpatient" => Ok(Setting::Inpatient),
        _ => Err("must be \"outpatient\" or \"inpatient\""),
    })
}

fn quantity(section: &mut Section<'_>) -> Result<Quantity, PersonaError> {
    Ok(Quantity {
        amount: section.text("amount", |text| {
            let digits =
                |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let is_decimal = digits(whole) && digits(fraction);
            let problem = "must be a decimal number in quotes, such as \"1.5\"";
            is_decimal.then(|| text.to_owned()).ok_or(problem)
        })?,
        unit: section.line("unit")?,
    })
}

fn times(section: &mut Section<'_>) -> Result<u16, PersonaError> {
    let times = section.integer("times", 1..=999)?;
    Ok(u16::try_from(times).unwrap_or(u16::MAX))
}

fn nine_digits(text: &str) -> Result<String, &'static str> {
    let fits = text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned()).ok_or("must be nine digits")
}

#[cfg(test)]
mod tests;
