use super::*;

/// A line's width and its pixels, true where black.
fn read(file: &[u8]) -> (usize, Vec<Vec<bool>>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info().unwrap();
    let width = usize::try_from(reader.info().width).unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    let rows = bytes.chunks(width.div_ceil(8)).map(|row| {
        let bits = row
            .iter()
            .flat_map(|byte| (0..8).map(move |bit| byte << bit & 0x80 == 0));
        bits.take(width).collect()
    });
    (width, rows.collect())
}

fn black(text: &str) -> usize {
    let (_, rows) = read(&line(text).unwrap());
    rows.iter().flatten().filter(|black| **black).count()
}

/// The header of a PNG: width, height, bits of a sample, colour type (0 is grey).
fn header(file: &[u8]) -> (u32, u32, u8, u8) {
    assert_eq!(&file[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&file[12..16], b"IHDR");
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap());
    (number(16), number(20), file[24], file[25])
}

#[test]
fn a_line_is_24_pixels_high_in_one_bit_of_grey() {
    assert_eq!(header(&line("窓口 花子").unwrap()), (108, 24, 1, 0));
    assert_eq!(header(&line("窓口　花子").unwrap()), (120, 24, 1, 0));
    assert_eq!(header(&line("1234").unwrap()), (48, 24, 1, 0));
}

#[test]
fn a_known_character_has_ink_and_a_space_has_none() {
    assert!(black("窓") > 100);
    assert!(black("一") > 15);
    assert_eq!(black("　"), 0);
    assert_eq!(black(" "), 0);
}

#[test]
fn every_row_of_writing_keeps_clear_of_the_edge() {
    let (_, rows) = read(&line("鬱龍議員口").unwrap());
    assert!(
        rows[0]
            .iter()
            .chain(&rows[23])
            .filter(|black| **black)
            .count()
            < 20
    );
    assert!(rows[12].iter().any(|black| *black));
}

#[test]
fn a_character_the_font_lacks_becomes_a_black_circle() {
    assert_eq!(line("𠮷田").unwrap(), line("●田").unwrap());
    assert_ne!(line("吉田").unwrap(), line("●田").unwrap());
    assert_eq!(missing("𠮷野𠮷子🙂"), ['𠮷', '🙂']);
}

#[test]
fn common_names_and_addresses_miss_nothing() {
    let written =
        "髙橋﨑山齋藤邊渡邉沢澤辻　東京都千代田区霞が関１－２－３　ヶ々〆ヴーｱﾊﾟｰﾄ〒A-1・号室";
    assert_eq!(missing(written), []);
}

#[test]
fn marks_that_only_choose_a_variant_are_left_out() {
    assert_eq!(line("辻\u{E0100}田").unwrap(), line("辻田").unwrap());
    assert_eq!(line("葛\u{FE00}").unwrap(), line("葛").unwrap());
    assert_eq!(missing("辻\u{E0100}\u{200D}"), []);
}

#[test]
fn a_combining_voiced_mark_joins_its_letter() {
    assert_eq!(line("か\u{3099}は\u{309A}").unwrap(), line("がぱ").unwrap());
    assert_eq!(line("1\u{2212}2").unwrap(), line("1－2").unwrap());
}

#[test]
fn text_without_end_is_refused() {
    let most = "霞".repeat(MAX_LINE);
    assert_eq!(header(&line(&most).unwrap()).0, 2400);
    let too_long = Err(PictureError::TextTooLong { most: MAX_LINE });
    assert_eq!(line(&format!("{most}関")), too_long);
    assert_eq!(line(&"\u{FE00}".repeat(1 << 20)), too_long);
}

#[test]
fn two_longest_lines_leave_room_for_the_photo() {
    let crowded: String = ('一'..).take(MAX_LINE).collect();
    assert!(line(&crowded).unwrap().len() <= MAX_LINE * 24 * 3 + 100);
}

#[test]
fn nothing_and_several_lines_are_refused() {
    assert_eq!(line(""), Err(PictureError::NoText));
    assert_eq!(line("\u{200B}"), Err(PictureError::NoText));
    for text in ["東京\n都", "a\tb", "\u{0}", "a\u{2028}b", "\u{85}"] {
        assert_eq!(line(text), Err(PictureError::ControlCharacter));
    }
}
