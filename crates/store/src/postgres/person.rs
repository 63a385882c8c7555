//! People, their cover and their cards, in rows.

use qualification::{
    Branch, CardFingerprint, Cover, Disclosure, InsuredPerson, InsurerNumber, PersonId,
    Registration, Share,
};
use tokio_postgres::Row;

use super::certificate::{insert_limit, insert_specific_disease, limit_of, specific_disease_of};
use super::failure::{Failure, no_value};
use super::pool::Transaction;
use super::row::{bytes, get, parsed, parsed_if_any};
use super::statement::{execute, row, rows};
use super::{card, history};
use crate::Enrolment;
use crate::code::{disclosure, registration, relation, sex};

/// Puts people in.
pub(super) async fn enrol(
    transaction: &Transaction<'_>,
    people: &[Enrolment],
) -> Result<(), Failure> {
    for Enrolment {
        person,
        cards,
        history,
    } in people
    {
        let id = person.id.0.as_slice();
        let is_new = registration(transaction, person.id).await?.is_none();
        execute(
            transaction,
            "INSERT INTO person (id, name, kana, birth, sex, address, registration, disclosure,
                 subsidy_certificate)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, kana = excluded.kana,
                 birth = excluded.birth, sex = excluded.sex, address = excluded.address,
                 registration = excluded.registration, disclosure = excluded.disclosure,
                 subsidy_certificate = excluded.subsidy_certificate",
            &[
                &id,
                &person.name,
                &person.kana,
                &person.birth,
                &sex::code(person.sex),
                &person.address,
                &registration::code(person.registration),
                &disclosure::code(person.disclosure),
                &person.subsidy_certificate,
            ],
        )
        .await?;
        if !is_new {
            for forget in [
                "DELETE FROM cover WHERE person = $1",
                "DELETE FROM limit_certificate WHERE person = $1",
                "DELETE FROM specific_disease_certificate WHERE person = $1",
            ] {
                execute(transaction, forget, &[&id]).await?;
            }
            history::forget(transaction, person.id).await?;
        }
        for (place, cover) in (0_i64..).zip(&person.covers) {
            insert_cover(transaction, person.id, place, cover).await?;
        }
        if let Some(limit) = &person.limit {
            insert_limit(transaction, person.id, limit).await?;
        }
        if let Some(certificate) = &person.specific_disease {
            insert_specific_disease(transaction, person.id, certificate).await?;
        }
        card::replace(transaction, person.id, cards).await?;
        history::keep(transaction, person.id, history).await?;
    }
    Ok(())
}

/// Adds cover at a place of a person's history of cover.
pub(super) async fn insert_cover(
    transaction: &Transaction<'_>,
    person: PersonId,
    place: i64,
    cover: &Cover,
) -> Result<(), Failure> {
    execute(
        transaction,
        "INSERT INTO cover (person, place, insurer, insurer_name, symbol, number, branch,
             relation, acquired_on, lost_on, linked_on, share, arrears_due)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            &person.0.as_slice(),
            &place,
            &cover.insurer.as_str(),
            &cover.insurer_name,
            &cover.symbol,
            &cover.number,
            &cover.branch.as_ref().map(Branch::as_str),
            &relation::code(cover.relation),
            &cover.acquired_on,
            &cover.lost_on,
            &cover.linked_on,
            &cover.share.map(|share| i64::from(share.percent())),
            &cover.arrears_due,
        ],
    )
    .await
    .map(drop)
}

/// The card of a person was registered as insurance card, unless what was recorded
/// since it was offered forbids it.
pub(super) async fn register(held: &Transaction<'_>, id: PersonId) -> Result<(), Failure> {
    execute(
        held,
        "UPDATE person SET registration = $2 WHERE id = $1 AND disclosure = 'DISCLOSED'
             AND registration IN ('NOT_REGISTERED', 'DEREGISTERED')",
        &[
            &id.0.as_slice(),
            &registration::code(Registration::Registered),
        ],
    )
    .await
    .map(drop)
}

/// How the registration of a person stands; `None`: there is no such person.
pub(super) async fn registration(
    transaction: &Transaction<'_>,
    id: PersonId,
) -> Result<Option<Registration>, Failure> {
    let sql = "SELECT registration FROM person WHERE id = $1";
    let found = row(transaction, sql, &[&id.0.as_slice()]).await?;
    found
        .map(|row| parsed(&row, "registration", registration::value))
        .transpose()
}

/// Whether a person's data may be shown to anybody; `None`: there is no such person.
pub(super) async fn disclosure(
    transaction: &Transaction<'_>,
    id: PersonId,
) -> Result<Option<Disclosure>, Failure> {
    let sql = "SELECT disclosure FROM person WHERE id = $1";
    let found = row(transaction, sql, &[&id.0.as_slice()]).await?;
    found
        .map(|row| parsed(&row, "disclosure", disclosure::value))
        .transpose()
}

/// The person of a handle.
pub(super) async fn find(
    snapshot: &Transaction<'_>,
    id: PersonId,
) -> Result<Option<InsuredPerson>, Failure> {
    let key = id.0.as_slice();
    let Some(row) = row(snapshot, "SELECT * FROM person WHERE id = $1", &[&key]).await? else {
        return Ok(None);
    };
    let covers = "SELECT * FROM cover WHERE person = $1 ORDER BY place";
    let covers = rows(snapshot, covers, &[&key]).await?;
    Ok(Some(InsuredPerson {
        id,
        name: get(&row, "name")?,
        kana: get(&row, "kana")?,
        birth: get(&row, "birth")?,
        sex: parsed(&row, "sex", sex::value)?,
        address: get(&row, "address")?,
        registration: parsed(&row, "registration", registration::value)?,
        disclosure: parsed(&row, "disclosure", disclosure::value)?,
        covers: covers.iter().map(read_cover).collect::<Result<_, _>>()?,
        limit: limit_of(snapshot, id).await?,
        specific_disease: specific_disease_of(snapshot, id).await?,
        subsidy_certificate: get(&row, "subsidy_certificate")?,
    }))
}

/// Whose card it is.
pub(super) async fn of_card(
    snapshot: &Transaction<'_>,
    card: CardFingerprint,
) -> Result<Option<InsuredPerson>, Failure> {
    match card::whose(snapshot, card).await? {
        Some(person) => find(snapshot, person).await,
        None => Ok(None),
    }
}

/// Everyone with that number, now or before.
pub(super) async fn with_number(
    snapshot: &Transaction<'_>,
    insurer: &InsurerNumber,
    symbol: Option<&str>,
    number: &str,
) -> Result<Vec<InsuredPerson>, Failure> {
    let ids = rows(
        snapshot,
        "SELECT DISTINCT person FROM cover WHERE insurer = $1 AND number = $2
             AND (symbol = $3 OR (symbol IS NULL AND $3::text IS NULL)) ORDER BY person",
        &[&insurer.as_str(), &number, &symbol],
    )
    .await?;
    let mut people = Vec::new();
    for row in ids {
        people.extend(find(snapshot, PersonId(bytes(&row, "person")?)).await?);
    }
    Ok(people)
}

fn read_cover(row: &Row) -> Result<Cover, Failure> {
    let percent: Option<i64> = get(row, "share")?;
    let share = |percent| {
        let percent = u8::try_from(percent).ok();
        let share = percent.and_then(Share::from_percent);
        share.ok_or_else(|| no_value("share"))
    };
    Ok(Cover {
        insurer: parsed(row, "insurer", |text| InsurerNumber::parse(text).ok())?,
        insurer_name: get(row, "insurer_name")?,
        symbol: get(row, "symbol")?,
        number: get(row, "number")?,
        branch: parsed_if_any(row, "branch", |text| Branch::parse(text).ok())?,
        relation: parsed(row, "relation", relation::value)?,
        acquired_on: get(row, "acquired_on")?,
        lost_on: get(row, "lost_on")?,
        linked_on: get(row, "linked_on")?,
        share: percent.map(share).transpose()?,
        arrears_due: get(row, "arrears_due")?,
    })
}
