//! JPEG 2000 (ISO/IEC 15444-1), as a card's file may hold it.

use card_face::{Photo, PictureError};

use super::{Answer, Hostile, damaged, hostile, noise, too_large, too_slow};

const SIZ: u8 = 0x51;
const COD: u8 = 0x52;
const SOD: u8 = 0x93;

pub(crate) fn all() -> Vec<Hostile> {
    let good = Photo::drawn(5).to_jpeg2000().unwrap();
    let photo = Answer::Read(378, 472);
    let pixels = damaged("its pixels cannot be decoded");
    let any = [photo.clone(), pixels.clone(), too_slow()];
    let place = |marker: u8| good.windows(2).position(|at| at == [0xFF, marker]).unwrap();
    let forged = |patches: &[(u8, usize, &[u8])]| {
        let mut file = good.clone();
        for (marker, behind, bytes) in patches {
            let at = place(*marker) + behind;
            file[at..at + bytes.len()].copy_from_slice(bytes);
        }
        file
    };
    let filled = |mut file: Vec<u8>| {
        file.truncate(place(SOD) + 2);
        file.extend(noise(512 * 1024 - file.len()));
        // The tile goes on to the end of the file, and so does the box about it.
        let tile = place(0x90) + 6;
        file[tile..tile + 4].fill(0);
        let stream = file.windows(4).position(|at| at == b"jp2c").unwrap();
        file[stream - 4..stream].fill(0);
        file
    };
    let side = |side: u32| side.to_be_bytes();
    let square = |of: u32| [side(of), side(of)].concat();
    let large = [square(2048), square(0), square(2048)].concat();
    let tiled = [square(2048), square(0), square(128)].concat();
    let most = 512 * 1024;
    let too_long = Answer::Refused(PictureError::FileTooLarge { most });
    vec![
        hostile("JP2: an empty file", Vec::new(), [damaged("not JPEG 2000")]),
        hostile(
            "JP2: 512 KiB of noise",
            noise(most),
            [damaged("not JPEG 2000")],
        ),
        hostile("JP2: more than 512 KiB", vec![0; most + 1], [too_long]),
        hostile(
            "JP2: cut off in the header",
            good[..120].to_vec(),
            [damaged("its header is cut off")],
        ),
        hostile(
            "JP2: cut off in the pixels",
            good[..good.len() / 2].to_vec(),
            [damaged("its pixels are cut off")],
        ),
        hostile(
            "JP2: 65,535 × 65,535",
            forged(&[(SIZ, 6, &square(65_535))]),
            [too_large("more than 4096 pixels on a side")],
        ),
        hostile(
            "JP2: no pixels",
            forged(&[(SIZ, 6, &square(0))]),
            [damaged("it has no pixels")],
        ),
        hostile(
            "JP2: 178,416 tiles",
            forged(&[(SIZ, 22, &square(1))]),
            [too_large("more than 256 tiles")],
        ),
        hostile(
            "JP2: 65,535 layers",
            forged(&[(COD, 6, &[0xFF; 2])]),
            [too_large("more than 32 layers")],
        ),
        hostile(
            "JP2: 33 levels",
            forged(&[(COD, 9, &[33])]),
            [too_large("more than 32 levels")],
        ),
        hostile(
            "JP2: 512 KiB of noise for pixels",
            filled(good.clone()),
            &any,
        ),
        hostile(
            "JP2: 2048 × 2048 of noise",
            filled(forged(&[(SIZ, 6, &large)])),
            &any,
        ),
        hostile(
            "JP2: the same in 256 tiles",
            filled(forged(&[(SIZ, 6, &tiled)])),
            &any,
        ),
        hostile(
            "JP2: the same in 32 layers",
            filled(forged(&[(SIZ, 6, &large), (COD, 6, &[0, 32])])),
            &any,
        ),
        hostile(
            "JP2: the same in small blocks",
            filled(forged(&[
                (SIZ, 6, &large),
                (COD, 6, &[0, 32]),
                (COD, 10, &[2, 2]),
            ])),
            &any,
        ),
    ]
}
