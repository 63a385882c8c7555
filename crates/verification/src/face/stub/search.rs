//! Finding how the photo's face lies in a frame: where the structures agree best.

use super::pose::Pose;
use super::structure::Structure;
use super::template::{Point, Template};

/// The rows of a frame in which a face is usually as large as on the photo.
const USUAL_ROWS: f32 = 640.0;
/// The sizes looked for, times the usual: the least, how many, and the step.
const SIZES: (f32, usize, f32) = (0.7, 7, 1.14);
/// The tangents of the tilts looked for, some 6°.
const TILTS: [f32; 3] = [-0.11, 0.0, 0.11];
/// Where the face's middle is looked for, parts of the frame's width and height.
const ACROSS: (f32, f32) = (0.3, 0.7);
const DOWN: (f32, f32) = (0.3, 0.62);
/// How many of the rough finds are looked at more finely.
const FINDS: usize = 6;
/// The least change of grey of the points that are looked for.
const CLEAR: f32 = 0.55;
/// How often a find is moved in every way before its steps are halved.
const ROUNDS: usize = 3;

/// How the face lies in a frame of these structures, if it is there.
pub(super) fn find(face: &Template, frame: &[Structure; 3]) -> Pose {
    let [fine, middle, coarse] = frame;
    let [face_fine, face_middle, face_coarse] = &face.levels.each_ref().map(|it| clear(it));
    let mut finds = roughly(face_coarse, coarse);
    finds.sort_by(|one, other| other.0.total_cmp(&one.0));
    let finer = finds.into_iter().take(FINDS).map(|(_, pose)| {
        let (_, pose) = climb(face_coarse, coarse, pose, [2.0, 1.0]);
        climb(face_middle, middle, pose, [1.5, 0.75])
    });
    let best = finer.max_by(|one, other| one.0.total_cmp(&other.0));
    let (_, pose) = best.unwrap_or((0.0, Pose::straight((0.0, 0.0), 1.0, 0.0)));
    climb(face_fine, fine, pose, [0.7, 0.35]).1
}

/// The points that have most to say about a place.
fn clear(face: &[Point]) -> Vec<Point> {
    let clear = face.iter().filter(|point| {
        let [across, down] = point.change;
        across * across + down * down >= CLEAR * CLEAR
    });
    clear.copied().collect()
}

/// For each size and tilt the place of most agreement, by whole coarse pixels.
fn roughly(face: &[Point], frame: &Structure) -> Vec<(f32, Pose)> {
    let (width, height) = frame.size();
    let usual = height / USUAL_ROWS;
    let (least, count, step) = SIZES;
    let sizes = std::iter::successors(Some(least), |size| Some(size * step)).take(count);
    let poses = sizes.flat_map(|size| TILTS.map(|tilt| (size * usual, tilt)));
    let find = |(size, tilt)| {
        let pose = Pose::straight((0.0, 0.0), size, tilt);
        let tilted = pose.tilted();
        let points = face.iter().map(|point| {
            let (x, y) = pose.place(point);
            let pixels = |length: f32| whole(length / frame.pixel + 0.5);
            (pixels(x), pixels(y), tilted(point.change))
        });
        let points: Vec<_> = points.collect();
        let range = |(from, to): (f32, f32), length: f32| {
            let pixel = |part: f32| whole(part * length / frame.pixel);
            pixel(from)..=pixel(to)
        };
        let mut best = (f32::NEG_INFINITY, pose);
        for y in range(DOWN, height) {
            for x in range(ACROSS, width) {
                let agreement = points.iter().map(|&(dx, dy, change)| {
                    let [across, down] = frame.at(x + dx, y + dy);
                    change[0] * across + change[1] * down
                });
                let agreement = agreement.sum();
                if agreement > best.0 {
                    let middle = |place: i32| (place as f32 + 0.5) * frame.pixel;
                    best = (
                        agreement,
                        Pose::straight((middle(x), middle(y)), size, tilt),
                    );
                }
            }
        }
        best
    };
    poses.map(find).collect()
}

/// From pose to better pose, as long as there is one a step away.
fn climb(face: &[Point], frame: &Structure, from: Pose, steps: [f32; 2]) -> (f32, Pose) {
    let mut best = (agreement(face, frame, &from), from);
    for step in steps {
        for _ in 0..ROUNDS {
            let before = best.0;
            for way in 0..Pose::WAYS {
                for step in [step, -step] {
                    let pose = best.1.changed(way, step);
                    let agreement = agreement(face, frame, &pose);
                    if agreement > best.0 {
                        best = (agreement, pose);
                        break;
                    }
                }
            }
            if best.0 <= before {
                break;
            }
        }
    }
    best
}

fn agreement(face: &[Point], frame: &Structure, pose: &Pose) -> f32 {
    let tilted = pose.tilted();
    let points = face.iter().map(|point| {
        let [across, down] = frame.between(pose.place(point));
        let change = tilted(point.change);
        change[0] * across + change[1] * down
    });
    points.sum()
}

/// The whole number at or below.
#[expect(clippy::cast_possible_truncation, reason = "places in a small frame")]
fn whole(place: f32) -> i32 {
    place.floor() as i32
}
