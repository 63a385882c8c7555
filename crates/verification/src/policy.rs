//! The policy: one file that says what is offered, how often, and what follows.

use qualification::{ConsentSurface, Method, ReaderKind, ScoreBand};
use serde::{Deserialize, Deserializer};
use thiserror::Error;

use crate::Score;

/// How a desk makes sure of the person. `policy.toml` beside this crate is the
/// default, and says what each key means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    offers: Offers,
    next: Next,
    pub(crate) pin: PinPolicy,
    /// 顔認証.
    pub face: FacePolicy,
    /// 目視確認.
    pub staff_check: StaffCheckPolicy,
    consent: ConsentPolicy,
}

/// The most mismatches, and the most frames without a face, of one visit. Each is one
/// comparison, which reads the chip's photo anew, and a session with a card has a last
/// command.
const MOST_FRAMES: u16 = 5;

/// Why a file is no policy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// It is not written as one.
    #[error("方針として読めません / it cannot be read as a policy: {0}")]
    NotWritten(String),
    /// A value cannot be.
    #[error("{key}: {why}")]
    Impossible {
        /// Which.
        key: &'static str,
        /// Why.
        why: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offers {
    #[serde(deserialize_with = "ways")]
    face: Vec<Method>,
    #[serde(deserialize_with = "ways")]
    general: Vec<Method>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    #[serde(deserialize_with = "ways")]
    face_ended: Vec<Method>,
    #[serde(deserialize_with = "ways")]
    pin_locked: Vec<Method>,
    #[serde(deserialize_with = "ways")]
    staff_check_ended: Vec<Method>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PinPolicy {
    pub(crate) tries_shown_below: u8,
}

/// 顔認証: scores and attempts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacePolicy {
    threshold: u16,
    clear_from: u16,
    strong_from: u16,
    pub(crate) mismatches: u8,
    pub(crate) frames: u8,
}

/// 目視確認: the passcode's limits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffCheckPolicy {
    pub(crate) mistakes: u8,
    /// Wrong passcodes in a row, over all visits, that close it for a while.
    pub mistakes_in_a_row: u8,
    /// For how long, minutes.
    pub closed_minutes: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentPolicy {
    general_reader: GeneralReaderConsent,
}

/// Where steps 3 and 4 are answered at a reader without a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum GeneralReaderConsent {
    DeskScreen,
    Unavailable,
}

impl Policy {
    /// The product's default.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "the file is the product's own, and tested"
    )]
    pub fn built_in() -> Self {
        Self::parse(include_str!("../policy.toml")).expect("the default policy is one")
    }

    /// The policy of a file's text.
    ///
    /// # Errors
    /// [`PolicyError`], which names line or key.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self =
            toml::from_str(text).map_err(|error| PolicyError::NotWritten(error.to_string()))?;
        policy.check()?;
        Ok(policy)
    }

    fn check(&self) -> Result<(), PolicyError> {
        let FacePolicy {
            threshold,
            clear_from,
            strong_from,
            mismatches,
            frames,
        } = self.face;
        let staff = &self.staff_check;
        let most_scores = Score::MOST.thousandths();
        let bounds = [
            (
                "pin.tries_shown_below",
                self.pin.tries_shown_below.into(),
                15,
            ),
            ("face.threshold", threshold, most_scores),
            ("face.strong_from", strong_from, most_scores),
            ("face.mismatches", mismatches.into(), MOST_FRAMES),
            ("face.frames", frames.into(), MOST_FRAMES),
            ("staff_check.mistakes", staff.mistakes.into(), 20),
            (
                "staff_check.mistakes_in_a_row",
                staff.mistakes_in_a_row.into(),
                100,
            ),
            ("staff_check.closed_minutes", staff.closed_minutes, 1440),
        ];
        for (key, value, most) in bounds {
            if !(1..=most).contains(&value) {
                let why = format!("1から{most}まで / 1 to {most}");
                return Err(PolicyError::Impossible { key, why });
            }
        }
        let impossible = |key, why: &str| {
            let why = why.to_owned();
            Err(PolicyError::Impossible { key, why })
        };
        if self.offers.general.contains(&Method::Face) {
            return impossible(
                "offers.general",
                "汎用カードリーダーにはカメラがありません。FACE を除いてください / a general reader has no camera; leave FACE out",
            );
        }
        if !(threshold <= clear_from && clear_from <= strong_from) {
            return impossible(
                "face.clear_from",
                "threshold、clear_from、strong_from の順に小さくならないようにしてください / scores rise from threshold over clear_from to strong_from",
            );
        }
        Ok(())
    }

    /// The ways a kind of reader offers, in their order; none without a reader.
    #[must_use]
    pub fn offers(&self, reader: Option<ReaderKind>) -> &[Method] {
        match reader {
            Some(ReaderKind::Face) => &self.offers.face,
            Some(ReaderKind::General) => &self.offers.general,
            None => &[],
        }
    }

    /// The order of what is offered once `ended` has come to its end.
    pub(crate) fn after(&self, ended: Method) -> &[Method] {
        match ended {
            Method::Pin => &self.next.pin_locked,
            Method::Face => &self.next.face_ended,
            Method::StaffCheck => &self.next.staff_check_ended,
        }
    }

    /// Where the patient answers steps 3 and 4.
    #[must_use]
    pub const fn consent_surface(&self, reader: ReaderKind) -> ConsentSurface {
        match (reader, self.consent.general_reader) {
            (ReaderKind::Face, _) => ConsentSurface::Reader,
            (ReaderKind::General, GeneralReaderConsent::DeskScreen) => ConsentSurface::Desk,
            (ReaderKind::General, GeneralReaderConsent::Unavailable) => ConsentSurface::Oral,
        }
    }
}

impl FacePolicy {
    /// The band of a score that passes; `None` for one that does not. The threshold
    /// itself passes (FACE-MATCH).
    #[must_use]
    pub const fn judge(&self, score: Score) -> Option<ScoreBand> {
        let score = score.thousandths();
        if score < self.threshold {
            None
        } else if score < self.clear_from {
            Some(ScoreBand::Narrow)
        } else if score < self.strong_from {
            Some(ScoreBand::Clear)
        } else {
            Some(ScoreBand::Strong)
        }
    }

    /// The lowest score that passes, in thousandths.
    #[must_use]
    pub const fn threshold(&self) -> u16 {
        self.threshold
    }
}

fn ways<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Method>, D::Error> {
    let mut ways = Vec::new();
    for code in Vec::<String>::deserialize(from)? {
        let way = Method::from_code(&code).filter(|way| !ways.contains(way));
        ways.push(way.ok_or_else(|| {
            serde::de::Error::custom(
                "FACE、PIN、STAFF_CHECK をそれぞれ一度まで / each of FACE, PIN and STAFF_CHECK once at most",
            )
        })?);
    }
    Ok(ways)
}

#[cfg(test)]
mod tests;
