use super::*;

fn names(faults: &Faults) -> Vec<&str> {
    faults.0.iter().map(|fault| fault.field.as_ref()).collect()
}

#[test]
fn an_empty_request_names_every_field_that_is_missing() {
    let faults = Authenticate::try_from(v1::AuthenticateRequest::default()).unwrap_err();
    assert_eq!(
        names(&faults),
        [
            "user_certificate",
            "challenge",
            "signature",
            "idempotency_key",
            "assurance"
        ]
    );
    let Err(faults) = CheckByNumber::try_from(v1::CheckByNumberRequest::default()) else {
        panic!("accepted");
    };
    assert_eq!(
        names(&faults),
        ["insurer_number", "number", "birth", "idempotency_key"]
    );
    let faults = CloseVisit::try_from(v1::CloseVisitRequest::default()).unwrap_err();
    assert_eq!(names(&faults), ["visit_id", "idempotency_key", "ending"]);
}

#[test]
fn too_long_fields_are_named_and_never_echoed() {
    let message = v1::CheckByNumberRequest {
        insurer_number: "06439996".into(),
        symbol: Some("秘".repeat(21)),
        number: "12\n34".into(),
        branch: Some("1".into()),
        birth: Some(v1::CivilDate {
            year: 2026,
            month: 2,
            day: 30,
        }),
        provide_limit: false,
        idempotency_key: vec![1; 15],
        as_of: Some(v1::CivilDate::default()),
    };
    let Err(faults) = CheckByNumber::try_from(message) else {
        panic!("accepted");
    };
    assert_eq!(
        names(&faults),
        [
            "symbol",
            "number",
            "branch",
            "birth",
            "as_of",
            "idempotency_key"
        ]
    );
    let status = tonic::Status::from(faults);
    assert_eq!(status.code(), tonic::Code::InvalidArgument);
    assert!(!format!("{status:?}").contains('秘'));
}

#[test]
fn choices_that_cannot_be_are_refused() {
    let orally = v1::ConsentSurface::Oral.into();
    for (consented, consent_surface, field) in [
        (vec![2, 2], 1, "consented"),
        (vec![0], 1, "consented"),
        (vec![99], 2, "consented"),
        (vec![1], orally, "consented"),
        (vec![], 4, "consent_surface"),
    ] {
        let message = v1::CompleteRequest {
            visit_id: vec![0; 16],
            consented,
            provide_limit: true,
            idempotency_key: vec![1; 16],
            register: false,
            consent_surface,
            as_of: None,
        };
        let faults = Complete::try_from(message).unwrap_err();
        assert_eq!(names(&faults), [field]);
    }
}

#[test]
fn choices_of_a_desk_that_does_not_say_where_were_made_on_its_screen() {
    let message = v1::CompleteRequest {
        visit_id: vec![0; 16],
        consented: vec![1],
        idempotency_key: vec![1; 16],
        ..Default::default()
    };
    let complete = Complete::try_from(message).unwrap();
    assert_eq!(complete.choices.surface, ConsentSurface::Desk);
}

#[test]
fn what_a_desk_writes_a_server_reads() {
    for (consented, surface, register) in [
        (Category::ALL.to_vec(), ConsentSurface::Reader, true),
        (Category::ALL.to_vec(), ConsentSurface::Desk, false),
        (Vec::new(), ConsentSurface::Oral, true),
    ] {
        let complete = Complete {
            visit: VisitId([9; 16]),
            choices: Choices {
                consented,
                limit: LimitChoice::Provide,
                register,
                surface,
            },
            as_of: Some(jiff::civil::date(2026, 10, 31)),
            key: IdempotencyKey([7; 16]),
        };
        let message = v1::CompleteRequest::from(complete.clone());
        assert_eq!(Complete::try_from(message), Ok(complete));
    }
    let close = CloseVisit {
        visit: VisitId([9; 16]),
        ending: Ending::Abandoned,
        key: IdempotencyKey([7; 16]),
    };
    let message = v1::CloseVisitRequest::from(close.clone());
    assert_eq!(CloseVisit::try_from(message), Ok(close));
}
