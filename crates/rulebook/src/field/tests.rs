use super::*;

#[test]
fn r032_classes_are_known_by_code_and_by_what_people_call_them() {
    for (text, code) in [
        ("A03", "A03"),
        ("ウ", "A03"),
        ("区分ウ", "A03"),
        ("現役並みIII", "B01"),
        ("現役並みⅢ", "B01"),
        ("現役II", "B02"),
        ("現役並み所得者Ⅰ", "B03"),
        ("一般", "B04"),
        ("低所得II", "B05"),
        ("低所得者Ⅰ", "B06"),
        ("低所得I(老福)", "B07"),
        ("オ(境)", "A06"),
        ("一般II", "B09"),
        ("一般I", "B10"),
        ("ウ A03", "A03"),
        ("一般 B04", "B04"),
        ("一般II B09", "B09"),
        ("a01", "A01"),
        (" b10 ", "B10"),
        ("住民税非課税", "A05"),
        ("オ", "A05"),
    ] {
        assert_eq!(class(text).map(LimitClass::code), Some(code), "{text}");
    }
    for wrong in ["", "カ", "A07", "現役", "並み", "A03 ウ A07", "ウA03x"] {
        assert_eq!(class(wrong), None, "{wrong}");
    }
}

#[test]
fn settings_and_months_and_causes_are_read_leniently() {
    for (text, is) in [
        ("outpatient", Some(Setting::Outpatient)),
        ("OUTPATIENT", Some(Setting::Outpatient)),
        ("外来", Some(Setting::Outpatient)),
        ("入院", Some(Setting::Inpatient)),
        ("Inpatient", Some(Setting::Inpatient)),
        ("世帯", Some(Setting::Inpatient)),
        ("household", Some(Setting::Inpatient)),
        ("外来 (個人)", Some(Setting::Outpatient)),
        ("外来(個人)", Some(Setting::Outpatient)),
        ("外来（個人）", Some(Setting::Outpatient)),
        ("入院外", Some(Setting::Outpatient)),
        ("世帯/入院", Some(Setting::Inpatient)),
        ("入院/世帯", Some(Setting::Inpatient)),
        (" 入院 ", Some(Setting::Inpatient)),
        ("home", None),
        ("", None),
    ] {
        assert_eq!(setting(text), is, "{text}");
    }
    assert_eq!(month("2026-11"), month("2026-11-30"));
    assert_eq!(month("2026"), None);
    assert_eq!(cause("REVOKED"), Some(Cause::CertRevoked));
    assert_eq!(cause("CERT_REVOKED"), Some(Cause::CertRevoked));
    assert_eq!(cause("revoked"), None);
}
