use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 21);

fn holder(registration: Registration) -> Holder {
    Holder {
        birth: date(1980, 2, 17),
        card: CardHeld::Held {
            registration,
            until: date(2030, 2, 17),
        },
        disclosure: Disclosure::Disclosed,
        application: CertificateApplication::None,
    }
}

fn signs(holder: &Holder, day: Date) -> String {
    certificate_classes(holder, day)
        .iter()
        .map(CertificateClass::sign)
        .collect()
}

#[test]
fn r063_each_class_is_found_for_whoever_is_in_it() {
    let registered = holder(Registration::Registered);
    let table = [
        (registered, ""),
        (
            Holder {
                card: CardHeld::None,
                ..registered
            },
            "①",
        ),
        (
            Holder {
                card: CardHeld::Returned,
                ..registered
            },
            "②",
        ),
        (holder(Registration::NotRegistered), "③"),
        (holder(Registration::Deregistered), "③④"),
        (
            Holder {
                application: CertificateApplication::NeedsCare,
                ..registered
            },
            "⑦",
        ),
        (
            Holder {
                application: CertificateApplication::JustInCase,
                ..registered
            },
            "",
        ),
    ];
    for (holder, expected) in table {
        assert_eq!(signs(&holder, TODAY), expected, "{holder:?}");
        assert_eq!(
            certificate_classes(&holder, TODAY).is_empty(),
            expected.is_empty()
        );
    }
}

#[test]
fn r063_whoever_asked_to_be_deregistered_is_in_the_class_while_it_is_pending() {
    assert_eq!(signs(&holder(Registration::Deregistering), TODAY), "④");
}

#[test]
fn r063_an_ended_card_is_in_the_class_from_the_next_day_and_so_in_the_grace() {
    let card = CardHeld::Held {
        registration: Registration::Registered,
        until: TODAY,
    };
    let holder = Holder {
        card,
        ..holder(Registration::Registered)
    };
    assert_eq!(signs(&holder, TODAY), "");
    assert_eq!(signs(&holder, TODAY.tomorrow().unwrap()), "⑤");
}

#[test]
fn r063_nondisclosure_beats_all_and_stands_alone() {
    for card in [
        CardHeld::None,
        CardHeld::Returned,
        holder(Registration::Deregistered).card,
    ] {
        let hidden = Holder {
            card,
            disclosure: Disclosure::NotDisclosed,
            application: CertificateApplication::NeedsCare,
            ..holder(Registration::Registered)
        };
        assert_eq!(signs(&hidden, TODAY), "⑥");
    }
}

#[test]
fn r063_several_reasons_may_hold_at_once() {
    let card = CardHeld::Held {
        registration: Registration::Deregistered,
        until: date(2026, 11, 20),
    };
    let holder = Holder {
        card,
        application: CertificateApplication::NeedsCare,
        ..holder(Registration::Registered)
    };
    assert_eq!(signs(&holder, TODAY), "③④⑤⑦");
}
