//! What kind of card lies on the reader.

/// How many bytes the token's label takes at the start of its file, and its maker
/// behind it.
const LABEL_LENGTH: usize = 32;
/// Label and maker.
pub(crate) const TOKEN_HEAD: usize = 2 * LABEL_LENGTH;
/// How a simulated card's maker begins.
const SIMULATOR: &[u8] = b"MADOGUCHI SIMULATOR";

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

/// Whether the maker in the first bytes of the token information is the simulator.
pub(crate) fn is_simulator(token: &[u8]) -> bool {
    token
        .get(LABEL_LENGTH..)
        .is_some_and(|maker| maker.starts_with(SIMULATOR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maker_tells_a_simulated_card() {
        let token = |maker: &str| format!("{:32}{maker:32}", "JPKIAPICCTOKEN2");
        assert!(is_simulator(token("MADOGUCHI SIMULATOR").as_bytes()));
        assert!(is_simulator(token("MADOGUCHI SIMULATOR 2").as_bytes()));
        for maker in ["", "MADOGUCHI", " MADOGUCHI SIMULATOR", "J-LIS"] {
            assert!(!is_simulator(token(maker).as_bytes()), "{maker}");
        }
        assert!(!is_simulator(b"MADOGUCHI SIMULATOR"));
    }

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
