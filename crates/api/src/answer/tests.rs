use jiff::civil::date as day;
use qualification::{
    Category, ConsentSurface, ReaderKind, Scope, ScoreBand, StaffId, Validity, Verified,
};

use super::*;

fn decision(assurance: Option<Assurance>, surface: ConsentSurface) -> Decision {
    let at = Timestamp::UNIX_EPOCH;
    let grant = ConsentGrant::given(Category::Checkup, surface, at);
    Decision {
        visit_date: day(2026, 11, 21),
        validity: Validity::Valid,
        scope: Scope::Full,
        reason: Reason::Confirmed,
        qualification: None,
        limit: LimitAnswer::NotRecorded,
        specific_disease: None,
        consents: grant.into_iter().collect(),
        notices: Vec::new(),
        assurance,
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
    let table: [(&str, Change); 3] = [
        ("assurance", |it| {
            it.assurance.as_mut().unwrap().reader_kind = v1::ReaderKind::General.into();
        }),
        ("assurance", |it| {
            it.assurance.as_mut().unwrap().score_band = 0;
        }),
        ("consents", |it| {
            it.consents[0].surface = v1::ConsentSurface::Oral.into();
        }),
    ];
    for (part, spoil) in table {
        let mut message = good.clone();
        spoil(&mut message);
        assert_eq!(Decision::try_from(message).err(), Some(part));
    }
}
