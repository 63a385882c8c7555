//! `madoguchi face compare`: a card's photo and one frame.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use card_face::{Photo, Picture, PictureError};
use qualification::{Reason, ScoreBand};
use reception::exit_code;
use serde_json::json;
use verification::{FaceMatcher as _, NotCaptured, Policy, Score, StubMatcher};
use visit::text::frame_hint;

use crate::cli::face::Compare;
use crate::command::{note, tell};

/// How a JP2 file begins (ISO/IEC 15444-1 I.5.1).
const JP2: &[u8] = b"\0\0\0\x0CjP  ";

const STUB: &str = "模擬照合（スタブ） / compared by a stub";

pub(super) fn run(arguments: &Compare) -> anyhow::Result<ExitCode> {
    let photo = read(&arguments.photo, photo);
    let frame = read(&arguments.frame, Picture::read);
    let (photo, frame) = match (photo, frame) {
        (Ok(photo), Ok(frame)) => (photo, frame),
        (Err(wrong), _) | (_, Err(wrong)) => {
            note(wrong);
            return Ok(ExitCode::from(2));
        }
    };
    let policy = arguments.policy.clone();
    let face = policy.map_or_else(|| Policy::built_in().face, |policy| policy.face.clone());
    let score = StubMatcher::new().compare(&photo, &frame);
    let band = score.ok().and_then(|score| face.judge(score));
    let threshold = face.threshold();
    if arguments.json {
        tell(json!({
            "matcher": "STUB",
            "score": score.ok().map(Score::thousandths),
            "threshold": threshold,
            "matches": band.is_some(),
            "score_band": band.map(ScoreBand::code),
            "not_captured": score.err().map(NotCaptured::code),
        }));
    } else {
        tell(words(score, band, threshold));
    }
    Ok(ExitCode::from(match (score, band) {
        (Err(_), _) => exit_code(Reason::FaceNotCaptured),
        (Ok(_), Some(_)) => 0,
        (Ok(_), None) => 1,
    }))
}

fn words(score: Result<Score, NotCaptured>, band: Option<ScoreBand>, threshold: u16) -> String {
    let score = match score {
        Ok(score) => score.thousandths(),
        Err(not_captured) => {
            let hint = frame_hint(not_captured);
            return format!("{STUB}\n{} / {}", hint.ja, hint.en);
        }
    };
    let outcome = match band {
        Some(band) => format!("一致 / they match: {}", band.code()),
        None => "一致しない / they do not match".to_owned(),
    };
    format!("{STUB}\n類似度 / score: {score}（しきい値 / threshold: {threshold}）\n{outcome}")
}

fn photo(bytes: &[u8]) -> Result<Photo, PictureError> {
    if bytes.starts_with(JP2) {
        Photo::from_jpeg2000(bytes)
    } else {
        Photo::from_picture(bytes)
    }
}

/// What a file holds; or, in words, why it cannot be read. No more of it is taken than a
/// picture may have.
fn read<T>(
    path: &Path,
    picture: impl FnOnce(&[u8]) -> Result<T, PictureError>,
) -> Result<T, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let mut bytes = Vec::new();
    let most = Picture::MAX_FILE as u64 + 1;
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|error| told(&error))?;
    picture(&bytes).map_err(|error| told(&error))
}
