//! The insured person as the insurers registered them.

use jiff::civil::Date;

use crate::{Cover, LimitCertificate, PersonId, SpecificDiseaseCertificate};

/// 性別, as records carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
    /// 未設定.
    NotStated,
}

/// 利用登録: whether the person's card is registered as insurance card. It is made
/// once and survives a renewal, a change of insurer and the 75th birthday
/// (Azumino page; Kumamoto FAQ Q15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Registration {
    /// 未登録.
    NotRegistered,
    /// 登録済.
    Registered,
    /// 解除申請中: asked to be deregistered; the card still works meanwhile.
    Deregistering,
    /// 解除済. It may be registered again at any time (Azumino page; Takasaki leaflet).
    Deregistered,
}

/// 支援措置・不開示: whether the person's own data may be shown. It is told to no desk
/// (Kumamoto FAQ Q18※2, Q25⑥).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disclosure {
    /// Nothing is withheld.
    Disclosed,
    /// 不開示: the card is not usable as insurance card, and the address is shown to
    /// nobody.
    NotDisclosed,
}

/// A person with their whole history of cover. No `Debug`: a name must not slip
/// into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct InsuredPerson {
    /// The person's handle inside the server.
    pub id: PersonId,
    /// 氏名 as registered, family and given name parted by U+3000; a character the
    /// insurer cannot write stands as ●.
    pub name: String,
    /// 氏名カナ.
    pub kana: String,
    /// 生年月日.
    pub birth: Date,
    /// 性別.
    pub sex: Sex,
    /// 住所 as the insurer has it.
    pub address: String,
    /// Whether the card is registered as insurance card.
    pub registration: Registration,
    /// Whether the person's data may be shown.
    pub disclosure: Disclosure,
    /// 資格履歴, in any order.
    pub covers: Vec<Cover>,
    /// 限度額適用認定証情報, when one is recorded.
    pub limit: Option<LimitCertificate>,
    /// 特定疾病療養受療証, when one is recorded.
    pub specific_disease: Option<SpecificDiseaseCertificate>,
    /// Whether a subsidy (福祉医療・小児医療等) is granted whose paper certificate must be
    /// brought (Takasaki leaflet; Kawasaki page).
    pub subsidy_certificate: bool,
}
