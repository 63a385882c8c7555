//! The tables of amounts, by month of care; what is not enacted or not verified says so.

use qualification::{LimitRow, LimitTable, MealRow, limit_tables, meal_rows};

use super::table;

/// The amounts as a part of the page.
pub(super) fn page() -> String {
    let limits = limit_tables().iter().map(limits);
    let limits: Vec<String> = limits.collect();
    format!(
        "## 金額 / Amounts\n\n円。診療月で表を選びます。 / Yen; the month of care chooses the table.\n\n{}\n\n{}",
        limits.join("\n\n"),
        meals()
    )
}

fn limits(it: &LimitTable) -> String {
    let until = it.until.map_or_else(String::new, |month| month.to_string());
    let enacted = if it.enacted {
        ""
    } else {
        " — **未施行（使いません） / not enacted, never used**"
    };
    let head = [
        "区分 / class",
        "限度額 / limit amount",
        "多数回 / many times",
        "外来 / outpatient",
        "年間 / a year",
        "根拠 / evidence",
    ];
    let rows = it.rows.iter().map(|row| {
        let classes: Vec<String> = row
            .classes
            .iter()
            .map(|class| format!("{} {}", class.code(), class.label()))
            .collect();
        let evidence = row.evidence.unwrap_or(it.evidence).code();
        vec![
            classes.join(", "),
            amount(row),
            yen(row.many_times),
            yen(row.outpatient),
            yen(row.yearly),
            evidence.to_owned(),
        ]
    });
    format!(
        "### {} {} – {until}{enacted}\n\n{}: {}\n\n{}",
        it.who,
        it.from,
        it.evidence.code(),
        it.source,
        table(&head, rows)
    )
}

/// `80,100 + (医療費 − 267,000) × 1 %`.
fn amount(row: &LimitRow) -> String {
    let base = yen(Some(row.base));
    match row.threshold {
        Some(threshold) => format!("{base} + (医療費 − {}) × 1 %", yen(Some(threshold))),
        None if row.one_percent => format!("{base} + 1 %（境は不明 / threshold unknown）"),
        None => base,
    }
}

fn meals() -> String {
    let head = [
        "から / from",
        "一般 / general",
        "難病等 / intractable",
        "非課税 / exempt",
        "90日超 / over 90 days",
        "低所得Ⅰ / low income I",
        "根拠 / evidence",
    ];
    let rows = meal_rows().iter().map(|row: &MealRow| {
        let unverified = if row.verified {
            String::new()
        } else {
            " **未確認（使いません） / not verified, never used**".to_owned()
        };
        vec![
            format!("{}{unverified}", row.from),
            yen(row.general),
            yen(row.intractable),
            yen(row.exempt),
            yen(row.exempt_long),
            yen(row.low_one),
            format!("{}: {}", row.evidence.code(), row.source),
        ]
    });
    format!("### 食事1食 / A meal\n\n{}", table(&head, rows))
}

fn yen(amount: Option<u64>) -> String {
    let Some(amount) = amount else {
        return "–".to_owned();
    };
    let digits = amount.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
