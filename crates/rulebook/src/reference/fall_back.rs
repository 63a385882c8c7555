//! What is accepted in place of the online check, on which day, of whose insured.

use qualification::{Cause, FallBackCase, InsurerKind, Way, fall_back_matrix};

use super::table;
use crate::words::Words;

/// The whole matrix as tables: causes that come to the same share one.
#[must_use]
pub fn fall_back_table() -> String {
    let mut tables: Vec<(Vec<Cause>, Vec<FallBackCase>)> = Vec::new();
    for cause in Cause::ALL {
        let cases: Vec<FallBackCase> = fall_back_matrix()
            .filter(|case| case.cause == *cause)
            .collect();
        let same = |(_, other): &&mut (_, Vec<FallBackCase>)| {
            cases.iter().zip(other).all(|(a, b)| a.way == b.way)
        };
        match tables.iter_mut().find(same) {
            Some((causes, _)) => causes.push(*cause),
            None => tables.push((vec![*cause], cases)),
        }
    }
    let parts = tables.iter().map(|(causes, cases)| {
        let codes: Vec<&str> = causes.iter().map(|cause| cause.code()).collect();
        format!("**{}**\n\n{}", codes.join(", "), matrix(cases))
    });
    parts.chain([legend()]).collect::<Vec<_>>().join("\n\n")
}

fn matrix(cases: &[FallBackCase]) -> String {
    let ways: Vec<Way> = Way::ALL
        .into_iter()
        .filter(|it| *it != Way::SelfPay)
        .collect();
    let head: Vec<&str> = ["日 / day", "保険者 / insurer"]
        .into_iter()
        .chain(ways.iter().map(|way| way.code()))
        .collect();
    let mut days: Vec<_> = cases.iter().map(|case| case.visit_date).collect();
    days.dedup();
    days.sort_unstable();
    days.dedup();
    let rows = days
        .into_iter()
        .flat_map(|day| InsurerKind::ALL.map(|insurer| (day, insurer)));
    let rows = rows.map(|(day, insurer)| {
        let cells = ways.iter().map(|wanted| {
            let found = cases.iter().find(|case| {
                case.visit_date == day && case.insurer == insurer && case.held == wanted.needs()
            });
            found.map_or("–", |case| match case.way {
                Way::SelfPay => "–",
                way => way.code(),
            })
        });
        [day.to_string(), insurer.code().to_owned()]
            .into_iter()
            .chain(cells.map(str::to_owned))
            .collect()
    });
    table(&head, rows)
}

/// What each column holds.
fn legend() -> String {
    let rows = Way::ALL.into_iter().map(|way| {
        let needs: Vec<String> = way
            .needs()
            .iter()
            .map(|it| Words::from(it.name()).line())
            .collect();
        vec![
            way.code().to_owned(),
            needs.join(" + "),
            way.acceptance().code().to_owned(),
            Words::from(way.text()).line(),
        ]
    });
    let head = [
        "",
        "手元にあるもの / in hand",
        "支払い / paid",
        "意味 / meaning",
    ];
    table(&head, rows)
}
