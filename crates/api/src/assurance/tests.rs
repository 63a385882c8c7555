use qualification::{ReaderKind, ScoreBand};

use super::*;

const BAND: &str = "assurance.score_band";
const STAFF: &str = "assurance.staff_id";

/// The assurance, or the fields that are wrong.
fn conclude(message: &v1::Assurance) -> Result<Assurance, Vec<String>> {
    let mut faults = Faults::default();
    let assurance = read(&mut faults, message);
    let named = |faults: Faults| faults.0.into_iter().map(|it| it.field.into_owned());
    faults.finish(assurance).map_err(|it| named(it).collect())
}

fn message(method: v1::Method) -> v1::Assurance {
    let face = method == v1::Method::Face;
    let band = if face {
        v1::ScoreBand::Narrow
    } else {
        v1::ScoreBand::Unspecified
    };
    v1::Assurance {
        method: method.into(),
        reader_kind: v1::ReaderKind::Face.into(),
        attempts: 1,
        score_band: band.into(),
        staff_id: (method == v1::Method::StaffCheck).then(|| "N-07".into()),
    }
}

#[test]
fn what_a_desk_asserts_a_server_reads() {
    let staff = StaffId::parse("0123456789abcdeF").unwrap();
    let bands = [ScoreBand::Narrow, ScoreBand::Clear, ScoreBand::Strong];
    let faces = bands.map(|band| Verified::Face { band });
    let others = [Verified::Pin, Verified::StaffCheck { staff }];
    for verified in faces.into_iter().chain(others) {
        for attempts in [1, 99] {
            let asserted = Assurance::new(verified.clone(), ReaderKind::Face, attempts).unwrap();
            let message = v1::Assurance::from(asserted.clone());
            assert_eq!(conclude(&message), Ok(asserted));
        }
    }
}

#[test]
fn each_assertion_that_cannot_be_names_its_field() {
    use v1::Method::{Face, Pin, StaffCheck};
    type Change = fn(&mut v1::Assurance);
    let table: [(&str, v1::Method, Change, &[&str]); 20] = [
        ("no band", Face, |it| it.score_band = 0, &[BAND]),
        ("an unknown band", Face, |it| it.score_band = 4, &[BAND]),
        ("a band of a PIN", Pin, |it| it.score_band = 1, &[BAND]),
        (
            "an unknown band of a PIN",
            Pin,
            |it| it.score_band = 9,
            &[BAND],
        ),
        (
            "a band of eyes",
            StaffCheck,
            |it| it.score_band = 3,
            &[BAND],
        ),
        ("no staff", StaffCheck, |it| it.staff_id = None, &[STAFF]),
        (
            "empty",
            StaffCheck,
            |it| it.staff_id = Some(String::new()),
            &[STAFF],
        ),
        (
            "too long",
            StaffCheck,
            |it| it.staff_id = Some("7".repeat(17)),
            &[STAFF],
        ),
        (
            "a name",
            StaffCheck,
            |it| it.staff_id = Some("窓口".into()),
            &[STAFF],
        ),
        (
            "a line",
            StaffCheck,
            |it| it.staff_id = Some("N\n7".into()),
            &[STAFF],
        ),
        (
            "staff at a PIN",
            Pin,
            |it| it.staff_id = Some("N-07".into()),
            &[STAFF],
        ),
        (
            "empty at a PIN",
            Pin,
            |it| it.staff_id = Some(String::new()),
            &[STAFF],
        ),
        (
            "staff at a face",
            Face,
            |it| it.staff_id = Some("N-07".into()),
            &[STAFF],
        ),
        (
            "a general reader",
            Face,
            |it| it.reader_kind = 2,
            &["assurance.method"],
        ),
        ("no method", Pin, |it| it.method = 0, &["assurance.method"]),
        (
            "no reader",
            Pin,
            |it| it.reader_kind = 0,
            &["assurance.reader_kind"],
        ),
        (
            "no attempt",
            Pin,
            |it| it.attempts = 0,
            &["assurance.attempts"],
        ),
        (
            "100 attempts",
            Face,
            |it| it.attempts = 100,
            &["assurance.attempts"],
        ),
        (
            "257 attempts",
            Pin,
            |it| it.attempts = 257,
            &["assurance.attempts"],
        ),
        (
            "nothing right",
            StaffCheck,
            |it| {
                *it = v1::Assurance {
                    method: 3,
                    score_band: 1,
                    ..v1::Assurance::default()
                }
            },
            &["assurance.reader_kind", "assurance.attempts", BAND, STAFF],
        ),
    ];
    for (case, method, change, fields) in table {
        let mut message = message(method);
        assert!(conclude(&message).is_ok(), "before {case}");
        change(&mut message);
        let fields = fields.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(conclude(&message), Err(fields), "{case}");
    }
}

#[test]
fn a_general_reader_is_told_by_its_code_that_it_offers_no_face() {
    let mut message = message(v1::Method::Face);
    message.reader_kind = v1::ReaderKind::General.into();
    let mut faults = Faults::default();
    assert_eq!(read(&mut faults, &message), None);
    let code = qualification::Reason::MethodNotOffered.code();
    assert!(faults.0[0].description.contains(code), "{faults:?}");
}
