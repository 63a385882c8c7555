//! Who a portrait shows: a person's features, drawn from a seed.

use super::hairstyle::Style;
use super::lot::Lot;

/// Everything by which a drawn person differs from another. Lengths are factors of
/// the usual, greys are 0 (black) to 255 (white), the rest runs from 0 to 1.
pub(super) struct Features {
    pub(super) face: Face,
    pub(super) hair: Hair,
    pub(super) eyes: Eyes,
    pub(super) brows: Brows,
    pub(super) nose: Nose,
    pub(super) mouth: Mouth,
    pub(super) beard: Beard,
    pub(super) glasses: Glasses,
    pub(super) clothes: Clothes,
}

/// The head.
pub(super) struct Face {
    pub(super) width: f32,
    pub(super) length: f32,
    /// How wide the jaw is.
    pub(super) jaw: f32,
    /// How broad the chin is.
    pub(super) chin: f32,
    pub(super) skin: f32,
    /// How deep the lines of age are.
    pub(super) lines: f32,
    /// A mole, as a place on the head.
    pub(super) mole: Option<(f32, f32)>,
}

/// The hair.
pub(super) struct Hair {
    pub(super) style: Style,
    pub(super) shade: f32,
    pub(super) volume: f32,
    /// How high the hairline is.
    pub(super) hairline: f32,
    /// Parted on the other side.
    pub(super) mirrored: bool,
}

/// The eyes.
pub(super) struct Eyes {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) apart: f32,
    /// How far the outer corners rise, −1 to 1.
    pub(super) slant: f32,
    pub(super) iris: f32,
    pub(super) crease: bool,
    pub(super) lashes: bool,
}

/// The eyebrows.
pub(super) struct Brows {
    pub(super) thickness: f32,
    pub(super) height: f32,
    pub(super) arch: f32,
    pub(super) slant: f32,
    pub(super) length: f32,
}

/// The nose.
pub(super) struct Nose {
    pub(super) width: f32,
    pub(super) length: f32,
    pub(super) bridge: f32,
}

/// The mouth.
pub(super) struct Mouth {
    pub(super) width: f32,
    pub(super) fullness: f32,
    pub(super) smile: f32,
    pub(super) shade: f32,
}

/// Hair on the face.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Beard {
    None,
    Shadow,
    Moustache,
    Goatee,
}

/// What the person sees through.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Glasses {
    None,
    Round,
    Square,
    HalfRim,
}

/// What the person wears.
pub(super) struct Clothes {
    pub(super) cut: Cut,
    pub(super) outer: f32,
    pub(super) inner: f32,
}

/// The kinds of clothes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Cut {
    Suit,
    Shirt,
    RoundNeck,
    VNeck,
    Turtleneck,
    Cardigan,
}

impl Features {
    /// The person of this seed, the same one on every machine.
    pub(super) fn of(seed: u64) -> Features {
        let mut draw = Lot::of(seed);
        let style = draw.one_of(Style::Crop, &Style::OTHERS);
        let old = draw.chance(24);
        let short = style.is_short();
        let bearded = short && draw.chance(26);
        let beards = [Beard::Moustache, Beard::Goatee];
        let glasses = [Glasses::Square, Glasses::HalfRim];
        Features {
            face: Face {
                width: draw.between(0.92, 1.06),
                length: draw.between(0.95, 1.04),
                jaw: draw.between(0.0, 1.0),
                chin: draw.between(0.0, 1.0),
                skin: draw.between(196.0, 226.0),
                lines: if old { draw.between(0.5, 1.0) } else { 0.0 },
                mole: draw.chance(22).then(|| mole(&mut draw)),
            },
            hair: Hair {
                style,
                shade: match (old, draw.chance(30)) {
                    (true, _) => draw.between(96.0, 186.0),
                    (false, true) => draw.between(62.0, 100.0),
                    (false, false) => draw.between(30.0, 56.0),
                },
                volume: draw.between(0.0, 1.0),
                hairline: draw.between(0.0, 1.0),
                mirrored: draw.chance(50),
            },
            eyes: Eyes {
                width: draw.between(0.86, 1.12),
                height: draw.between(0.72, 1.2),
                apart: draw.between(0.94, 1.06),
                slant: draw.between(-0.6, 1.0),
                iris: draw.between(28.0, 74.0),
                crease: draw.chance(55),
                lashes: !short && draw.chance(75),
            },
            brows: Brows {
                thickness: if short {
                    draw.between(0.9, 1.5)
                } else {
                    draw.between(0.55, 1.05)
                },
                height: draw.between(0.0, 1.0),
                arch: draw.between(0.0, 1.0),
                slant: draw.between(-1.0, 1.0),
                length: draw.between(0.9, 1.15),
            },
            nose: Nose {
                width: draw.between(0.85, 1.2),
                length: draw.between(0.92, 1.08),
                bridge: draw.between(0.2, 1.0),
            },
            mouth: Mouth {
                width: draw.between(0.86, 1.16),
                fullness: draw.between(0.6, 1.3),
                smile: draw.between(0.2, 1.0),
                shade: if short {
                    draw.between(140.0, 160.0)
                } else {
                    draw.between(112.0, 150.0)
                },
            },
            beard: if bearded {
                draw.one_of(Beard::Shadow, &beards)
            } else {
                Beard::None
            },
            glasses: if draw.chance(34) {
                draw.one_of(Glasses::Round, &glasses)
            } else {
                Glasses::None
            },
            clothes: Clothes::drawn(&mut draw),
        }
    }
}

/// A place for a mole, on either cheek.
fn mole(draw: &mut Lot) -> (f32, f32) {
    let side = if draw.chance(50) { 1.0 } else { -1.0 };
    (side * draw.between(0.38, 0.64), draw.between(0.26, 0.56))
}

impl Clothes {
    /// What is worn one day.
    pub(super) fn drawn(draw: &mut Lot) -> Clothes {
        Clothes {
            cut: draw.one_of(Cut::Suit, &Cut::OTHERS),
            outer: draw.between(38.0, 150.0),
            inner: draw.between(176.0, 222.0),
        }
    }
}

impl Cut {
    const OTHERS: [Cut; 5] = [
        Cut::Shirt,
        Cut::RoundNeck,
        Cut::VNeck,
        Cut::Turtleneck,
        Cut::Cardigan,
    ];
}
