//! The words on the screen, Japanese first.
//!
//! Why a visit ended is said by [`Reason`](qualification::Reason) itself.

use jiff::civil::Date;
use qualification::{Category, LimitBar, Method, Notice, SpecificDisease, Text};
use verification::NotCaptured;

use crate::{Reminder, Screen, Showing, Step, StepState};

const fn text(ja: &'static str, en: &'static str) -> Text {
    Text { ja, en }
}

/// 利用登録, when the patient wants it.
pub const REGISTER: Text = text("登録する", "Register");
/// 利用登録, when the patient does not.
pub const DO_NOT_REGISTER: Text = text("登録しない", "Do not register");
/// 利用登録: what it is and is not (Azumino page; Kumamoto FAQ Q15).
pub const REGISTRATION_NOTE: Text = text(
    "登録は一度だけです。カードや保険が変わっても、ずっと使えます。病院や薬の情報を見せる同意ではありません。登録しないときは、資格確認書で受診できます。",
    "You register once, also for later cards and insurers. It is no consent to show medical information. If you do not register, a certificate of eligibility serves as well.",
);
/// Step 3, when the patient agrees.
pub const AGREE: Text = text("同意する", "Agree");
/// Step 3, when the patient does not.
pub const DISAGREE: Text = text("同意しない", "Do not agree");
/// Step 3: refusing costs nothing (Kumamoto FAQ Q14③).
pub const CONSENT_NOTE: Text = text(
    "同意されない場合は、通常の保険証を提示した場合と同様の取り扱いになります。選ばなかった項目は同意しないものとします。",
    "If you do not agree, you are treated as with an ordinary insurance card. What you do not choose is not agreed to.",
);
/// Step 4, when the patient provides it.
pub const PROVIDE: Text = text("提供する", "Provide");
/// Step 4, when the patient does not.
pub const WITHHOLD: Text = text("提供しない", "Do not provide");
/// Step 4: what it means.
pub const LIMIT_NOTE: Text = text(
    "提供すると、1か月の窓口でのお支払いが、所得に応じた自己負担限度額までになります。",
    "If you provide it, what you pay here in a month stops at the limit for your income.",
);
/// Step 2, for the face: what compares is a stub.
pub const STUB_NOTE: Text = text(
    "模擬照合（スタブ）です。実際の顔認証ではありません。",
    "A stub compares the pictures; this is no real face recognition.",
);
/// Step 2, for the staff: the card is not handed over (Kawasaki page Q5, Q6).
pub const CARD_STAYS_NOTE: Text = text(
    "カードはリーダーに置いたまま確認してください。暗証番号は施設の目視確認用で、患者さんのものではありません。",
    "Leave the card on the reader. The passcode is the institution's own, not the patient's PIN.",
);
/// Step 2, before the last try.
pub const LAST_TRY: Text = text(
    "残り1回です。間違えるとロックされ、解除は市区町村の窓口になります。",
    "One try is left. A wrong PIN locks the card, and only your municipality can unlock it.",
);
/// Step 2: how the last try is confirmed in words.
pub const SPEND_LAST_TRY: Text = text(
    "最後の1回を使うときは「使います」と入力してください（やめるときは Enter だけ）。",
    "To use the last try, type \"use it\" (or Enter alone to stop).",
);
/// The words that confirm it.
pub const SPEND_LAST_TRY_WORDS: Text = text("使います", "use it");

impl Step {
    /// The step's name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::CardReading => text("カードの読み取り", "Reading the card"),
            Self::Verification => text("本人確認", "Identity check"),
            Self::Consent => text("同意の選択", "Consent"),
            Self::LimitAmount => text("限度額情報の提供", "Limit amount"),
            Self::Confirmation => text("資格確認・受付完了", "Eligibility and check-in"),
        }
    }
}

impl Screen {
    /// The main sentence.
    #[must_use]
    pub fn text(&self) -> Text {
        match &self.showing {
            Showing::PutCardDown => text(
                "マイナンバーカードを置いてください。",
                "Please put your My Number card on the reader.",
            ),
            Showing::PleaseWait { keep_card: true } => text(
                "カードを置いたまま、しばらくお待ちください。",
                "Please wait, and leave the card where it is.",
            ),
            Showing::PleaseWait { keep_card: false } => {
                text("資格を確認しています。", "Your insurance is being checked.")
            }
            Showing::EnterPin { .. } => text(
                "暗証番号（数字4桁）を入力してください。",
                "Please enter your PIN (four digits).",
            ),
            Showing::ChooseConsent { .. } => text(
                "医療機関・薬局が次の情報を閲覧することに同意しますか。",
                "Do you agree that this clinic or pharmacy views the following?",
            ),
            Showing::ChooseRegistration => text(
                "このカードを、保険証として使えるように登録しますか。",
                "Do you register this card for use as your insurance card?",
            ),
            Showing::ChooseMethod { offered, .. } if offered.contains(&Method::Face) => text(
                "本人確認の方法を選んでください。",
                "Please choose how your identity is checked.",
            ),
            Showing::ChooseMethod { .. } => text(
                "職員が目視で本人確認をします。職員をお呼びください。",
                "The staff will check your identity; please call them.",
            ),
            Showing::LookAtCamera => text(
                "カメラを見てください。カードは置いたままにしてください。",
                "Please look into the camera, and leave the card where it is.",
            ),
            Showing::ConfirmPerson { .. } => text(
                "職員の方へ: カードの写真とご本人を見比べてください。",
                "Staff: compare the person with the photo on the card.",
            ),
            Showing::ChooseLimit { orally: false } => text(
                "限度額情報を提供しますか。",
                "Do you provide your limit amount?",
            ),
            Showing::ChooseLimit { orally: true } => text(
                "職員の方へ: 限度額情報を提供するか、口頭でお尋ねください。",
                "Staff: ask the patient whether the limit amount is provided.",
            ),
            Showing::Result { reason } | Showing::Ended { reason } => reason.patient(),
        }
    }

    /// What stands beside it from step 3 to the end, where step 4 cannot be taken: that
    /// it cannot, and what to do. Why is not said (LIMIT-ARREARS), and these words are
    /// the same whatever it is.
    #[must_use]
    pub fn notes(&self) -> Vec<Text> {
        let reason = LimitBar::Arrears.reason();
        match self.steps.state(Step::LimitAmount) {
            StepState::Unavailable => vec![reason.patient(), reason.next()],
            _ => Vec::new(),
        }
    }
}

impl Reminder {
    /// What it says.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::StillThere { .. } => text(
                "操作がないため、まもなく終了します。続ける場合は画面に触れてください。",
                "Nothing has been chosen; this ends soon. Touch the screen to go on.",
            ),
            Self::CardLeft => text("カードをお取りください。", "Please take your card."),
        }
    }
}

/// How many tries for the PIN are left, when it is to be said.
#[must_use]
pub const fn tries_left(tries: u8) -> Option<Text> {
    match tries {
        1 => Some(LAST_TRY),
        2 => Some(text("残り2回です。", "Two tries are left.")),
        _ => None,
    }
}

/// A way to be verified, as it is offered.
#[must_use]
pub const fn method_name(method: Method) -> Text {
    match method {
        Method::Pin => text("暗証番号", "PIN"),
        Method::Face => text("顔認証（模擬照合・スタブ）", "Face (compared by a stub)"),
        Method::StaffCheck => text("職員の目視確認（職員用）", "Staff check (for the staff)"),
    }
}

/// What to do about a frame that could not be used.
#[must_use]
pub const fn frame_hint(hint: NotCaptured) -> Text {
    match hint {
        NotCaptured::Timeout => text(
            "時間内に撮影できませんでした。",
            "No picture was taken in time.",
        ),
        NotCaptured::NotAPicture => text(
            "カメラの画像を読み取れませんでした。",
            "The camera's picture cannot be read.",
        ),
        NotCaptured::NoFace => text("顔が見つかりません。", "No face was found."),
        NotCaptured::TwoFaces => text(
            "お一人で立ってください。",
            "Please stand in front of it alone.",
        ),
        NotCaptured::Covered => text("顔が隠れています。", "Something covers the face."),
        NotCaptured::TooClose => text("近すぎます。", "Too close."),
        NotCaptured::BadLight => text(
            "明るさが足りないか、明るすぎます。",
            "It is too dark, or too bright.",
        ),
    }
}

/// A category's name.
#[must_use]
pub const fn category_name(category: Category) -> Text {
    match category {
        Category::Treatment => text("診療情報", "Treatment"),
        Category::Medication => text("薬剤情報", "Medication"),
        Category::Surgery => text("手術情報", "Surgery"),
        Category::Checkup => text("特定健診等情報", "Health check-ups"),
        Category::SpecificDisease => text("特定疾病療養受療証情報", "Specific disease certificate"),
    }
}

/// What a category holds.
#[must_use]
pub const fn category_explanation(category: Category) -> Text {
    match category {
        Category::Treatment => text(
            "これまでに受けた診療の内容です。",
            "Which treatments you have had.",
        ),
        Category::Medication => text(
            "これまでに処方・調剤されたお薬です。",
            "Which drugs were prescribed and dispensed to you.",
        ),
        Category::Surgery => text(
            "これまでに受けた手術の内容です。",
            "Which operations you have had.",
        ),
        Category::Checkup => text(
            "特定健診などの結果です。",
            "The results of your health check-ups.",
        ),
        Category::SpecificDisease => text(
            "人工透析などの特定疾病療養受療証の内容です。",
            "The certificate of a specific disease, such as dialysis.",
        ),
    }
}

/// A specific disease's name.
#[must_use]
pub const fn specific_disease_name(disease: SpecificDisease) -> Text {
    match disease {
        SpecificDisease::Dialysis => text(
            "人工透析を実施している慢性腎不全",
            "chronic renal failure with dialysis",
        ),
        SpecificDisease::Haemophilia => text("血友病", "haemophilia"),
        SpecificDisease::Hiv => text(
            "血液製剤に起因するHIV感染症",
            "HIV infection from blood products",
        ),
    }
}

/// What a notice says, and the day it speaks of.
#[must_use]
pub const fn notice(notice: Notice) -> (Text, Option<Date>) {
    match notice {
        Notice::CertificateExpiring { on } => (
            text(
                "電子証明書の有効期限が近づいています。市区町村の窓口で更新してください。有効期限",
                "The card's certificate ends soon. Please renew it at your municipality. Its last day",
            ),
            Some(on),
        ),
        Notice::InGrace { until } => (
            text(
                "電子証明書の有効期限が切れています。市区町村の窓口で更新してください。資格情報のみ確認できる期限",
                "The card's certificate has ended. Please renew it at your municipality. The last day for which eligibility is still answered",
            ),
            Some(until),
        ),
        Notice::SubsidyCertificate => (
            text(
                "医療費助成の受給資格者証をご提示ください。",
                "Please show the certificate of your medical subsidy.",
            ),
            None,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_said_in_both_languages() {
        let day = Date::constant(2026, 11, 21);
        let mut texts = vec![AGREE, DISAGREE, CONSENT_NOTE, PROVIDE, WITHHOLD, LIMIT_NOTE];
        texts.extend([REGISTER, DO_NOT_REGISTER, REGISTRATION_NOTE]);
        texts.extend([
            STUB_NOTE,
            CARD_STAYS_NOTE,
            SPEND_LAST_TRY,
            SPEND_LAST_TRY_WORDS,
        ]);
        texts.extend([Method::Pin, Method::Face, Method::StaffCheck].map(method_name));
        texts.extend(NotCaptured::ALL.map(frame_hint));
        texts.extend([Reminder::CardLeft.text()]);
        texts.extend([Reminder::StillThere { seconds_left: 1 }.text()]);
        texts.extend((1..3).filter_map(tries_left));
        texts.extend(Step::ALL.map(Step::text));
        texts.extend(Category::ALL.map(category_name));
        texts.extend(Category::ALL.map(category_explanation));
        texts.extend(SpecificDisease::ALL.map(specific_disease_name));
        texts.extend([
            notice(Notice::SubsidyCertificate).0,
            notice(Notice::CertificateExpiring { on: day }).0,
            notice(Notice::InGrace { until: day }).0,
        ]);
        for text in texts {
            assert!(!text.ja.is_ascii(), "{text:?}");
            assert!(text.en.is_ascii() && !text.en.is_empty(), "{text:?}");
        }
    }
}
