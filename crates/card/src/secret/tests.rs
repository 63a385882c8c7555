use proptest::prelude::*;

use super::*;

#[test]
fn r016_full_width_digits_are_the_same_pin() {
    for typed in ["1234", "１２３４", "1２3４"] {
        assert_eq!(Pin::parse(typed).ok().unwrap().digits(), b"1234", "{typed}");
    }
    assert_eq!(Pin::parse("０９９０").ok().unwrap().digits(), b"0990");
}

#[test]
fn r016_anything_but_four_digits_is_no_pin() {
    for typed in [
        "",
        "123",
        "12345",
        "12a4",
        " 1234",
        "1234\n",
        "١٢٣٤",
        "一二三四",
        "12.4",
        "⑴⑵⑶⑷",
    ] {
        assert_eq!(Pin::parse(typed).err(), Some(PinFormat), "{typed:?}");
    }
}

#[test]
fn a_collation_number_is_14_digits_in_any_width() {
    for typed in ["55021720352285", "５５０２１７２０３５２２８５"] {
        let number = CollationNumber::parse(typed).ok().unwrap();
        assert_eq!(number.digits(), b"55021720352285", "{typed}");
    }
    for typed in [
        "",
        "5502172035228",
        "550217203522850",
        "550217-2035-2285",
        "5502172035228A",
    ] {
        let format = CollationNumber::parse(typed).err();
        assert_eq!(format, Some(CollationNumberFormat), "{typed:?}");
    }
}

#[test]
fn a_password_is_folded_to_what_the_card_knows() {
    for typed in ["ABC123", "abc123", "aBc１２３", "ａｂＣ123"] {
        let password = SignaturePassword::parse(typed).ok().unwrap();
        assert_eq!(password.characters(), b"ABC123", "{typed}");
    }
    let longest = SignaturePassword::parse("abcdefgh12345678").ok().unwrap();
    assert_eq!(longest.characters(), b"ABCDEFGH12345678");
}

#[test]
fn anything_else_is_no_password() {
    for typed in [
        "",
        "ABC12",
        "ABCDEFGH123456789",
        "ABC 123",
        "ABC-123",
        "ABC12é",
        "ABC12ß",
        "ＡＢＣ１２！",
        "ABC12ı",
    ] {
        let format = SignaturePassword::parse(typed).err();
        assert_eq!(format, Some(SignaturePasswordFormat), "{typed:?}");
    }
}

proptest! {
    #[test]
    fn parse_never_panics_and_gives_only_what_a_card_compares(typed in ".{0,20}") {
        if let Ok(pin) = Pin::parse(&typed) {
            prop_assert_eq!(pin.digits().len(), PIN_LENGTH);
            prop_assert!(pin.digits().iter().all(u8::is_ascii_digit));
        }
        if let Ok(number) = CollationNumber::parse(&typed) {
            prop_assert_eq!(number.digits().len(), COLLATION_LENGTH);
            prop_assert!(number.digits().iter().all(u8::is_ascii_digit));
        }
        if let Ok(password) = SignaturePassword::parse(&typed) {
            let characters = password.characters();
            prop_assert!(PASSWORD_LENGTH.contains(&characters.len()));
            prop_assert!(characters.iter().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()));
        }
    }

    /// Of what a keyboard may send, exactly letters and digits fold.
    #[test]
    fn a_typed_password_is_accepted(typed in "[a-zA-Z0-9ａ-ｚＡ-Ｚ０-９]{6,16}") {
        prop_assert!(SignaturePassword::parse(&typed).is_ok());
    }
}
