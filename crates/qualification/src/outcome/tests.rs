use super::*;

#[test]
fn every_reason_has_one_line_and_words_in_both_languages() {
    let reasons: Vec<_> = FILE.outcome.iter().map(|outcome| outcome.code).collect();
    assert_eq!(reasons, Reason::ALL);
    for reason in Reason::ALL {
        assert_eq!(Reason::from_code(reason.code()), Some(*reason));
        for text in [reason.patient(), reason.staff(), reason.next()] {
            assert!(!text.ja.is_ascii(), "{reason:?} says nothing in Japanese");
            assert!(text.en.len() > 10, "{reason:?} says nothing in English");
        }
    }
}
