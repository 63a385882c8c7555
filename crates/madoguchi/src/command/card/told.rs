//! What a card showed, for people and for scripts.

use std::fmt;

use card::{CardKind, PinTries, WhyNotAvailable};
use pki::claims;
use qualification::visit_date;
use serde_json::{Value, json};

use super::dashed;
use super::look::{Opened, Seen};
use crate::command::tell;

impl Seen {
    /// Whether all that was wanted could be had.
    pub(super) fn has_all(&self) -> bool {
        let face = self.face.as_ref().is_none_or(Opened::is_open);
        let signature = self.signature.as_ref().is_none_or(Opened::is_open);
        let signed = self.signed.as_ref().is_none_or(Opened::is_open);
        face && signature && signed && self.without_pin.is_none_or(|it| it.is_ok())
    }
}

impl<T> Opened<T> {
    const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Wrong { .. } => "wrong",
            Self::Blocked => "blocked",
            Self::NotThere => "not_there",
            Self::NotTried => "not_tried",
        }
    }
}

impl<T> fmt::Display for Opened<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(_) => f.write_str("できました / done"),
            Self::Wrong { tries_left } => {
                write!(f, "違います。残り{tries_left}回 / wrong, {tries_left} left")
            }
            Self::Blocked => f.write_str("ロックされています / locked"),
            Self::NotThere => f.write_str("ありません / there is none"),
            Self::NotTried => f.write_str("試していません / not tried"),
        }
    }
}

/// A card's kind, for scripts and for people.
const fn kind_of(kind: CardKind) -> (&'static str, &'static str) {
    match kind {
        CardKind::Plastic => ("plastic", "マイナンバーカード / My Number card"),
        CardKind::AndroidPhone => ("android", "スマートフォン（Android） / Android phone"),
        CardKind::IPhone => ("iphone", "スマートフォン（iPhone） / iPhone"),
        CardKind::Other => ("other", "その他 / other"),
    }
}

const fn why_not(why: WhyNotAvailable) -> (&'static str, &'static str) {
    match why {
        WhyNotAvailable::NotASimulator => (
            "not_a_simulator",
            "実物のカードでは使えません。暗証番号を使ってください / not available on a real card; use the PIN",
        ),
        WhyNotAvailable::CardRefused => (
            "card_refused",
            "カードがこの端末を認めません / the card does not accept this terminal",
        ),
        WhyNotAvailable::TerminalUnusable => (
            "terminal_unusable",
            "この端末の証明書が使えません / this terminal's certificate cannot be used",
        ),
    }
}

/// Tells it.
pub(super) fn show(seen: &Seen, json: bool) {
    if json {
        tell(view(seen));
        return;
    }
    let simulated = if seen.simulated {
        "（模擬 / SIMULATED）"
    } else {
        ""
    };
    tell(format!(
        "カード / card: {}{simulated}",
        kind_of(seen.kind).1
    ));
    match seen.certificate.as_ref().and_then(|it| claims(it.der())) {
        Some(claims) => {
            tell(format!("発行者 / issuer: {}", claims.issuer));
            tell(format!(
                "電子証明書の有効期限 / certificate valid until: {}",
                visit_date(claims.not_after)
            ));
        }
        None => tell("電子証明書 / certificate: 暗証番号の後に読めます / shown after the PIN"),
    }
    match tries(seen.tries) {
        Some(0) => tell("暗証番号 / PIN: ロックされています / locked"),
        Some(tries) => tell(format!(
            "暗証番号 / PIN: 残り{tries}回 / {tries} tries left"
        )),
        None => tell("暗証番号 / PIN: 残り回数は不明 / tries not told"),
    }
    if let Some(opened) = &seen.signature {
        tell(format!(
            "署名用電子証明書 / signature certificate: {opened}"
        ));
    }
    match seen.without_pin {
        None => {}
        Some(Ok(())) => {
            tell("暗証番号なしの利用 / use without PIN: できます（模擬） / yes (SIMULATED)");
        }
        Some(Err(why)) => tell(format!(
            "暗証番号なしの利用 / use without PIN: {}",
            why_not(why).1
        )),
    }
    if let Some(opened) = &seen.signed {
        tell(format!("試しの署名 / test signature: {opened}"));
    }
    if let Some(opened) = &seen.face {
        tell(format!("券面 / face: {opened}"));
        if let Opened::Open(face) = opened {
            tell(format!(
                "  生年月日 / birth: {}  性別 / sex: {}  有効期限 / expires: {}",
                dashed(face.birth()),
                match face.sex() {
                    "1" => "男 / male",
                    "2" => "女 / female",
                    _ => "記載なし / not stated",
                },
                dashed(face.expires())
            ));
            tell(format!(
                "  写真 / photo: JPEG 2000, {} bytes",
                face.photo_jp2().len()
            ));
        }
    }
}

fn view(seen: &Seen) -> Value {
    let claims = seen.certificate.as_ref().and_then(|it| claims(it.der()));
    let mut view = json!({
        "kind": kind_of(seen.kind).0,
        "simulated": seen.simulated,
        "issuer": claims.as_ref().map(|claims| &claims.issuer),
        "valid_until": claims.as_ref().map(|claims| claims.not_after.to_string()),
        "tries_left": tries(seen.tries),
        "certificates": seen.availability.map(|it| json!({ "user": it.user, "signature": it.signature })),
    });
    let mut add = |key: &str, value: Option<Value>| {
        if let (Some(object), Some(value)) = (view.as_object_mut(), value) {
            object.insert(key.to_owned(), value);
        }
    };
    add(
        "signature_certificate",
        seen.signature.as_ref().map(|it| it.code().into()),
    );
    add(
        "without_pin",
        seen.without_pin
            .map(|it| it.map_or_else(|why| why_not(why).0, |()| "open").into()),
    );
    add(
        "test_signature",
        seen.signed.as_ref().map(|it| it.code().into()),
    );
    add("face", seen.face.as_ref().map(|it| it.code().into()));
    if let Some(Opened::Open(face)) = &seen.face {
        let front = json!({
            "birth": dashed(face.birth()),
            "sex": face.sex(),
            "expires": dashed(face.expires()),
            "photo_bytes": face.photo_jp2().len(),
        });
        add("front", Some(front));
    }
    view
}

const fn tries(tries: PinTries) -> Option<u8> {
    match tries {
        PinTries::Left(tries) => Some(tries),
        PinTries::Blocked => Some(0),
        PinTries::NotTold => None,
    }
}
