//! What a camera loses: sharpness, quiet greys, and detail when it saves bits.

use super::FRAME_WIDTH;
use crate::portrait::lot::Lot;

/// How bad the camera is.
pub(super) struct Sensor {
    /// How often neighbours are mixed.
    blur: u8,
    /// The noise's deviation, greys.
    noise: f32,
    /// How coarsely detail is kept, greys; 0 keeps it as it is.
    coarse: f32,
}

impl Sensor {
    pub(super) fn drawn(lot: &mut Lot, strong: bool) -> Sensor {
        if strong {
            Sensor {
                blur: lot.one_of(2, &[4, 6, 9]),
                noise: lot.between(9.0, 22.0),
                coarse: lot.between(6.0, 18.0),
            }
        } else {
            Sensor {
                blur: 1,
                noise: lot.between(1.5, 3.5),
                coarse: 0.0,
            }
        }
    }

    /// Takes the picture.
    pub(super) fn expose(&self, values: &mut [f32], lot: &mut Lot) {
        for _ in 0..self.blur {
            blur(values);
        }
        // Four even lots come close to a Gaussian; their sum deviates by 147.8.
        let noise = lot.bytes(4 * values.len());
        for (value, lots) in values.iter_mut().zip(noise.chunks_exact(4)) {
            let sum: u16 = lots.iter().map(|it| u16::from(*it)).sum();
            *value += (f32::from(sum) - 510.0) / 147.8 * self.noise;
        }
        if self.coarse > 0.0 {
            lose_detail(values, self.coarse);
        }
    }
}

/// Mixes each pixel with its neighbours, 1 : 2 : 1, along and across.
fn blur(values: &mut [f32]) {
    let width = usize::from(FRAME_WIDTH);
    for row in values.chunks_mut(width) {
        let mut before = row.first().copied().unwrap_or_default();
        for place in 0..row.len() {
            let Some([here, after]) = pair(row, place) else {
                break;
            };
            if let Some(value) = row.get_mut(place) {
                *value = (before + 2.0 * here + after) / 4.0;
            }
            before = here;
        }
    }
    let mut above: Vec<f32> = values.iter().take(width).copied().collect();
    let mut rest = values;
    while let Some((row, below)) = rest.split_at_mut_checked(width) {
        let next: &[f32] = if below.is_empty() {
            &above.clone()
        } else {
            below
        };
        for ((value, above), below) in row.iter_mut().zip(&mut above).zip(next) {
            let here = *value;
            *value = (*above + 2.0 * here + below) / 4.0;
            *above = here;
        }
        rest = below;
    }
}

/// A pixel and the one behind it, or itself at the end.
fn pair(row: &[f32], place: usize) -> Option<[f32; 2]> {
    let here = row.get(place)?;
    Some([*here, *row.get(place + 1).unwrap_or(here)])
}

/// Keeps of each block of 8 × 8 only what stands out by half a step, as JPEG does;
/// Walsh's square waves stand for its cosines, as sums alone make them.
fn lose_detail(values: &mut [f32], step: f32) {
    let width = usize::from(FRAME_WIDTH);
    for band in values.chunks_mut(8 * width) {
        for left in (0..width).step_by(8) {
            let mut block = [[0.0; 8]; 8];
            for (kept, row) in block.iter_mut().zip(band.chunks(width)) {
                for (kept, value) in kept.iter_mut().zip(row.iter().skip(left)) {
                    *kept = *value;
                }
            }
            transform(&mut block);
            for (v, row) in (0_u8..).zip(&mut block) {
                for (u, value) in (0_u8..).zip(row) {
                    // One step of a block's mean is a 64th, and finer waves weigh less.
                    let waves = u.count_ones() + v.count_ones();
                    let step = step * 8.0 * (1.0 + waves as f32 * 0.6);
                    let mean = u == 0 && v == 0;
                    let step = if mean { 64.0 } else { step };
                    *value = (*value / step).round() * step;
                }
            }
            transform(&mut block);
            for (kept, row) in block.iter().zip(band.chunks_mut(width)) {
                for (kept, value) in kept.iter().zip(row.iter_mut().skip(left)) {
                    *value = kept / 64.0;
                }
            }
        }
    }
}

/// The Walsh-Hadamard transform along and across: its own inverse but for a factor
/// of 64.
fn transform(block: &mut [[f32; 8]; 8]) {
    for _ in 0..2 {
        for row in block.iter_mut() {
            let [a, b, c, d, e, f, g, h] = *row;
            let [a, b, c, d, e, f, g, h] = [a + e, b + f, c + g, d + h, a - e, b - f, c - g, d - h];
            let [a, b, c, d, e, f, g, h] = [a + c, b + d, a - c, b - d, e + g, f + h, e - g, f - h];
            *row = [a + b, a - b, c + d, c - d, e + f, e - f, g + h, g - h];
        }
        let across = *block;
        for (x, row) in block.iter_mut().enumerate() {
            for (value, column) in row.iter_mut().zip(&across) {
                *value = column.get(x).copied().unwrap_or_default();
            }
        }
    }
}
