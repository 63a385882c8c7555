//! What kind of card lies on the reader.

/// How many bytes the token's label takes at the start of its file.
pub(crate) const LABEL_LENGTH: usize = 32;

/// What the card says it is, by the label of its token information. Phones
/// answer to the same application as the plastic card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    /// The plastic My Number card.
    Plastic,
    /// An Android phone. It shows its certificate only after the PIN.
    AndroidPhone,
    /// An iPhone.
    IPhone,
    /// Another label: an older resident card, or one yet unknown.
    Other,
}

impl CardKind {
    /// Reads the kind from the first bytes of the token information, whose label
    /// is filled up with blanks.
    pub(crate) fn of_label(label: &[u8]) -> Self {
        let label = label.get(..LABEL_LENGTH).unwrap_or(label);
        match label.trim_ascii_end() {
            b"JPKIAPICCTOKEN2" => Self::Plastic,
            b"JPKIAPGPSETOKEN" => Self::AndroidPhone,
            b"JPKIAPIOSTOKEN" => Self::IPhone,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_tells_card_from_phone() {
        let table: [(&[u8], CardKind); 6] = [
            (b"JPKIAPICCTOKEN2                 ", CardKind::Plastic),
            (b"JPKIAPICCTOKEN2                 maker", CardKind::Plastic),
            (b"JPKIAPGPSETOKEN                 ", CardKind::AndroidPhone),
            (b"JPKIAPIOSTOKEN                  ", CardKind::IPhone),
            (b"JPKIAPICCTOKEN                  ", CardKind::Other),
            (b"", CardKind::Other),
        ];
        for (label, kind) in table {
            assert_eq!(CardKind::of_label(label), kind);
        }
    }
}
