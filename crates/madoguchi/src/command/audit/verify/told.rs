//! What came of a verification, for people and for programs.

use serde_json::{Value, json};
use store::{Evidence, Finding, Flaw, Place, Verdict, Worthless};

/// What there is to tell.
pub(super) struct Told<'a> {
    pub(super) verdict: &'a Verdict,
    pub(super) evidence: &'a Evidence<'a>,
    pub(super) is_signed: bool,
    pub(super) witnesses: Vec<String>,
}

impl Told<'_> {
    pub(super) fn as_json(&self) -> Value {
        let findings: Vec<_> = self
            .verdict
            .findings
            .iter()
            .map(|it| self.finding(it))
            .collect();
        let mut told = json!({
            "whole": findings.is_empty(),
            "records": self.verdict.head.number,
            "hash": hex::encode(self.verdict.head.hash),
            "signatures_verified": self.is_signed,
            "kept_up_to": self.evidence.kept_up_to(),
            "witnessed_up_to": self.evidence.witnessed_up_to(),
            "torn_lines": self.evidence.torn(),
        });
        // The first is what most want to know.
        if let (Some(told), Some(first)) = (told.as_object_mut(), findings.first()) {
            told.extend(first.as_object().cloned().unwrap_or_default());
        }
        if let Some(told) = told.as_object_mut() {
            told.insert("findings".into(), findings.into());
        }
        told
    }

    fn finding(&self, finding: &Finding) -> Value {
        match *finding {
            Finding::Record { record, flaw } => json!({
                "record": record,
                "flaw": match flaw {
                    Flaw::Altered => "altered",
                    Flaw::Missing => "missing",
                    Flaw::Unlinked => "unlinked",
                },
            }),
            Finding::Contradicted {
                by,
                record,
                agreed,
                missing,
            } => json!({
                "record": if missing { self.first_missing() } else { record },
                "flaw": if missing { "cut_off" } else { "exchanged" },
                "signed_record": record,
                "agreed_up_to": agreed,
                "by": self.place(by).1,
            }),
            Finding::Worthless { place, why } => json!({
                "flaw": match why {
                    Worthless::Unreadable => "unreadable_checkpoint",
                    Worthless::NotSigned => "unsigned_checkpoint",
                    Worthless::OtherTrail => "checkpoint_of_another_trail",
                },
                "by": self.place(place).1,
            }),
        }
    }

    const fn first_missing(&self) -> u64 {
        self.verdict.head.number.saturating_add(1)
    }

    pub(super) fn as_text(&self) -> String {
        let mut lines: Vec<_> = self
            .verdict
            .findings
            .iter()
            .map(|it| self.words(it))
            .collect();
        if lines.is_empty() {
            let records = self.verdict.head.number;
            lines.push(format!(
                "監査記録 {records} 件、連鎖は完全です。\n{records} audit records; the chain is whole."
            ));
        }
        let (kept, witnessed) = (self.evidence.kept_up_to(), self.evidence.witnessed_up_to());
        lines.push(match self.witnesses.is_empty() {
            true => format!(
                "署名は記録 {kept} まで（証人なし）。\nSigned up to record {kept}, without a witness."
            ),
            false => format!(
                "署名は記録 {kept} まで、証人は記録 {witnessed} まで。\nSigned up to record {kept}, witnessed up to record {witnessed}."
            ),
        });
        if !self.is_signed {
            lines.push(
                "鍵がないため署名は検証していません。\nNo key: the signatures were not verified."
                    .into(),
            );
        }
        let torn = self.evidence.torn();
        if torn > 0 {
            lines.push(format!(
                "書きかけの行が {torn} 行あります（電源断など）。異常ではありません。\n{torn} torn lines, as a loss of power leaves; no finding."
            ));
        }
        lines.join("\n")
    }

    fn words(&self, finding: &Finding) -> String {
        match *finding {
            Finding::Record { record, flaw } => {
                let (ja, en) = match flaw {
                    Flaw::Altered => ("改変されています", "was altered"),
                    Flaw::Missing => ("失われています", "is missing"),
                    Flaw::Unlinked => {
                        ("前の記録とつながりません", "does not follow the one before")
                    }
                };
                format!("監査記録 {record} が{ja}。\nAudit record {record} {en}.")
            }
            Finding::Contradicted {
                by,
                record,
                missing: true,
                ..
            } => {
                let (ja, en) = self.place(by);
                let first = self.first_missing();
                format!(
                    "監査記録 {first} から先が失われています。{ja}は記録 {record} までを示しています（末尾の切り捨て、または古い保存先への差し替え）。\n\
                     Audit record {first} is missing: {en} vouches for records up to {record}; the end was cut off, or an older store put back."
                )
            }
            Finding::Contradicted {
                by, record, agreed, ..
            } => {
                let (ja, en) = self.place(by);
                let first = agreed.saturating_add(1);
                format!(
                    "監査記録 {record} は署名されたものではありません（{ja}）。記録 {first} 以降が差し替えられています。\n\
                     Audit record {record} is not the one that was signed ({en}): it was exchanged, from record {first} on."
                )
            }
            Finding::Worthless { place, why } => {
                let ((ja, en), (why_ja, why_en)) = (
                    self.place(place),
                    match why {
                        Worthless::Unreadable => ("読めません", "cannot be read"),
                        Worthless::NotSigned => {
                            ("この鍵の署名ではありません", "is not signed with this key")
                        }
                        Worthless::OtherTrail => {
                            ("別の監査記録のものです", "is of another audit trail")
                        }
                    },
                );
                format!("{ja}は{why_ja}。\nThe checkpoint in {en} {why_en}.")
            }
        }
    }

    fn place(&self, place: Place) -> (String, String) {
        match place {
            Place::Store(record) => (
                format!("保存先の記録 {record} の署名"),
                format!("the store, for record {record}"),
            ),
            Place::Witness { file, line } => {
                let file = self.witnesses.get(file).map_or("", String::as_str);
                (
                    format!("証人ファイル {file} の {line} 行目"),
                    format!("line {line} of the witness {file}"),
                )
            }
        }
    }
}
