//! How hair may be worn: outlines in the measure of the head.

/// A way to wear one's hair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    Crop,
    SideParted,
    SweptBack,
    Tousled,
    Thinning,
    BowlCut,
    Bob,
    BobParted,
    Long,
    LongParted,
    Bun,
    Ponytail,
    Wavy,
    Pixie,
}

/// Places on the head, as the frame measures them.
pub(super) type Outline = &'static [(f32, f32)];

impl Style {
    /// All but the first.
    pub(super) const OTHERS: [Style; 13] = [
        Style::SideParted,
        Style::SweptBack,
        Style::Tousled,
        Style::Thinning,
        Style::BowlCut,
        Style::Bob,
        Style::BobParted,
        Style::Long,
        Style::LongParted,
        Style::Bun,
        Style::Ponytail,
        Style::Wavy,
        Style::Pixie,
    ];

    /// Whether the ears are free and the neck is bare all round.
    pub(super) fn is_short(self) -> bool {
        matches!(
            self,
            Style::Crop
                | Style::SideParted
                | Style::SweptBack
                | Style::Tousled
                | Style::Thinning
                | Style::BowlCut
        )
    }

    /// The hair that hangs behind the neck and shoulders: its right half.
    pub(super) fn behind(self) -> Option<Outline> {
        match self {
            Style::Bob | Style::BobParted => Some(BOB_BEHIND),
            Style::Long | Style::LongParted => Some(LONG_BEHIND),
            Style::Wavy => Some(WAVY_BEHIND),
            Style::Pixie => Some(PIXIE_BEHIND),
            Style::Ponytail => Some(TAIL_BEHIND),
            Style::Bun => Some(BUN_BEHIND),
            _ => None,
        }
    }

    /// The hair on the head: its whole outline, first over the crown from left to
    /// right, then back along the hairline.
    pub(super) fn before(self) -> Outline {
        match self {
            Style::Crop => CROP,
            Style::SideParted => SIDE_PARTED,
            Style::SweptBack => SWEPT_BACK,
            Style::Tousled => TOUSLED,
            Style::Thinning => THINNING,
            Style::BowlCut => BOWL_CUT,
            Style::Bob | Style::Long => FRINGE,
            Style::BobParted | Style::Wavy => CURTAIN,
            Style::LongParted => LONG_CURTAIN,
            Style::Bun | Style::Ponytail => TIED,
            Style::Pixie => PIXIE,
        }
    }
}

#[rustfmt::skip]
const CROP: Outline = &[
    (-0.97, 0.02), (-1.06, -0.22), (-1.05, -0.58), (-0.86, -0.94), (-0.46, -1.13), (0.0, -1.17),
    (0.46, -1.13), (0.86, -0.94), (1.05, -0.58), (1.06, -0.22), (0.97, 0.02), (0.93, -0.16),
    (0.87, -0.36), (0.74, -0.58), (0.4, -0.56), (0.05, -0.6), (-0.35, -0.55), (-0.74, -0.58), (-0.87, -0.36),
    (-0.93, -0.16),
];
#[rustfmt::skip]
const SIDE_PARTED: Outline = &[
    (-0.97, 0.05), (-1.07, -0.2), (-1.08, -0.58), (-0.9, -0.96), (-0.5, -1.18), (0.02, -1.22),
    (0.5, -1.15), (0.88, -0.94), (1.06, -0.58), (1.06, -0.22), (0.97, 0.05), (0.93, -0.18), (0.87, -0.4),
    (0.66, -0.5), (0.3, -0.55), (-0.1, -0.66), (-0.42, -0.82), (-0.62, -0.6), (-0.85, -0.38), (-0.93, -0.18),
];
#[rustfmt::skip]
const SWEPT_BACK: Outline = &[
    (-0.97, 0.04), (-1.05, -0.2), (-1.04, -0.6), (-0.84, -0.98), (-0.46, -1.2), (0.0, -1.26),
    (0.46, -1.2), (0.84, -0.98), (1.04, -0.6), (1.05, -0.2), (0.97, 0.04), (0.93, -0.18), (0.89, -0.44),
    (0.7, -0.68), (0.36, -0.76), (0.0, -0.74), (-0.36, -0.76), (-0.7, -0.68), (-0.89, -0.44), (-0.93, -0.18),
];
#[rustfmt::skip]
const TOUSLED: Outline = &[
    (-0.98, 0.02), (-1.08, -0.2), (-1.05, -0.44), (-1.1, -0.64), (-0.98, -0.84), (-0.86, -1.04),
    (-0.58, -1.12), (-0.36, -1.25), (-0.06, -1.2), (0.22, -1.28), (0.5, -1.16), (0.78, -1.1), (0.92, -0.88),
    (1.08, -0.7), (1.05, -0.46), (1.08, -0.2), (0.98, 0.02), (0.92, -0.2), (0.84, -0.38), (0.66, -0.43),
    (0.52, -0.55), (0.3, -0.42), (0.1, -0.52), (-0.16, -0.38), (-0.38, -0.5), (-0.64, -0.4), (-0.84, -0.36),
    (-0.92, -0.2),
];
#[rustfmt::skip]
const THINNING: Outline = &[
    (-0.97, 0.06), (-1.07, -0.16), (-1.06, -0.5), (-0.92, -0.84), (-0.6, -1.02), (0.0, -1.07), (0.6, -1.02),
    (0.92, -0.84), (1.06, -0.5), (1.07, -0.16), (0.97, 0.06), (0.93, -0.12), (0.92, -0.4), (0.8, -0.68),
    (0.5, -0.9), (0.2, -0.86), (0.0, -0.82), (-0.2, -0.86), (-0.5, -0.9), (-0.8, -0.68), (-0.92, -0.4),
    (-0.93, -0.12),
];
#[rustfmt::skip]
const BOWL_CUT: Outline = &[
    (-0.98, 0.08), (-1.12, -0.1), (-1.14, -0.56), (-0.94, -0.96), (-0.5, -1.18), (0.0, -1.23),
    (0.5, -1.18), (0.94, -0.96), (1.14, -0.56), (1.12, -0.1), (0.98, 0.08), (0.9, -0.12), (0.82, -0.28),
    (0.5, -0.33), (0.2, -0.36), (0.0, -0.31), (-0.3, -0.37), (-0.6, -0.33), (-0.82, -0.28), (-0.9, -0.12),
];
#[rustfmt::skip]
const FRINGE: Outline = &[
    (-1.02, 0.5), (-1.16, 0.1), (-1.16, -0.5), (-0.96, -0.96), (-0.5, -1.2), (0.0, -1.25),
    (0.5, -1.2), (0.96, -0.96), (1.16, -0.5), (1.16, 0.1), (1.02, 0.5), (0.9, 0.3), (0.88, 0.0),
    (0.78, -0.27), (0.4, -0.3), (0.12, -0.32), (-0.1, -0.28), (-0.4, -0.31), (-0.78, -0.27), (-0.88, 0.0),
    (-0.9, 0.3),
];
#[rustfmt::skip]
const CURTAIN: Outline = &[
    (-1.04, 0.56), (-1.17, 0.1), (-1.16, -0.5), (-0.96, -0.96), (-0.5, -1.19), (0.0, -1.24),
    (0.5, -1.19), (0.96, -0.96), (1.16, -0.5), (1.17, 0.1), (1.04, 0.56), (0.9, 0.34), (0.9, -0.02),
    (0.74, -0.36), (0.4, -0.62), (-0.22, -0.86), (-0.3, -0.86), (-0.6, -0.54), (-0.84, -0.2), (-0.9, 0.1),
    (-0.92, 0.36),
];
#[rustfmt::skip]
const LONG_CURTAIN: Outline = &[
    (-1.08, 1.2), (-1.16, 0.6), (-1.16, 0.0), (-1.14, -0.5), (-0.94, -0.96), (-0.5, -1.19), (0.0, -1.23),
    (0.5, -1.19), (0.94, -0.96), (1.14, -0.5), (1.16, 0.0), (1.16, 0.6), (1.08, 1.2), (0.88, 0.8), (0.9, 0.36),
    (0.92, 0.0), (0.76, -0.4), (0.4, -0.72), (0.02, -0.9), (-0.02, -0.9), (-0.4, -0.72), (-0.76, -0.4),
    (-0.92, 0.0), (-0.9, 0.36), (-0.88, 0.8),
];
#[rustfmt::skip]
const TIED: Outline = &[
    (-0.96, 0.06), (-1.05, -0.18), (-1.05, -0.56), (-0.88, -0.92), (-0.48, -1.11), (0.0, -1.15),
    (0.48, -1.11), (0.88, -0.92), (1.05, -0.56), (1.05, -0.18), (0.96, 0.06), (0.94, -0.16), (0.88, -0.4),
    (0.66, -0.62), (0.34, -0.74), (-0.06, -0.78), (-0.36, -0.72), (-0.66, -0.62), (-0.88, -0.4), (-0.94, -0.16),
];
#[rustfmt::skip]
const PIXIE: Outline = &[
    (-1.0, 0.3), (-1.12, 0.0), (-1.13, -0.5), (-0.94, -0.96), (-0.5, -1.2), (0.0, -1.25),
    (0.5, -1.19), (0.94, -0.96), (1.13, -0.5), (1.12, 0.0), (1.0, 0.3), (0.92, 0.08), (0.88, -0.14),
    (0.7, -0.28), (0.36, -0.36), (0.0, -0.48), (-0.36, -0.66), (-0.52, -0.72), (-0.68, -0.46), (-0.87, -0.18),
    (-0.92, 0.08),
];
#[rustfmt::skip]
const BOB_BEHIND: Outline = &[
    (0.0, -1.2), (0.7, -1.05), (1.12, -0.5), (1.2, 0.1), (1.2, 0.6), (1.06, 0.98), (0.7, 1.06), (0.0, 1.0),
];
#[rustfmt::skip]
const LONG_BEHIND: Outline = &[
    (0.0, -1.2), (0.7, -1.05), (1.12, -0.5), (1.2, 0.2), (1.24, 0.8), (1.28, 1.4), (1.16, 1.72), (0.6, 1.8),
    (0.0, 1.7),
];
#[rustfmt::skip]
const WAVY_BEHIND: Outline = &[
    (0.0, -1.22), (0.7, -1.1), (1.12, -0.6), (1.2, -0.2), (1.3, 0.1), (1.2, 0.4), (1.36, 0.7), (1.24, 0.96),
    (1.34, 1.22), (1.1, 1.42), (0.8, 1.34), (0.0, 1.2),
];
#[rustfmt::skip]
const PIXIE_BEHIND: Outline = &[
    (0.0, -1.1), (0.7, -0.95), (1.05, -0.4), (1.08, 0.2), (0.96, 0.62), (0.7, 0.8), (0.0, 0.8),
];
#[rustfmt::skip]
const TAIL_BEHIND: Outline = &[
    (0.0, -1.0), (0.6, -0.8), (0.9, 0.0), (0.72, 0.7), (0.84, 1.1), (0.86, 1.5), (0.6, 1.74), (0.0, 1.3),
];
#[rustfmt::skip]
const BUN_BEHIND: Outline = &[
    (0.0, -1.52), (0.24, -1.48), (0.4, -1.32), (0.42, -1.14), (0.3, -0.98), (0.0, -0.9),
];
