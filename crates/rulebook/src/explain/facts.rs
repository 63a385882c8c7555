//! The facts of a case, as its explanation repeats them.

use qualification::{Disclosure, LimitChoice, Reason};

use crate::words::{Words, reader, registration, share};
use crate::{Case, Explanation};

/// A fact: its machine name, what it is called, and what it is.
pub(super) type Fact = (&'static str, Words, Words);

/// What the explanation stands on. Of a card that is not accepted nothing about the
/// person is repeated.
pub(super) fn facts(explanation: &Explanation) -> Vec<Fact> {
    let case = &explanation.case;
    let mut facts = of_the_card(case);
    let is_told = explanation.outcome.reason != Reason::CardNotAccepted;
    if is_told && case.person.disclosure == Disclosure::Disclosed {
        facts.extend(of_the_person(case));
    }
    facts
}

fn fact(name: &'static str, ja: &str, en: &str, value: &impl ToString) -> Fact {
    let value = value.to_string();
    (name, Words::new(ja, en), Words::new(value.clone(), value))
}

fn of_the_card(case: &Case) -> Vec<Fact> {
    let reader_words = Words::from(reader(case.reader));
    vec![
        fact("date", "来院日", "day of the visit", &case.visit_date),
        ("reader", Words::new("リーダー", "reader"), reader_words),
        fact(
            "certificate_expires",
            "電子証明書の有効期限",
            "last day of the certificate",
            &case.certificate.not_after,
        ),
    ]
}

fn of_the_person(case: &Case) -> Vec<Fact> {
    let person = &case.person;
    let mut facts = vec![
        fact("birth", "生年月日", "born", &person.birth),
        (
            "registration",
            Words::new("利用登録", "registration"),
            registration(person.registration).into(),
        ),
    ];
    for cover in &person.covers {
        facts.push(fact(
            "insurer",
            "保険者番号",
            "insurer",
            &cover.insurer.as_str(),
        ));
        facts.push(fact(
            "acquired",
            "資格取得日",
            "cover from",
            &cover.acquired_on,
        ));
        if let Some(lost) = cover.lost_on {
            facts.push(fact("lost", "資格喪失日", "cover lost on", &lost));
        }
        if cover.linked_on != cover.acquired_on {
            facts.push(fact(
                "linked",
                "データが届く日",
                "data arrives",
                &cover.linked_on,
            ));
        }
        if let Some(recorded) = cover.share {
            let name = Words::new("記録された負担割合", "recorded share");
            facts.push(("share", name, share(recorded)));
        }
        if let Some(due) = cover.arrears_due {
            facts.push(fact(
                "arrears_due",
                "未納の納期限",
                "unpaid since it was due",
                &due,
            ));
        }
    }
    if let Some(limit) = &person.limit {
        let name = Words::new("限度額の区分", "limit class");
        let words = Words::new(limit.class.label(), limit.class.code());
        facts.push(("limit_class", name, words));
    }
    let provides = match case.choices.limit {
        LimitChoice::Provide => Words::new("提供する", "provided"),
        LimitChoice::Withhold => Words::new("提供しない", "withheld"),
    };
    facts.push((
        "choose_limit",
        Words::new("限度額情報", "limit amount"),
        provides,
    ));
    let consented: Vec<&str> = case.choices.consented.iter().map(|it| it.code()).collect();
    let consented = if consented.is_empty() {
        Words::new("なし", "none")
    } else {
        Words::new(consented.join(", "), consented.join(", "))
    };
    facts.push(("consent", Words::new("閲覧の同意", "consents"), consented));
    facts
}
