//! Classes of the limit amount, as people write them.

use qualification::LimitClass;

/// 適用区分, by its code or its name.
#[derive(Clone, Copy)]
pub(crate) struct Class(pub(crate) LimitClass);

/// The class of a code (`A03`) or a name: `区分ウ`, `ウ`, `現役並みⅢ`, `現役III`, `低所得者2`.
pub(crate) fn limit_class(text: &str) -> Option<LimitClass> {
    let by_code = || {
        let all = LimitClass::ALL.iter();
        all.copied().find(|class| class.code().eq_ignore_ascii_case(text))
    };
    by_code().or_else(|| {
        let name = plain(text);
        let mut all = LimitClass::ALL.iter().copied();
        all.find(|class| plain(class.label()) == name)
    })
}

/// A name without what people write in several ways.
fn plain(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix("区分").unwrap_or(name);
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            'Ⅰ' | '1' | '１' => plain.push('I'),
            'Ⅱ' | '2' | '２' => plain.push_str("II"),
            'Ⅲ' | '3' | '３' => plain.push_str("III"),
            'Ｉ' => plain.push('I'),
            // 現役並み所得者, 低所得者, brackets of both widths.
            '並' | 'み' | '所' | '得' | '者' | '(' | ')' | '（' | '）' | ' ' | '　' => {}
            letter => plain.push(letter),
        }
    }
    plain
}
