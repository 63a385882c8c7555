//! People are put in, and looked up.

use std::path::Path;

use anyhow::bail;
use api::admin::{EnrolPerson, FoundPerson};
use qualification::{Cover, visit_date};
use serde_json::{Value, json};

use super::insurance::words;
use super::{Operator, Told, fresh_key};
use crate::cli::admin::Whom;
use crate::given::RealTime;
use crate::shelf;

/// Puts the personas in, as of the server's day. Cards are issued where needed.
pub(super) async fn enrol(
    operator: &Operator,
    folder: &Path,
    only: &[String],
) -> anyhow::Result<Told> {
    let mut people = shelf::read(folder)?;
    let unknown = only
        .iter()
        .find(|name| people.iter().all(|person| person.name() != **name));
    if let Some(name) = unknown {
        bail!(
            "{name}: そのペルソナはありません / there is no such persona in {}",
            folder.display()
        );
    }
    people.retain(|person| only.is_empty() || only.contains(&person.name()));
    let now = operator.client.clock(fresh_key()).await?;
    let clock = RealTime::set_to(now);
    let mut enrolled = Vec::new();
    for person in people {
        person.issue(&operator.folder, &clock)?;
        let Some(enrolment) = person.enrolment(&operator.folder, visit_date(now))? else {
            continue;
        };
        let request = EnrolPerson {
            person: enrolment.person,
            cards: enrolment.cards,
            history: enrolment.history,
            key: fresh_key(),
        };
        let id = operator.client.enrol_person(request).await?;
        enrolled.push(json!({ "persona": person.name(), "person": id.to_string() }));
    }
    let count = enrolled.len();
    Ok(Told::done(
        format!("{count} 人を登録しました / {count} people put in"),
        json!({ "enrolled": enrolled }),
    ))
}

pub(super) async fn find(operator: &Operator, whom: Whom) -> anyhow::Result<Told> {
    let key = operator.whom(whom)?;
    let found = operator.client.find_person(key, fresh_key()).await?;
    Ok(found.map_or_else(Told::nobody, |found| {
        Told::done(as_text(&found), as_json(&found))
    }))
}

fn as_text(found: &FoundPerson) -> String {
    let person = &found.person;
    let (code, ja) = words(person.registration);
    let mut lines = vec![
        format!(
            "{}（{}） {} 生 / born",
            person.name, person.kana, person.birth
        ),
        format!("番号 / handle: {}", person.id),
        format!("利用登録 / registration: {ja} {code}"),
    ];
    lines.extend(person.covers.iter().map(of_cover));
    lines.extend(found.cards.iter().map(|(card, since)| {
        let since = since.map(|since| format!(" 一時利用停止 / suspended since {since:.0}"));
        format!("カード / card: {card}{}", since.unwrap_or_default())
    }));
    lines.join("\n")
}

fn of_cover(cover: &Cover) -> String {
    let lost = cover.lost_on.map(|day| day.to_string()).unwrap_or_default();
    let arrears = cover.arrears_due;
    let arrears = arrears.map(|due| format!(" 滞納 / arrears since {due}"));
    format!(
        "資格 / cover: {} {} {}～{lost} 連携 / linked {}{}",
        cover.insurer.as_str(),
        cover.insurer_name,
        cover.acquired_on,
        cover.linked_on,
        arrears.unwrap_or_default()
    )
}

fn as_json(found: &FoundPerson) -> Value {
    let person = &found.person;
    let covers = person.covers.iter().map(|cover| {
        json!({
            "insurer_number": cover.insurer.as_str(),
            "insurer_name": cover.insurer_name,
            "symbol": cover.symbol,
            "number": cover.number,
            "branch": cover.branch.as_ref().map(qualification::Branch::as_str),
            "acquired_on": cover.acquired_on,
            "lost_on": cover.lost_on,
            "linked_on": cover.linked_on,
            "arrears_due": cover.arrears_due,
        })
    });
    let cards = found
        .cards
        .iter()
        .map(|(card, since)| json!({ "card": card.to_string(), "suspended_at": since }));
    json!({
        "found": true,
        "person": person.id.to_string(),
        "name": person.name,
        "kana": person.kana,
        "birth": person.birth,
        "registration": words(person.registration).0,
        "covers": covers.collect::<Vec<_>>(),
        "cards": cards.collect::<Vec<_>>(),
    })
}
