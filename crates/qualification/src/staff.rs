//! Who of the staff.

/// A member of the staff, by the institution's own id: 1 to 16 ASCII letters,
/// digits or `-`. It is no name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffId(String);

/// A text that is no staff id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "職員IDは半角の英数字と - で16文字まで / a staff id has 1 to 16 ASCII letters, digits or -"
)]
pub struct StaffIdFormat;

impl StaffId {
    /// The id that `text` is.
    ///
    /// # Errors
    /// [`StaffIdFormat`] when it is none.
    pub fn parse(text: &str) -> Result<Self, StaffIdFormat> {
        let fits = (1..=16).contains(&text.len())
            && text
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-');
        fits.then(|| Self(text.to_owned())).ok_or(StaffIdFormat)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_staff_id_is_1_to_16_ascii_letters_digits_or_hyphens() {
        for (text, is_one) in [
            ("A", true),
            ("N-07", true),
            ("0123456789abcdeF", true),
            ("0123456789abcdeFg", false),
            ("", false),
            ("N 07", false),
            ("N_07", false),
            ("N-07\n", false),
            ("Ｎ07", false),
            ("看護師", false),
        ] {
            let id = StaffId::parse(text);
            assert_eq!(id.is_ok(), is_one, "{text:?}");
            if let Ok(id) = id {
                assert_eq!(id.as_str(), text);
            }
        }
    }
}
