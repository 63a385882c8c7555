//! What is paid, for people.

use std::fmt;

use qualification::{MealAnswer, Whole};

use super::rules;
use crate::explain::{Charged, KnownBy};
use crate::words::Words;

pub(super) fn print(f: &mut fmt::Formatter<'_>, charged: &Charged) -> fmt::Result {
    let paid = &charged.charge;
    writeln!(
        f,
        "\n窓口で払う額 / What is paid at the desk: {}円 / {} yen",
        paid.pays, paid.pays
    )?;
    if let Some(whole) = paid.whole {
        writeln!(f, "  {}", words_of(whole).line())?;
    } else {
        writeln!(f, "  負担割合どおりの額 / the share: {}円", paid.share)?;
        writeln!(f, "  {}", limit(charged).line())?;
    }
    if let Some(yen) = charged.claimed_later {
        writeln!(
            f,
            "  限度額情報を提供しなかったので、後から高額療養費を申請すると戻る額 / \
             the limit amount was withheld; a later claim brings back: {yen}円"
        )?;
    }
    if charged.had_meals {
        writeln!(
            f,
            "  食事代（別に払う） / meals, paid besides: {}",
            meals(charged).line()
        )?;
    }
    rules(f, &charged.spoken)
}

fn words_of(whole: Whole) -> Words {
    match whole {
        Whole::SelfPay => Words::new(
            "資格を確認できていないので、全額（自費）になることがあります。扱いは医療機関が決め、後で資格が分かれば精算します。特別療養費ではありません。",
            "The cover is not confirmed, so the whole may have to be paid (self-pay). The institution decides, and it is settled once the cover is proved. This is no special care expense.",
        ),
        Whole::SpecialCare => Words::new(
            "資格はありますが、特別療養費の方なので、いったん全額です。申請すると後で払い戻しがあります。",
            "Insured, but under special care expense: the whole is paid at first, and most of it is paid back upon application.",
        ),
    }
}

fn limit(charged: &Charged) -> Words {
    let class = charged.limit.map(|(class, known_by)| {
        let by = match known_by {
            KnownBy::Online => Words::new("オンラインの答え", "answered online"),
            KnownBy::Paper => Words::new("紙で確認", "shown on paper"),
            KnownBy::Share => Words::new("負担割合から", "known by the share"),
        };
        Words::new(
            format!("（{}、{}）", class.label(), by.ja),
            format!(" (class {}, {})", class.code(), by.en),
        )
    });
    let class = class.unwrap_or_else(|| Words::new("", ""));
    if let Some(cap) = charged.charge.cap {
        Words::new(
            format!("限度額: {cap}円{}", class.ja),
            format!("the limit amount: {cap} yen{}", class.en),
        )
    } else if charged.no_table {
        Words::new(
            format!(
                "限度額: その月の表がありません{}。分かるまで負担割合どおりの額です",
                class.ja
            ),
            format!(
                "the limit amount: no table for that month{}, so the share stands",
                class.en
            ),
        )
    } else {
        Words::new(
            "限度額: 区分が示されていないので、使いません",
            "the limit amount: none is applied, as no class was given",
        )
    }
}

fn meals(charged: &Charged) -> Words {
    match (charged.charge.whole, charged.charge.meals) {
        (Some(_), _) => Words::new(
            "標準負担額は使えず、全額です（額の表はありません）",
            "in whole, for which there is no table",
        ),
        (None, MealAnswer::Yen(yen)) => Words::new(format!("{yen}円"), format!("{yen} yen")),
        (None, MealAnswer::Unverified(yen)) => Words::new(
            format!("{yen}円（確かめられていない額）"),
            format!("{yen} yen, a figure that no source confirms"),
        ),
        (None, MealAnswer::NoTable) => Words::new(
            "その日の確かめられた額はありません",
            "no verified price for that day",
        ),
    }
}
