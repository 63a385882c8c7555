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

/// The persona's pictures.
pub(super) fn of(
    persona: &Persona,
    particulars: &Particulars<'_>,
) -> Result<Pictures, VirtualCardError> {
    let digits = |digits| line(str::from_utf8(digits).unwrap_or_default());
    Ok(Pictures {
        name: line(particulars.name)?,
        address: line(particulars.address)?,
        security_code: digits(particulars.security_code)?,
        number: digits(particulars.number)?,
        photo: photo(persona)?.to_jpeg2000()?,
    })
}

/// Her own, or one drawn from her seed.
fn photo(persona: &Persona) -> Result<Photo, VirtualCardError> {
    Ok(match persona.photo() {
        Some(file) => Photo::from_picture(&read(&file)?)?,
        None => Photo::drawn(persona.card.seed),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::tests::persona;

    fn photo(file: &Path) -> Result<Photo, VirtualCardError> {
        let terms = format!("pin = \"1234\"\nphoto = \"{}\"", file.display());
        super::photo(&persona(&terms))
    }

    #[test]
    fn a_picture_of_ones_own_is_taken_and_no_other_in_its_place() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("own.png");
        assert!(matches!(
            photo(&file),
            Err(VirtualCardError::PictureUnreadable { .. })
        ));
        std::fs::write(&file, "no picture").unwrap();
        assert!(matches!(photo(&file), Err(VirtualCardError::Picture(_))));
        let own = Photo::drawn(77);
        std::fs::write(&file, own.to_png().unwrap()).unwrap();
        assert_eq!(photo(&file).unwrap().pixels(), own.pixels());
    }

    #[test]
    fn who_has_no_picture_has_one_drawn_from_the_seed() {
        let drawn = super::photo(&persona("pin = \"1234\"\nseed = 5")).unwrap();
        assert_eq!(drawn.pixels(), Photo::drawn(5).pixels());
    }
}
