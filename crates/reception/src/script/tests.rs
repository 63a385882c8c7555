use std::sync::Arc;

use jiff::Timestamp;
use qualification::ReaderKind;
use verification::{CardSide, DeskSide, PinState, PinTries, Policy, StaffCheckState, Verification};
use visit::Visit;

use super::*;

fn step_two(reader: ReaderKind, tries: u8) -> Verification {
    let desk = DeskSide {
        reader,
        camera: true,
        staff_check: StaffCheckState::Open,
    };
    let card = CardSide {
        pin: PinTries::new(tries).map_or(PinState::Locked, PinState::Open),
        without_pin: true,
        face: true,
    };
    Verification::begin(Arc::new(Policy::built_in()), desk, card)
}

fn choosing(verification: Verification) -> Visit {
    let touched = Timestamp::UNIX_EPOCH;
    Visit::ChoosingMethod {
        verification,
        touched,
    }
}

fn at_the_pin(verification: Verification) -> Visit {
    let touched = Timestamp::UNIX_EPOCH;
    Visit::AwaitingPin {
        verification,
        touched,
    }
}

fn at_the_staff(verification: Verification) -> Visit {
    let touched = Timestamp::UNIX_EPOCH;
    Visit::AwaitingStaff {
        verification,
        touched,
    }
}

/// Who takes these ways, with one PIN and one passcode.
fn script(ways: &[Method]) -> Script {
    Script {
        ways: ways.iter().copied().collect(),
        staff: StaffId::parse("S-071").ok(),
        passcodes: Passcode::parse("kanaria-71").into_iter().collect(),
        ..Script::with_pin(Pin::parse("1234").ok())
    }
}

/// What it answers to `visits` in a row.
fn answers(mut script: Script, visits: &[Visit]) -> Vec<&'static str> {
    let answer = |visit: &Visit| match script.decide(&visit.screen(Timestamp::UNIX_EPOCH)) {
        Answer::Method(way) => way.code(),
        Answer::Pin { .. } => "types the PIN",
        Answer::Confirmed { .. } => "types the passcode",
        Answer::KeepLastTry => "keeps the last try",
        Answer::Cancel => "stops",
        Answer::Register(true) => "registers",
        Answer::Register(false) => "does not register",
        Answer::Denied | Answer::Consent(_) | Answer::Limit(_) => "something else",
    };
    visits.iter().map(answer).collect()
}

use Method::{Face, Pin as ByPin, StaffCheck};
use ReaderKind::{Face as FaceReader, General};

#[test]
fn ways_are_taken_in_their_order_and_each_once() {
    let choosing = || choosing(step_two(FaceReader, 3));
    let pin = || at_the_pin(step_two(FaceReader, 3));
    let visits = [choosing(), choosing(), choosing(), pin(), pin()];
    assert_eq!(
        answers(script(&[Face, Face, ByPin]), &visits),
        ["FACE", "FACE", "PIN", "types the PIN", "stops"]
    );
    let visits = [pin(), at_the_staff(step_two(FaceReader, 3)), pin()];
    assert_eq!(
        answers(script(&[StaffCheck, ByPin]), &visits),
        ["STAFF_CHECK", "types the passcode", "types the PIN"]
    );
}

#[test]
fn a_way_that_is_not_offered_is_asked_for_once_and_then_the_next() {
    let pin = || at_the_pin(step_two(General, 3));
    assert_eq!(
        answers(script(&[Face, ByPin]), &[pin(), pin()]),
        ["FACE", "types the PIN"]
    );
    let locked = || choosing(step_two(General, 0));
    assert_eq!(
        answers(script(&[ByPin]), &[locked(), locked()]),
        ["PIN", "stops"]
    );
}

#[test]
fn the_last_try_is_kept_unless_told_and_another_way_goes_before() {
    let pin = || at_the_pin(step_two(General, 1));
    let one = |script| answers(script, &[pin()]);
    assert_eq!(one(script(&[ByPin])), ["keeps the last try"]);
    assert_eq!(one(script(&[ByPin, StaffCheck])), ["STAFF_CHECK"]);
    let told = Script {
        spend_last_try: true,
        ..script(&[ByPin])
    };
    assert_eq!(one(told), ["types the PIN"]);
}

#[test]
fn what_there_is_nothing_to_type_for_is_passed_over() {
    let nothing = |ways: &[Method]| Script {
        pins: VecDeque::new(),
        passcodes: VecDeque::new(),
        ..script(ways)
    };
    let pin = at_the_pin(step_two(General, 3));
    assert_eq!(answers(nothing(&[ByPin]), &[pin]), ["stops"]);
    let staff = at_the_staff(step_two(General, 3));
    assert_eq!(answers(nothing(&[StaffCheck, Face]), &[staff]), ["FACE"]);
}

#[test]
fn r051_a_script_registers_a_card_only_when_it_was_told_to() {
    let asked = |register| {
        let touched = Timestamp::UNIX_EPOCH;
        let visit = Visit::ChoosingRegistration {
            visit: qualification::VisitId([1; 16]),
            admission: qualification::Admission {
                scope: qualification::Scope::Full,
                ask_consent: Vec::new(),
                limit: qualification::LimitDirective::Skip,
                offer_registration: true,
                notices: Vec::new(),
            },
            surface: qualification::ConsentSurface::Reader,
            touched,
        };
        let script = Script {
            register,
            ..Script::with_pin(None)
        };
        answers(script, &[visit])
    };
    assert!(!Script::with_pin(None).register, "silence is a no");
    assert_eq!(asked(false), ["does not register"]);
    assert_eq!(asked(true), ["registers"]);
}
