use super::*;
use crate::v1;

fn folded(text: &str) -> Option<String> {
    let passcode = Passcode::parse(text).ok()?;
    Some(String::from_utf8(passcode.characters().to_vec()).unwrap())
}

#[test]
fn a_passcode_has_8_to_64_visible_characters_whose_width_does_not_matter() {
    assert_eq!(folded("ｍａｄｏ－２０２６").as_deref(), Some("mado-2026"));
    for (text, is_one) in [
        ("mado-26".to_owned(), false),
        ("mado-026".to_owned(), true),
        ("m".repeat(64), true),
        ("m".repeat(65), false),
        ("mado 2026".to_owned(), false),
        ("mado-2026\n".to_owned(), false),
        ("窓口シミュレータ".to_owned(), false),
    ] {
        assert_eq!(folded(&text).is_some(), is_one, "{text:?}");
    }
}

#[test]
fn a_request_to_enrol_says_what_is_wrong_and_never_the_passcode() {
    let message = v1::EnrolStaffRequest {
        institution_code: Some("13".into()),
        staff_id: "D 01".into(),
        role: 6,
        passcode: "short".into(),
        idempotency_key: vec![1; 15],
    };
    let faults = EnrolStaff::try_from(message).err().unwrap();
    let fields: Vec<_> = faults.0.iter().map(|fault| fault.field.as_ref()).collect();
    assert_eq!(
        fields,
        [
            "institution_code",
            "staff_id",
            "role",
            "passcode",
            "idempotency_key"
        ]
    );
    assert!(faults.0.iter().all(|it| !it.description.contains("short")));
}

#[test]
fn answers_come_through_as_they_were() {
    let until: Timestamp = "2026-11-21T00:15:00Z".parse().unwrap();
    for role in Role::ALL {
        let answer: SignInAnswer = Ok(StaffToken {
            token: "ab".into(),
            role,
            expires_at: until,
        });
        let read = SignInAnswer::try_from(v1::SignInResponse::from(answer.clone()));
        assert!(read == Ok(answer));
    }
    for refusal in [SignInRefusal::Wrong, SignInRefusal::Locked { until }] {
        let read = SignInAnswer::try_from(v1::SignInResponse::from(Err(refusal)));
        assert!(read == Ok(Err(refusal)));
    }
    let account = StaffAccount {
        staff: StaffId::parse("D-01").unwrap(),
        role: Role::Dentist,
        locked_until: Some(until),
    };
    let message = v1::StaffAccount::from(account.clone());
    assert_eq!(StaffAccount::try_from(message), Ok(account));
}
