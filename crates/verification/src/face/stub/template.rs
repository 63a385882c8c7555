//! The photo's face as points to be found in a frame.

use card_face::{PHOTO_HEIGHT, PHOTO_WIDTH, Photo};

use super::plane::Plane;
use super::structure::Structure;

/// A photo's size when it is compared: the faces of photo and frame are as large as
/// each other, when a frame's is 2 of its 5 rows high.
const COLUMNS: u32 = 114;
const ROWS: u32 = 142;

/// The face's middle, between the eyes, in the photo, pixels.
const MIDDLE: (f32, f32) = (189.0, 220.0);
/// Half the width and height of what belongs to the face, hair and outline included,
/// pixels of the photo.
const REACH: (f32, f32) = (117.0, 162.0);
/// From the middle of the face to its sides, and to the top of the head and the chin,
/// pixels of the photo.
const SIDES: (f32, f32) = (104.0, 157.0);

/// The photo's face.
pub(super) struct Template {
    /// Its points, fine to coarse.
    pub(super) levels: [Vec<Point>; 3],
}

/// A place on the face, and the structure there.
#[derive(Clone, Copy)]
pub(super) struct Point {
    /// To the right of the face's middle, pixels of the photo.
    pub(super) u: f32,
    /// Below it.
    pub(super) v: f32,
    /// How far it stands forward: 1 at the nose, 0 at the outline.
    pub(super) forward: f32,
    /// The change of grey across and down.
    pub(super) change: [f32; 2],
}

impl Template {
    pub(super) fn of(photo: &Photo) -> Self {
        let (width, height) = (u32::from(PHOTO_WIDTH), u32::from(PHOTO_HEIGHT));
        let all = (0, 0, width, height);
        let plane = Plane::scaled(photo.pixels(), width, all, (COLUMNS, ROWS));
        Self {
            levels: Structure::levels(&plane).map(|structure| points(&structure)),
        }
    }
}

fn points(structure: &Structure) -> Vec<Point> {
    let across = f32::from(PHOTO_WIDTH) / COLUMNS as f32;
    let down = f32::from(PHOTO_HEIGHT) / ROWS as f32;
    let square = |length: f32| length * length;
    let places = structure.pixels().map(|((x, y), change)| {
        let (u, v) = (x * across - MIDDLE.0, y * down - MIDDLE.1);
        // The middle of the whole head is a little below the eyes.
        let far = square(u / SIDES.0) + square((v - 13.0) / SIDES.1);
        let forward = square((1.0 - far).max(0.0));
        Point {
            u,
            v,
            forward,
            change,
        }
    });
    places
        .filter(|it| square(it.u / REACH.0) + square(it.v / REACH.1) <= 1.0)
        .collect()
}
