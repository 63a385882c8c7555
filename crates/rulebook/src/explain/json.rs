//! An explanation for programs.

use qualification::{LimitAnswer, LimitBar, MealAnswer, Scope, Share, Spoken, Text, Whole};
use serde_json::{Map, Value, json};

use super::facts::facts;
use super::said::Said;
use super::{Charged, Documents};
use crate::words::{Words, notice};
use crate::{Explanation, Outcome};

impl Explanation {
    /// The whole of it as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let what_if = self
            .what_if
            .iter()
            .map(|it| json!({ "change": it.change, "outcome": outcome(&it.outcome) }));
        let facts = facts(self).into_iter();
        let facts = facts.map(|(name, _, value)| json!({ "name": name, "value": value }));
        let fall_back = self.fall_back.as_ref().map(|(taken, spoken)| {
            json!({
                "way": taken.way.code(),
                "acceptance": taken.acceptance().code(),
                "text": text(taken.next()),
                "rules": rules(spoken),
            })
        });
        let charge = self.charge.as_ref().map(charge);
        let documents = self.documents.as_ref().map(documents);
        json!({
            "facts": facts.collect::<Vec<_>>(),
            "outcome": outcome(&self.outcome),
            "rules": rules(&self.spoken),
            "what_would_change_it": what_if.collect::<Vec<_>>(),
            "fall_back": fall_back,
            "charge": charge,
            "documents": documents,
        })
    }
}

/// What is paid, as JSON.
pub(crate) fn charge(charged: &Charged) -> Value {
    let paid = &charged.charge;
    let meals = match paid.meals {
        _ if !charged.had_meals => json!(null),
        MealAnswer::Yen(yen) => json!({ "yen": yen, "verified": true }),
        MealAnswer::Unverified(yen) => json!({ "yen": yen, "verified": false }),
        MealAnswer::NoTable => json!("NO_TABLE"),
    };
    json!({
        "share": paid.share,
        "limit_class": charged.limit.map(|(class, _)| class.code()),
        "limit_known_by": charged.limit.map(|(_, known_by)| known_by.code()),
        "limit_amount": match paid.cap {
            None if charged.no_table => json!("NO_TABLE"),
            cap => json!(cap),
        },
        "pays": paid.pays,
        "whole": paid.whole.map(|whole| match whole {
            Whole::SpecialCare => "SPECIAL_CARE",
            Whole::SelfPay => "SELFPAY",
        }),
        "claimed_later": charged.claimed_later,
        "meals": meals,
        "rules": rules(&charged.spoken),
    })
}

fn documents(documents: &Documents) -> Value {
    let classes = documents.classes.as_ref();
    let held = documents.held.iter().map(|(document, end)| {
        json!({ "document": document.code(), "end": end.code(), "until": end.day().map(|it| it.to_string()) })
    });
    json!({
        "held": held.collect::<Vec<_>>(),
        "classes": classes.map(|it| it.iter().map(|class| class.sign()).collect::<Vec<_>>()),
        "rules": rules(&documents.spoken),
    })
}

fn text(text: Text) -> Value {
    json!(Words::from(text))
}

/// An outcome as JSON.
pub(crate) fn outcome(outcome: &Outcome) -> Value {
    let reason = outcome.reason;
    json!({
        "reason": reason.code(),
        "staff": text(reason.staff()),
        "patient": text(reason.patient()),
        "next": text(reason.next()),
        "mender": reason.mender().code(),
        "documents": reason.documents().iter().map(|it| it.code()).collect::<Vec<_>>(),
        "scope": match outcome.scope {
            Some(Scope::Full) => "FULL",
            Some(Scope::EligibilityOnly) => "ELIGIBILITY_ONLY",
            None => "NONE",
        },
        "share_percent": outcome.share.map(Share::percent),
        "limit": limit(outcome.limit),
        "consents": outcome.consents.iter().map(|it| it.code()).collect::<Vec<_>>(),
        "offered_registration": outcome.offered_registration,
        "notices": outcome.notices.iter().map(notice).collect::<Vec<_>>(),
    })
}

fn limit(limit: Option<LimitAnswer>) -> Value {
    match limit {
        None => Value::Null,
        Some(LimitAnswer::NotOffered) => json!("NOT_OFFERED"),
        Some(LimitAnswer::Withheld) => json!("WITHHELD"),
        Some(LimitAnswer::NotRecorded) => json!("NOT_RECORDED"),
        Some(LimitAnswer::Provided(it)) => json!(it.class.code()),
        Some(LimitAnswer::Unavailable(LimitBar::Arrears)) => json!("UNAVAILABLE_ARREARS"),
        Some(LimitAnswer::Unavailable(LimitBar::SpecialCare)) => json!("UNAVAILABLE_SPECIAL_CARE"),
    }
}

fn rules(spoken: &[Spoken]) -> Vec<Value> {
    let rules = spoken.iter().map(Said::of).map(|said| {
        let sources = said.sources().iter().map(|source| {
            let mut named = Map::new();
            named.insert("document".to_owned(), text(source.document.name));
            named.insert("question".to_owned(), json!(source.question));
            named.insert("quote".to_owned(), json!(source.quote));
            Value::Object(named)
        });
        json!({
            "number": said.number(),
            "name": said.rule.name(),
            "title": text(said.title()),
            "sentence": said.sentence,
            "evidence": said.evidence().code(),
            "sources": sources.collect::<Vec<_>>(),
        })
    });
    rules.collect()
}
