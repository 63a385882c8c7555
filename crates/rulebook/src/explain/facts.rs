//! The facts of a case, as its explanation repeats them.

mod settings;

use jiff::civil::Date;
use qualification::{CertificateApplication, Disclosure, LimitChoice, Medium, Reason, Venue};

use crate::words::{Words, medium, reader, registration, share, venue, yes};
use crate::{Case, Explanation, Possession};

/// A fact: its machine name, what it is called, and what it is.
pub(super) type Fact = (&'static str, Words, Words);

/// What the explanation stands on. Of a card that is not accepted nothing about the
/// person is repeated.
pub(super) fn facts(explanation: &Explanation) -> Vec<Fact> {
    let case = &explanation.case;
    let mut facts = of_the_card(case);
    facts.extend(of_the_presentation(case));
    facts.extend(settings::of_the_switches(case.switches));
    if let Some(care) = &case.care {
        facts.extend(settings::of_the_care(care));
    }
    facts.extend(case.trouble.iter().flat_map(settings::of_the_trouble));
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
            "certificate_from",
            "電子証明書の最初の日",
            "first day of the certificate",
            &case.certificate.not_before,
        ),
        fact(
            "certificate_expires",
            "電子証明書の有効期限",
            "last day of the certificate",
            &case.certificate.not_after,
        ),
    ]
}

/// What is out of the ordinary in where care is given, and with what in hand.
fn of_the_presentation(case: &Case) -> Vec<Fact> {
    let shown = case.presentation;
    let is_phone = shown.medium.is_phone();
    let mut facts = Vec::new();
    if shown.venue != Venue::Counter {
        let name = Words::new("診療の場", "where");
        facts.push(("venue", name, venue(shown.venue).into()));
    }
    if shown.medium != Medium::Card {
        let name = Words::new("かざすもの", "held to the reader");
        facts.push(("medium", name, medium(shown.medium).into()));
        let name = Words::new("スマートフォン対応の端末", "a terminal that takes phones");
        facts.push(("phone_reader", name, yes(shown.phone_reader).into()));
    }
    if !shown.pin_set && !is_phone {
        let name = Words::new("カードの暗証番号の設定", "a PIN is set on the card");
        facts.push(("pin_set", name, yes(false).into()));
    }
    facts
}

/// What was said that decides about documents.
fn of_the_papers(case: &Case) -> Vec<Fact> {
    let papers = case.papers;
    let mut facts = Vec::new();
    let card = match papers.card {
        Possession::Held => None,
        Possession::None => Some(Words::new("作っていない", "none was made")),
        Possession::Returned => Some(Words::new("返納した", "returned")),
    };
    facts.extend(card.map(|card| {
        let name = Words::new("マイナンバーカード", "My Number card");
        ("card_held", name, card)
    }));
    let application = match papers.application {
        CertificateApplication::None => None,
        CertificateApplication::NeedsCare => {
            Some(Words::new("要配慮者として", "as someone in need of help"))
        }
        CertificateApplication::JustInCase => Some(Words::new(
            "「念のため」（理由になりません）",
            "just in case (which is no reason)",
        )),
    };
    facts.extend(application.map(|application| {
        let name = Words::new("資格確認書の申請", "application for a certificate");
        ("application", name, application)
    }));
    facts.extend(
        papers
            .stay_until
            .map(|until| fact("stay_until", "在留期間満了日", "end of the stay", &until)),
    );
    facts
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
        (
            "register",
            Words::new("窓口で利用登録する", "registers at the reader, if offered"),
            yes(case.choices.register).into(),
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
        if limit.valid_from > Date::MIN {
            let (ja, en) = ("限度額の最初の日", "limit class from");
            facts.push(fact("limit_from", ja, en, &limit.valid_from));
        }
        if limit.valid_until < Date::MAX {
            let (ja, en) = ("限度額の最後の日", "limit class until");
            facts.push(fact("limit_until", ja, en, &limit.valid_until));
        }
    }
    if let Some(certified) = person.specific_disease {
        let (ja, en) = ("記録された特定疾病の区分", "specific disease recorded");
        let code = certified.disease.code();
        facts.push(fact("specific_disease_recorded", ja, en, &code));
    }
    if person.subsidy_certificate {
        let name = Words::new("医療費助成の受給者証", "a subsidy's certificate");
        facts.push(("subsidy", name, yes(true).into()));
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
    facts.extend(of_the_papers(case));
    facts
}
