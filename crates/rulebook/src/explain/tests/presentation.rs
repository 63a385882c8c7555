use super::*;

fn ended(day: Date, said: &str) -> Explanation {
    explain(&case(day, said))
}

#[test]
fn r011_care_elsewhere_is_refused_before_its_first_day_and_without_a_pin_online() {
    for (day, facts, reason) in [
        (
            date(2024, 5, 31),
            r#""venue": "home-visit""#,
            Reason::VenueNotStarted,
        ),
        (
            date(2024, 6, 1),
            r#""venue": "home-visit""#,
            Reason::Confirmed,
        ),
        (
            date(2024, 3, 31),
            r#""venue": "online""#,
            Reason::VenueNotStarted,
        ),
        (date(2024, 4, 1), r#""venue": "online""#, Reason::Confirmed),
        (
            date(2026, 11, 21),
            r#""venue": "online", "pin_set": false"#,
            Reason::PinlessNotForOnline,
        ),
        (
            date(2026, 11, 21),
            r#""venue": "home-visit", "pin_set": false"#,
            Reason::Confirmed,
        ),
    ] {
        let explained = ended(day, &format!("{{{facts}}}"));
        assert_eq!(explained.outcome.reason, reason, "{day} {facts}");
        assert_eq!(names(&explained).first(), Some(&"FLOW-HOMEVISIT"));
        assert!(!explained.to_string().contains('{'), "{explained}");
    }
}

#[test]
fn r090_a_phone_is_taken_from_its_first_day_where_the_terminal_takes_it() {
    for (day, medium, phone_reader, reason) in [
        (date(2025, 9, 18), "iphone", true, Reason::PhoneNotStarted),
        (date(2025, 9, 19), "iphone", true, Reason::Confirmed),
        (
            date(2025, 9, 19),
            "android",
            false,
            Reason::PhoneNotSupportedHere,
        ),
        (date(2025, 9, 18), "card", false, Reason::Confirmed),
    ] {
        let said = format!(r#"{{"medium": "{medium}", "phone_reader": {phone_reader}}}"#);
        let explained = ended(day, &said);
        assert_eq!(explained.outcome.reason, reason, "{day} {said}");
        let spoke = names(&explained).contains(&"PHONE-CARD");
        assert_eq!(spoke, medium != "card", "{said}");
    }
}

#[test]
fn r011_r090_what_would_let_it_be_taken_is_said() {
    let online = on(r#"{"venue": "online", "pin_set": false}"#);
    assert_eq!(
        change(&online, "had the card a PIN").reason,
        Reason::Confirmed
    );
    assert_eq!(change(&online, "at the counter").reason, Reason::Confirmed);
    let phone = on(r#"{"medium": "iphone"}"#);
    assert_eq!(
        change(&phone, "that takes phones").reason,
        Reason::Confirmed
    );
    assert_eq!(
        change(&phone, "were the card held").reason,
        Reason::Confirmed
    );
    let early = ended(
        date(2025, 9, 1),
        r#"{"medium": "iphone", "phone_reader": true}"#,
    );
    assert_eq!(change(&early, "on 2025-09-19").reason, Reason::Confirmed);
    let early = ended(date(2024, 3, 1), r#"{"venue": "home-visit"}"#);
    assert_eq!(change(&early, "on 2024-06-01").reason, Reason::Confirmed);
}

#[test]
fn an_ordinary_visit_says_nothing_of_where_it_is() {
    let told = on("{}").to_string();
    for words in ["診療の場", "かざすもの", "FLOW-HOMEVISIT", "PHONE-CARD"] {
        assert!(!told.contains(words), "{words}: {told}");
    }
}
