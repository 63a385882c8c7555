//! What a person should hold, for people.

use std::fmt;

use jiff::civil::Date;
use qualification::CertificateClass;

use super::rules;
use crate::explain::{Documents, End};
use crate::words::Words;

pub(super) fn print(f: &mut fmt::Formatter<'_>, documents: &Documents, day: Date) -> fmt::Result {
    writeln!(
        f,
        "\nこの方が持っているはずの書類（{day} に加入・再交付なら） / \
         What this person should hold (had they joined, or asked anew, on {day})"
    )?;
    for (held, end) in &documents.held {
        let held = Words::from(held.name());
        writeln!(f, "  {}", held.line())?;
        writeln!(f, "    期限 / valid until: {}", until(*end, day).line())?;
    }
    if let Some(classes) = &documents.classes {
        writeln!(
            f,
            "  資格確認書の対象か / Do they get a certificate of eligibility?"
        )?;
        for class in classes {
            writeln!(f, "    {} {}", class.sign(), why(*class).line())?;
        }
        if classes.is_empty() {
            writeln!(f, "    ①〜⑦のどれでもない / no: none of ① to ⑦")?;
        }
    }
    rules(f, &documents.spoken)
}

fn until(end: End, day: Date) -> Words {
    match end {
        End::On(until) if until < day => Words::new(
            format!("{until}（もう過ぎています）"),
            format!("{until}, which is over"),
        ),
        End::On(until) => Words::new(until.to_string(), until.to_string()),
        End::AtMost(until) => Words::new(
            format!("記載の期限、遅くとも {until}"),
            format!("the day printed on it, {until} at the latest"),
        ),
        End::Printed => Words::new("書類に記載のとおり", "as printed on it"),
        End::Never => Words::new(
            "期限なし（記載内容が変わるまで）",
            "no end, while what it says is unchanged",
        ),
        End::Unknown => Words::new("その日については分かりません", "not known for that day"),
    }
}

fn why(class: CertificateClass) -> Words {
    let (ja, en) = match class {
        CertificateClass::NoCard => ("カードを作っていない", "no card was made"),
        CertificateClass::CardReturned => ("カードを返納した", "the card was returned"),
        CertificateClass::NotRegistered => (
            "保険証の利用登録をしていない",
            "the card is not registered as insurance card",
        ),
        CertificateClass::Deregistered => (
            "利用登録を解除した（申請中を含む）",
            "deregistered, or about to be",
        ),
        CertificateClass::CardEnded => (
            "カードか電子証明書の期限が切れた",
            "the card or its certificate has ended",
        ),
        CertificateClass::NotDisclosed => ("その他", "another reason"),
        CertificateClass::NeedsCare => (
            "要配慮者で、一度申請した",
            "in need of help, and applied once",
        ),
    };
    Words::new(ja, en)
}
