use super::*;
use proptest::prelude::*;

#[test]
fn r081_a_black_dot_stands_for_any_one_character_on_either_side() {
    for (a, b, same) in [
        ("髙橋　花子", "●橋　花子", true),
        ("●橋　花子", "髙橋　花子", true),
        ("●橋　花子", "●橋　花子", true),
        ("●橋　花●", "髙●　花子", true),
        ("●●　花子", "髙橋　花子", true),
        ("●●　花子", "橋　花子", false),
        ("●　花子", "髙橋　花子", false),
        ("●橋　花子", "髙橋　花", false),
        ("●", "", false),
        ("●", "●●", false),
        ("髙橋　花子", "高橋　花子", false),
        ("", "", true),
    ] {
        assert_eq!(same_name(a, b), same, "{a} {b}");
    }
}

#[test]
fn r081_spaces_forms_and_variant_selectors_do_not_count() {
    for (a, b, same) in [
        ("山田　花子", "山田 花子", true),
        ("山田　花子", "山田花子", true),
        ("葛\u{E0100}城", "葛城", true),
        ("葛\u{E0100}城", "葛\u{E0101}城", true),
        ("葛\u{FE00}城", "葛城", true),
        ("●城", "葛\u{E0101}城", true),
        ("がく", "か\u{3099}く", true),
        ("●く", "か\u{3099}く", true),
        ("●く", "か\u{309A}く", true),
        ("か\u{309A}く", "かく", false),
        ("吉田", "𠮷田", false),
        ("●田", "𠮷田", true),
    ] {
        assert_eq!(same_name(a, b), same, "{a} {b}");
    }
}

#[test]
fn r081_kana_are_the_same_in_every_width_and_both_scripts() {
    for (a, b, same) in [
        ("ヤマダ　ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ", true),
        ("ヤマダ　ハナコ", "やまだはなこ", true),
        ("ヴァイオレット", "ゔぁいおれっと", true),
        ("ヤマダ　ハナコ", "ヤマタ　ハナコ", false),
        ("ショウコ", "シヨウコ", false),
        ("●マダ", "ヤマダ", false),
    ] {
        assert_eq!(same_kana(a, b), same, "{a} {b}");
    }
}

proptest! {
    #[test]
    fn r081_names_compare_alike_from_both_sides(a in "[●一-丅か゚\u{E0100} 　]{0,6}", b in "[●一-丅か゚\u{E0100} 　]{0,6}") {
        prop_assert!(same_name(&a, &a));
        prop_assert_eq!(same_name(&a, &b), same_name(&b, &a));
    }

    #[test]
    fn r081_any_text_at_all_is_compared(a in any::<String>(), b in any::<String>()) {
        prop_assert_eq!(same_name(&a, &b), same_name(&b, &a));
        prop_assert!(same_kana(&a, &a) && same_name(&a, &a));
    }
}
