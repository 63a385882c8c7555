//! Where in a frame the face is.

use std::str::FromStr;

use thiserror::Error;

/// The box around a face, from the top of the head to the chin: thousandths of the
/// frame's width and height, so that it is the same for a frame of any size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaceBox {
    left: u16,
    top: u16,
    width: u16,
    height: u16,
}

/// The text is no face box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "左,上,幅,高さを画面の千分率で書いてください（例 300,250,400,450） / write left,top,width,height in thousandths of the frame, such as 300,250,400,450, all of it within the frame"
)]
pub struct NoFaceBox;

impl FaceBox {
    /// The box of these thousandths; `None` when it is empty or leaves the frame.
    #[must_use]
    pub const fn new(left: u16, top: u16, width: u16, height: u16) -> Option<Self> {
        let across = left as u32 + width as u32;
        let down = top as u32 + height as u32;
        if width == 0 || height == 0 || across > 1000 || down > 1000 {
            return None;
        }
        Some(Self {
            left,
            top,
            width,
            height,
        })
    }

    /// The part of a frame, in pixels (left, top, width, height), in which the face
    /// in the box stands as before a camera: half as high as the part, in its middle.
    pub(super) fn part(self, width: u32, height: u32) -> (u32, u32, u32, u32) {
        let span = |from: u16, length: u16, pixels: u32| {
            let pixel = |thousandths: u32| {
                let pixel = u64::from(thousandths.min(1000)) * u64::from(pixels) / 1000;
                u32::try_from(pixel).unwrap_or(pixels)
            };
            let (from, length) = (u32::from(from), u32::from(length));
            let start = pixel(from.saturating_sub(length / 2));
            let end = pixel(from + length + length / 2);
            (start, (end - start).max(1))
        };
        let (left, across) = span(self.left, self.width, width);
        let (top, down) = span(self.top, self.height, height);
        (left, top, across, down)
    }
}

/// `left,top,width,height`.
impl FromStr for FaceBox {
    type Err = NoFaceBox;

    fn from_str(text: &str) -> Result<Self, NoFaceBox> {
        let numbers: Result<Vec<u16>, _> = text.split(',').map(|it| it.trim().parse()).collect();
        match numbers.as_deref() {
            Ok(&[left, top, width, height]) => Self::new(left, top, width, height),
            _ => None,
        }
        .ok_or(NoFaceBox)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_that_is_empty_or_leaves_the_frame_is_none() {
        for (text, fits) in [
            ("0,0,1000,1000", true),
            ("300, 250, 400, 450", true),
            ("999,999,1,1", true),
            ("300,250,0,450", false),
            ("300,250,400,0", false),
            ("601,0,400,100", false),
            ("0,65535,1,65535", false),
            ("-1,0,10,10", false),
            ("1,2,3", false),
            ("1,2,3,4,5", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<FaceBox>().is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn the_part_around_a_box_stays_within_the_frame() {
        let part = |text: &str, width, height| {
            let face_box: FaceBox = text.parse().unwrap();
            face_box.part(width, height)
        };
        assert_eq!(part("400,400,200,200", 1000, 500), (300, 150, 400, 200));
        assert_eq!(part("0,0,1000,1000", 640, 480), (0, 0, 640, 480));
        assert_eq!(part("900,900,100,100", 100, 100), (85, 85, 15, 15));
        assert_eq!(part("999,999,1,1", 1, 1), (0, 0, 1, 1));
        assert_eq!(part("999,0,1,1", u32::MAX, 7).0, 4_290_672_327);
    }
}
