//! 限度額適用認定証情報: the class that caps what is paid in a month.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $ja:literal;)+) => {
        /// 適用区分, by its official code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LimitClass { $($(#[$doc])* $name,)+ }

        impl LimitClass {
            /// Every class.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The official code, such as `A03`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The name on screen, such as `区分ウ`.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $ja,)+ }
            }
        }
    };
}

classes! {
    /// Under 70, highest income.
    A = "A01", "区分ア";
    /// Under 70.
    I = "A02", "区分イ";
    /// Under 70.
    U = "A03", "区分ウ";
    /// Under 70.
    E = "A04", "区分エ";
    /// Under 70, exempt from residence tax.
    O = "A05", "区分オ";
    /// Under 70, exempt, borderline.
    OBorder = "A06", "区分オ（境）";
    /// 70 and more, income as of active workers, highest.
    ActiveThree = "B01", "現役並みⅢ";
    /// 70 and more, income as of active workers.
    ActiveTwo = "B02", "現役並みⅡ";
    /// 70 and more, income as of active workers.
    ActiveOne = "B03", "現役並みⅠ";
    /// 70 to 74.
    General = "B04", "一般";
    /// 70 and more, low income.
    LowTwo = "B05", "低所得Ⅱ";
    /// 70 and more, lowest income.
    LowOne = "B06", "低所得Ⅰ";
    /// 70 and more, lowest income, old-age welfare pension.
    LowOnePension = "B07", "低所得Ⅰ（老福）";
    /// 70 and more, lowest income, borderline.
    LowOneBorder = "B08", "低所得Ⅰ（境）";
    /// 後期, share of two tenths.
    GeneralTwo = "B09", "一般Ⅱ";
    /// 後期, share of one tenth.
    GeneralOne = "B10", "一般Ⅰ";
}

impl LimitClass {
    /// The class with the official `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.code() == code)
    }

    /// The class that people mean by `label`, such as `ウ`, `区分ウ`, `現役並みIII` or
    /// `低所得者Ⅱ`: Roman numerals, letters and brackets may be of any width.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        let meant = folded(label);
        let mut classes = Self::ALL.iter().copied();
        classes.find(|class| folded(class.label()) == meant)
    }
}

/// Read by its code, as data files write it.
impl<'de> Deserialize<'de> for LimitClass {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code)
            .ok_or_else(|| D::Error::custom("a class is A01 to A06 or B01 to B10"))
    }
}

/// A label with its spaces, widths and optional words taken out.
fn folded(label: &str) -> String {
    let mut folded = String::new();
    for letter in label.chars().filter(|letter| !letter.is_whitespace()) {
        match letter {
            'Ⅰ' | 'Ｉ' => folded.push('I'),
            'Ⅱ' => folded.push_str("II"),
            'Ⅲ' => folded.push_str("III"),
            '（' => folded.push('('),
            '）' => folded.push(')'),
            'ｱ' => folded.push('ア'),
            'ｲ' => folded.push('イ'),
            'ｳ' => folded.push('ウ'),
            'ｴ' => folded.push('エ'),
            'ｵ' => folded.push('オ'),
            other => folded.push(other),
        }
    }
    let folded = folded
        .replace("所得者", "所得")
        .replace("現役並み所得", "現役並み");
    folded.strip_prefix("区分").unwrap_or(&folded).to_owned()
}

/// One recorded limit class with the days it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitCertificate {
    /// 適用区分.
    pub class: LimitClass,
    /// 発効期日: the first day it holds.
    pub valid_from: Date,
    /// 有効期限: the last day it holds.
    pub valid_until: Date,
    /// 長期入院該当日: from this day the meal charge is lower; it must have been
    /// applied for (Azumino page; Takasaki leaflet).
    pub long_term_on: Option<Date>,
}

impl LimitCertificate {
    /// Whether it holds on `day`; both ends count.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        (self.valid_from..=self.valid_until).contains(&day)
    }
}

/// 特定疾病の区分, by its official code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpecificDisease {
    /// 1 人工透析を実施している慢性腎不全.
    Dialysis,
    /// 2 血友病 (第VIII・第IX因子障害).
    Haemophilia,
    /// 3 血液製剤に起因するHIV感染症.
    Hiv,
}

impl SpecificDisease {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Dialysis, Self::Haemophilia, Self::Hiv];

    /// The official code, 1 to 3.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Dialysis => 1,
            Self::Haemophilia => 2,
            Self::Hiv => 3,
        }
    }

    /// The one with the official `code`.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|disease| disease.code() == code)
    }
}

/// 特定疾病療養受療証: certified in advance, it need not be brought (Takasaki leaflet).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecificDiseaseCertificate {
    /// 認定疾病区分.
    pub disease: SpecificDisease,
    /// 発効期日: the first day it holds.
    pub valid_from: Date,
    /// 有効期限: the last day it holds; `None`: it has no end.
    pub valid_until: Option<Date>,
}

impl SpecificDiseaseCertificate {
    /// Whether it holds on `day`; both ends count.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn codes_name_one_class_each() {
        for class in LimitClass::ALL {
            assert_eq!(LimitClass::from_code(class.code()), Some(*class));
        }
        assert_eq!(LimitClass::from_code("A99"), None);
    }

    #[test]
    fn people_name_a_class_in_many_ways() {
        for class in LimitClass::ALL {
            assert_eq!(LimitClass::from_label(class.label()), Some(*class));
        }
        for (label, code) in [
            ("ア", "A01"),
            ("ｲ", "A02"),
            ("区分 ウ", "A03"),
            ("区分エ", "A04"),
            ("オ", "A05"),
            ("オ(境)", "A06"),
            ("現役並みIII", "B01"),
            ("現役並みⅢ", "B01"),
            ("現役並み所得者ＩＩ", "B02"),
            ("現役並み Ⅰ", "B03"),
            ("一般", "B04"),
            ("低所得II", "B05"),
            ("低所得者Ⅰ", "B06"),
            ("低所得I(老福)", "B07"),
            ("低所得Ⅰ（境）", "B08"),
            ("一般II", "B09"),
            ("一般Ｉ", "B10"),
        ] {
            let class = LimitClass::from_label(label).map(LimitClass::code);
            assert_eq!(class, Some(code), "{label}");
        }
        for unknown in [
            "",
            "区分",
            "カ",
            "低所得",
            "低所得III",
            "現役並み",
            "一般III",
            "アイ",
        ] {
            assert_eq!(LimitClass::from_label(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_certificate_holds_on_both_its_end_days() {
        let certificate = LimitCertificate {
            class: LimitClass::U,
            valid_from: date(2026, 8, 1),
            valid_until: date(2027, 7, 31),
            long_term_on: None,
        };
        for (day, holds) in [
            (date(2026, 7, 31), false),
            (date(2026, 8, 1), true),
            (date(2027, 7, 31), true),
            (date(2027, 8, 1), false),
        ] {
            assert_eq!(certificate.holds_on(day), holds, "{day}");
        }
    }
}
