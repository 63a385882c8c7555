//! What things are called in both languages.

use qualification::{
    LimitAnswer, LimitBar, Medium, Notice, ReaderKind, Registration, Scope, Share, Text, Venue,
};
use serde::Serialize;

/// Japanese and English words for one thing, made for one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// 日本語.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Words of this case.
    pub(crate) fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        let (ja, en) = (ja.into(), en.into());
        Self { ja, en }
    }

    /// On one line, Japanese first.
    pub(crate) fn line(&self) -> String {
        format!("{} / {}", self.ja, self.en)
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self::new(text.ja, text.en)
    }
}

pub(crate) fn share(share: Share) -> Words {
    let tenths = share.percent() / 10;
    Words::new(format!("{tenths}割"), format!("{} %", share.percent()))
}

pub(crate) fn scope(scope: Option<Scope>) -> Words {
    match scope {
        Some(Scope::Full) => Words::new("すべて", "everything"),
        Some(Scope::EligibilityOnly) => Words::new("資格のみ", "eligibility only"),
        None => Words::new("なし", "nothing"),
    }
}

pub(crate) fn limit(limit: Option<LimitAnswer>) -> Words {
    match limit {
        None | Some(LimitAnswer::NotOffered) => Words::new("対象外", "not offered"),
        Some(LimitAnswer::Withheld) => Words::new("提供しない", "withheld"),
        Some(LimitAnswer::Provided(it)) => {
            Words::new(it.class.label(), format!("class {}", it.class.code()))
        }
        Some(LimitAnswer::NotRecorded) => Words::new("記録なし", "none recorded"),
        Some(LimitAnswer::Unavailable(LimitBar::Arrears)) => {
            Words::new("利用不可（未納）", "unavailable (arrears)")
        }
        Some(LimitAnswer::Unavailable(LimitBar::SpecialCare)) => Words::new(
            "利用不可（特別療養費）",
            "unavailable (special care expense)",
        ),
    }
}

pub(crate) fn notice(notice: &Notice) -> Words {
    match notice {
        Notice::CertificateExpiring { on } => Words::new(
            format!("電子証明書の有効期限は {on} です"),
            format!("the certificate ends on {on}"),
        ),
        Notice::InGrace { until } => Words::new(
            format!("{until} までは資格情報のみ確認できます"),
            format!("eligibility is still answered until {until}"),
        ),
        Notice::SubsidyCertificate => Words::new(
            "医療費助成の受給者証もお持ちください",
            "the subsidy's paper certificate is still needed",
        ),
    }
}

pub(crate) const fn registration(registration: Registration) -> Text {
    match registration {
        Registration::Registered => Text {
            ja: "登録済",
            en: "registered",
        },
        Registration::NotRegistered => Text {
            ja: "未登録",
            en: "not registered",
        },
        Registration::Deregistering => Text {
            ja: "解除申請中",
            en: "deregistration is under way",
        },
        Registration::Deregistered => Text {
            ja: "解除済",
            en: "deregistered",
        },
    }
}

pub(crate) const fn reader(reader: ReaderKind) -> Text {
    match reader {
        ReaderKind::Face => Text {
            ja: "顔認証付きカードリーダー",
            en: "a face reader",
        },
        ReaderKind::General => Text {
            ja: "汎用カードリーダー",
            en: "a general reader",
        },
    }
}

pub(crate) const fn venue(venue: Venue) -> Text {
    let (ja, en) = match venue {
        Venue::Counter => ("窓口", "the counter"),
        Venue::HomeVisit => ("訪問診療", "a home visit"),
        Venue::Online => ("オンライン診療", "online care"),
    };
    Text { ja, en }
}

pub(crate) const fn medium(medium: Medium) -> Text {
    let (ja, en) = match medium {
        Medium::Card => ("マイナンバーカード", "a card"),
        Medium::Android => ("Androidスマートフォン", "an Android phone"),
        Medium::Iphone => ("iPhone", "an iPhone"),
    };
    Text { ja, en }
}

pub(crate) const fn yes(yes: bool) -> Text {
    let (ja, en) = if yes {
        ("はい", "yes")
    } else {
        ("いいえ", "no")
    };
    Text { ja, en }
}
