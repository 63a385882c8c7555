//! The product's own matcher, which is a stub (模擬照合（スタブ）).

mod likeness;
mod plane;
mod pose;
mod search;
mod structure;
mod template;

use card_face::{Photo, Picture};

use self::plane::Plane;
use self::structure::Structure;
use self::template::Template;
use super::{FaceBox, FaceMatcher, NotCaptured, Score};

/// STUB / 模擬照合（スタブ）: compares two pictures, and knows nothing of faces.
///
/// It finds no face, tells no mask, and cannot tell a living person from a picture of
/// one: it makes **no claim of liveness**. Its threshold was measured on drawn faces,
/// and says nothing about real ones. What it does:
///
/// 1. Both pictures are scaled to some 190 rows, and their light is evened out: each
///    pixel's difference from the mean around it, in deviations.
/// 2. What is compared is structure: at each pixel the direction in which grey changes
///    and, up to a bound, how much.
/// 3. The photo's face (which a card's rules put into its middle) is laid over the
///    frame where the structures agree best: first roughly, over places in the frame's
///    middle, sizes from 0.7 to 1.5 times the usual and tilts of 6°; then more and more
///    finely, where the nose's side may come forward as a head turns.
/// 4. The score is the normalised correlation of the two structures, cell by cell; the
///    sixth of the cells that agree least is left out, for they may be covered. Eyes,
///    brows and hairline weigh most, ground and clothes nothing. Correlation 0 or less
///    is score 0, and 1 is 1000.
///
/// A frame of one shade, too dark or too bright is [`NotCaptured::BadLight`]; it sees
/// nothing else that is wrong with one. It uses only arithmetic that every machine
/// rounds alike, so a score is the same everywhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct StubMatcher {
    face_box: Option<FaceBox>,
}

impl StubMatcher {
    /// The stub that looks for the face over the whole frame.
    #[must_use]
    pub const fn new() -> Self {
        Self { face_box: None }
    }

    /// The stub for a camera in whose frames the face is always in this box, as a
    /// guide on the screen asks for.
    #[must_use]
    pub const fn with_face_box(face_box: FaceBox) -> Self {
        Self {
            face_box: Some(face_box),
        }
    }
}

impl FaceMatcher for StubMatcher {
    fn compare(&self, photo: &Photo, frame: &Picture) -> Result<Score, NotCaptured> {
        let plane = Plane::of_frame(frame, self.face_box);
        if !plane.is_well_lit() {
            return Err(NotCaptured::BadLight);
        }
        let face = Template::of(photo);
        let frame = Structure::levels(&plane);
        let pose = search::find(&face, &frame);
        let [fine, ..] = &frame;
        Ok(score(likeness::of(&face, fine, &pose)))
    }
}

/// A correlation in thousandths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within 0 to 1000 first"
)]
fn score(correlation: f32) -> Score {
    let thousandths = (correlation * 1000.0 + 0.5).clamp(0.0, 1000.0) as u16;
    Score::new(thousandths).unwrap_or(Score::MOST)
}

#[cfg(test)]
mod tests;
