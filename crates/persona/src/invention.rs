//! A new persona's file, invented from a seed.

use crate::{PersonaError, edit, seed};

/// Families that nobody is of, with their reading.
const FAMILIES: [(&str, &str); 10] = [
    ("窓口", "マドグチ"),
    ("架空", "カクウ"),
    ("見本", "ミホン"),
    ("模擬", "モギ"),
    ("例示", "レイジ"),
    ("仮想", "カソウ"),
    ("雛形", "ヒナガタ"),
    ("空想", "クウソウ"),
    ("試験", "シケン"),
    ("想定", "ソウテイ"),
];
const WOMEN: [(&str, &str); 6] = [
    ("花子", "ハナコ"),
    ("夢美", "ユメミ"),
    ("例子", "レイコ"),
    ("仮奈", "カナ"),
    ("夢乃", "ユメノ"),
    ("試穂", "シホ"),
];
const MEN: [(&str, &str); 6] = [
    ("太郎", "タロウ"),
    ("例次", "レイジ"),
    ("仮人", "カリト"),
    ("夢彦", "ユメヒコ"),
    ("空也", "クウヤ"),
    ("試郎", "シロウ"),
];
const TOWNS: [&str; 5] = ["窓口台", "見本町", "模擬が丘", "仮想通", "例示浜"];

/// The text of a new persona's file: what is `given`, as [`edit`] takes it, and the
/// rest invented. The same seed invents the same; its highest bit does not count.
/// `file` is the name for error texts.
///
/// # Errors
/// Those of [`edit`] for what is given; [`PersonaError::HalfAName`].
pub fn invent(file: &str, seed: u64, given: &[(&str, &str)]) -> Result<String, PersonaError> {
    let is_given = |name| given.iter().any(|(key, _)| *key == name);
    if is_given("person.name") != is_given("person.kana") {
        return Err(PersonaError::HalfAName);
    }
    let text = text(seed & (u64::MAX >> 1), given);
    edit(file, &text, given)
}

fn text(seed: u64, given: &[(&str, &str)]) -> String {
    let says = |name, value| given.contains(&(name, value));
    let man =
        says("person.sex", "male") || !says("person.sex", "female") && draw(seed, "sex", 2) == 0;
    let (sex, names) = if man {
        ("male", &MEN)
    } else {
        ("female", &WOMEN)
    };
    let (family, family_kana) = pick(seed, "family", &FAMILIES);
    let (name, kana) = pick(seed, "given name", names);
    let year = 1957 + draw(seed, "year of birth", 48);
    let month = 1 + draw(seed, "month of birth", 12);
    let day = 1 + draw(seed, "day of birth", 28);
    let town = pick(seed, "town", &TOWNS);
    let block = wide(1 + draw(seed, "block", 99));
    let house = wide(1 + draw(seed, "house", 99));
    let secrets = if says("card.kind", "without_pin") {
        String::new()
    } else {
        let pin = draw(seed, "pin", 10_000);
        let password = draw(seed, "password", 100_000);
        format!(
            "# 利用者証明用の暗証番号（数字4桁）。 / The user-authentication PIN: four digits.\n\
             pin = \"{pin:04}\"\n\
             # 署名用パスワード。 / The password of the signature certificate.\n\
             signature_password = \"SIM{password:05}\"\n"
        )
    };
    let symbol = 1000 + draw(seed, "symbol", 9000);
    let number = 1_000_000 + draw(seed, "insured number", 9_000_000);
    format!(
        r#"# 作った仮想カード。人物・住所・記号番号はすべて架空のもの。実在の情報を書かないこと。
# A virtual card that was made up. Person, address and numbers are invented: never
# write a real one here.

title = {{ ja = "作ったカード", en = "A card that was made up" }}

[person]
# 氏名とカナは、姓と名の間に全角空白を一つ置く。
# Name and kana: one full-width space (U+3000) between family and given name.
name = "{family}　{name}"
kana = "{family_kana}　{kana}"
birth = {year}-{month:02}-{day:02}
# male | female | not_stated（記載なし）
sex = "{sex}"
address = "架空県架空市{town}{block}番地{house}"

[card]
{secrets}# 顔などを決める数。 / What the face and the rest are drawn from.
seed = {seed}

# 保険の資格。カードには入らず、資格確認サーバが読み込む。
# The cover. It is not on the card; the check server loads it.
[insurance]
# マイナンバーカードの健康保険証利用登録。 / Registered for use as insurance card.
registration = "registered"

[[insurance.cover]]
insurer_number = "06439996"
insurer_name = "窓口シミュレータ健康保険組合"
symbol = "{symbol}"
number = "{number}"
branch = "01"
# insured（本人） | family（家族）
relation = "insured"
acquired_on = 2020-04-01
linked_on = 2020-04-01
"#
    )
}

/// A number below `most` (at least 1).
fn draw(seed: u64, what: &str, most: u64) -> u64 {
    let drawn = seed::draw(seed, what);
    let (first, _) = drawn.split_first_chunk().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*first) % most.max(1)
}

fn pick<T: Copy + Default>(seed: u64, what: &str, from: &[T]) -> T {
    let most = u64::try_from(from.len()).unwrap_or(1);
    let at = usize::try_from(draw(seed, what, most)).unwrap_or(0);
    from.get(at).copied().unwrap_or_default()
}

/// The number in the full-width digits of an address.
fn wide(number: u64) -> String {
    let digits = number.to_string();
    let digits = digits.chars().filter_map(|digit| digit.to_digit(10));
    let wide = digits.filter_map(|digit| char::from_u32(u32::from('０') + digit));
    wide.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CardKind, Persona, Sex};
    use std::collections::BTreeSet;

    fn persona(text: &str) -> Persona {
        Persona::parse("new.toml", text).unwrap()
    }

    #[test]
    fn a_seed_invents_the_same_person_and_another_seed_another() {
        assert_eq!(
            invent("new.toml", 7, &[]).unwrap(),
            invent("new.toml", 7, &[]).unwrap()
        );
        let people: BTreeSet<_> = (0..200)
            .map(|seed| invent("new.toml", seed, &[]).unwrap())
            .collect();
        assert_eq!(people.len(), 200);
        let described = |text: &String| {
            let person = persona(text).person;
            format!("{} {} {}", person.name, person.birth, person.address)
        };
        let distinct: BTreeSet<_> = people.iter().map(described).collect();
        assert_eq!(distinct.len(), 200);
        assert!(invent("new.toml", u64::MAX, &[]).is_ok());
    }

    #[test]
    fn what_is_given_stands_in_the_file_and_the_rest_fits_it() {
        let given = [
            ("person.name", "例示　一号"),
            ("person.kana", "レイジ　イチゴウ"),
            ("person.birth", "1940-05-06"),
            ("card.pin", "9999"),
        ];
        let text = invent("new.toml", 1, &given).unwrap();
        for (_, value) in given {
            assert!(text.contains(value), "{value}");
        }
        for (sex, names) in [("male", MEN), ("female", WOMEN)] {
            for seed in 0..20 {
                let person =
                    persona(&invent("new.toml", seed, &[("person.sex", sex)]).unwrap()).person;
                let fits = names.iter().any(|(name, _)| person.name.ends_with(name));
                assert!(fits && (person.sex == Sex::Male) == (sex == "male"));
            }
        }
    }

    #[test]
    fn a_card_without_pin_is_invented_without_secrets() {
        let text = invent("new.toml", 1, &[("card.kind", "without_pin")]).unwrap();
        assert_eq!(persona(&text).card.kind, CardKind::WithoutPin);
        assert!(persona(&text).card.pin.is_none());
    }

    #[test]
    fn half_a_name_or_a_wrong_key_invents_nobody() {
        let half = invent("new.toml", 1, &[("person.name", "例示　一号")]);
        assert!(matches!(half, Err(PersonaError::HalfAName)));
        assert!(invent("new.toml", 1, &[("person.birth", "1940")]).is_err());
        assert!(invent("new.toml", 1, &[("person.size", "1")]).is_err());
    }
}
