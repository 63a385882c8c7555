use super::*;

#[test]
fn insurer_numbers_are_checked_by_their_last_digit() {
    for good in [
        "39439997", "06439996", "439992", "209999", "109991", "149997", "01130012", "  439992",
    ] {
        assert!(InsurerNumber::parse(good).is_ok(), "{good}");
    }
    for wrong in ["39439998", "06439990", "439993"] {
        assert_eq!(
            InsurerNumber::parse(wrong),
            Err(NumberError::CheckDigit),
            "{wrong}"
        );
    }
    for wrong in [
        "",
        "4399",
        "3943999",
        "０６４３９９９６",
        "06439 96",
        "0643999a",
        "394399977",
    ] {
        assert!(
            matches!(InsurerNumber::parse(wrong), Err(NumberError::Digits { .. })),
            "{wrong}"
        );
    }
}

#[test]
fn the_check_digit_is_the_catalogues() {
    let digits = |text: &'static str| text.bytes().map(|byte| byte - b'0');
    assert_eq!(check_digit(digits("3312001")), 5);
    assert_eq!(check_digit(digits("0113001")), 2);
    assert_eq!(check_digit(digits("0000000")), 0);
}

#[test]
fn an_institution_code_is_ten_digits() {
    assert!(Institution::parse("1310000001").is_ok());
    for wrong in [
        "",
        "131000000",
        "13100000011",
        "131000000a",
        "１３１００００００１",
    ] {
        assert!(Institution::parse(wrong).is_err(), "{wrong}");
    }
}
