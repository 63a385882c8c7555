//! Why a check ended as it did: one closed list, each with plain words, who can
//! mend it, and what to do now.

/// Who can mend what a reason names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mender {
    /// Nothing is to be mended.
    Nobody,
    /// The patient, here and now.
    Patient,
    /// The clinic's or pharmacy's staff.
    Staff,
    /// 市区町村の窓口.
    Municipality,
    /// 保険者.
    Insurer,
    /// Whoever runs the check server.
    Operator,
}

/// Japanese and English words for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// 日本語.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $mender:ident,
        $ja:literal / $en:literal, $advice_ja:literal / $advice_en:literal;)+) => {
        /// Why a check, or a visit at the desk, ended as it did.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The machine code, the same in the protocol, in JSON and in records.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What happened, in plain words.
            #[must_use]
            pub const fn text(self) -> Text {
                match self { $(Self::$name => Text { ja: $ja, en: $en },)+ }
            }

            /// What to do now.
            #[must_use]
            pub const fn advice(self) -> Text {
                match self { $(Self::$name => Text { ja: $advice_ja, en: $advice_en },)+ }
            }

            /// Who can mend it.
            #[must_use]
            pub const fn mender(self) -> Mender {
                match self { $(Self::$name => Mender::$mender,)+ }
            }
        }
    };
}

reasons! {
    /// Exactly one cover holds.
    Confirmed = "CONFIRMED", Nobody,
        "資格を確認できました。" / "Insurance is confirmed.",
        "受付が完了しました。カードをお取りください。" / "You are checked in. Please take your card.";
    /// Cover holds, but the certificate is in its grace.
    ConfirmedInGrace = "CONFIRMED_IN_GRACE", Municipality,
        "資格を確認できました。電子証明書の有効期限が切れているため、資格情報のみの確認です。"
            / "Insurance is confirmed. The certificate has expired, so nothing but eligibility was checked.",
        "市区町村の窓口で電子証明書を更新してください。" / "Please renew the certificate at your municipality.";
    /// Cover holds; the whole is paid at first (特別療養費, SPEC-10WARI).
    ConfirmedSpecialCare = "CONFIRMED_SPECIAL_CARE", Insurer,
        "資格を確認できました。" / "Insurance is confirmed.",
        "受付が完了しました。カードをお取りください。" / "You are checked in. Please take your card.";
    /// 6 有効（未登録）: medical aid.
    ConfirmedUnregistered = "CONFIRMED_UNREGISTERED", Insurer,
        "資格を確認できました（医療扶助・未登録）。" / "Medical aid is confirmed (not registered).",
        "受付が完了しました。カードをお取りください。" / "You are checked in. Please take your card.";
    /// A document was accepted in place of the online check (FALLBACK).
    ConfirmedByDocument = "CONFIRMED_BY_DOCUMENT", Staff,
        "書類で資格を確認できました。" / "Insurance is confirmed by a document.",
        "負担割合どおりに会計し、復旧後に再確認してください。" / "Charge the ordinary share, and check again later.";
    /// Nothing confirmed the cover (SELFPAY-10WARI).
    NotConfirmed = "NOT_CONFIRMED", Staff,
        "資格を確認できませんでした。" / "Insurance could not be confirmed.",
        "いったん10割のお支払いになる可能性があります。" / "The whole charge may have to be paid at first.";
    /// This card cannot be used to check in. Why is said to nobody.
    CardNotAccepted = "CARD_NOT_ACCEPTED", Insurer,
        "このカードでは受付できません。" / "This card cannot be used to check in.",
        "資格確認書をご提示ください。" / "Please show a certificate of eligibility (資格確認書).";
    /// The card was deregistered (解除済).
    Deregistered = "DEREGISTERED", Insurer,
        "健康保険証としての利用登録が解除されています。" / "The card was deregistered as insurance card.",
        "資格確認書をご提示ください。利用登録はいつでもやり直せます。"
            / "Show a certificate of eligibility (資格確認書). The card may be registered again at any time.";
    /// Deregistration is being processed, so it cannot be registered now.
    RegistrationPending = "REGISTRATION_PENDING", Insurer,
        "利用登録の解除を手続き中のため、登録できません。" / "Deregistration is under way; it cannot be registered now.",
        "解除が済んでから、もう一度登録してください。" / "Register it again once deregistration is complete.";
    /// Fewer than five days are left to register (REG-5DAYS).
    RegTooClose = "REG_TOO_CLOSE", Municipality,
        "電子証明書の有効期限まで5日を切っているため、利用登録できません。"
            / "Fewer than five days are left of the certificate, so the card cannot be registered.",
        "市区町村の窓口で更新してください。今日は資格確認書をご提示ください。"
            / "Renew it at your municipality; show a certificate of eligibility (資格確認書) today.";
    /// Only a 顔認証付きカードリーダー registers (REG-AT-READER).
    RegNotOnThisReader = "REG_NOT_ON_THIS_READER", Patient,
        "このカードリーダーでは利用登録できません。" / "The card cannot be registered at this reader.",
        "マイナポータル、セブン銀行ATM、市区町村の窓口で登録できます。"
            / "Register it at マイナポータル, a Seven Bank ATM or the municipality.";
    /// Online care needs a card with a PIN (FLOW-ONLINE).
    PinlessNotForOnline = "PINLESS_CARD_NOT_FOR_ONLINE", Patient,
        "顔認証のみの設定のカードは、オンライン診療では利用できません。"
            / "A card for use by face alone cannot be used in online care.",
        "来院して受診してください。" / "Please come in person.";
    /// That form of care was not yet checked online on the day.
    VenueNotStarted = "SETTING_NOT_STARTED", Staff,
        "この診療形態でのオンライン資格確認は、まだ始まっていません。"
            / "Online checks had not begun for this form of care on that day.",
        "保険証または資格確認書をご確認ください。" / "Look at the insurance card or the certificate of eligibility (資格確認書).";
    /// Phones were not yet taken on the day (PHONE-CARD).
    PhoneNotStarted = "PHONE_NOT_STARTED", Patient,
        "スマートフォンでの受付は、まだ始まっていません。" / "Phones were not yet accepted on that day.",
        "マイナンバーカードをお使いください。" / "Please use the My Number card itself.";
    /// This terminal takes no phones (PHONE-CARD).
    PhoneNotSupportedHere = "PHONE_NOT_SUPPORTED_HERE", Staff,
        "この窓口ではスマートフォンを利用できません。" / "Phones are not accepted at this counter.",
        "マイナンバーカードをお使いください。" / "Please use the My Number card itself.";
    /// The limit amount cannot be used: arrears. For the staff alone.
    LimitInArrears = "LIMIT_UNAVAILABLE_ARREARS", Insurer,
        "限度額情報は利用できません。" / "The limit amount cannot be used.",
        "市区町村の窓口へお尋ねください。" / "Please ask at your municipality.";
    /// The limit amount cannot be used: special care expense. For the staff alone.
    LimitSpecialCare = "LIMIT_UNAVAILABLE_SPECIAL_CARE", Insurer,
        "限度額情報は利用できません。" / "The limit amount cannot be used.",
        "市区町村の窓口へお尋ねください。" / "Please ask at your municipality.";
    /// What the insurer registered is wrong (ELIG-ERROR-INFO).
    InfoError = "INFO_ERROR", Insurer,
        "保険情報に誤りがあります。" / "The insurance data is wrong.",
        "保険情報に誤りがある場合は、ご加入の保険者へご連絡ください。" / "Please call your insurer about wrong data.";
    /// The new insurer's data is not here yet (LAG-LINK).
    NewJoinerLag = "NEW_JOINER_LAG", Insurer,
        "新しい保険の情報がまだ登録されていません。" / "The new insurer's data has not arrived yet.",
        "資格確認書、またはマイナポータルの画面とカードをご提示ください。"
            / "Show a certificate of eligibility (資格確認書), or マイナポータル with the card.";
    /// A consent has ended (CONSENT-PER-VISIT).
    ConsentExpired = "CONSENT_EXPIRED", Patient,
        "同意の有効期限が切れています。" / "The consent has ended.",
        "もう一度カードを読み取り、同意を選んでください。" / "Read the card again and choose again.";
    /// There is no consent to that (CONSENT-PER-VISIT).
    NotConsented = "NOT_CONSENTED", Patient,
        "この情報の閲覧には同意がありません。" / "There is no consent to view this.",
        "同意されない場合は、通常の保険証を提示した場合と同様の取り扱いになります。"
            / "Without consent, you are treated as with an ordinary insurance card.";
    /// The reader is there and does not work (FLOW-NO-READER).
    ReaderBroken = "READER_BROKEN", Staff,
        "カードリーダーが故障しています。" / "The card reader does not work.",
        "資格確認書、または資格情報のお知らせとカードをご確認ください。"
            / "Look at the certificate of eligibility (資格確認書), or the notice of eligibility with the card.";
    /// Cover has ended and no newer one is known.
    Lapsed = "COVER_LAPSED", Insurer,
        "資格が無効です（資格喪失後）。" / "The insurance cover has ended.",
        "新しい保険の加入状況をお確かめください。資格確認書があればご提示ください。"
            / "Please ask about a new insurer; a certificate of eligibility (資格確認書) helps today.";
    /// The number is an old insurer's; a newer cover exists.
    NewCoverExists = "NEW_COVER_EXISTS", Staff,
        "この番号の資格は無効です。新しい資格があります。" / "This number is no longer valid; a newer cover exists.",
        "マイナンバーカードで確認するか、新しい番号で照会してください。"
            / "Check with the My Number card, or ask for the new number.";
    /// No cover, or no such person.
    NotFound = "COVER_NOT_FOUND", Insurer,
        "該当する資格がありません。" / "No insurance cover was found.",
        "加入手続きの直後は反映に日数がかかります。資格確認書があればご提示ください。"
            / "New cover takes some days to appear; a certificate of eligibility (資格確認書) helps today.";
    /// More than one cover holds.
    MultipleCovers = "MULTIPLE_COVERS", Staff,
        "複数の資格が該当します。" / "More than one insurance cover applies.",
        "どの保険で受診するかを患者さんにお確かめください。" / "Ask the patient which insurance is to be used.";
    /// The card is not registered as insurance card.
    NotRegistered = "NOT_REGISTERED", Patient,
        "マイナンバーカードが健康保険証として利用登録されていません。"
            / "This My Number card is not registered as a health insurance card.",
        "利用登録をするか、資格確認書をご提示ください。"
            / "Register it, or show a certificate of eligibility (資格確認書).";
    /// The certificate's grace is over.
    CertExpired = "CERT_EXPIRED", Municipality,
        "電子証明書の有効期限が切れています。" / "The card's certificate has expired.",
        "市区町村の窓口で更新してください。今日は資格確認書をご提示ください。"
            / "Please renew it at your municipality; show a certificate of eligibility (資格確認書) today.";
    /// The certificate's first day has not come.
    CertNotYetValid = "CERT_NOT_YET_VALID", Municipality,
        "電子証明書がまだ有効になっていません。" / "The card's certificate is not valid yet.",
        "更新の翌日以降にもう一度お試しください。" / "Please try again the day after renewal.";
    /// The card is suspended or its certificate revoked.
    CertSuspended = "CERT_SUSPENDED", Municipality,
        "このカードは利用停止中です。" / "This card is suspended.",
        "資格確認書をご提示ください。利用停止の解除は市区町村の窓口です。"
            / "Show a certificate of eligibility (資格確認書); the municipality can lift the suspension.";
    /// The certificate is not of the authority that is trusted here.
    CertNotTrusted = "CERT_NOT_TRUSTED", Staff,
        "このカードの電子証明書は確認できません。" / "The card's certificate cannot be trusted.",
        "このシミュレータの認証局が発行したカードをお使いください。"
            / "Use a card issued by this simulator's authority.";
    /// The challenge was not signed by the card's key.
    SignatureInvalid = "SIGNATURE_INVALID", Staff,
        "カードの署名を確認できません。" / "The card's signature does not fit its certificate.",
        "カードを置き直して、もう一度お試しください。" / "Put the card down again and retry.";
    /// The challenge is too old.
    ChallengeExpired = "CHALLENGE_EXPIRED", Patient,
        "時間がかかりすぎたため、やり直しが必要です。" / "It took too long; please start again.",
        "カードを置き直してください。" / "Put the card down again.";
    /// The PIN is blocked on the card.
    PinLocked = "PIN_LOCKED", Municipality,
        "暗証番号がロックされています。" / "The PIN is locked.",
        "解除は市区町村の窓口です。今日は顔認証、職員の目視確認、または資格確認書をご利用ください。"
            / "Your municipality can unlock it; today use the face, the staff's check, or a certificate of eligibility (資格確認書).";
    /// The patient gave up after a wrong PIN, or a script had no other.
    PinWrong = "PIN_WRONG", Patient,
        "暗証番号が違います。" / "The PIN is wrong.",
        "もう一度お試しください。" / "Please try again.";
    /// A script was not told that it may spend the last try for the PIN.
    LastTryKept = "LAST_TRY_KEPT", Patient,
        "残り1回のため、暗証番号を試しませんでした。" / "One try is left, so the PIN was not given to the card.",
        "ご本人が確かめてから入力してください（スクリプトでは --spend-last-try）。"
            / "Let the person make sure and type it (in a script: --spend-last-try).";
    /// A script came with a real card, which only a person uses.
    PersonNeeded = "PERSON_NEEDED", Staff,
        "実物のカードは、スクリプトでは受付できません。カードには何も送っていません。"
            / "A real card is not received by a script. Nothing secret was given to it.",
        "スクリプトのオプションを付けずに、端末から人が受付してください。"
            / "Receive the person at a terminal, without the options of a script.";
    /// The card has no PIN (顔認証マイナンバーカード).
    PinNotSet = "PIN_NOT_SET", Staff,
        "このカードには暗証番号が設定されていません（顔認証マイナンバーカード）。"
            / "This card has no PIN (a card for use by face).",
        "顔認証、職員の目視確認、または資格確認書をご利用ください。"
            / "Use the face, the staff's check, or a certificate of eligibility (資格確認書).";
    /// That way of verification is not offered at this kind of reader.
    MethodNotOffered = "METHOD_NOT_OFFERED", Staff,
        "この方法は、この種類のカードリーダーではご利用いただけません。" / "This way is not offered at this kind of reader.",
        "ほかの方法をお選びください。" / "Please choose another way.";
    /// The desk has no camera.
    CameraAbsent = "CAMERA_ABSENT", Staff,
        "カメラが設定されていないため、顔認証は使えません。" / "No camera is set up, so no face can be compared.",
        "カメラを設定するか（--camera）、ほかの方法をお選びください。" / "Set one up (--camera), or choose another way.";
    /// The card signs with its PIN only, as every real card does here.
    PinlessNotAvailable = "PINLESS_NOT_AVAILABLE", Patient,
        "このカードは、ここでは暗証番号なしで使えません。実物のカードには、認定された機関の端末が必要です。"
            / "This card cannot be used without its PIN here. A real one needs an accredited institution's terminal.",
        "暗証番号を入力してください。" / "Please enter the PIN.";
    /// The face did not match the chip's photo.
    FaceMismatch = "FACE_MISMATCH", Patient,
        "カードの顔写真と一致しませんでした。" / "The face does not match the card's photo.",
        "表示されている方法からお選びください。" / "Please choose one of the ways shown.";
    /// No face could be taken.
    FaceNotCaptured = "FACE_NOT_CAPTURED", Patient,
        "顔を撮影できませんでした。" / "No face could be captured.",
        "表示されている方法からお選びください。" / "Please choose one of the ways shown.";
    /// The chip's photo cannot be had.
    FaceUnavailable = "FACE_UNAVAILABLE", Patient,
        "カードの顔写真を読み取れません。" / "The card's photo cannot be read.",
        "ほかの方法をお選びください。" / "Please choose another way.";
    /// The staff's passcode was wrong.
    PasscodeWrong = "PASSCODE_WRONG", Staff,
        "目視確認用の暗証番号が違います。" / "The passcode for the staff's check is wrong.",
        "患者さんのカードの暗証番号ではありません。職員の方がお確かめください。"
            / "It is not the PIN of the patient's card. Staff: please make sure of it.";
    /// The staff's check is closed after too many wrong passcodes.
    StaffCheckClosed = "STAFF_CHECK_CLOSED", Staff,
        "目視確認は、目視確認用の暗証番号の誤りが続いたため、しばらく使えません。"
            / "The staff's check is closed for a while after too many wrong passcodes.",
        "ほかの方法をお選びいただくか、時間をおいてお試しください（madoguchi staff show）。"
            / "Choose another way, or try again later (madoguchi staff show).";
    /// The institution has set no passcode.
    StaffCheckNotSet = "STAFF_CHECK_NOT_SET", Staff,
        "目視確認用の暗証番号が設定されていません。" / "No passcode for the staff's check is set.",
        "設定するか（madoguchi staff passcode）、ほかの方法をお選びください。"
            / "Set one (madoguchi staff passcode), or choose another way.";
    /// What keeps the passcode cannot be used.
    StaffCheckUnusable = "STAFF_CHECK_UNUSABLE", Operator,
        "目視確認用の暗証番号の記録が使えません。" / "What keeps the passcode for the staff's check cannot be used.",
        "ほかの方法をお選びください。管理者は記録を確かめてください（madoguchi staff show）。"
            / "Choose another way; the operator should look at it (madoguchi staff show).";
    /// The staff found that it is not the person on the card.
    NotThePerson = "NOT_THE_PERSON", Staff,
        "本人であることを確認できませんでした。" / "The person could not be confirmed.",
        "このカードでは受付できません。ご本人の資格確認書などをご確認ください。"
            / "This card cannot be used; ask for the person's own certificate of eligibility (資格確認書).";
    /// The card does not answer, or answers what no My Number card answers.
    CardUnreadable = "CARD_UNREADABLE", Municipality,
        "カードを読み取れません。" / "The card cannot be read.",
        "カードの向きを確かめて置き直してください。直らない場合は資格確認書をご提示ください。"
            / "Check how the card lies and put it down again; otherwise show a certificate of eligibility (資格確認書).";
    /// The card was taken away before the end.
    CardRemoved = "CARD_REMOVED", Patient,
        "カードが途中で外されました。" / "The card was taken away before the end.",
        "もう一度カードを置いてください。" / "Please put the card down again.";
    /// No reader is connected.
    ReaderAbsent = "READER_ABSENT", Staff,
        "カードリーダーが見つかりません。" / "No card reader was found.",
        "リーダーの接続を確かめてください。" / "Check that the reader is plugged in.";
    /// The PC/SC service does not run.
    ReaderServiceDown = "READER_SERVICE_DOWN", Staff,
        "カードリーダーのサービス（pcscd）が動いていません。" / "The card reader service (pcscd) is not running.",
        "pcscd を起動してください（例: systemctl start pcscd）。" / "Start pcscd (for example: systemctl start pcscd).";
    /// Another program holds the card.
    ReaderBusy = "READER_BUSY", Staff,
        "ほかのプログラムがカードを使っています。" / "Another program is using the card.",
        "そのプログラムを終了してからお試しください。" / "Close that program and try again.";
    /// The check server cannot be reached, or did not answer in time.
    ServerDown = "SERVER_DOWN", Operator,
        "資格確認サーバーに接続できません。" / "The check server cannot be reached.",
        "資格確認書などで受付し、復旧後に再確認してください。"
            / "Check in by certificate of eligibility (資格確認書) and check again later.";
    /// The check server sheds load.
    ServerBusy = "SERVER_BUSY", Operator,
        "資格確認サーバーが混み合っています。" / "The check server is busy.",
        "少し待ってからもう一度お試しください。" / "Please try again in a moment.";
    /// The check server cannot use its store.
    StoreUnavailable = "STORE_UNAVAILABLE", Operator,
        "資格確認サーバーの記録装置が使えません。" / "The check server cannot use its store.",
        "少し待ってからもう一度お試しください。続く場合は管理者に連絡してください。"
            / "Try again in a moment; if it goes on, call the operator.";
    /// The server is not certified by the authority trusted here.
    ServerNotTrusted = "SERVER_NOT_TRUSTED", Operator,
        "接続先は信頼できる資格確認サーバーではありません。" / "The server's certificate is not of a trusted authority.",
        "接続先と認証局の設定を確かめてください。" / "Check the server's address and the configured authority.";
    /// The server does not accept this institution's certificate.
    InstitutionRefused = "INSTITUTION_REFUSED", Staff,
        "この医療機関の証明書では接続できません。" / "The server does not accept this institution's certificate.",
        "証明書の有効期限と発行元を確かめてください。" / "Check the certificate's expiry and issuer.";
    /// The patient or the staff stopped.
    Cancelled = "CANCELLED", Patient,
        "受付を中止しました。" / "Check-in was stopped.",
        "カードをお取りください。" / "Please take your card.";
    /// No card was put down in the time that was waited.
    NoCard = "NO_CARD", Patient,
        "カードが置かれませんでした。" / "No card was put down.",
        "カードをリーダーに置いて、もう一度お試しください。" / "Put the card on the reader and try again.";
    /// Nobody did anything for too long.
    TimedOut = "TIMED_OUT", Patient,
        "しばらく操作がなかったため終了しました。" / "Ended, as nothing was chosen for a while.",
        "もう一度カードを置いてください。" / "Please put the card down again.";
}

impl Reason {
    /// The reason with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.code() == code)
    }

    /// Whether the visit ended with cover confirmed.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        matches!(
            self,
            Self::Confirmed
                | Self::ConfirmedInGrace
                | Self::ConfirmedSpecialCare
                | Self::ConfirmedUnregistered
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_code_of_its_own_and_words_in_both_languages() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(*reason));
            for text in [reason.text(), reason.advice()] {
                assert!(!text.ja.is_ascii(), "{reason:?} says nothing in Japanese");
                assert!(text.en.len() > 10, "{reason:?} says nothing in English");
            }
        }
    }
}
