//! The one font everything is written in: characters become outlines.

use ab_glyph::{Font, FontRef, OutlineCurve, Point, point};
use unicode_normalization::char::compose;

use crate::PictureError;
use crate::shape::Path;

/// Motoya L Cedar, whose licence stands beside it.
const FILE: &[u8] = include_bytes!("../font/MTLc3m.ttf");

/// What is drawn for a character the font lacks.
const UNKNOWN: char = '●';

/// How far below the top of a line its base line is, as a share of its height.
const ASCENT: f32 = 901.0 / 1024.0;

/// A line of writing.
pub(crate) struct Writing {
    /// Its outline, with the line's upper left corner at the origin.
    pub(crate) path: Path,
    /// How long the line is, pixels.
    pub(crate) width: f32,
}

/// Writes the characters on one line of this height, pixels.
pub(crate) fn write(characters: &[char], height: f32) -> Result<Writing, PictureError> {
    let font = font()?;
    let scale = height / font.units_per_em().unwrap_or(1024.0);
    let mut path = Path::default();
    let mut width = 0.0;
    for &character in characters {
        let own = font.glyph_id(character);
        let glyph = if own.0 == 0 {
            font.glyph_id(UNKNOWN)
        } else {
            own
        };
        let place = |it: Point| point(width + it.x * scale, height * ASCENT - it.y * scale);
        for curve in font.outline(glyph).into_iter().flat_map(|it| it.curves) {
            match curve {
                OutlineCurve::Line(from, to) => path.line(place(from), place(to)),
                OutlineCurve::Quad(from, by, to) => path.quad(place(from), place(by), place(to)),
                OutlineCurve::Cubic(from, leaving, arriving, to) => {
                    path.cubic(place(from), place(leaving), place(arriving), place(to));
                }
            }
        }
        width += font.h_advance_unscaled(glyph) * scale;
    }
    Ok(Writing { path, width })
}

/// Whether the font has the character.
pub(crate) fn has(character: char) -> bool {
    font().is_ok_and(|font| font.glyph_id(character).0 != 0)
}

fn font() -> Result<FontRef<'static>, PictureError> {
    FontRef::try_from_slice(FILE).map_err(|_| PictureError::NotWritten("the font does not load"))
}

/// The characters to draw for a text: か with a combining voiced mark is が, a full-
/// width minus is the one the font has, and what only chooses a variant or a
/// direction is left out (the base character stands for its variants).
pub(crate) fn characters(text: &str) -> Result<Vec<char>, PictureError> {
    let mut characters: Vec<char> = Vec::new();
    for character in text.chars() {
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            return Err(PictureError::ControlCharacter);
        }
        let composed = characters.last().and_then(|&last| compose(last, character));
        match (character, composed) {
            (it, _) if is_invisible(it) => {}
            (_, Some(composed)) => {
                characters.pop();
                characters.push(composed);
            }
            ('\u{2212}', None) => characters.push('\u{FF0D}'),
            ('\u{A0}', None) => characters.push(' '),
            (it, None) => characters.push(it),
        }
    }
    Ok(characters)
}

/// Variation selectors, joiners, and marks of direction.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}
