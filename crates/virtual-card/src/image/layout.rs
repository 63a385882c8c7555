//! How the card's files are laid out: data objects behind data objects, and before
//! some of them a table of where each begins.

use apdu::{LengthStyle, Tag, TlvError, Writer};

/// Data objects as they stand in a file, each with its tag.
pub(super) type Objects<'a> = &'a [(u32, &'a [u8])];

/// Data objects one behind the other, with the card's own lengths.
pub(super) fn objects(objects: Objects<'_>) -> Result<Vec<u8>, TlvError> {
    let mut writer = Writer::new(LengthStyle::Card);
    for (tag, value) in objects {
        writer.put(Tag(*tag), value)?;
    }
    Ok(writer.into_bytes())
}

/// A file that is one constructed object around `parts`.
pub(super) fn template(tag: u32, parts: &[&[u8]]) -> Result<Vec<u8>, TlvError> {
    objects(&[(tag, &parts.concat())])
}

/// A file whose first object, `table`, tells where each of the others begins: two
/// bytes for each, counted from the file's first byte.
pub(super) fn template_with_table(
    tag: u32,
    table: u32,
    contents: Objects<'_>,
) -> Result<Vec<u8>, TlvError> {
    let mut lengths = Vec::new();
    for object in contents {
        lengths.push(objects(&[*object])?.len());
    }
    // The table stands before what it speaks of, but its own length is known.
    let blank = objects(&[(table, &vec![0; 2 * lengths.len()])])?;
    let inside = blank.len() + lengths.iter().sum::<usize>();
    let header = objects(&[(tag, &vec![0; inside])])?.len() - inside;
    let mut begins = header + blank.len();
    let mut entries = Vec::new();
    for length in lengths {
        let begin = u16::try_from(begins).map_err(|_| TlvError::TooLong {
            length: begins,
            available: usize::from(u16::MAX),
        })?;
        entries.extend_from_slice(&begin.to_be_bytes());
        begins += length;
    }
    template(tag, &[&objects(&[(table, &entries)])?, &objects(contents)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first 16 bytes are those of the published test card's text 0002.
    #[test]
    fn the_table_counts_from_the_files_first_byte() {
        let contents: Objects<'_> = &[
            (0xDF22, &[b'n'; 15]),
            (0xDF23, &[b'a'; 54]),
            (0xDF24, b"19800217"),
            (0xDF25, b"1"),
        ];
        let file = template_with_table(0xFF20, 0xDF21, contents).unwrap();
        assert_eq!(
            file[..14],
            [
                0xFF, 0x20, 0x65, 0xDF, 0x21, 0x08, 0x00, 0x0E, 0x00, 0x20, 0x00, 0x59, 0x00, 0x64
            ]
        );
        assert_eq!(file[0x0E..0x10], [0xDF, 0x22]);
        assert_eq!(file[0x64..], [0xDF, 0x25, 0x01, b'1']);
    }

    #[test]
    fn the_table_knows_longer_lengths() {
        for length in [0x6A, 0x6B, 0x7F, 0x80, 0xFF, 0x100, 0x4000] {
            let long = vec![7; length];
            let file = template_with_table(0xFF20, 0xDF21, &[(0xDF22, &long), (0xDF23, b"x")]);
            let file = file.unwrap();
            let at = |place: usize| usize::from(u16::from_be_bytes([file[place], file[place + 1]]));
            let table = if file[2] == 0x82 { 5 } else { 3 } + 3;
            assert_eq!(file[at(table)..][..2], [0xDF, 0x22], "{length:X}");
            assert_eq!(
                file[at(table + 2)..],
                [0xDF, 0x23, 0x01, b'x'],
                "{length:X}"
            );
        }
    }

    #[test]
    fn a_file_that_no_offset_can_reach_is_refused() {
        let long = vec![7; 0xFFF0];
        let contents: Objects<'_> = &[(0xDF22, &long), (0xDF23, &long)];
        assert!(template_with_table(0xFF20, 0xDF21, contents).is_err());
    }
}
