//! People, visits and operations to test with; the same number gives the same one.

mod history;
mod staff;

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use qualification::{
    Assurance, Branch, Caller, CardFingerprint, Category, CertificateDates, Choices, ConsentGrant,
    ConsentId, ConsentSurface, Cover, Disclosure, Institution, InsuredPerson, InsurerNumber,
    LimitCertificate, LimitChoice, LimitClass, Party, PersonId, Purpose, ReaderKind, Reason,
    Registration, Relation, Scope, ScoreBand, Sex, Share, StaffId, TerminalId, Verified, VisitId,
};
use store::{
    Authentication, Closing, Completion, Effect, Ending, Enrolment, Entry, IdempotencyKey,
    NewVisit, NumberCheck, RegistrationOffer, Store, Withdrawal,
};

pub(crate) use self::history::*;
pub(crate) use self::staff::*;

pub(crate) const NAME: &str = "窓口　花子";

/// `number` as 16 bytes.
pub(crate) fn bytes(number: u64) -> [u8; 16] {
    let mut bytes = [0xA7; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// `seconds` after the clinic opens.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let opening: Timestamp = "2026-11-21T00:00:00.123456Z".parse().unwrap();
    opening + SignedDuration::from_secs(seconds)
}

pub(crate) fn clinic() -> Institution {
    Institution::parse("1310000001").unwrap()
}

pub(crate) fn pharmacy() -> Institution {
    Institution::parse("1340000002").unwrap()
}

/// The clinic as a party.
pub(crate) fn the_clinic() -> Party {
    Party::Institution(clinic())
}

/// The pharmacy as a party.
pub(crate) fn the_pharmacy() -> Party {
    Party::Institution(pharmacy())
}

pub(crate) fn card(number: u64) -> CardFingerprint {
    let mut fingerprint = [0xCA; 32];
    fingerprint[..8].copy_from_slice(&number.to_be_bytes());
    CardFingerprint(fingerprint)
}

pub(crate) fn cover(number: &str, branch: &str) -> Cover {
    Cover {
        insurer: InsurerNumber::parse("06439996").unwrap(),
        insurer_name: "窓口シミュレータ健康保険組合".into(),
        symbol: Some("5021".into()),
        number: number.into(),
        branch: Some(Branch::parse(branch).unwrap()),
        relation: Relation::Insured,
        acquired_on: date(2020, 4, 1),
        lost_on: Some(date(2026, 11, 1)),
        linked_on: date(2020, 4, 6),
        share: None,
        arrears_due: None,
    }
}

/// Cover of 後期高齢者医療: without symbol and branch, and with a recorded share.
pub(crate) fn late_elderly(number: &str) -> Cover {
    Cover {
        insurer: InsurerNumber::parse("39439997").unwrap(),
        insurer_name: "窓口後期高齢者医療広域連合".into(),
        symbol: None,
        branch: None,
        relation: Relation::Family,
        lost_on: None,
        share: Some(Share::TwoTenths),
        ..cover(number, "00")
    }
}

pub(crate) fn person(number: u64, covers: Vec<Cover>) -> InsuredPerson {
    InsuredPerson {
        id: PersonId(bytes(number)),
        name: NAME.into(),
        kana: "マドグチ　ハナコ".into(),
        birth: date(1950, 2, 28),
        sex: Sex::Female,
        address: "東京都架空区窓口一丁目1番1号".into(),
        registration: Registration::Registered,
        disclosure: Disclosure::Disclosed,
        covers,
        limit: Some(LimitCertificate {
            class: LimitClass::GeneralTwo,
            valid_from: date(2026, 8, 1),
            valid_until: date(2027, 7, 31),
            long_term_on: Some(date(2026, 10, 5)),
        }),
        specific_disease: None,
        subsidy_certificate: false,
    }
}

/// Puts in the person `number` with the card of the same number.
pub(crate) async fn enrol(store: &dyn Store, number: u64) {
    let person = person(number, vec![cover("1234567", "01")]);
    let cards = vec![card(number)];
    store
        .enrol(vec![Enrolment {
            person,
            cards,
            history: Vec::new(),
        }])
        .await
        .unwrap();
}

/// The clinic's first terminal; nobody of the staff.
pub(crate) fn caller() -> Caller {
    Caller {
        party: the_clinic(),
        terminal: Some(TerminalId::parse("T01").unwrap()),
        staff: None,
    }
}

pub(crate) fn effect(key: u64) -> Effect {
    Effect {
        caller: caller(),
        key: IdempotencyKey(bytes(key)),
        request: [u8::try_from(key % 251).unwrap(); 32],
        at: at(0),
        monotonic: 1_000,
        answer: format!("{NAME} {key}").into_bytes(),
        result: Reason::Confirmed.code(),
    }
}

pub(crate) fn new_visit(number: u64, person: u64) -> NewVisit {
    NewVisit {
        id: VisitId(bytes(number)),
        person: PersonId(bytes(person)),
        visit_date: date(2026, 11, 21),
        certificate: CertificateDates {
            not_before: date(2022, 3, 1),
            not_after: date(2027, 2, 28),
        },
        card_serial: vec![0x7F, 0x00, 0xFF],
        offered_registration: false,
        scope: Scope::Full,
    }
}

/// The person `number` is let in, opening the visit of the same number.
pub(crate) fn admission(key: u64, number: u64) -> Authentication {
    Authentication {
        effect: effect(key),
        nonce: bytes(number),
        card: card(number),
        assurance: assurance(Verified::Pin, ReaderKind::General),
        entry: Entry::Admitted(new_visit(number, number)),
    }
}

/// Verified at that reader with the second comparison.
pub(crate) fn assurance(verified: Verified, reader: ReaderKind) -> Assurance {
    Assurance::new(verified, reader, 2).unwrap()
}

/// The ways of making sure of a person, with all that is recorded of each.
pub(crate) fn each_way() -> Vec<Verified> {
    let bands = [ScoreBand::Narrow, ScoreBand::Clear, ScoreBand::Strong];
    let staff = StaffId::parse("N-07").unwrap();
    let faces = bands.map(|band| Verified::Face { band });
    let others = [Verified::Pin, Verified::StaffCheck { staff }];
    faces.into_iter().chain(others).collect()
}

pub(crate) fn refusal(key: u64, nonce: u64) -> Authentication {
    let mut effect = effect(key);
    effect.result = Reason::NotFound.code();
    Authentication {
        effect,
        entry: Entry::Refused { person: None },
        ..admission(key, nonce)
    }
}

/// The handle of the consent to `category` that [`completion`] gives in `visit`.
pub(crate) fn consent(visit: u64, category: Category) -> ConsentId {
    let mut id = bytes(visit);
    id[..3].copy_from_slice(category.code().as_bytes());
    ConsentId(id)
}

pub(crate) fn completion(key: u64, visit: u64) -> Completion {
    let grant = |category| {
        let id = consent(visit, category);
        ConsentGrant::given(id, category, ConsentSurface::Reader, Purpose::Care, at(0))
    };
    Completion {
        effect: effect(key),
        visit: VisitId(bytes(visit)),
        choices: Choices {
            consented: vec![Category::Medication, Category::Checkup],
            limit: LimitChoice::Provide,
            register: false,
            surface: ConsentSurface::Reader,
        },
        registration: RegistrationOffer::NotOffered,
        consents: [Category::Checkup, Category::Medication]
            .into_iter()
            .filter_map(grant)
            .collect(),
    }
}

pub(crate) fn closing(key: u64, visit: u64) -> Closing {
    Closing {
        effect: effect(key),
        visit: VisitId(bytes(visit)),
        how: Ending::Finished,
    }
}

pub(crate) fn number_check(key: u64) -> NumberCheck {
    NumberCheck {
        effect: effect(key),
        person: None,
    }
}

/// The consent to medication that [`completion`] gave in a visit is taken back.
pub(crate) fn withdrawal(key: u64, visit: u64) -> Withdrawal {
    let category = Category::Medication;
    let given = completion(0, visit).consents;
    let consent = given.into_iter().find(|it| it.category == category);
    let effect = effect(key);
    Withdrawal {
        consent: consent.unwrap().withdrawn(effect.at),
        effect,
        visit: VisitId(bytes(visit)),
    }
}
