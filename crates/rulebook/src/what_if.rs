//! What would change a decision: one fact is made another at a time, and the same rules
//! are asked again.

use jiff::civil::Date;
use qualification::{
    GraceRule, LimitChoice, LimitScreen, Medium, ReaderKind, Registration, Switches, Unheard,
    Venue, user_certificate_valid_until,
};

use crate::case::all_categories;
use crate::turning_day::TurningDay;
use crate::words::Words;
use crate::{Case, Outcome, Presentation};

/// One fact that would have changed the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// What is made different.
    pub change: Words,
    /// How the visit ends then.
    pub outcome: Outcome,
}

impl WhatIf {
    /// Everything that would change how the visit of `case` ends. Whether a person's data
    /// may be shown is never among it.
    #[must_use]
    pub fn of(case: &Case) -> Vec<Self> {
        let now = Outcome::of(case, &mut Unheard);
        let mut found = Vec::new();
        let others = [facts(case), presentations(case), settings(case)];
        for (change, other) in others.into_iter().flatten() {
            let outcome = Outcome::of(&other, &mut Unheard);
            if outcome != now {
                found.push(Self { change, outcome });
            }
        }
        found.extend(days(case, now));
        found
    }
}

type Changed = (Words, Case);

/// What the person, the insurer or the desk could have made different.
fn facts(case: &Case) -> Vec<Changed> {
    let mut others = Vec::new();
    let mut other = |ja: &str, en: &str, change: &dyn Fn(&mut Case)| {
        let mut changed = case.clone();
        change(&mut changed);
        others.push((Words::new(ja, en), changed));
    };
    let renewed = user_certificate_valid_until(case.visit_date, case.person.birth);
    if case.certificate.not_after < renewed {
        other(
            "電子証明書を更新していたら",
            "had the certificate been renewed",
            &|it| {
                it.certificate.not_after = renewed;
            },
        );
    }
    if case.person.registration != Registration::Registered {
        other(
            "利用登録が済んでいたら",
            "had the card been registered",
            &|it| {
                it.person.registration = Registration::Registered;
            },
        );
        let (ja, en) = if case.choices.register {
            (
                "窓口での利用登録を断ったら",
                "were registration at the reader declined",
            )
        } else {
            (
                "窓口で利用登録をしたら",
                "were the card registered at the reader",
            )
        };
        other(ja, en, &|it| it.choices.register = !it.choices.register);
    }
    match case.reader {
        ReaderKind::Face => other(
            "汎用カードリーダーだったら",
            "at a general reader",
            &|it| {
                it.reader = ReaderKind::General;
            },
        ),
        ReaderKind::General => other(
            "顔認証付きカードリーダーだったら",
            "at a face reader",
            &|it| {
                it.reader = ReaderKind::Face;
            },
        ),
    }
    other(
        "すべての情報の閲覧に同意したら",
        "were every consent given",
        &|it| {
            it.choices.consented = all_categories();
        },
    );
    other(
        "どの情報の閲覧にも同意しなかったら",
        "were every consent refused",
        &|it| {
            it.choices.consented.clear();
        },
    );
    match case.choices.limit {
        LimitChoice::Provide => other(
            "限度額情報を提供しなかったら",
            "were the limit amount withheld",
            &|it| {
                it.choices.limit = LimitChoice::Withhold;
            },
        ),
        LimitChoice::Withhold => other(
            "限度額情報を提供したら",
            "were the limit amount provided",
            &|it| {
                it.choices.limit = LimitChoice::Provide;
            },
        ),
    }
    let covers = &case.person.covers;
    if covers.iter().any(|cover| cover.arrears_due.is_some()) {
        other(
            "保険料（税）の未納がなかったら",
            "were no premium unpaid",
            &|it| {
                it.person
                    .covers
                    .iter_mut()
                    .for_each(|cover| cover.arrears_due = None);
            },
        );
    }
    if covers.iter().any(|cover| cover.linked_on > case.visit_date) {
        other(
            "新しい保険のデータが届いていたら",
            "had the new insurer's data arrived",
            &|it| {
                let day = it.visit_date;
                it.person
                    .covers
                    .iter_mut()
                    .for_each(|cover| cover.linked_on = cover.linked_on.min(day));
            },
        );
    }
    others
}

/// Where care could be given, and with what in hand.
fn presentations(case: &Case) -> Vec<Changed> {
    let now = case.presentation;
    let counter = Presentation {
        venue: Venue::Counter,
        ..now
    };
    let card = Presentation {
        medium: Medium::Card,
        ..now
    };
    let with_pin = Presentation {
        pin_set: true,
        ..now
    };
    let takes_phones = Presentation {
        phone_reader: true,
        ..now
    };
    [
        ("窓口での受診だったら", "at the counter", counter),
        (
            "カードをかざしたら",
            "were the card held to the reader",
            card,
        ),
        ("カードに暗証番号があったら", "had the card a PIN", with_pin),
        (
            "スマートフォン対応の端末だったら",
            "at a terminal that takes phones",
            takes_phones,
        ),
    ]
    .into_iter()
    .filter(|(_, _, other)| *other != now)
    .map(|(ja, en, presentation)| {
        let changed = Case {
            presentation,
            ..case.clone()
        };
        (Words::new(ja, en), changed)
    })
    .collect()
}

/// How the whole system could be set.
fn settings(case: &Case) -> Vec<Changed> {
    let set = |ja: &str, en: &str, switches: Switches| {
        let changed = Case {
            switches,
            ..case.clone()
        };
        (Words::new(ja, en), changed)
    };
    let now = case.switches;
    let screen = match now.limit_screen {
        LimitScreen::Ask => LimitScreen::Automatic,
        LimitScreen::Automatic => LimitScreen::Ask,
    };
    let grace = match now.grace {
        GraceRule::MonthEndPlusThree => GraceRule::PlainThreeMonths,
        GraceRule::PlainThreeMonths => GraceRule::MonthEndPlusThree,
    };
    vec![
        set(
            "限度額の画面の設定（limit_screen）が他方だったら",
            "were the switch limit_screen the other way",
            Switches {
                limit_screen: screen,
                ..now
            },
        ),
        set(
            "猶予の数え方の設定（grace）が他方だったら",
            "were the switch grace the other way",
            Switches { grace, ..now },
        ),
    ]
}

/// The turning days to come on which the outcome is another than on the one before.
fn days(case: &Case, now: Outcome) -> Vec<WhatIf> {
    let mut before = now;
    let mut last = Date::MIN;
    let mut found = Vec::new();
    for turning in TurningDay::of(case) {
        if turning.date <= case.visit_date || turning.date == last {
            continue;
        }
        last = turning.date;
        let outcome = Outcome::of(&case.on(turning.date), &mut Unheard);
        if outcome != before {
            before = outcome.clone();
            let change = Words::new(
                format!("{} に来たら（{}）", turning.date, turning.what.ja),
                format!("on {} ({})", turning.date, turning.what.en),
            );
            found.push(WhatIf { change, outcome });
        }
    }
    found
}
