use super::*;
use crate::{CardInFallBack, InsurerKind, Trouble, Unheard, Way, fall_back};

#[test]
fn every_reason_has_one_line_and_words_in_both_languages() {
    let reasons: Vec<_> = FILE.outcome.iter().map(|outcome| outcome.code).collect();
    assert_eq!(reasons, Reason::ALL);
    for reason in Reason::ALL {
        assert_eq!(Reason::from_code(reason.code()), Some(*reason));
        for text in [reason.patient(), reason.staff(), reason.next()] {
            assert!(!text.ja.is_ascii(), "{reason:?} says nothing in Japanese");
            assert!(text.en.len() > 10, "{reason:?} says nothing in English");
        }
    }
}

/// Words that would tell what nobody at the counter, or not the patient's neighbour,
/// may hear.
const SECRETS: &[&str] = &[
    "滞納",
    "未納",
    "納付",
    "納期",
    "督促",
    "特別療養費",
    "不開示",
    "開示",
    "支援措置",
    "閲覧制限",
    "暴力",
    "DV",
    "arrear",
    "unpaid",
    "overdue",
    "premium",
    "special care",
    "disclos",
    "protect",
    "violence",
    "support measure",
];

fn tells_a_secret(text: Text) -> Option<&'static str> {
    let english = text.en.to_lowercase();
    let mut secrets = SECRETS.iter();
    secrets
        .find(|it| text.ja.contains(**it) || english.contains(&it.to_lowercase()))
        .copied()
}

#[test]
fn r082_no_patient_is_shown_a_secret() {
    for reason in Reason::ALL {
        for text in [reason.patient(), reason.next()] {
            assert_eq!(tells_a_secret(text), None, "{reason:?}: {}", text.ja);
        }
        assert!(!reason.rules().contains(&Rule::DvNodisclose), "{reason:?}");
        assert_ne!(reason.cause(), Some(Cause::NotDisclosed), "{reason:?}");
    }
    for cause in Cause::ALL {
        assert_eq!(tells_a_secret(cause.text()), None, "{cause:?}");
    }
}

#[test]
fn r082_why_a_card_is_not_accepted_is_said_to_nobody() {
    let reason = Reason::CardNotAccepted;
    assert_eq!(reason.patient(), reason.staff());
    assert_eq!(reason.cause(), None);
    assert_eq!(reason.documents(), [Document::EligibilityCertificate]);
    let neutral = "このカードでは受付できません。資格確認書をご提示ください。";
    let said = format!("{}{}", reason.patient().ja, reason.next().ja);
    assert_eq!(said, neutral);
    assert_eq!(Cause::NotDisclosed.text().ja, neutral);
}

#[test]
fn r031_the_staff_alone_are_told_of_arrears() {
    let (arrears, special) = (Reason::LimitInArrears, Reason::LimitSpecialCare);
    assert!(arrears.staff().ja.contains("未納"));
    assert!(special.staff().ja.contains("特別療養費"));
    for reason in [arrears, special] {
        assert_eq!(reason.patient().ja, "限度額情報は利用できません。");
        assert_eq!(reason.next().ja, "市区町村の窓口へお尋ねください。");
    }
}

#[test]
fn r076_special_care_is_told_to_the_staff_and_not_to_the_patient() {
    let reason = Reason::ConfirmedSpecialCare;
    assert_eq!(reason.patient(), Reason::Confirmed.patient());
    assert!(reason.staff().ja.contains("特別療養費") && reason.staff().ja.contains("10割"));
}

#[test]
fn r042_documents_agree_with_what_the_card_is_still_good_for() {
    let certificate = [Document::EligibilityCertificate].as_slice();
    for reason in Reason::ALL {
        let documents = reason.documents();
        match reason.cause() {
            None => {}
            Some(Cause::PinlessNotForOnline) => assert!(documents.is_empty(), "{reason:?}"),
            Some(cause) if cause.card() == CardInFallBack::Usable => {
                assert!(documents.len() > 1, "{reason:?}");
            }
            Some(_) => assert_eq!(documents, certificate, "{reason:?}"),
        }
        let mut once = documents.to_vec();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), documents.len(), "{reason:?}");
    }
}

#[test]
fn r042_what_helps_today_is_asked_for_in_this_order() {
    use Document::{
        Declaration, EligibilityCertificate, EligibilityNotice, PortalPdf, PortalScreen,
    };
    let all = [
        EligibilityCertificate,
        PortalScreen,
        PortalPdf,
        EligibilityNotice,
        Declaration,
    ];
    for (reason, documents) in [
        (Reason::ServerDown, all.as_slice()),
        (Reason::PinLocked, &all),
        (Reason::FaceMismatch, &all),
        (Reason::NotFound, &all),
        (Reason::Lapsed, &all),
        (Reason::CardUnreadable, &all),
        (Reason::ReaderAbsent, &all[..4]),
        (Reason::ReaderBroken, &all[..4]),
        (Reason::NotRegistered, &all[..1]),
        (Reason::Deregistered, &all[..1]),
        (Reason::CardNotAccepted, &all[..1]),
        (Reason::CertExpired, &all[..1]),
        (Reason::CertSuspended, &all[..1]),
        (Reason::RegTooClose, &all[..1]),
        (Reason::Confirmed, &[]),
    ] {
        assert_eq!(reason.documents(), documents, "{reason:?}");
    }
}

#[test]
fn r042_every_cause_that_a_check_can_end_with_has_an_outcome() {
    for cause in Cause::ALL {
        let named = Reason::ALL
            .iter()
            .any(|reason| reason.cause() == Some(*cause));
        // Nobody learns of the one, a revoked card answers as a suspended one, and no
        // check ends with what only people can see.
        let silent = matches!(
            cause,
            Cause::NotDisclosed | Cause::CertRevoked | Cause::InfoError
        );
        assert_eq!(named, !silent, "{cause:?}");
    }
}

#[test]
fn r086_wherever_a_certificate_of_eligibility_helps_it_is_offered() {
    for reason in Reason::ALL {
        let helps = reason
            .documents()
            .contains(&Document::EligibilityCertificate);
        let next = reason.next();
        assert_eq!(next.ja.contains("資格確認書"), helps, "{reason:?}");
        assert_eq!(next.en.contains("資格確認書"), helps, "{reason:?}");
        for text in [reason.patient(), reason.staff(), next] {
            for forces in ["義務", "必ず", "しなければ", "must ", "obliged"] {
                assert!(!text.ja.contains(forces), "{reason:?}: {}", text.ja);
                assert!(!text.en.contains(forces), "{reason:?}: {}", text.en);
            }
        }
    }
}

#[test]
fn r038_each_official_outcome_has_its_action() {
    for (reason, action) in [
        (Reason::Confirmed, "負担割合"),
        (Reason::Lapsed, "新しい保険に加入したか"),
        (Reason::NewCoverExists, "新しい番号で照会"),
        (Reason::NotFound, "反映に日数"),
        (Reason::MultipleCovers, "どの保険で受診するか"),
        (Reason::ConfirmedUnregistered, "有効（未登録）"),
    ] {
        assert!(reason.staff().ja.contains(action), "{reason:?}");
        assert!(reason.rules().contains(&Rule::EligStatus), "{reason:?}");
        assert_eq!(reason.answerer(), Answerer::Server, "{reason:?}");
    }
}

#[test]
fn r040_wrong_data_is_the_insurers_to_correct_and_today_a_document_serves() {
    let told = Cause::InfoError.text().ja;
    for said in [
        "手で書き直さず、ご加入の保険者へご連絡ください",
        "今日は書類で受付",
    ] {
        assert!(told.contains(said), "{told}");
    }
    assert_eq!(Reason::from_code("INFO_ERROR"), None);
}

#[test]
fn r041_no_answer_is_never_no_cover() {
    for reason in [
        Reason::ServerDown,
        Reason::ServerBusy,
        Reason::StoreUnavailable,
        Reason::ServerNotTrusted,
        Reason::InstitutionRefused,
    ] {
        assert_eq!(reason.cause(), Some(Cause::ServerDown), "{reason:?}");
        assert_eq!(reason.documents(), Reason::ServerDown.documents());
        assert_ne!(reason.patient(), Reason::NotFound.patient());
    }
    assert!(
        Reason::ServerDown
            .staff()
            .en
            .contains("not mean \"no cover\"")
    );
    assert_ne!(Reason::NotFound.cause(), Some(Cause::ServerDown));
}

#[test]
fn r089_the_wording_is_the_catalogues() {
    for (reason, wording) in [
        (
            Reason::PinLocked,
            "暗証番号がロックされました。顔認証または職員の確認をご利用ください。\
             解除は市区町村の窓口です。",
        ),
        (Reason::PinWrong, "暗証番号が違います。"),
        (
            Reason::NotConsented,
            "同意されない場合は、通常の保険証を提示した場合と同様の取り扱いになります。",
        ),
        (
            Reason::Confirmed,
            "受付が完了しました。カードをお取りください。",
        ),
        (
            Reason::ConfirmedInGrace,
            "市区町村の窓口で更新してください。",
        ),
        (
            Reason::NotConfirmed,
            "資格情報のお知らせのみでは受診できません。\
             マイナンバーカードとあわせてご提示ください。",
        ),
    ] {
        let said = format!("{}{}", reason.patient().ja, reason.next().ja);
        assert!(said.contains(wording), "{reason:?}: {said}");
        assert!(reason.rules().contains(&Rule::MsgTexts) || reason == Reason::PinWrong);
    }
}

#[test]
fn r089_sentences_end_and_lists_are_complete() {
    for reason in Reason::ALL {
        for text in [reason.patient(), reason.staff(), reason.next()] {
            assert!(text.ja.ends_with('。'), "{reason:?}: {}", text.ja);
            assert!(text.en.ends_with('.'), "{reason:?}: {}", text.en);
        }
        assert!(
            !reason.rules().is_empty(),
            "{reason:?} follows from no rule"
        );
        assert!(!reason.source().is_empty(), "{reason:?} has no source");
    }
    assert!(Reason::ALL.len() >= 40);
    for mender in Mender::ALL {
        assert!(!mender.name().ja.is_empty(), "{mender:?}");
    }
}

#[test]
fn r068_what_helps_today_is_what_the_fall_back_accepts_today() {
    let card = Document::Card;
    for reason in Reason::ALL {
        let Some(cause) = reason.cause() else {
            continue;
        };
        // The counter cannot look at a document: the person comes in.
        if cause == Cause::PinlessNotForOnline {
            continue;
        }
        for document in Document::ALL {
            // The card is no document of its own, and a past visit is nothing to ask for.
            if matches!(document, Document::Card | Document::VisitedBefore) {
                continue;
            }
            let trouble = Trouble {
                visit_date: jiff::civil::date(2026, 11, 22),
                insurer: InsurerKind::National,
                held: &[(card, true), (document, true)],
                cause,
            };
            let accepted = fall_back(&trouble, &mut Unheard).way != Way::SelfPay;
            let listed = reason.documents().contains(&document);
            assert_eq!(listed, accepted, "{reason:?} {document:?}");
        }
    }
}
