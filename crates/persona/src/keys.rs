//! The keys of a persona's file. A key that is not in this list cannot be read, so
//! the list is the whole schema.

/// One key of a persona's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key with its sections, such as `person.birth`. Tables of which there may be
    /// more may be counted: `insurance.cover.2.number`.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// An example, as [`edit`](crate::edit) takes it.
    pub example: &'static str,
    /// What it is, in Japanese.
    pub ja: &'static str,
    /// What it is, in English.
    pub en: &'static str,
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text; in the file it is in quotes.
    Text,
    /// Texts parted by commas; in the file each is in quotes, all in brackets.
    Texts,
    /// A date, such as `1980-02-17`.
    Date,
    /// A date, or so many days from now: `{ days = -30 }`.
    Day,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Choice,
}

use Holds::{Choice, Date, Day, Number, Text, Texts};

/// Every key. Those of `insurance` and `history` are not read here but by the check
/// server.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    key("title.ja", Text, "資格あり", "何を試すカードか（日本語）", "what the card is there to show, in Japanese"),
    key("title.en", Text, "Insured", "何を試すカードか（英語）", "what the card is there to show, in English"),
    key("person.name", Text, "見本　花子", "氏名。姓と名の間に全角空白", "name; one U+3000 between family and given name"),
    key("person.kana", Text, "ミホン　ハナコ", "氏名のカナ", "the name in kana, parted in the same way"),
    key("person.birth", Date, "1980-02-17", "生年月日（西暦）", "day of birth"),
    key("person.sex", Text, "female", "性別: male・female・not_stated", "sex: male, female or not_stated"),
    key("person.address", Text, "架空県架空市見本町一丁目", "住所（存在しないもの）", "address, of a place that does not exist"),
    key("card.kind", Text, "plastic", "種類: plastic・without_pin（顔認証カード）・android・iphone", "plastic, without_pin (no PIN set), android or iphone"),
    key("card.pin", Text, "1234", "利用者証明用の暗証番号（数字4桁）。without_pin にはない", "user-authentication PIN, four digits; none for without_pin"),
    key("card.pin_tries", Number, "0", "その残り回数 0〜3（0: ロック）。省略: 3", "tries it starts with, 0 (locked) to 3; left out: 3"),
    key("card.text_pin", Text, "1234", "券面事項入力補助APの暗証番号。省略: card.pin と同じ", "PIN of the text application; left out: as card.pin"),
    key("card.resident_pin", Text, "1234", "住基APの暗証番号。省略: card.pin と同じ", "PIN of the resident application; left out: as card.pin"),
    key("card.common_pin", Text, "1234", "共通カードAPの暗証番号。省略: card.pin と同じ", "PIN of the common application; left out: as card.pin"),
    key("card.signature_password", Text, "ABC123", "署名用パスワード（英大文字と数字6〜16桁）。省略: 署名用電子証明書なし", "signature password, 6 to 16 of A-Z 0-9; left out: no signature certificate"),
    key("card.number", Text, "123456789010", "個人番号の代わりの12桁。検査用数字が正しいものは不可。省略: seed から", "twelve digits in place of the individual number, with a wrong check digit; left out: from the seed"),
    key("card.security_code", Text, "2285", "セキュリティコード（数字4桁）。省略: seed から", "security code, four digits; left out: from the seed"),
    key("card.seed", Number, "7", "顔などを決める数。省略: 氏名と生年月日から", "what the face and the rest are drawn from; left out: from name and birth"),
    key("card.photo", Text, "photo.png", "自分の顔写真（PNG・JPEG）。このファイルから見た場所", "a picture of one's own (PNG, JPEG), seen from the file"),
    key("card.municipality", Text, "99999", "全国地方公共団体コード（検査数字なしの5桁）", "code of the municipality, five digits"),
    key("card.issued", Day, "2026-04-01", "発行日。省略: 作った日", "day of issue; left out: the day it is made"),
    key("card.expires", Day, "2036-02-17", "カードの有効期限。省略: 発行時に決まる", "last day of the card; left out: decided when it is made"),
    key("card.certificate_expires", Day, "{ days = -30 }", "電子証明書の有効期限。省略: 発行時に決まる", "last day of the certificates; left out: decided when it is made"),
    key("card.suspended", Choice, "true", "一時利用停止にして作るか", "whether it is suspended as soon as it is made"),
    key("card.faults", Texts, "mute:4", "カードの不具合", "how the card misbehaves"),
    key("insurance.registration", Text, "deregistered", "健康保険証の利用登録: registered（登録済）・not_registered（未登録）・deregistering（解除申請中）・deregistered（解除済）", "use as insurance card: registered, not_registered, deregistering or deregistered"),
    key("insurance.disclosed", Choice, "true", "情報を開示するか。false: 支援措置・不開示。省略: true", "whether her data may be shown; false: withheld, for protection; left out: true"),
    key("insurance.subsidy_certificate", Choice, "true", "紙の受給者証が要る助成（福祉医療・小児医療等）があるか。省略: false", "granted a subsidy whose paper certificate must be brought; left out: false"),
    key("insurance.cover.insurer_number", Text, "06439996", "保険者番号（検証番号が正しいもの）", "insurer number with its right check digit"),
    key("insurance.cover.insurer_name", Text, "窓口シミュレータ健康保険組合", "保険者名称", "the insurer's name"),
    key("insurance.cover.symbol", Text, "5021", "記号。後期高齢者医療にはない", "symbol; late-elderly cover has none"),
    key("insurance.cover.number", Text, "1234567", "番号", "number"),
    key("insurance.cover.branch", Text, "01", "枝番（数字2桁）。後期高齢者医療にはない", "branch number, two digits; late-elderly cover has none"),
    key("insurance.cover.relation", Text, "insured", "insured（本人）・family（家族）", "insured (in their own right) or family"),
    key("insurance.cover.acquired_on", Day, "2020-04-01", "資格取得日", "first day of cover"),
    key("insurance.cover.lost_on", Day, "{ days = -10 }", "資格喪失日（資格がない最初の日）。省略: 続いている", "first day without cover; left out: it goes on"),
    key("insurance.cover.linked_on", Day, "2020-04-01", "資格確認サーバに届いた日", "day on which the check server learnt of it"),
    key("insurance.cover.share_percent", Number, "20", "負担割合（%）: 10・20・30・100。省略: 年齢による", "recorded share in percent: 10, 20, 30 or 100; left out: by age"),
    key("insurance.cover.arrears_due", Day, "{ days = -30 }", "滞納している最も古い保険税の納期限。省略: 滞納なし", "last day in time of the oldest premium that is unpaid; left out: all is paid"),
    key("insurance.limit.class", Text, "A03", "限度額適用区分", "class of the monthly limit"),
    key("insurance.limit.valid_from", Day, "2026-08-01", "限度額適用認定証の発効期日", "first day of the limit"),
    key("insurance.limit.valid_until", Day, "2027-07-31", "限度額適用認定証の有効期限", "last day of the limit"),
    key("insurance.limit.long_term_on", Day, "2026-10-01", "長期入院該当日", "day from which a long stay lowers the meal charge"),
    key("insurance.specific_disease.disease", Text, "dialysis", "特定疾病: dialysis（人工透析）・haemophilia（血友病）・hiv（血液製剤によるHIV感染症）", "specific disease: dialysis, haemophilia or hiv (by blood products)"),
    key("insurance.specific_disease.valid_from", Day, "2026-04-01", "特定疾病療養受療証の発効期日", "first day of its certificate"),
    key("insurance.specific_disease.valid_until", Day, "2028-03-31", "特定疾病療養受療証の有効期限。省略: 期限なし", "last day of its certificate; left out: it has no end"),
    key("history.medication.source", Text, "receipt", "薬剤情報の出どころ: receipt（レセプト）・dispensing（調剤）・prescribing（処方）", "source of the medication: receipt, dispensing or prescribing"),
    key("history.medication.dispensed_by", Text, "1340000002", "調剤機関のコード（10桁）。省略: 未調剤", "code of who dispensed it, ten digits; left out: nobody has"),
    key("history.medication.dispensed_by_name", Text, "見本薬局", "調剤機関の名称", "the name of who dispensed it"),
    key("history.medication.dispensed_on", Day, "{ days = -60 }", "調剤日", "day of dispensing"),
    key("history.medication.prescribed_by", Text, "1310000001", "処方機関のコード（10桁）", "code of who prescribed it, ten digits"),
    key("history.medication.prescribed_by_name", Text, "窓口シミュレータ医院", "処方機関の名称", "the name of who prescribed it"),
    key("history.medication.prescribed_on", Day, "{ days = -60 }", "処方日", "day of prescription"),
    key("history.medication.setting", Text, "outpatient", "outpatient（外来）・inpatient（入院）", "outpatient or inpatient"),
    key("history.medication.drug_code", Text, "699990001", "医薬品コード（9桁）。実在しないもの", "drug code, nine digits; of no real drug"),
    key("history.medication.drug_name", Text, "窓口錠１０ｍｇ", "医薬品名。実在しないもの", "name of the drug; of no real one"),
    key("history.medication.ingredient", Text, "マドグチニウム", "成分名", "its ingredient"),
    key("history.medication.amount", Text, "1", "用量（数）", "how much at a time, a decimal number"),
    key("history.medication.unit", Text, "錠", "用量（単位）", "the unit of that"),
    key("history.medication.usage", Text, "１日１回朝食後", "用法", "how it is taken"),
    key("history.medication.times", Number, "28", "日数・回数", "for how many days, or how many times"),
    key("history.treatment.provider", Text, "1310000001", "診療機関のコード（10桁）", "code of who treated her, ten digits"),
    key("history.treatment.provider_name", Text, "窓口シミュレータ医院", "診療機関の名称", "the name of who treated her"),
    key("history.treatment.on", Day, "{ days = -60 }", "診療日", "day of treatment"),
    key("history.treatment.setting", Text, "outpatient", "outpatient（外来）・inpatient（入院）", "outpatient or inpatient"),
    key("history.treatment.code", Text, "199990001", "診療行為コード（9桁）", "code of the treatment, nine digits"),
    key("history.treatment.name", Text, "見本検査", "診療行為名", "name of the treatment"),
    key("history.treatment.amount", Text, "1", "数量（数）。省略: 数えない", "how much, a decimal number; left out: not counted"),
    key("history.treatment.unit", Text, "回", "数量（単位）", "the unit of that"),
    key("history.treatment.times", Number, "1", "回数", "how many times"),
    key("history.surgery.provider", Text, "1310000001", "手術をした機関のコード（10桁）", "code of who operated, ten digits"),
    key("history.surgery.provider_name", Text, "窓口シミュレータ病院", "手術をした機関の名称", "the name of who operated"),
    key("history.surgery.on", Day, "{ days = -400 }", "手術日", "day of the operation"),
    key("history.surgery.code", Text, "159990001", "手術コード（9桁）", "code of the operation, nine digits"),
    key("history.surgery.name", Text, "見本手術", "手術名", "name of the operation"),
    key("history.checkup.insurer_number", Text, "06439996", "健診をした保険者の番号", "number of the insurer that had it made"),
    key("history.checkup.on", Day, "{ days = -200 }", "健診の実施日", "day of the check-up"),
    key("history.checkup.items", Texts, "9A751000000000001 収縮期血圧 118 mmHg", "結果: コード（17桁）・項目・値・単位を空白で区切る", "results: code (17 characters), item, value and unit, parted by blanks"),
];

const fn key(
    name: &'static str,
    holds: Holds,
    example: &'static str,
    ja: &'static str,
    en: &'static str,
) -> Key {
    Key {
        name,
        holds,
        example,
        ja,
        en,
    }
}

/// The key of that name, with or without counting tables.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    let parts = name.split('.').enumerate();
    let counted = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = parts.filter(|(at, part)| *at != 2 || !counted(part));
    let plain: Vec<&str> = parts.map(|(_, part)| part).collect();
    let plain = plain.join(".");
    KEYS.iter().find(|key| key.name == plain)
}

/// Whether `name` is a key, or a table of keys.
pub(crate) fn lists(name: &str) -> bool {
    KEYS.iter().any(|key| {
        let rest = key.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Persona, PersonaError, Section, edit};
    use std::collections::BTreeSet;

    const INSURED: &str = include_str!("../../../hardware/cards/insured.toml");

    #[test]
    fn every_key_is_listed_once_and_explained_in_both_languages() {
        let names: BTreeSet<&str> = KEYS.iter().map(|key| key.name).collect();
        assert_eq!(names.len(), KEYS.len());
        for key in KEYS {
            assert!(!key.ja.is_ascii() && key.en.is_ascii(), "{}", key.name);
            assert!(!key.en.is_empty(), "{}", key.name);
        }
    }

    #[test]
    fn every_listed_key_is_read_with_its_example_and_with_nothing_like_it() {
        for key in KEYS {
            let text = edit("x.toml", INSURED, &[(key.name, key.example)]).unwrap();
            assert!(text.contains(key.example), "{}", key.name);
            if ["insurance", "history"]
                .iter()
                .any(|it| key.name.starts_with(it))
            {
                continue;
            }
            let unlike = edit("x.toml", INSURED, &[(key.name, "\u{7}")]).unwrap_err();
            assert!(unlike.to_string().contains(key.name), "{unlike}");
        }
    }

    #[test]
    fn a_key_that_is_not_listed_cannot_be_read() {
        let text = INSURED.replace("[card]", "[card]\ncolour = 1");
        let error = Persona::parse("x.toml", &text).unwrap_err().to_string();
        assert!(error.contains("card.colour: is not known"), "{error}");
        let mut root = Section::root("x.toml", &text).unwrap();
        let mut card = root.section("card").unwrap();
        assert!(card.optional("colour", Section::line).unwrap().is_none());
        assert!(card.line("colour").is_err());
        for name in ["card.colour", "card", "insurance.cover.x.number", ""] {
            let error = edit("x.toml", INSURED, &[(name, "1")]).unwrap_err();
            assert!(matches!(error, PersonaError::NoPlace { .. }), "{name}");
        }
    }
}
