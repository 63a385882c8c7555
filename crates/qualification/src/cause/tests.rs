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

#[test]
fn r042_what_the_card_is_still_good_for() {
    use CardInFallBack::{NotACard, OnlyCertificate, Usable};
    for (cause, card) in [
        (Cause::ReaderAbsent, Usable),
        (Cause::ReaderBroken, Usable),
        (Cause::CardUnreadable, Usable),
        (Cause::NotRegistered, OnlyCertificate),
        (Cause::Deregistered, OnlyCertificate),
        (Cause::PinLocked, Usable),
        (Cause::PinForgotten, Usable),
        (Cause::FaceMismatch, Usable),
        (Cause::CertExpired, OnlyCertificate),
        (Cause::CertSuspended, NotACard),
        (Cause::CertRevoked, NotACard),
        (Cause::NewJoinerLag, Usable),
        (Cause::NotDisclosed, OnlyCertificate),
        (Cause::InfoError, Usable),
        (Cause::ServerDown, Usable),
        (Cause::PinlessNotForOnline, OnlyCertificate),
    ] {
        assert_eq!(cause.card(), card, "{cause:?}");
    }
}

#[test]
fn r042_each_cause_says_what_to_do_and_where() {
    for (cause, says) in [
        (Cause::CardUnreadable, "再交付は市区町村"),
        (Cause::NotRegistered, "顔認証付きカードリーダーで登録"),
        (Cause::Deregistered, "もう一度登録できます"),
        (Cause::PinLocked, "解除は市区町村"),
        (Cause::PinForgotten, "目視確認"),
        (Cause::FaceMismatch, "暗証番号または職員の目視確認"),
        (Cause::CertExpired, "市区町村の窓口で更新"),
        (Cause::NewJoinerLag, "マイナポータルで確認"),
        (Cause::InfoError, "手で書き直さず"),
        (Cause::PinlessNotForOnline, "来院"),
    ] {
        assert!(cause.text().ja.contains(says), "{cause:?}");
    }
    for cause in Cause::ALL {
        assert!(!cause.source().is_empty(), "{cause:?}");
        assert!(!cause.evidence().code().is_empty());
        assert!(cause.text().ja.ends_with('。') && cause.text().en.ends_with('.'));
    }
}

#[test]
fn r040_who_doubts_their_share_is_told_whom_to_call() {
    let line = Cause::InfoError.help_line().unwrap();
    assert_eq!(line.number(), "0120-95-0178");
    assert!(line.what().ja.contains("負担割合"));
    assert_eq!(line.source(), "Kawasaki page §8");
    let sunday: jiff::Timestamp = "2026-11-22T08:29:59Z".parse().unwrap();
    assert_eq!(line.open_at(sunday), crate::Opening::Open);
}
