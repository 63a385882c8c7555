//! Where everything stands on the front, and in which colours.

use std::io::Cursor;

use image::imageops::{self, FilterType};
use image::{GrayImage, ImageError, ImageFormat, ImageReader, Limits};

use super::Front;
use super::sheet::{Colour, Sheet};
use crate::shape::Path;
use crate::{PHOTO_HEIGHT, PHOTO_WIDTH, PictureError, font};

const PAPER: Colour = [250.0, 250.0, 246.0];
const SAND: Colour = [236.0, 232.0, 220.0];
const DUSK: Colour = [62.0, 84.0, 122.0];
const MIST: Colour = [207.0, 218.0, 228.0];
const INK: Colour = [24.0, 28.0, 40.0];
const LABEL: Colour = [104.0, 116.0, 138.0];
const WARNING: Colour = [186.0, 58.0, 46.0];
const WHITE: Colour = [255.0, 255.0, 255.0];

const WIDTH: f32 = 1012.0;
const HEIGHT: f32 = 638.0;
/// The radius of ID-1's corners, 3.18 mm.
const CORNER: f32 = 37.6;
/// The most bytes of a line's picture.
const MAX_READ: usize = 64 * 1024;
/// Where the photo's upper left corner is, and its size.
const PHOTO: (u32, u32, u32, u32) = (52, 128, 262, 327);
/// Where the lines of data begin and end.
const LEFT: f32 = 352.0;
const RIGHT: f32 = 964.0;

pub(super) fn draw(front: &Front<'_>) -> Result<Vec<u8>, PictureError> {
    let mut sheet = Sheet::new(PAPER);
    ground(&mut sheet);
    mark(&mut sheet)?;
    head(&mut sheet)?;
    photo(&mut sheet, front)?;
    data(&mut sheet, front)?;
    foot(&mut sheet)?;
    let card = Path::rounded(0.0, 0.0, WIDTH, HEIGHT, (CORNER, CORNER));
    let edge = Path::rounded(
        1.5,
        1.5,
        WIDTH - 3.0,
        HEIGHT - 3.0,
        (CORNER - 1.5, CORNER - 1.5),
    );
    let card = card.mask();
    sheet.paint(
        &card.clone().without(&edge.mask()),
        [196.0, 200.0, 204.0],
        1.0,
    );
    Ok(sheet.into_pixels(&card))
}

/// Hills in mist.
fn ground(sheet: &mut Sheet) {
    let hills = [
        (470.0, 40.0, SAND, 0.75),
        (520.0, -26.0, MIST, 0.5),
        (560.0, 20.0, MIST, 0.6),
    ];
    for (y, swing, colour, opacity) in hills {
        let hill = Path::smooth(&[
            (-300.0, y + swing),
            (120.0, y - swing),
            (420.0, y + swing * 0.6),
            (720.0, y - swing * 1.4),
            (1300.0, y + swing * 0.4),
            (1300.0, 900.0),
            (-300.0, 900.0),
        ]);
        sheet.paint(&hill.mask(), colour, opacity);
    }
}

/// The mark across the card that nobody can overlook, under the data so that those
/// can still be read.
fn mark(sheet: &mut Sheet) -> Result<(), PictureError> {
    // Turned by about 20 degrees against the clock.
    let (across, up) = (0.94, 0.342);
    let writing = font::write(&font::characters("見本・模擬　SIMULATED")?, 66.0)?;
    let (x, y) = (
        658.0 - writing.width * across / 2.0,
        318.0 + writing.width * up / 2.0,
    );
    let text = writing
        .path
        .moved([[across, up, x], [-up, across, y - 33.0]]);
    sheet.paint(&text.mask(), WARNING, 0.2);
    Ok(())
}

fn head(sheet: &mut Sheet) -> Result<(), PictureError> {
    let band = Path::polygon(&[(0.0, 0.0), (WIDTH, 0.0), (WIDTH, 88.0), (0.0, 88.0)]);
    sheet.paint(&band.mask(), DUSK, 1.0);
    let line = Path::polygon(&[(0.0, 88.0), (WIDTH, 88.0), (WIDTH, 93.0), (0.0, 93.0)]);
    sheet.paint(&line.mask(), WARNING, 0.85);
    let width = sheet.write("窓口 模擬カード", (52.0, 24.0), 42.0, 420.0, WHITE)?;
    sheet.write(
        "SIMULATED CARD",
        (52.0 + width + 26.0, 33.0),
        28.0,
        260.0,
        MIST,
    )?;
    let stamp = Path::rounded(786.0, 21.0, 178.0, 48.0, (10.0, 10.0));
    sheet.paint(&stamp.mask(), WARNING, 1.0);
    sheet.write("見本・模擬", (802.0, 30.0), 30.0, 146.0, WHITE)?;
    Ok(())
}

fn photo(sheet: &mut Sheet, front: &Front<'_>) -> Result<(), PictureError> {
    let (left, top, width, height) = PHOTO;
    let pixels = front.photo.pixels().to_vec();
    let photo = GrayImage::from_raw(PHOTO_WIDTH.into(), PHOTO_HEIGHT.into(), pixels);
    let photo = photo.ok_or(PictureError::Damaged("the photo"))?;
    let photo = imageops::resize(&photo, width, height, FilterType::CatmullRom);
    let frame = |grown: f32| {
        let (x, y) = (left as f32 - grown, top as f32 - grown);
        let (width, height) = (width as f32 + 2.0 * grown, height as f32 + 2.0 * grown);
        Path::rounded(x, y, width, height, (12.0 + grown, 12.0 + grown)).mask()
    };
    sheet.paint(&frame(3.0).blurred(4), DUSK, 0.35);
    sheet.paint(&frame(5.0), WHITE, 1.0);
    sheet.picture(&photo, (left, top), &frame(0.0));
    Ok(())
}

fn data(sheet: &mut Sheet, front: &Front<'_>) -> Result<(), PictureError> {
    let name = read(front.name_png)?;
    label(sheet, "氏名 Name", LEFT, 116.0)?;
    lines(sheet, &name, (LEFT, 142.0), 48.0, 1);
    let address = read(front.address_png)?;
    label(sheet, "住所 Address", LEFT, 212.0)?;
    lines(sheet, &address, (LEFT, 240.0), 36.0, 2);
    label(sheet, "生年月日 Date of birth", LEFT, 344.0)?;
    sheet.write(front.birth, (LEFT, 368.0), 34.0, 340.0, INK)?;
    label(sheet, "性別 Sex", 726.0, 344.0)?;
    sheet.write(front.sex, (726.0, 368.0), 34.0, 230.0, INK)?;
    label(sheet, "有効期限 Valid until", LEFT, 428.0)?;
    sheet.write(front.expires, (LEFT, 452.0), 34.0, 340.0, INK)?;
    if !front.remark.is_empty() {
        label(sheet, "追記 Remark", 726.0, 428.0)?;
        sheet.write(front.remark, (726.0, 452.0), 34.0, 230.0, INK)?;
    }
    let code = read(front.security_code_png)?;
    label(sheet, "セキュリティコード Security code", 52.0, 478.0)?;
    lines(sheet, &code, (52.0, 506.0), 48.0, 1);
    Ok(())
}

fn foot(sheet: &mut Sheet) -> Result<(), PictureError> {
    let text = "実在の人物・身分証明書ではありません　Not a real person, not an identity document";
    sheet.write(text, (52.0, 586.0), 22.0, RIGHT - 52.0, DUSK)?;
    Ok(())
}

fn label(sheet: &mut Sheet, text: &str, x: f32, y: f32) -> Result<(), PictureError> {
    sheet.write(text, (x, y), 19.0, 280.0, LABEL)?;
    Ok(())
}

/// Lays a line's picture on up to so many lines, its characters `height` pixels
/// high; they become smaller when that is not enough room.
fn lines(sheet: &mut Sheet, line: &GrayImage, (x, y): (f32, f32), height: f32, most: u32) {
    let room = RIGHT - x;
    let mut side = height / line.height() as f32;
    // Whole full-width characters on each line, as many as there is room for.
    let columns = |side: f32| whole(room / (side * line.height() as f32)).max(1) * line.height();
    // A line may lose half a character to `cut`.
    let spare = line.height() / 2 * most.saturating_sub(1);
    while columns(side) * most < line.width() + spare {
        side *= 0.96;
    }
    let (columns, step) = (columns(side), side * line.height() as f32 * 1.24);
    let (mut from, mut top) = (0, y);
    while from < line.width() {
        let to = cut(line, from + columns);
        sheet.line(line, (from, to), (x, top), side);
        (from, top) = (to, top + step);
    }
}

/// Where to cut a line's picture so that no character is cut in two: there, or half a
/// full-width character before, wherever there is less ink about the cut.
fn cut(line: &GrayImage, at: u32) -> u32 {
    let ink = |at: u32| {
        let columns = [at.saturating_sub(1), at]
            .into_iter()
            .filter(|x| *x < line.width());
        let pixels = columns.flat_map(|x| (0..line.height()).map(move |y| (x, y)));
        let dark = pixels.filter(|&(x, y)| line.get_pixel(x, y).0 < [128]);
        dark.count()
    };
    let before = at - line.height() / 2;
    if at < line.width() && ink(before) < ink(at) {
        before
    } else {
        at
    }
}

/// Reads a line's picture.
fn read(file: &[u8]) -> Result<GrayImage, PictureError> {
    if file.len() > MAX_READ {
        return Err(PictureError::FileTooLarge { most: MAX_READ });
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(4096);
    limits.max_image_height = Some(64);
    let mut reader = ImageReader::with_format(Cursor::new(file), ImageFormat::Png);
    reader.limits(limits);
    let line = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => PictureError::TooLarge("a line of text above 4096 × 64 pixels"),
        _ => PictureError::Damaged("a line of text"),
    })?;
    Ok(line.into_luma8())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "how many characters fit on a line; held within 0 to 4096 first"
)]
fn whole(count: f32) -> u32 {
    count.clamp(0.0, 4096.0) as u32
}
