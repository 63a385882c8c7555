use jiff::civil::date as day;
use qualification::{
    Category, ConsentGrant, ConsentId, ConsentSurface, LimitDirective, Purpose, ReaderKind,
    Relation, Scope, ScoreBand, Sex, StaffId, Validity, Verified,
};

use super::*;

fn decision(assurance: Option<Assurance>, surface: ConsentSurface) -> Decision {
    let at = Timestamp::UNIX_EPOCH;
    let id = ConsentId([0; 16]);
    let grant = ConsentGrant::given(id, Category::Checkup, surface, Purpose::Care, at);
    Decision {
        visit_date: day(2026, 11, 21),
        as_of: day(2026, 11, 21),
        validity: Validity::Valid,
        scope: Scope::Full,
        reason: Reason::Confirmed,
        qualification: None,
        limit: LimitAnswer::NotRecorded,
        specific_disease: None,
        consents: grant.into_iter().collect(),
        notices: Vec::new(),
        assurance,
        reference_number: Some("A-0001".into()),
    }
}

#[test]
fn how_and_where_a_server_writes_a_desk_reads() {
    let staff = StaffId::parse("N-07").unwrap();
    let band = ScoreBand::Strong;
    let assert = |verified| Assurance::new(verified, ReaderKind::Face, 3).unwrap();
    for assurance in [
        None,
        Some(assert(Verified::Pin)),
        Some(assert(Verified::Face { band })),
        Some(assert(Verified::StaffCheck { staff })),
    ] {
        for surface in [ConsentSurface::Reader, ConsentSurface::Desk] {
            let decision = decision(assurance.clone(), surface);
            let message = v1::Decision::from(decision.clone());
            assert!(Decision::try_from(message) == Ok(decision), "{assurance:?}");
        }
    }
}

fn certificate(disease: u32) -> v1::SpecificDiseaseCertificate {
    v1::SpecificDiseaseCertificate {
        disease,
        valid_from: Some(to_date(day(2026, 4, 1))),
        valid_until: None,
    }
}

#[test]
fn every_directive_a_server_writes_a_desk_reads() {
    let notices = vec![
        Notice::CertificateExpiring {
            on: day(2026, 12, 1),
        },
        Notice::InGrace {
            until: day(2027, 3, 31),
        },
        Notice::SubsidyCertificate,
    ];
    for limit in [
        LimitDirective::Skip,
        LimitDirective::Ask,
        LimitDirective::Automatic,
        LimitDirective::Unavailable,
    ] {
        for (offer_registration, ask_consent) in
            [(true, Category::ALL.to_vec()), (false, Vec::new())]
        {
            let admission = Admission {
                scope: Scope::Full,
                ask_consent,
                limit,
                offer_registration,
                notices: notices.clone(),
            };
            let answer = Ok((VisitId([9; 16]), admission));
            let message = v1::AuthenticateResponse::from(answer.clone());
            assert_eq!(AuthenticateAnswer::try_from(message), Ok(answer));
        }
    }
}

#[test]
fn a_directive_that_this_build_does_not_know_asks_for_nothing() {
    let admission = Admission {
        scope: Scope::Full,
        ask_consent: Vec::new(),
        limit: LimitDirective::Ask,
        offer_registration: false,
        notices: Vec::new(),
    };
    let mut message = v1::AuthenticateResponse::from(Ok((VisitId([9; 16]), admission)));
    let Some(v1::authenticate_response::Answer::Admission(written)) = &mut message.answer else {
        panic!("it was let in");
    };
    written.limit = 9;
    let read = AuthenticateAnswer::try_from(message).unwrap();
    assert_eq!(read.unwrap().1.limit, LimitDirective::Skip);
}

#[test]
fn every_limit_answer_a_server_writes_a_desk_reads() {
    let recorded = LimitCertificate {
        class: LimitClass::U,
        valid_from: day(2026, 8, 1),
        valid_until: day(2027, 7, 31),
        long_term_on: Some(day(2026, 10, 5)),
    };
    for limit in [
        LimitAnswer::NotOffered,
        LimitAnswer::Withheld,
        LimitAnswer::Provided(recorded),
        LimitAnswer::NotRecorded,
        LimitAnswer::Unavailable(LimitBar::Arrears),
        LimitAnswer::Unavailable(LimitBar::SpecialCare),
    ] {
        let mut decision = decision(None, ConsentSurface::Desk);
        decision.limit = limit;
        let message = v1::Decision::from(decision.clone());
        assert!(Decision::try_from(message) == Ok(decision), "{limit:?}");
    }
}

#[test]
fn every_specific_disease_a_server_writes_a_desk_reads() {
    for disease in SpecificDisease::ALL {
        for valid_until in [None, Some(day(2028, 3, 31))] {
            let mut decision = decision(None, ConsentSurface::Desk);
            decision.specific_disease = Some(SpecificDiseaseCertificate {
                disease,
                valid_from: day(2026, 4, 1),
                valid_until,
            });
            let message = v1::Decision::from(decision.clone());
            assert!(Decision::try_from(message) == Ok(decision), "{disease:?}");
        }
    }
}

#[test]
fn r082_an_address_that_is_shown_to_nobody_is_left_out() {
    for address in [None, Some("架空の町".to_owned())] {
        let mut decision = decision(None, ConsentSurface::Desk);
        decision.qualification = Some(Qualification {
            cover: Cover {
                insurer: InsurerNumber::parse("06439996").unwrap(),
                insurer_name: "窓口シミュレータ健康保険組合".into(),
                symbol: Some("5021".into()),
                number: "1234567".into(),
                branch: Branch::parse("01").ok(),
                relation: Relation::Insured,
                acquired_on: day(2020, 4, 1),
                lost_on: None,
                linked_on: day(2020, 4, 1),
                share: Some(Share::ThreeTenths),
                arrears_due: None,
            },
            name: "窓口　花子".into(),
            kana: "マドグチ　ハナコ".into(),
            birth: day(1980, 2, 17),
            sex: Sex::Female,
            address: address.clone(),
            share: Share::ThreeTenths,
            preschool: false,
        });
        let message = v1::Decision::from(decision.clone());
        let written = message.qualification.as_ref().unwrap().address.clone();
        assert_eq!(written, address);
        assert!(Decision::try_from(message) == Ok(decision));
    }
}

#[test]
fn a_consent_of_a_server_that_does_not_say_where_was_given_on_the_desks_screen() {
    let decision = decision(None, ConsentSurface::Desk);
    let mut message = v1::Decision::from(decision.clone());
    message.consents[0].surface = 0;
    assert!(Decision::try_from(message) == Ok(decision));
}

#[test]
fn an_answer_that_cannot_be_is_refused() {
    type Change = fn(&mut v1::Decision);
    let face = Verified::Face {
        band: ScoreBand::Narrow,
    };
    let assurance = Assurance::new(face, ReaderKind::Face, 1).ok();
    let good = v1::Decision::from(decision(assurance, ConsentSurface::Desk));
    let table: [(&str, Change); 8] = [
        ("assurance", |it| {
            it.assurance.as_mut().unwrap().reader_kind = v1::ReaderKind::General.into();
        }),
        ("assurance", |it| {
            it.assurance.as_mut().unwrap().score_band = 0;
        }),
        ("consents", |it| {
            it.consents[0].surface = v1::ConsentSurface::Oral.into();
        }),
        ("limit.state", |it| it.limit.as_mut().unwrap().state = 7),
        ("limit.certificate", |it| {
            it.limit.as_mut().unwrap().state = v1::LimitState::Provided.into();
        }),
        ("specific_disease", |it| {
            it.specific_disease = Some(certificate(4));
        }),
        ("specific_disease", |it| {
            it.specific_disease = Some(v1::SpecificDiseaseCertificate {
                valid_from: None,
                ..certificate(1)
            });
        }),
        ("notices", |it| {
            let kind = v1::notice::Kind::SubsidyCertificate(false);
            it.notices = vec![v1::Notice { kind: Some(kind) }];
        }),
    ];
    for (part, spoil) in table {
        let mut message = good.clone();
        spoil(&mut message);
        assert_eq!(Decision::try_from(message).err(), Some(part));
    }
}
