use super::*;
use proptest::prelude::*;

#[test]
fn r079_insurer_numbers_are_checked_by_their_last_digit() {
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
fn r079_the_check_digit_sums_the_digits_of_each_product() {
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

#[test]
fn r079_a_number_gets_its_check_digit() {
    for (body, number) in [
        ("3312001", "33120015"),
        ("0113001", "01130012"),
        ("3943999", "39439997"),
        ("0643999", "06439996"),
        ("43999", "439992"),
        ("20999", "209999"),
        ("10999", "109991"),
        ("14999", "149997"),
        ("0000000", "00000000"),
        ("00000", "000000"),
    ] {
        let made = InsurerNumber::with_check_digit(body).unwrap();
        assert_eq!(made.as_str(), number);
        assert_eq!(InsurerNumber::parse(number), Ok(made));
    }
    for wrong in [
        "",
        "439992",
        "4399",
        "06439996",
        "０６４３９９９",
        "4399a",
        " 43999",
    ] {
        let expected = "5 or 7";
        assert_eq!(
            InsurerNumber::with_check_digit(wrong),
            Err(NumberError::Digits { expected }),
            "{wrong}"
        );
    }
}

#[test]
fn r079_a_sum_that_is_a_multiple_of_ten_checks_as_zero() {
    let number = InsurerNumber::with_check_digit("0613085").unwrap();
    assert_eq!(number.as_str(), "06130850");
}

#[test]
fn r079_full_width_digits_are_refused_in_words_that_say_so() {
    let refused = InsurerNumber::parse("０６４３９９９６")
        .unwrap_err()
        .to_string();
    assert!(refused.contains("半角") && refused.contains("full-width"));
}

#[test]
fn r079_the_first_two_of_eight_digits_tell_the_scheme() {
    for (law, scheme) in [
        ("01", Some(Scheme::HealthInsuranceAssociation)),
        ("02", Some(Scheme::Seamen)),
        ("03", Some(Scheme::DayLabourers)),
        ("04", Some(Scheme::DayLabourers)),
        ("05", None),
        ("06", Some(Scheme::Society)),
        ("07", Some(Scheme::SelfDefenceForces)),
        ("11", None),
        ("12", Some(Scheme::MedicalAid)),
        ("31", Some(Scheme::MutualAid)),
        ("34", Some(Scheme::MutualAid)),
        ("35", None),
        ("39", Some(Scheme::LateElderly)),
        ("63", Some(Scheme::Retired)),
        ("67", Some(Scheme::RetiredNational)),
        ("71", None),
        ("72", Some(Scheme::Retired)),
        ("75", Some(Scheme::Retired)),
        ("00", None),
    ] {
        let number = InsurerNumber::with_check_digit(&format!("{law}13999")).unwrap();
        assert_eq!(number.scheme(), scheme, "{law}");
        assert_eq!(number.is_late_elderly(), law == "39", "{law}");
    }
    let national = InsurerNumber::parse("439992").unwrap();
    assert_eq!(national.scheme(), Some(Scheme::National));
    // Six digits beginning with 39 are a 国保 in the prefecture 39.
    let kochi = InsurerNumber::with_check_digit("39999").unwrap();
    assert_eq!(kochi.scheme(), Some(Scheme::National));
    assert!(!kochi.is_late_elderly());
}

#[test]
fn r079_two_digits_tell_the_prefecture() {
    for (body, prefecture) in [
        ("0643999", Some(43)),
        ("43999", Some(43)),
        ("0601999", Some(1)),
        ("47999", Some(47)),
        ("48999", None),
        ("0600999", None),
        ("0000000", None),
    ] {
        let number = InsurerNumber::with_check_digit(body).unwrap();
        assert_eq!(number.prefecture(), prefecture, "{body}");
    }
}

#[test]
fn r079_six_digits_are_right_aligned_in_eight_places_and_read_back() {
    for (number, aligned) in [("439992", "  439992"), ("39439997", "39439997")] {
        let read = InsurerNumber::parse(number).unwrap();
        assert_eq!(read.right_aligned(), aligned);
        assert_eq!(InsurerNumber::parse(aligned), Ok(read));
    }
}

proptest! {
    #[test]
    fn r079_one_wrong_digit_is_always_found(
        body in "[0-9]{5}([0-9]{2})?", place in 0_usize..8, by in 1_u8..10,
    ) {
        let number = InsurerNumber::with_check_digit(&body).unwrap();
        let mut digits = number.as_str().as_bytes().to_vec();
        if let Some(digit) = digits.get_mut(place) {
            *digit = b'0' + (*digit - b'0' + by) % 10;
            let wrong = String::from_utf8(digits).unwrap();
            prop_assert_eq!(InsurerNumber::parse(&wrong), Err(NumberError::CheckDigit));
        }
    }

    #[test]
    fn r079_any_text_at_all_is_read_or_refused(text in any::<String>()) {
        let _ = (InsurerNumber::parse(&text), InsurerNumber::with_check_digit(&text));
    }
}
