use super::*;

fn each_way() -> [Verified; 3] {
    let staff = StaffId::parse("N-07").unwrap();
    let band = ScoreBand::Clear;
    [
        Verified::Pin,
        Verified::Face { band },
        Verified::StaffCheck { staff },
    ]
}

#[test]
fn r012_a_reader_asserts_only_what_it_offers() {
    for verified in each_way() {
        for reader in [ReaderKind::Face, ReaderKind::General] {
            let way = verified.method();
            let offered = (way, reader) != (Method::Face, ReaderKind::General);
            let asserted = Assurance::new(verified.clone(), reader, 1);
            let refused = asserted.err();
            let expected = (!offered).then_some(AssuranceError::MethodNotOffered);
            assert_eq!(refused, expected, "{way:?} at {reader:?}");
        }
    }
    let code = crate::Reason::MethodNotOffered.code();
    let told = AssuranceError::MethodNotOffered.to_string();
    assert!(told.starts_with(code), "{told}");
}

#[test]
fn comparisons_are_counted_from_1_to_99() {
    for attempts in 0..=u8::MAX {
        let asserted = Assurance::new(Verified::Pin, ReaderKind::General, attempts);
        let counted = asserted.map(|assurance| assurance.attempts());
        let expected = match attempts {
            1..=99 => Ok(attempts),
            _ => Err(AssuranceError::Attempts),
        };
        assert_eq!(counted, expected);
    }
}

#[test]
fn a_band_is_a_faces_alone_and_a_staff_id_a_staff_checks() {
    let [pin, face, staff] = each_way();
    assert_eq!((pin.band(), pin.staff()), (None, None));
    assert_eq!((face.band(), face.staff()), (Some(ScoreBand::Clear), None));
    assert_eq!(staff.band(), None);
    assert_eq!(staff.staff().map(StaffId::as_str), Some("N-07"));
}

#[test]
fn codes_name_one_value_each() {
    for way in [Method::Pin, Method::Face, Method::StaffCheck] {
        assert_eq!(Method::from_code(way.code()), Some(way));
    }
    for band in [ScoreBand::Narrow, ScoreBand::Clear, ScoreBand::Strong] {
        assert_eq!(ScoreBand::from_code(band.code()), Some(band));
    }
    for surface in [
        ConsentSurface::Reader,
        ConsentSurface::Desk,
        ConsentSurface::Oral,
    ] {
        assert_eq!(ConsentSurface::from_code(surface.code()), Some(surface));
    }
}

#[test]
fn r013_a_general_reader_has_no_screen_and_orally_no_consent_is_taken() {
    for (surface, takes_consent, at_general) in [
        (ConsentSurface::Reader, true, false),
        (ConsentSurface::Desk, true, true),
        (ConsentSurface::Oral, false, true),
    ] {
        assert_eq!(surface.takes_consent(), takes_consent, "{surface:?}");
        assert!(surface.is_at(ReaderKind::Face));
        assert_eq!(
            surface.is_at(ReaderKind::General),
            at_general,
            "{surface:?}"
        );
    }
}
