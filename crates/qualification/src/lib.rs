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
//! | [`Scheme`] | 制度（法別番号） | which law an insurer works under |
//! | [`InsurerPolicy`] | 保険者ごとの定め | what differs from insurer to insurer |
//! | [`Share`] | 負担割合 | tenths of the charge paid at the counter |
//! | [`LimitClass`] | 限度額適用区分 | class of the monthly limit amount |
//! | [`CareMonth`] | 診療月 | the month that chooses the table of amounts |
//! | [`Setting`] | 外来・入院 | each has its own limit amount in a month |
//! | [`Charge`] | 窓口負担 | what is paid at the desk for a [`Bill`] |
//! | [`Category`] | 閲覧同意の情報種別 | a kind of medical information that is consented to |
//! | [`HistoryWindow`] | 閲覧できる期間 | how far back medical information goes |
//! | [`HistoryRecord`] | 医療情報等の1件 | one thing in a person's history |
//! | [`Medication`], [`Treatment`], [`Surgery`], [`Checkup`] | 薬剤・診療・手術・特定健診等情報 | what a record is of |
//! | [`HistorySource`] | 情報の出どころ | receipt, 電子処方箋 (dispensing, prescribing), or insurer |
//! | [`published_on`], [`kept_until`] | 閲覧できる日・保存期間 | from when a record is seen, and until when |
//! | [`Purpose`] | 目的 | care or dispensing: what an institution is for |
//! | [`Viewing`], [`ViewDenial`] | 閲覧・閲覧できない理由 | somebody asks to view, and is told why not |
//! | [`ConsentId`] | 同意番号 | one consent, by a handle of the server's |
//! | [`ConsentGrant`] | 閲覧同意 | consent of one visit, institution and category |
//! | [`Registration`] | 利用登録 | whether the card is registered as insurance card |
//! | [`RegistrationEvent`] | 利用登録・解除申請・解除 | what happened to a registration |
//! | [`RegistrationWindow`] | 登録できる期間 | whether the certificate's end leaves time to register |
//! | [`CertificateAge`] | 電子証明書の有効期限 | valid, in grace, expired |
//! | [`Assurance`] | 本人確認 | how the terminal says it made sure of the person |
//! | [`Verified`] | 確認の結果 | what was compared in the end: PIN, face, or the staff's eyes |
//! | [`Method::Face`] | 顔認証 | the chip's photo against a camera picture; here 模擬照合（スタブ） |
//! | [`Method::StaffCheck`] | 目視確認 | the staff compare the photo with the person |
//! | [`ScoreBand`] | 一致度の区分 | how far above the threshold two faces matched |
//! | [`StaffId`] | 職員ID | who of the staff looked, by the institution's own id |
//! | [`Assurance::attempts`] | 照合回数 | comparisons by PIN and by face, the last included |
//! | [`Venue`] | 窓口・訪問・オンライン | where care is given |
//! | [`Medium`] | カード・スマートフォン | what holds the certificate |
//! | [`Role`] | 職種 | who of the staff asks to view something |
//! | [`Caller`] | 照会者 | who asks: institution, terminal and staff |
//! | [`Party`] | 医療機関・運営者 | whose certificate a call came with |
//! | [`TerminalId`] | 端末ID | a terminal, by the institution's own id |
//! | [`ConsentSurface`] | 同意の取得方法 | where the patient answered: reader, desk, or orally |
//! | [`Scope`] | 提供範囲 | everything, or eligibility only |
//! | [`Document`] | 提示できる書類 | what may be shown when the online check cannot be made |
//! | [`Document::OldCard`] | 旧保険証 | the old card, issued until 2024-12-01 |
//! | [`Document::EligibilityCertificate`] | 資格確認書 | stands alone in place of the old card |
//! | [`Document::EligibilityNotice`] | 資格情報のお知らせ | only together with the card |
//! | [`CertificateClass`] | 資格確認書の交付対象 | why someone gets a certificate of eligibility |
//! | [`Cause`] | 確認できない理由 | why the online check cannot be made |
//! | [`Way`] | 代わりの受付方法 | by what somebody is accepted without an online check |
//! | [`Validity`] | 資格有効性 | the six official outcomes |
//! | [`Reason`] | 理由 | why the check ended as it did, and who can mend it |
//! | [`VisitId`] | 受付 | one visit: from putting down the card to its end |
//! | [`Booking`] | 予約 | one entry of such a list |
//! | [`ReceiptNumber`] | 受付番号 | one list of bookings (一括照会) |
//! | [`Institution`] | 医療機関・薬局 | who asks, by its 10-digit code |
//! | [`Document::Card`] | マイナンバーカード | the card; an insurance card (マイナ保険証) only once registered |
//! | [`Document::Declaration`] | 被保険者資格申立書 | filled in at the desk, with the card |
//! | [`LimitCertificate`] | 限度額適用認定証 | the class of the limit amount, on paper or as data |
//! | [`Rule`] | 決まり | one rule of the counter; [`Evidence`] says on what it stands |

mod age;
mod assurance;
mod booking;
mod calendar;
mod caller;
mod catalogue;
mod cause;
mod certificate;
mod charge;
mod consent;
mod cover;
mod data;
mod decision;
mod document;
mod evidence;
mod fall_back;
mod handle;
mod help_line;
mod history;
mod holiday;
mod institution_terms;
mod insurer;
mod insurer_kind;
mod insurer_policy;
mod lag;
mod limit;
mod names;
mod outcome;
mod outcome_page;
mod person;
mod provenance;
mod purpose;
mod reason;
mod registration;
mod reminder;
mod role;
mod rule;
mod scheme;
mod share;
mod staff;
mod switches;
mod text;
mod trace;
mod venue;

pub use age::{late_elderly_from, preschool_until, share_from_70, special_care_exempt_until};
pub use assurance::{
    Assurance, AssuranceError, ConsentSurface, Method, ReaderKind, ScoreBand, Verified,
};
pub use booking::Booking;
pub use calendar::{add_months_to_month_end, anniversary, attainment, month_end, visit_date};
pub use caller::{Caller, Party, StaffOnDuty, TerminalId, TerminalIdFormat};
pub use catalogue::{Source, SourceDocument, fill};
pub use cause::{CardInFallBack, Cause};
pub use certificate::{
    CertificateAge, CertificateDates, NOTICE_MONTHS, card_valid_until, grace_ends, is_minor,
    notice_from, renewable_from, user_certificate_valid_until,
};
pub use charge::{
    Bill, CareMonth, Charge, LimitRow, LimitTable, MEALS_A_DAY, MealAnswer, MealClass, MealRow,
    Meals, MonthToDate, OutpatientRelief, Setting, Whole, cap_class_without_data, charge,
    claimed_later, halved_limit_amount, is_half_month, limit_amount, limit_evidence, limit_tables,
    meal_charge, meal_rows, outpatient_reliefs, special_care_possible_from, specific_disease_cap,
};
pub use consent::{
    CONSENT_HOURS, Category, CategorySet, Choices, ConsentGrant, ConsentState, LimitChoice,
    may_view,
};
pub use cover::{Branch, Cover, NumberQuery, Relation, Validity};
pub use decision::{
    Admission, Arrival, Decision, LimitAnswer, LimitBar, LimitDirective, Notice, Qualification,
    Scope, admit, check_by_number, decide, readmit,
};
pub use document::{
    CardHeld, CertificateApplication, CertificateClass, CertificateClasses, CertificateNote,
    Document, Holder, PrintedItem, RenewalTable, certificate_classes, certificate_expected,
    documents_for, july_end, late_elderly_issue_to_all, old_card_until, old_card_usable,
};
pub use evidence::Evidence;
pub use fall_back::{
    Acceptance, Ask, CapWithoutData, FallBack, FallBackCase, Trouble, Way, declared_share,
    fall_back, fall_back_matrix,
};
pub use handle::{CardFingerprint, ConsentId, IdempotencyKey, PersonId, ReceiptNumber, VisitId};
pub use help_line::{HelpLine, Opening};
pub use history::{
    Checkup, CheckupItem, Drug, HistoryRecord, HistorySource, HistoryWindow, Medication, Provider,
    Quantity, Surgery, Treatment, ViewDenial, Viewing, is_visible, kept_until, published_on,
    superseded, view, without_superseded,
};
pub use holiday::{holiday_name, is_holiday};
pub use institution_terms::InstitutionTerms;
pub use insurer::{Institution, InsurerNumber, NumberError};
pub use insurer_kind::InsurerKind;
pub use insurer_policy::{
    CertificateValidity, InsurerPolicy, NoticeTo, NoticeValidity, Reissue, SharePrinted,
};
pub use lag::{document_of_new_late_elderly, leave_duty};
pub use limit::{LimitCertificate, LimitClass, SpecificDisease, SpecificDiseaseCertificate};
pub use names::{same_kana, same_name};
pub use outcome::{Answerer, Mender};
pub use outcome_page::outcomes_markdown;
pub use person::{Disclosure, InsuredPerson, Registration, Sex};
pub use provenance::Provenance;
pub use purpose::Purpose;
pub use reason::Reason;
pub use registration::{
    REGISTRATION_DAYS, RegistrationEvent, RegistrationWindow, may_register, registration_window,
};
pub use reminder::{RegistrationChannel, Reminder};
pub use role::Role;
pub use rule::Rule;
pub use scheme::Scheme;
pub use share::{Share, round_to_ten};
pub use staff::{StaffId, StaffIdFormat};
pub use switches::{GraceRule, LateElderlyIssue, LimitScreen, Switches};
pub use text::Text;
pub use trace::{Spoken, Trace, Unheard, Value};
pub use venue::{Medium, Venue, accepts};
