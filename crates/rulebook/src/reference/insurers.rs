//! What differs from insurer to insurer.

use qualification::InsurerPolicy;

use super::table;
use crate::words::Words;

/// The insurers as a part of the page.
pub(super) fn page() -> String {
    let rows = InsurerPolicy::all().iter().map(|policy| {
        let yes = |it: bool| if it { "はい / yes" } else { "いいえ / no" }.to_owned();
        vec![
            format!("`{}` {}", policy.id, Words::from(policy.name()).line()),
            policy.kind.code().to_owned(),
            policy.old_card_until.to_string(),
            cited(policy, "link_lag_days", &policy.link_lag_days.to_string()),
            cited(
                policy,
                "arrears_block_limit",
                &yes(policy.arrears_block_limit),
            ),
            yes(policy.branch_number),
            Words::from(policy.sending()).line(),
        ]
    });
    let head = [
        "保険者 / insurer",
        "種別 / kind",
        "旧保険証 / old card until",
        "データの遅れ（日） / days of lag",
        "未納で限度額不可 / arrears bar the limit",
        "枝番 / branch number",
        "送付 / sending",
    ];
    format!("## 保険者ごとの違い / Insurers\n\n{}", table(&head, rows))
}

/// A value with how well it is known.
fn cited(policy: &InsurerPolicy, field: &str, value: &str) -> String {
    match policy.provenance(field) {
        Some(it) => format!("{value} ({})", it.evidence.code()),
        None => value.to_owned(),
    }
}
