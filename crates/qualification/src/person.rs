//! The insured person as the insurers registered them.

use jiff::civil::Date;

use crate::{Cover, LimitCertificate, PersonId};

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
    /// 資格履歴, in any order.
    pub covers: Vec<Cover>,
    /// 限度額適用認定証情報, when one is recorded.
    pub limit: Option<LimitCertificate>,
}
