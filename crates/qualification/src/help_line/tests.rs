use super::*;
use crate::Cause;

/// Whether `line` is open at `local` time in Japan.
fn at(line: &str, local: &str) -> Opening {
    let instant: Timestamp = format!("{local}+09:00").parse().unwrap();
    HelpLine::named(line).unwrap().open_at(instant)
}

#[test]
fn r088_the_free_line_keeps_its_hours() {
    use Opening::{Closed, Open};
    for (local, opening) in [
        // A Sunday.
        ("2026-11-22T09:29:59.999999999", Closed),
        ("2026-11-22T09:30:00", Open),
        ("2026-11-22T17:29:59", Open),
        ("2026-11-22T17:30:00", Closed),
        // 勤労感謝の日, a Monday.
        ("2026-11-23T17:29:59", Open),
        ("2026-11-23T17:30:00", Closed),
        // An ordinary Tuesday.
        ("2026-11-24T09:29:59", Closed),
        ("2026-11-24T17:30:00", Open),
        ("2026-11-24T19:59:59", Open),
        ("2026-11-24T20:00:00", Closed),
        ("2026-11-28T12:00:00", Open),
        // 国民の休日 and 振替休日.
        ("2026-09-22T18:00:00", Closed),
        ("2026-05-06T18:00:00", Closed),
        // 年末年始.
        ("2026-12-28T12:00:00", Open),
        ("2026-12-29T12:00:00", Closed),
        ("2026-12-31T12:00:00", Closed),
        ("2027-01-01T12:00:00", Closed),
        ("2027-01-03T12:00:00", Closed),
        ("2027-01-04T12:00:00", Open),
    ] {
        assert_eq!(at("my_number", local), opening, "{local}");
        assert_eq!(at("renewal", local), opening, "{local}");
    }
}

#[test]
fn r088_a_lost_card_is_reported_at_any_hour() {
    for local in [
        "2026-11-22T03:00:00",
        "2027-01-01T00:00:00",
        "2031-12-31T23:59:59",
    ] {
        assert_eq!(at("loss", local), Opening::Open, "{local}");
    }
}

#[test]
fn r088_kawasaki_answers_on_the_second_and_fourth_saturday() {
    use Opening::{Closed, Open};
    for (local, opening) in [
        ("2026-11-24T08:30:00", Open),
        ("2026-11-24T17:14:59", Open),
        ("2026-11-24T17:15:00", Closed),
        ("2026-11-07T10:00:00", Closed),
        ("2026-11-14T08:29:59", Closed),
        ("2026-11-14T08:30:00", Open),
        ("2026-11-14T12:29:59", Open),
        ("2026-11-14T12:30:00", Closed),
        ("2026-11-21T10:00:00", Closed),
        ("2026-11-28T10:00:00", Open),
        ("2026-11-22T10:00:00", Closed),
        ("2026-11-23T10:00:00", Closed),
        // 勤労感謝の日 on a fourth Saturday.
        ("2024-11-23T10:00:00", Closed),
        ("2026-12-29T10:00:00", Closed),
    ] {
        assert_eq!(at("kawasaki", local), opening, "{local}");
    }
}

#[test]
fn r088_what_is_not_known_is_not_said() {
    use Opening::{Closed, Open, Unknown};
    for (line, local, opening) in [
        ("takasaki_levy", "2026-11-24T10:00:00", Unknown),
        ("foreign_languages", "2026-11-24T10:00:00", Unknown),
        ("card_call_centre", "2026-11-24T03:00:00", Unknown),
        // A Wednesday of a year whose holidays are not known: it matters after 17:30 alone.
        ("my_number", "2028-02-23T12:00:00", Open),
        ("my_number", "2028-02-23T18:00:00", Unknown),
        ("my_number", "2028-02-23T21:00:00", Closed),
        ("my_number", "2028-02-26T12:00:00", Open),
        ("kawasaki", "2028-02-23T10:00:00", Unknown),
    ] {
        assert_eq!(at(line, local), opening, "{line} {local}");
    }
}

#[test]
fn r088_the_day_is_the_day_in_japan() {
    let sunday_evening: Timestamp = "2026-11-22T08:29:59Z".parse().unwrap();
    let line = HelpLine::named("my_number").unwrap();
    assert_eq!(line.open_at(sunday_evening), Opening::Open);
}

#[test]
fn r088_only_whole_numbers_are_shown() {
    for line in HelpLine::all() {
        let digits = line.number().bytes().filter(u8::is_ascii_digit).count();
        assert_eq!(digits, 10, "{} is no number", line.number());
        assert!(!line.source.is_empty() && !line.what().ja.is_ascii());
    }
    let foreign = HelpLine::named("foreign_languages").unwrap();
    assert_eq!(foreign.number(), "0120-0178-27");
    assert_eq!(
        ["takasaki_levy", "takasaki_insurance", "takasaki_benefits"].map(|line| HelpLine::named(
            line
        )
        .unwrap()
        .number()),
        ["027-321-1235", "027-321-1236", "027-321-1237"]
    );
    assert!(HelpLine::named("takasaki").is_none());
}

#[test]
fn r088_a_lost_card_and_a_renewal_have_their_line() {
    for (cause, line) in [
        (Cause::CertSuspended, "loss"),
        (Cause::CertExpired, "renewal"),
    ] {
        let help = cause.help_line().unwrap();
        assert_eq!(help.code(), line);
        assert_eq!(help.number(), "0120-95-0178");
    }
    assert!(Cause::NotDisclosed.help_line().is_none());
}
