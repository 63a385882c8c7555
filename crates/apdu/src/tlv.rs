//! BER-TLV data objects (ISO 7816-4, 5.2.2), read as views and written flat.
//!
//! A reader can only hand out slices of what it was given: a length that reaches
//! past the end is an error, never a read. Nesting is walked by the caller, one
//! level at a time, so hostile depth costs nothing.

use std::fmt;

/// A tag of one to three bytes, kept as it stands on the card (`0xDF22`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(pub u32);

impl Tag {
    /// Whether the value holds further data objects (bit 6 of the first byte).
    #[must_use]
    pub fn is_constructed(self) -> bool {
        let [_, bytes @ ..] = self.0.to_be_bytes();
        bytes
            .iter()
            .find(|byte| **byte != 0)
            .is_some_and(|first| first & 0x20 != 0)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

/// One data object as a view.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// Its tag.
    pub tag: Tag,
    /// Its value.
    pub value: &'a [u8],
}

/// Why bytes are no data object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The bytes end inside a tag or a length.
    #[error("a data object ends inside its tag or length")]
    Truncated,
    /// A tag of more than three bytes.
    #[error("a data object's tag is longer than 3 bytes")]
    LongTag,
    /// The indefinite form, or a length of more than four bytes.
    #[error("a data object's length has a form that cards do not use")]
    LengthForm,
    /// The length reaches past the end of the bytes.
    #[error("a data object of {length} bytes stands in {available}")]
    TooLong {
        /// The length it claims.
        length: usize,
        /// The bytes that are there.
        available: usize,
    },
}

impl<'a> Tlv<'a> {
    /// Reads the data object at the start of `bytes`; gives it and what follows.
    /// Lengths need not be minimal: a My Number card writes `82 hi lo` for
    /// everything from 128 on.
    ///
    /// # Errors
    /// [`TlvError`] when the bytes do not start with a whole data object.
    pub fn parse(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), TlvError> {
        let (tag, rest) = parse_tag(bytes)?;
        let (length, rest) = parse_length(rest)?;
        let (value, rest) = rest.split_at_checked(length).ok_or(TlvError::TooLong {
            length,
            available: rest.len(),
        })?;
        Ok((Self { tag, value }, rest))
    }

    /// The data objects inside this one's value.
    #[must_use]
    pub const fn children(&self) -> Children<'a> {
        Children { rest: self.value }
    }

    /// The first object inside this one's value that has `tag`, if the objects
    /// before it are well formed.
    #[must_use]
    pub fn child(&self, tag: Tag) -> Option<Tlv<'a>> {
        self.children()
            .map_while(Result::ok)
            .find(|child| child.tag == tag)
    }
}

impl fmt::Debug for Tlv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({} bytes)", self.tag, self.value.len())
    }
}

/// Walks data objects that stand one behind the other. Ends after the first
/// error.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    rest: &'a [u8],
}

impl<'a> Children<'a> {
    /// Walks the objects in `bytes`.
    #[must_use]
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Result<Tlv<'a>, TlvError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let parsed = Tlv::parse(self.rest);
        self.rest = parsed.as_ref().map_or(&[], |(_, rest)| rest);
        Some(parsed.map(|(tlv, _)| tlv))
    }
}

fn parse_tag(bytes: &[u8]) -> Result<(Tag, &[u8]), TlvError> {
    let (first, mut rest) = bytes.split_first().ok_or(TlvError::Truncated)?;
    let mut tag = u32::from(*first);
    if first & 0x1F != 0x1F {
        return Ok((Tag(tag), rest));
    }
    for _ in 0..2 {
        let (next, after) = rest.split_first().ok_or(TlvError::Truncated)?;
        tag = tag << 8 | u32::from(*next);
        rest = after;
        if next & 0x80 == 0 {
            return Ok((Tag(tag), rest));
        }
    }
    Err(TlvError::LongTag)
}

fn parse_length(bytes: &[u8]) -> Result<(usize, &[u8]), TlvError> {
    let (first, rest) = bytes.split_first().ok_or(TlvError::Truncated)?;
    if *first < 0x80 {
        return Ok((usize::from(*first), rest));
    }
    let count = usize::from(first & 0x7F);
    if !(1..=4).contains(&count) {
        return Err(TlvError::LengthForm);
    }
    let (length, rest) = rest.split_at_checked(count).ok_or(TlvError::Truncated)?;
    let length = length
        .iter()
        .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    Ok((usize::try_from(length).unwrap_or(usize::MAX), rest))
}

/// How lengths from 128 on are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthStyle {
    /// In as few bytes as possible (`81 A9`).
    Minimal,
    /// As a My Number card does: always `82 hi lo` (`82 00 A9`), in the field's
    /// captures never `81`.
    Card,
}

/// Writes data objects one behind the other.
#[derive(Debug)]
pub struct Writer {
    style: LengthStyle,
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    #[must_use]
    pub const fn new(style: LengthStyle) -> Self {
        Self {
            style,
            bytes: Vec::new(),
        }
    }

    /// Appends one data object.
    ///
    /// # Errors
    /// [`TlvError::TooLong`] above 65,535 bytes of value, which no card file can
    /// hold; [`TlvError::LongTag`] when the tag is not one to three well-formed
    /// bytes.
    pub fn put(&mut self, tag: Tag, value: &[u8]) -> Result<&mut Self, TlvError> {
        let all = tag.0.to_be_bytes();
        let leading = all.iter().take_while(|byte| **byte == 0).count().min(3);
        let tag_bytes = all.get(leading..).unwrap_or_default();
        if !matches!(parse_tag(tag_bytes), Ok((same, [])) if same == tag) {
            return Err(TlvError::LongTag);
        }
        let length = u16::try_from(value.len()).map_err(|_| TlvError::TooLong {
            length: value.len(),
            available: usize::from(u16::MAX),
        })?;
        let [hi, lo] = length.to_be_bytes();
        self.bytes.extend_from_slice(tag_bytes);
        match (self.style, length) {
            (_, 0..=0x7F) => self.bytes.push(lo),
            (LengthStyle::Minimal, 0x80..=0xFF) => self.bytes.extend_from_slice(&[0x81, lo]),
            _ => self.bytes.extend_from_slice(&[0x82, hi, lo]),
        }
        self.bytes.extend_from_slice(value);
        Ok(self)
    }

    /// The bytes written so far.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso7816_tlv::ber;
    use proptest::prelude::*;

    #[test]
    fn the_cards_three_byte_length_is_accepted_for_short_values() {
        let bytes = [&[0xDF, 0x25, 0x82, 0x00, 0xA9][..], &[7; 0xA9]].concat();
        let (tlv, rest) = Tlv::parse(&bytes).unwrap();
        assert_eq!(
            (tlv.tag, tlv.value.len(), rest),
            (Tag(0xDF25), 0xA9, &[][..])
        );
    }

    #[test]
    fn the_card_style_never_writes_81() {
        let mut writer = Writer::new(LengthStyle::Card);
        writer.put(Tag(0xFF40), &[0; 0x9F]).unwrap();
        assert_eq!(
            writer.into_bytes().get(..5),
            Some(&[0xFF, 0x40, 0x82, 0x00, 0x9F][..])
        );
    }

    #[test]
    fn a_length_past_the_end_is_refused() {
        assert_eq!(
            Tlv::parse(&[0x30, 0x82, 0xFF, 0xFF, 0x00]),
            Err(TlvError::TooLong {
                length: 0xFFFF,
                available: 1
            })
        );
        assert_eq!(Tlv::parse(&[0x30, 0x80, 0, 0]), Err(TlvError::LengthForm));
        assert_eq!(
            Tlv::parse(&[0x30, 0x85, 1, 1, 1, 1, 1]),
            Err(TlvError::LengthForm)
        );
        assert_eq!(
            Tlv::parse(&[0x1F, 0x81, 0x81, 0x01, 0]),
            Err(TlvError::LongTag)
        );
        assert_eq!(Tlv::parse(&[0xDF]), Err(TlvError::Truncated));
    }

    #[test]
    fn every_tag_round_trips() {
        for tag in [
            0x30, 0x6F, 0x84, 0x90, 0x7F21, 0x7F49, 0x5F2D, 0x5F48, 0xDF22, 0xFF20, 0x1F_8101,
        ] {
            for style in [LengthStyle::Minimal, LengthStyle::Card] {
                for length in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF] {
                    let mut writer = Writer::new(style);
                    writer.put(Tag(tag), &vec![0xA5; length]).unwrap();
                    let bytes = writer.into_bytes();
                    let (tlv, rest) = Tlv::parse(&bytes).unwrap();
                    assert_eq!(
                        (tlv.tag, tlv.value.len(), rest.len()),
                        (Tag(tag), length, 0)
                    );
                }
            }
        }
        let mut writer = Writer::new(LengthStyle::Minimal);
        for broken in [0x1F, 0x3001, 0xDF81, 0x0100_0000] {
            assert!(writer.put(Tag(broken), &[]).is_err(), "{broken:X}");
        }
    }

    #[test]
    fn hostile_depth_costs_nothing() {
        let bytes = [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF].repeat(10_000);
        assert!(matches!(Tlv::parse(&bytes), Err(TlvError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn parse_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            for child in Children::of(&bytes).flatten() {
                child.children().count();
            }
        }

        /// A second opinion from outside: what we write, `iso7816-tlv` reads.
        #[test]
        fn an_independent_parser_reads_what_we_write(
            value in proptest::collection::vec(any::<u8>(), 0..700),
            card in any::<bool>(),
        ) {
            let style = if card { LengthStyle::Card } else { LengthStyle::Minimal };
            let mut writer = Writer::new(style);
            writer.put(Tag(0xDF27), &value).unwrap();
            let bytes = writer.into_bytes();
            let (theirs, rest) = ber::Tlv::parse(&bytes);
            let theirs = theirs.unwrap();
            prop_assert_eq!(theirs.value(), &ber::Value::Primitive(value));
            prop_assert!(rest.is_empty());
        }
    }
}
