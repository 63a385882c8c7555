//! The chip's photo against one frame of the camera.

use std::sync::Arc;

use card_face::Photo;
use qualification::{Reason, ScoreBand};
use tokio::task::spawn_blocking;
use verification::FaceFailure;

use crate::Equipment;
use crate::hand::Hand;

/// How well they match. Photo, frame and score go no further than this function; a
/// comparison that is not waited for any more drops them, too.
pub(super) async fn compare(
    hand: Arc<Hand>,
    equipment: Equipment,
) -> Result<Result<ScoreBand, FaceFailure>, Reason> {
    let Some(photo) = photo(&hand, &equipment).await? else {
        return Ok(Err(FaceFailure::Unavailable));
    };
    let Some(camera) = equipment.camera else {
        return Ok(Err(FaceFailure::Unavailable));
    };
    let compared = match camera.frame().await {
        Ok(frame) => camera.compare(photo, frame).await,
        Err(not_captured) => Err(not_captured),
    };
    Ok(match compared {
        Ok(score) => {
            let band = equipment.policy.face.judge(score);
            band.ok_or(FaceFailure::Mismatch)
        }
        Err(not_captured) => Err(FaceFailure::NotCaptured(not_captured)),
    })
}

/// The chip's photo; `None` when it cannot be had or read.
async fn photo(hand: &Hand, equipment: &Equipment) -> Result<Option<Photo>, Reason> {
    let number = equipment
        .front
        .as_ref()
        .and_then(|it| it.collation_number_b());
    let Some(number) = number else {
        return Ok(None);
    };
    let Some(file) = hand.photo(number).await? else {
        return Ok(None);
    };
    // Anyone may have made the card: reading takes as long as is bearable, and no longer.
    let read = spawn_blocking(move || Photo::from_jpeg2000(&file));
    Ok(read.await.ok().and_then(Result::ok))
}
