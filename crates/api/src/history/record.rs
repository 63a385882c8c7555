//! What a history holds, in both directions.

use qualification::{
    Checkup, CheckupItem, Drug, HistoryRecord, HistorySource, Institution, InsurerNumber,
    Medication, Provider, Quantity, Surgery, Treatment,
};

use crate::field::{self, Faults, to_date};
use crate::{codes, v1};

/// The longest name, usage or result, in characters.
const MAX_TEXT: usize = 100;
/// The longest amount or unit, in characters.
const MAX_QUANTITY: usize = 20;
/// The most times or days of one record.
const MAX_TIMES: u16 = 9_999;
/// The most results of one check-up.
const MAX_ITEMS: usize = 200;

const UNKNOWN: &str = "is none of the values listed in the protocol";

/// The record of a message. The fields of its faults are named from the record on, such
/// as `medication.drug_code`.
impl TryFrom<v1::HistoryRecord> for HistoryRecord {
    type Error = Faults;

    fn try_from(message: v1::HistoryRecord) -> Result<Self, Faults> {
        use v1::history_record::Record;
        let mut faults = Faults::default();
        let record = faults.keep("record", message.record.ok_or("is missing"));
        let record = record.and_then(|record| match record {
            Record::Medication(message) => medication(&mut faults, message).map(Self::Medication),
            Record::Treatment(message) => treatment(&mut faults, message).map(Self::Treatment),
            Record::Surgery(message) => surgery(&mut faults, message).map(Self::Surgery),
            Record::Checkup(message) => checkup(&mut faults, message).map(Self::Checkup),
        });
        faults.finish(record)
    }
}

impl From<HistoryRecord> for v1::HistoryRecord {
    fn from(record: HistoryRecord) -> Self {
        use v1::history_record::Record;
        let record = match record {
            HistoryRecord::Medication(it) => Record::Medication(to_medication(it)),
            HistoryRecord::Treatment(it) => Record::Treatment(v1::Treatment {
                provider: Some(to_provider(it.provider)),
                on: Some(to_date(it.on)),
                setting: codes::to_setting(it.setting).into(),
                code: it.code,
                name: it.name,
                quantity: it.quantity.map(to_quantity),
                times: it.times.into(),
            }),
            HistoryRecord::Surgery(it) => Record::Surgery(v1::Surgery {
                provider: Some(to_provider(it.provider)),
                on: Some(to_date(it.on)),
                code: it.code,
                name: it.name,
            }),
            HistoryRecord::Checkup(it) => Record::Checkup(v1::Checkup {
                insurer_number: it.insurer.as_str().to_owned(),
                on: Some(to_date(it.on)),
                items: it.items.into_iter().map(to_item).collect(),
            }),
        };
        Self {
            record: Some(record),
        }
    }
}

fn medication(faults: &mut Faults, message: v1::Medication) -> Option<Medication> {
    let source = codes::history_source(message.source);
    let source = source.filter(|source| *source != HistorySource::Insurer);
    let source = faults.keep("medication.source", source.ok_or(UNKNOWN));
    let mut place = |field, message: Option<_>| match message {
        Some(message) => provider(faults, field, Some(message)).map(Some),
        None => Some(None),
    };
    let dispensed_by = place("medication.dispensed_by", message.dispensed_by);
    let prescribed_by = place("medication.prescribed_by", message.prescribed_by);
    let dispensed_on = field::optional_date(message.dispensed_on);
    let dispensed_on = faults.keep("medication.dispensed_on", dispensed_on);
    let prescribed_on = match field::optional_date(message.prescribed_on) {
        Ok(None) if dispensed_on == Some(None) => {
            Err("is missing, and it is not dispensed either".into())
        }
        day => day,
    };
    let prescribed_on = faults.keep("medication.prescribed_on", prescribed_on);
    let setting = codes::setting(message.setting).ok_or(UNKNOWN);
    let setting = faults.keep("medication.setting", setting);
    let code = faults.keep("medication.drug_code", digits(message.drug_code));
    let name = faults.keep("medication.drug_name", line(message.drug_name));
    let ingredient = message.ingredient.map(line).transpose();
    let ingredient = faults.keep("medication.ingredient", ingredient);
    let quantity = quantity(faults, "medication.quantity", message.quantity);
    let usage = faults.keep("medication.usage", line(message.usage));
    let times = faults.keep("medication.times", times(message.times));
    Some(Medication {
        source: source?,
        dispensed_by: dispensed_by?,
        prescribed_by: prescribed_by?,
        dispensed_on: dispensed_on?,
        prescribed_on: prescribed_on?,
        setting: setting?,
        drug: Drug {
            code: code?,
            name: name?,
            ingredient: ingredient?,
        },
        quantity: quantity?,
        usage: usage?,
        times: times?,
    })
}

fn treatment(faults: &mut Faults, message: v1::Treatment) -> Option<Treatment> {
    let provider = provider(faults, "treatment.provider", message.provider);
    let on = faults.keep("treatment.on", field::date(message.on));
    let setting = codes::setting(message.setting).ok_or(UNKNOWN);
    let setting = faults.keep("treatment.setting", setting);
    let code = faults.keep("treatment.code", digits(message.code));
    let name = faults.keep("treatment.name", line(message.name));
    let quantity = match message.quantity {
        Some(message) => quantity(faults, "treatment.quantity", Some(message)).map(Some),
        None => Some(None),
    };
    let times = faults.keep("treatment.times", times(message.times));
    Some(Treatment {
        provider: provider?,
        on: on?,
        setting: setting?,
        code: code?,
        name: name?,
        quantity: quantity?,
        times: times?,
    })
}

fn surgery(faults: &mut Faults, message: v1::Surgery) -> Option<Surgery> {
    let provider = provider(faults, "surgery.provider", message.provider);
    let on = faults.keep("surgery.on", field::date(message.on));
    let code = faults.keep("surgery.code", digits(message.code));
    let name = faults.keep("surgery.name", line(message.name));
    Some(Surgery {
        provider: provider?,
        on: on?,
        code: code?,
        name: name?,
    })
}

fn checkup(faults: &mut Faults, message: v1::Checkup) -> Option<Checkup> {
    let insurer = InsurerNumber::parse(&message.insurer_number);
    let insurer = faults.keep("checkup.insurer_number", insurer);
    let on = faults.keep("checkup.on", field::date(message.on));
    let items = match message.items.len() {
        0..=MAX_ITEMS => message.items.into_iter().map(item).collect(),
        many => Err(format!("are {many}, at most {MAX_ITEMS} are allowed")),
    };
    let items = faults.keep("checkup.items", items);
    Some(Checkup {
        insurer: insurer?,
        on: on?,
        items: items?,
    })
}

fn item(message: v1::CheckupItem) -> Result<CheckupItem, String> {
    let code = &message.code;
    if code.len() != 17 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("have a code that is not 17 letters and digits".into());
    }
    let short = |unit| field::text(unit, MAX_QUANTITY).map(drop);
    message.unit.as_deref().map(short).transpose()?;
    Ok(CheckupItem {
        code: message.code,
        name: line(message.name)?,
        value: line(message.value)?,
        unit: message.unit,
    })
}

fn provider(
    faults: &mut Faults,
    field: &'static str,
    message: Option<v1::Provider>,
) -> Option<Provider> {
    let read = message
        .ok_or_else(|| "is missing".to_owned())
        .and_then(|it| {
            Ok(Provider {
                institution: Institution::parse(&it.institution_code)
                    .map_err(|it| it.to_string())?,
                name: line(it.name)?,
            })
        });
    faults.keep(field, read)
}

fn quantity(
    faults: &mut Faults,
    field: &'static str,
    message: Option<v1::Quantity>,
) -> Option<Quantity> {
    let read = message
        .ok_or_else(|| "is missing".to_owned())
        .and_then(|it| {
            field::text(&it.amount, MAX_QUANTITY)?;
            field::text(&it.unit, MAX_QUANTITY)?;
            if !is_decimal(&it.amount) {
                return Err("has an amount that is no decimal number".into());
            }
            Ok(Quantity {
                amount: it.amount,
                unit: it.unit,
            })
        });
    faults.keep(field, read)
}

fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}

/// A code of receipts.
fn digits(code: String) -> Result<String, &'static str> {
    let fits = code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(code).ok_or("must be 9 digits")
}

fn line(text: String) -> Result<String, String> {
    field::text(&text, MAX_TEXT)?;
    Ok(text)
}

fn times(times: u32) -> Result<u16, String> {
    let times = u16::try_from(times).ok();
    times
        .filter(|times| (1..=MAX_TIMES).contains(times))
        .ok_or_else(|| format!("must be 1 to {MAX_TIMES}"))
}

fn to_medication(it: Medication) -> v1::Medication {
    v1::Medication {
        source: codes::to_history_source(it.source).into(),
        dispensed_by: it.dispensed_by.map(to_provider),
        prescribed_by: it.prescribed_by.map(to_provider),
        dispensed_on: it.dispensed_on.map(to_date),
        prescribed_on: it.prescribed_on.map(to_date),
        setting: codes::to_setting(it.setting).into(),
        drug_code: it.drug.code,
        drug_name: it.drug.name,
        ingredient: it.drug.ingredient,
        quantity: Some(to_quantity(it.quantity)),
        usage: it.usage,
        times: it.times.into(),
    }
}

fn to_provider(provider: Provider) -> v1::Provider {
    v1::Provider {
        institution_code: provider.institution.as_str().to_owned(),
        name: provider.name,
    }
}

fn to_quantity(quantity: Quantity) -> v1::Quantity {
    v1::Quantity {
        amount: quantity.amount,
        unit: quantity.unit,
    }
}

fn to_item(item: CheckupItem) -> v1::CheckupItem {
    v1::CheckupItem {
        code: item.code,
        name: item.name,
        value: item.value,
        unit: item.unit,
    }
}
