use image::{Rgba, RgbaImage};

use super::*;
use crate::line;

struct Pictures {
    name: Vec<u8>,
    address: Vec<u8>,
    code: Vec<u8>,
    photo: Photo,
}

fn pictures() -> Pictures {
    Pictures {
        name: line("窓口　花子").unwrap(),
        address: line("東京都千代田区霞が関一丁目２番３号").unwrap(),
        code: line("2285").unwrap(),
        photo: Photo::drawn(103),
    }
}

fn front(pictures: &Pictures) -> Front<'_> {
    Front {
        name_png: &pictures.name,
        address_png: &pictures.address,
        security_code_png: &pictures.code,
        birth: "昭和55年2月17日",
        sex: "女",
        expires: "2035年2月17日",
        remark: "",
        photo: &pictures.photo,
    }
}

fn shown(front: &Front<'_>) -> RgbaImage {
    image::load_from_memory(&front.to_png().unwrap())
        .unwrap()
        .into_rgba8()
}

/// Whether anything differs between two fronts within left, top, right, bottom.
fn differs(one: &RgbaImage, other: &RgbaImage, place: [u32; 4]) -> bool {
    let [left, top, right, bottom] = place;
    let mut pixels = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    pixels.any(|(x, y)| one.get_pixel(x, y) != other.get_pixel(x, y))
}

const NAME: [u32; 4] = [352, 140, 964, 192];
const ADDRESS: [u32; 4] = [352, 236, 964, 336];
const PHOTO: [u32; 4] = [52, 128, 314, 455];

#[test]
fn the_front_is_a_card_with_rounded_corners() {
    let shown = shown(&front(&pictures()));
    assert_eq!(shown.dimensions(), (1012, 638));
    for corner in [(0, 0), (1011, 0), (0, 637), (1011, 637)] {
        assert_eq!(
            shown.get_pixel(corner.0, corner.1).0[3],
            0,
            "a clear corner"
        );
    }
    assert_eq!(shown.get_pixel(506, 319).0[3], 255);
}

#[test]
fn it_shows_what_it_is_given_and_nothing_else_moves() {
    let pictures = pictures();
    let first = shown(&front(&pictures));
    let other_name = line("模擬　太郎").unwrap();
    let renamed = shown(&Front {
        name_png: &other_name,
        ..front(&pictures)
    });
    assert!(differs(&first, &renamed, NAME));
    assert!(!differs(&first, &renamed, ADDRESS) && !differs(&first, &renamed, PHOTO));
    let other_photo = Photo::drawn(104);
    let another = shown(&Front {
        photo: &other_photo,
        ..front(&pictures)
    });
    assert!(differs(&first, &another, PHOTO));
    assert!(!differs(&first, &another, NAME) && !differs(&first, &another, ADDRESS));
    let remarked = shown(&Front {
        remark: "顔認証",
        ..front(&pictures)
    });
    assert!(differs(&first, &remarked, [726, 428, 964, 490]));
    for changed in [
        Front {
            birth: "平成1年1月8日",
            ..front(&pictures)
        },
        Front {
            sex: "男",
            ..front(&pictures)
        },
        Front {
            expires: "2036年2月17日",
            ..front(&pictures)
        },
        Front {
            security_code_png: &line("0001").unwrap(),
            ..front(&pictures)
        },
        Front {
            address_png: &line("大阪府").unwrap(),
            ..front(&pictures)
        },
    ] {
        assert_ne!(first, shown(&changed));
    }
}

#[test]
fn a_names_pixels_are_kept_sharp() {
    let shown = shown(&front(&pictures()));
    let ink = Rgba([24, 28, 40, 255]);
    let [left, top, right, _] = NAME;
    let inked = |x: u32, y: u32| *shown.get_pixel(x, y) == ink;
    let squares = (0..24).flat_map(|row| (0..(right - left) / 2).map(move |column| (column, row)));
    let squares = squares.map(|(column, row)| {
        let (x, y) = (left + 2 * column, top + 2 + 2 * row);
        [
            inked(x, y),
            inked(x + 1, y),
            inked(x, y + 1),
            inked(x + 1, y + 1),
        ]
    });
    let squares: Vec<_> = squares.collect();
    assert!(
        squares
            .iter()
            .all(|it| *it == [true; 4] || *it == [false; 4])
    );
    assert!(squares.iter().filter(|it| it[0]).count() > 300);
}

#[test]
fn it_is_marked_as_simulated_whatever_it_shows() {
    let shown = shown(&front(&pictures()));
    let red = |pixel: &Rgba<u8>| pixel.0[0] > 150 && pixel.0[1] < 100 && pixel.0[2] < 100;
    let stamp = (786..964).flat_map(|x| (21..69).map(move |y| (x, y)));
    assert!(stamp.filter(|&(x, y)| red(shown.get_pixel(x, y))).count() > 4000);
    let rose = |pixel: &Rgba<u8>| pixel.0[0] > pixel.0[2].saturating_add(18);
    assert!(
        shown.pixels().filter(|pixel| rose(pixel)).count() > 12_000,
        "the mark across"
    );
}

#[test]
fn the_longest_lines_still_find_room() {
    let pictures = pictures();
    let longest = line(&"霞".repeat(crate::MAX_LINE)).unwrap();
    let full = Front {
        name_png: &longest,
        address_png: &longest,
        ..front(&pictures)
    };
    let (full, first) = (shown(&full), shown(&front(&pictures)));
    assert!(
        !differs(&full, &first, [966, 96, 1012, 638]),
        "nothing beyond the margin"
    );
    assert!(
        !differs(&full, &first, [352, 340, 964, 638]),
        "nothing over what is below"
    );
}

#[test]
fn pictures_of_text_that_are_none_are_refused() {
    let pictures = pictures();
    let cut = &pictures.name[..40];
    let huge = vec![0; 64 * 1024 + 1];
    for name_png in [
        &b""[..],
        b"hello",
        cut,
        &huge,
        &Photo::drawn(1).to_png().unwrap(),
    ] {
        assert!(
            Front {
                name_png,
                ..front(&pictures)
            }
            .to_png()
            .is_err()
        );
    }
    let endless = "長".repeat(200);
    assert!(
        Front {
            birth: &endless,
            ..front(&pictures)
        }
        .to_png()
        .is_err()
    );
}
