//! `[card]`: what a persona's card is made with.

use std::path::PathBuf;

use crate::{Day, Number, Password, PersonaError, Pin, Section, seed};

/// What a card is made with.
pub struct CardTerms {
    /// Which card it is.
    pub kind: CardKind,
    /// The PIN of the user-authentication certificate (利用者証明用); `None` exactly
    /// for [`CardKind::WithoutPin`].
    pub pin: Option<Pin>,
    /// Tries that PIN starts with, 0 (locked) to 3; `None`: all three.
    pub pin_tries: Option<u8>,
    /// The PIN of the text application (券面事項入力補助AP); left out, the same as
    /// [`CardTerms::pin`].
    pub text_pin: Option<Pin>,
    /// The PIN of the resident application (住基AP); left out, likewise.
    pub resident_pin: Option<Pin>,
    /// The PIN of the common application (共通カードAP); left out, likewise.
    pub common_pin: Option<Pin>,
    /// The password of the signature certificate (署名用); `None`: none is on the
    /// card.
    pub signature_password: Option<Password>,
    /// The twelve digits in the place of a 個人番号; drawn from the seed if left out.
    pub number: Number,
    /// The security code on the card's face; drawn from the seed if left out.
    pub security_code: Pin,
    /// What is not given is drawn from it. Left out, it is drawn from the person's
    /// name and day of birth by SHA-256.
    pub seed: u64,
    /// A picture of one's own, as the file names it; see [`Persona::photo`].
    ///
    /// [`Persona::photo`]: crate::Persona::photo
    pub photo: Option<PathBuf>,
    /// The municipality that issued it.
    pub municipality: Municipality,
    /// The day of issue; decided when the card is made if absent.
    pub issued: Option<Day>,
    /// The last day of the card; decided when the card is made if absent.
    pub expires: Option<Day>,
    /// The last day of its certificates; decided when the card is made if absent.
    pub certificate_expires: Option<Day>,
    /// Whether the card is suspended (一時利用停止) as soon as it is made.
    pub suspended: bool,
    /// How the card misbehaves, in the words of the virtual card, such as `mute:4`.
    pub faults: Vec<String>,
}

/// Which card, or which phone in a card's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    /// マイナンバーカード; in the file `plastic`.
    Plastic,
    /// 顔認証マイナンバーカード: no PIN was set, and no signature certificate is on it;
    /// in the file `without_pin`.
    WithoutPin,
    /// スマートフォン（Android）; in the file `android`.
    AndroidPhone,
    /// スマートフォン（iPhone）; in the file `iphone`.
    IPhone,
}

/// 全国地方公共団体コード without its check digit: five digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Municipality([u8; 5]);

impl Municipality {
    /// A municipality that does not exist: there is no prefecture 99.
    pub const NOWHERE: Self = Self(*b"99999");

    /// Takes five ASCII digits.
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        let digits: [u8; 5] = digits.as_bytes().try_into().ok()?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then_some(Self(digits))
    }

    /// The digits.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }
}

const NO_PIN: &str = "must be left out: a card without PIN has none";
const NO_SIGNATURE: &str = "must be left out: a card without PIN has no signature certificate";
const EARLY: &str = "lies before the day of issue";
const PASSWORD: &str = "must be 6 to 16 of A-Z and 0-9";

/// Reads the section; `seed` is the seed if it names none.
pub(crate) fn read(mut section: Section<'_>, seed: u64) -> Result<CardTerms, PersonaError> {
    let seed = match section.optional("seed", |it, key| it.integer(key, 0..=i64::MAX))? {
        Some(given) => given.unsigned_abs(),
        None => seed,
    };
    let kind = section.optional("kind", kind)?;
    let kind = kind.unwrap_or(CardKind::Plastic);
    let without_pin = kind == CardKind::WithoutPin;
    if without_pin {
        for key in ["pin", "pin_tries", "text_pin", "resident_pin", "common_pin"] {
            section.absent(key, NO_PIN)?;
        }
        section.absent("signature_password", NO_SIGNATURE)?;
    }
    let own = if without_pin {
        None
    } else {
        Some(pin(&mut section, "pin")?)
    };
    let or_own = |section: &mut Section<'_>, key| {
        let given = section.optional(key, pin)?;
        Ok(given.or_else(|| own.as_ref().map(Pin::same)))
    };
    let issued = section.optional("issued", Section::day)?;
    let end = |section: &mut Section<'_>, key| {
        section.optional(key, |section, key| match (issued, section.day(key)?) {
            (Some(Day::On(issued)), Day::On(end)) if end < issued => Err(section.fault(key, EARLY)),
            (Some(Day::After(issued)), Day::After(end)) if end < issued => {
                Err(section.fault(key, EARLY))
            }
            (_, end) => Ok(end),
        })
    };
    let terms = CardTerms {
        kind,
        pin_tries: section
            .optional("pin_tries", |it, key| it.integer(key, 0..=3))?
            .and_then(|tries| u8::try_from(tries).ok()),
        text_pin: or_own(&mut section, "text_pin")?,
        resident_pin: or_own(&mut section, "resident_pin")?,
        common_pin: or_own(&mut section, "common_pin")?,
        signature_password: section.optional("signature_password", |it, key| {
            it.text(key, |text| Password::new(text).ok_or(PASSWORD))
        })?,
        number: section
            .optional("number", |it, key| it.text(key, Number::read))?
            .unwrap_or_else(|| seed::number(seed)),
        security_code: section
            .optional("security_code", pin)?
            .unwrap_or_else(|| seed::security_code(seed)),
        seed,
        photo: section.optional("photo", Section::line)?.map(PathBuf::from),
        municipality: section
            .optional("municipality", municipality)?
            .unwrap_or(Municipality::NOWHERE),
        issued,
        expires: end(&mut section, "expires")?,
        certificate_expires: end(&mut section, "certificate_expires")?,
        suspended: section
            .optional("suspended", Section::boolean)?
            .unwrap_or(false),
        faults: section
            .optional("faults", Section::lines)?
            .unwrap_or_default(),
        pin: own,
    };
    section.finish()?;
    Ok(terms)
}

fn pin(section: &mut Section<'_>, key: &str) -> Result<Pin, PersonaError> {
    section.text(key, |text| Pin::new(text).ok_or("must be four digits"))
}

fn kind(section: &mut Section<'_>, key: &str) -> Result<CardKind, PersonaError> {
    section.text(key, |text| match text {
        "plastic" => Ok(CardKind::Plastic),
        "without_pin" => Ok(CardKind::WithoutPin),
        "android" => Ok(CardKind::AndroidPhone),
        "iphone" => Ok(CardKind::IPhone),
        _ => Err("must be \"plastic\", \"without_pin\", \"android\" or \"iphone\""),
    })
}

fn municipality(section: &mut Section<'_>, key: &str) -> Result<Municipality, PersonaError> {
    section.text(key, |text| {
        Municipality::new(text).ok_or("must be five digits")
    })
}
