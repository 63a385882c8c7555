//! The pictures on a card: its lines of text, and the photo.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use card_face::{Photo, line};
use persona::Persona;

use crate::VirtualCardError;
use crate::image::{Particulars, Pictures};

/// The most of a picture of one's own that is read, in bytes.
const LONGEST: u64 = 32 << 20;

/// The persona's pictures. Who names no photo of her own gets one drawn from her
/// seed.
pub(super) fn of(
    persona: &Persona,
    particulars: &Particulars<'_>,
) -> Result<Pictures, VirtualCardError> {
    let photo = match persona.photo() {
        Some(file) => Photo::from_picture(&read(&file)?)?,
        None => Photo::drawn(persona.card.seed),
    };
    let digits = |digits| line(str::from_utf8(digits).unwrap_or_default());
    Ok(Pictures {
        name: line(particulars.name)?,
        address: line(particulars.address)?,
        security_code: digits(particulars.security_code)?,
        number: digits(particulars.number)?,
        photo: photo.to_jpeg2000()?,
    })
}

fn read(file: &Path) -> Result<Vec<u8>, VirtualCardError> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|open| open.take(LONGEST).read_to_end(&mut bytes))
        .map_err(|source| VirtualCardError::PictureUnreadable {
            file: file.to_owned(),
            source,
        })?;
    Ok(bytes)
}
