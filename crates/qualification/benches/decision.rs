//! What a whole decision costs, admission and answer.
//!
//! `cargo bench --package qualification --bench decision`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the clock, prints, and ends when it cannot go on"
)]

use std::hint::black_box;
use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::date;
use qualification::{
    Arrival, Branch, Category, CertificateDates, Choices, ConsentId, ConsentSurface, Cover,
    Disclosure, InsuredPerson, InsurerNumber, LimitCertificate, LimitChoice, LimitClass, PersonId,
    Purpose, ReaderKind, Registration, Relation, Sex, Spoken, Switches, Unheard, admit, decide,
};

const ROUNDS: u32 = 200_000;
const SAMPLES: usize = 11;

fn main() {
    let person = person();
    let now: Timestamp = "2026-11-21T00:30:00Z".parse().unwrap();
    let choices = Choices {
        consented: Category::MEDICAL.to_vec(),
        limit: LimitChoice::Provide,
        register: false,
        surface: ConsentSurface::Desk,
    };
    let arrival = Arrival {
        certificate: CertificateDates {
            not_before: date(2024, 2, 17),
            not_after: date(2028, 2, 17),
        },
        person: Some(&person),
        reader: ReaderKind::General,
        purpose: Purpose::Care,
        visit_date: date(2026, 11, 21),
        as_of: date(2026, 11, 21),
    };
    let refused = Arrival {
        person: None,
        ..arrival
    };
    let switches = Switches::DEFAULT;
    let new_id = || ConsentId([7; 16]);
    let admission = admit(&arrival, &switches, &mut Unheard).unwrap();
    let whole = |arrival: &Arrival<'_>| {
        let admission = admit(arrival, &switches, &mut Unheard)?;
        decide(arrival, &admission, &choices, now, new_id, &mut Unheard).map(drop)
    };
    measured("refused", || whole(&refused).unwrap_err());
    measured("admitted", || admit(&arrival, &switches, &mut Unheard));
    measured("answered", || {
        decide(&arrival, &admission, &choices, now, new_id, &mut Unheard).is_ok()
    });
    measured("a full decision", || whole(&arrival).unwrap());
    measured("a full decision, heard", || {
        let mut heard: Vec<Spoken> = Vec::new();
        let admission = admit(&arrival, &switches, &mut heard).unwrap();
        drop(decide(
            &arrival, &admission, &choices, now, new_id, &mut heard,
        ));
        heard
    });
}

/// Prints the median time of `work`.
fn measured<T>(name: &str, mut work: impl FnMut() -> T) {
    let mut samples: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..ROUNDS {
                black_box(work());
            }
            began.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    let median = samples.get(SAMPLES / 2).copied().unwrap_or_default();
    println!("{name}: {median:.0} ns");
}

fn person() -> InsuredPerson {
    InsuredPerson {
        id: PersonId([7; 16]),
        name: "窓口　花子".into(),
        kana: "マドグチ　ハナコ".into(),
        birth: date(1980, 2, 17),
        sex: Sex::Female,
        address: "群馬県高崎市高松町35番地1".into(),
        registration: Registration::Registered,
        disclosure: Disclosure::Disclosed,
        covers: vec![Cover {
            insurer: InsurerNumber::parse("109991").unwrap(),
            insurer_name: "窓口市国民健康保険".into(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: Branch::parse("01").ok(),
            relation: Relation::Insured,
            acquired_on: date(2020, 4, 1),
            lost_on: None,
            linked_on: date(2020, 4, 11),
            share: None,
            arrears_due: None,
        }],
        limit: Some(LimitCertificate {
            class: LimitClass::U,
            valid_from: date(2026, 8, 1),
            valid_until: date(2027, 7, 31),
            long_term_on: None,
        }),
        specific_disease: None,
        subsidy_certificate: false,
    }
}
