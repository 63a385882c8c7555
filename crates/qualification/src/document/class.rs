//! 資格確認書の交付対象: why someone gets a 資格確認書.

use jiff::civil::Date;

use crate::{Disclosure, Registration};

/// One reason to get a 資格確認書 (DOC-KAKUNIN-CLASSES; Kumamoto FAQ Q25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CertificateClass {
    /// ① マイナンバーカードを作っていない.
    NoCard,
    /// ② マイナンバーカードを返納した.
    CardReturned,
    /// ③ 保険証の利用登録をしていない.
    NotRegistered,
    /// ④ 利用登録を解除した (解除申請中を含む).
    Deregistered,
    /// ⑤ カードまたは電子証明書の有効期限が切れた.
    CardEnded,
    /// ⑥ 支援措置 (自己情報を閲覧できない). Told to no desk.
    NotDisclosed,
    /// ⑦ 要配慮者で、一度申請した.
    NeedsCare,
}

impl CertificateClass {
    /// Every one, from ① to ⑦.
    pub const ALL: [Self; 7] = [
        Self::NoCard,
        Self::CardReturned,
        Self::NotRegistered,
        Self::Deregistered,
        Self::CardEnded,
        Self::NotDisclosed,
        Self::NeedsCare,
    ];

    /// The sign in front of it in the source, `①` to `⑦`.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::NoCard => "①",
            Self::CardReturned => "②",
            Self::NotRegistered => "③",
            Self::Deregistered => "④",
            Self::CardEnded => "⑤",
            Self::NotDisclosed => "⑥",
            Self::NeedsCare => "⑦",
        }
    }
}

/// マイナンバーカード: whether someone has one, and what it is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardHeld {
    /// None was ever made.
    None,
    /// 返納.
    Returned,
    /// One is held.
    Held {
        /// 利用登録.
        registration: Registration,
        /// The last day of the card or its certificate, whichever is earlier.
        until: Date,
    },
}

/// 申請: what someone applied for a 資格確認書 with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateApplication {
    /// Nothing.
    None,
    /// 要配慮者 (要介護認定, 障害); once is enough.
    NeedsCare,
    /// 「念のために」. It is refused (Takasaki leaflet).
    JustInCase,
}

/// Everything that decides which document someone gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// 生年月日.
    pub birth: Date,
    /// The card.
    pub card: CardHeld,
    /// 支援措置・不開示.
    pub disclosure: Disclosure,
    /// What was applied for.
    pub application: CertificateApplication,
}

/// A set of [`CertificateClass`]es.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CertificateClasses(u8);

impl CertificateClasses {
    /// Whether nothing is in it: the person gets a 資格情報のお知らせ.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `class` is in it.
    #[must_use]
    pub const fn contains(self, class: CertificateClass) -> bool {
        self.0 & bit(class) != 0
    }

    /// What is in it, from ① to ⑦.
    pub fn iter(self) -> impl Iterator<Item = CertificateClass> {
        CertificateClass::ALL
            .into_iter()
            .filter(move |class| self.contains(*class))
    }

    fn with(self, class: CertificateClass, is_in: bool) -> Self {
        if is_in {
            Self(self.0 | bit(class))
        } else {
            self
        }
    }
}

const fn bit(class: CertificateClass) -> u8 {
    match class {
        CertificateClass::NoCard => 1,
        CertificateClass::CardReturned => 2,
        CertificateClass::NotRegistered => 4,
        CertificateClass::Deregistered => 8,
        CertificateClass::CardEnded => 16,
        CertificateClass::NotDisclosed => 32,
        CertificateClass::NeedsCare => 64,
    }
}

/// Why `holder` gets a 資格確認書 on `day` (DOC-KAKUNIN-CLASSES). ⑥ beats all: then it
/// stands alone, and nothing else about the person is told. ⑤ begins the day after the
/// end, while eligibility is still answered in the grace.
#[must_use]
pub fn certificate_classes(holder: &Holder, day: Date) -> CertificateClasses {
    use CertificateClass as Class;
    let none = CertificateClasses::default();
    if holder.disclosure == Disclosure::NotDisclosed {
        return none.with(Class::NotDisclosed, true);
    }
    let classes = match holder.card {
        CardHeld::None => none.with(Class::NoCard, true),
        CardHeld::Returned => none.with(Class::CardReturned, true),
        CardHeld::Held {
            registration,
            until,
        } => {
            let pending = registration == Registration::Deregistering;
            let undone = registration == Registration::Deregistered;
            let never = registration == Registration::NotRegistered;
            none.with(Class::NotRegistered, never || undone)
                .with(Class::Deregistered, pending || undone)
                .with(Class::CardEnded, until < day)
        }
    };
    classes.with(
        Class::NeedsCare,
        holder.application == CertificateApplication::NeedsCare,
    )
}

#[cfg(test)]
mod tests;
