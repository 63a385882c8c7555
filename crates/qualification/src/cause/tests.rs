use super::*;

#[test]
fn every_cause_has_one_line_and_words_in_both_languages() {
    let causes: Vec<_> = FILE.cause.iter().map(|line| line.code).collect();
    assert_eq!(causes, Cause::ALL);
    for cause in Cause::ALL {
        assert_eq!(Cause::from_code(cause.code()), Some(*cause));
        assert!(!cause.text().ja.is_ascii() && cause.text().en.len() > 10);
        let named = cause.line().help_line.is_some();
        assert_eq!(cause.help_line().is_some(), named, "{cause:?}");
    }
}
