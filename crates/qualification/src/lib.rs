//! The words and rules of a qualification check (資格確認), and the decision with
//! its reason.
//!
//! *Knows* the law of the counter: who is insured on a day, which share they pay,
//! what their card may still be used for, and how to say so in plain words.
//!
//! *Never* knows a card, a network, SQL, protobuf or the clock: the day of the
//! visit (`visit_date`) and every instant is an argument, so the same question
//! always has the same answer.
//!
//! *Start reading at* [`admit`] (after the person is authenticated) and [`decide`]
//! (when they have chosen), then [`Reason`].
//!
//! # Glossary
//! One concept, one word, in protocol, code, tables and on screen.
//!
//! | identifier | 日本語 | what it is |
//! |---|---|---|
//! | [`InsuredPerson`] | 被保険者・被扶養者 | a person with cover, now or before |
//! | [`Cover`] | 資格 | one qualification with one insurer, from a day to a day |
//! | [`Qualification`] | 資格情報 | what the counter is told of the cover in force |
//! | [`InsurerNumber`] | 保険者番号 | 8 digits (6 for 国保) with a check digit |
//! | [`Cover::symbol`], [`Cover::number`], [`Branch`] | 記号・番号・枝番 | the person within the insurer |
//! | [`Share`] | 負担割合 | tenths of the charge paid at the counter |
//! | [`LimitClass`] | 限度額適用区分 | class of the monthly limit amount |
//! | [`Category`] | 閲覧同意の情報種別 | a kind of medical information that is consented to |
//! | [`ConsentGrant`] | 閲覧同意 | consent of one visit, institution and category |
//! | [`Registration`] | 利用登録 | whether the card is registered as insurance card |
//! | [`CertificateAge`] | 電子証明書の有効期限 | valid, in grace, expired |
//! | [`Assurance`] | 本人確認 | how the terminal says it made sure of the person |
//! | [`Verified`] | 確認の結果 | what was compared in the end: PIN, face, or the staff's eyes |
//! | [`Method::Face`] | 顔認証 | the chip's photo against a camera picture; here 模擬照合（スタブ） |
//! | [`Method::StaffCheck`] | 目視確認 | the staff compare the photo with the person |
//! | [`ScoreBand`] | 一致度の区分 | how far above the threshold two faces matched |
//! | [`StaffId`] | 職員ID | who of the staff looked, by the institution's own id |
//! | [`Assurance::attempts`] | 照合回数 | comparisons by PIN and by face, the last included |
//! | [`ConsentSurface`] | 同意の取得方法 | where the patient answered: reader, desk, or orally |
//! | [`Scope`] | 提供範囲 | everything, or eligibility only |
//! | [`Validity`] | 資格有効性 | the six official outcomes |
//! | [`Reason`] | 理由 | why the check ended as it did, and who can mend it |
//! | [`VisitId`] | 受付 | one visit: from putting down the card to its end |
//! | [`Institution`] | 医療機関・薬局 | who asks, by its 10-digit code |
//! | [`Document::Card`] | マイナンバーカード | the card; an insurance card (マイナ保険証) only once registered |
//! | [`Document::Declaration`] | 被保険者資格申立書 | filled in at the desk, with the card |
//! | [`LimitCertificate`] | 限度額適用認定証 | the class of the limit amount, on paper or as data |
//! | [`Rule`] | 決まり | one rule of the counter; [`Evidence`] says on what it stands |

mod assurance;
mod calendar;
mod catalogue;
mod cause;
mod certificate;
mod consent;
mod cover;
mod data;
mod decision;
mod document;
mod evidence;
mod handle;
mod insurer;
mod limit;
mod person;
mod reason;
mod rule;
mod share;
mod staff;
mod switches;
mod trace;

pub use assurance::{
    Assurance, AssuranceError, ConsentSurface, Method, ReaderKind, ScoreBand, Verified,
};
pub use calendar::{add_months_to_month_end, anniversary, attainment, month_end, visit_date};
pub use catalogue::{Source, SourceDocument, fill};
pub use cause::Cause;
pub use certificate::{CertificateAge, CertificateDates, NOTICE_MONTHS};
pub use consent::{CONSENT_HOURS, Category, Choices, ConsentGrant, LimitChoice};
pub use cover::{Branch, Cover, NumberQuery, Relation, Validity};
pub use decision::{
    Admission, Arrival, Decision, LimitAnswer, LimitBar, LimitDirective, Notice, Qualification,
    Scope, admit, check_by_number, decide,
};
pub use document::Document;
pub use evidence::Evidence;
pub use handle::{CardFingerprint, IdempotencyKey, PersonId, VisitId};
pub use insurer::{Institution, InsurerNumber, NumberError};
pub use limit::{LimitCertificate, LimitClass, SpecificDisease, SpecificDiseaseCertificate};
pub use person::{Disclosure, InsuredPerson, Registration, Sex};
pub use reason::{Mender, Reason, Text};
pub use rule::Rule;
pub use share::Share;
pub use staff::{StaffId, StaffIdFormat};
pub use switches::{GraceRule, LateElderlyIssue, LimitScreen, Switches};
pub use trace::{Spoken, Trace, Unheard, Value};
