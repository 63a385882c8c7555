use super::*;
use crate::Picture;

#[test]
fn the_same_seeds_give_the_same_frame() {
    let frame = |person, variation, seed| Picture::captured(person, variation, seed);
    let one = frame(1, Variation::Plain, 1);
    assert_eq!((one.width(), one.height()), (480, 640));
    assert!(one == frame(1, Variation::Plain, 1));
    assert!(one != frame(2, Variation::Plain, 1));
    assert!(one != frame(1, Variation::Pose, 1));
    assert!(one != frame(1, Variation::Plain, 2));
}
