mod limits;

use std::sync::Arc;

use qualification::{ConsentSurface, Method, ReaderKind, Reason};

use super::*;
use Method::{Face, Pin, StaffCheck};

const WAYS: [Method; 3] = [Face, Pin, StaffCheck];
const READERS: [ReaderKind; 2] = [ReaderKind::Face, ReaderKind::General];

/// A reader with all that its kind has.
fn desk(reader: ReaderKind) -> DeskSide {
    DeskSide {
        reader,
        camera: reader == ReaderKind::Face,
        staff_check: StaffCheckState::Open,
    }
}

/// A simulated card with so many tries.
fn card(tries: u8) -> CardSide {
    CardSide {
        pin: PinTries::new(tries).map_or(PinState::Locked, PinState::Open),
        without_pin: true,
        face: true,
    }
}

const WITHOUT_PIN: CardSide = CardSide {
    pin: PinState::NotSet,
    without_pin: true,
    face: true,
};

fn begin(desk: DeskSide, card: CardSide) -> Verification {
    Verification::begin(Arc::new(Policy::built_in()), desk, card)
}

fn at(reader: ReaderKind, card: CardSide) -> Verification {
    begin(desk(reader), card)
}

fn not_captured(it: Verification, hint: NotCaptured) -> Verification {
    it.face_failed(FaceFailure::NotCaptured(hint))
}

#[test]
fn r012_a_reader_offers_its_ways_and_refuses_the_others() {
    for (reader, ways) in [
        (ReaderKind::Face, &[Face, Pin, StaffCheck][..]),
        (ReaderKind::General, &[Pin, StaffCheck]),
    ] {
        let begun = at(reader, card(3));
        assert_eq!(begun.offered(), ways);
        for way in WAYS {
            let refused = (!ways.contains(&way)).then_some(Reason::MethodNotOffered);
            assert_eq!(begun.why_not(way), refused, "{reader:?} {way:?}");
        }
        assert_eq!(begun.withheld(), []);
    }
}

#[test]
fn r012_a_general_reader_refuses_a_face_and_touches_no_counter() {
    // A camera beside it makes no 顔認証付きカードリーダー of it.
    let with_camera = DeskSide {
        camera: true,
        ..desk(ReaderKind::General)
    };
    for desk in [with_camera, desk(ReaderKind::General)] {
        let begun = begin(desk, card(2));
        let refused = begun.clone().refused(begun.why_not(Face).unwrap());
        assert_eq!(refused.last(), Some(Reason::MethodNotOffered));
        assert_eq!(refused.tries(), begun.tries());
        assert_eq!(refused.attempts(), 1);
        assert_eq!(refused.offered(), begun.offered());
    }
}

#[test]
fn r013_the_kind_of_reader_says_where_consent_is_answered() {
    let surface = |reader| at(reader, card(3)).consent_surface();
    assert_eq!(surface(ReaderKind::Face), ConsentSurface::Reader);
    assert_eq!(surface(ReaderKind::General), ConsentSurface::Desk);
}

#[test]
fn a_desk_without_camera_or_passcode_withholds_that_way() {
    let bare = DeskSide {
        camera: false,
        staff_check: StaffCheckState::NotSet,
        ..desk(ReaderKind::Face)
    };
    let begun = begin(bare, card(3));
    assert_eq!(begun.offered(), [Pin]);
    assert_eq!(
        begun.withheld(),
        [
            (Face, Reason::CameraAbsent),
            (StaffCheck, Reason::StaffCheckNotSet)
        ]
    );
}

#[test]
fn r015_a_locked_pin_leaves_face_and_staff_or_staff_alone() {
    for (reader, ways) in [
        (ReaderKind::Face, &[Face, StaffCheck][..]),
        (ReaderKind::General, &[StaffCheck]),
    ] {
        let found = at(reader, card(0));
        let happened = at(reader, card(1)).pin_refused(0);
        let told = at(reader, card(3)).pin_locked();
        for locked in [found, happened, told] {
            assert_eq!(locked.offered(), ways, "{reader:?}");
            assert_eq!(locked.last(), Some(Reason::PinLocked));
            assert_eq!(locked.withheld(), [(Pin, Reason::PinLocked)]);
            assert_eq!(locked.tries(), None);
            assert_eq!(locked.tries_shown(), None);
        }
    }
}

#[test]
fn r015_a_card_without_pin_hides_the_pin() {
    for (reader, ways) in [
        (ReaderKind::Face, &[Face, StaffCheck][..]),
        (ReaderKind::General, &[StaffCheck]),
    ] {
        let begun = at(reader, WITHOUT_PIN);
        assert_eq!(begun.offered(), ways, "{reader:?}");
        assert_eq!(begun.withheld(), [(Pin, Reason::PinNotSet)]);
        assert_eq!((begun.tries(), begun.last()), (None, None));
    }
}

#[test]
fn r015_a_card_or_phone_without_face_hides_the_face() {
    let faceless = CardSide {
        face: false,
        ..card(3)
    };
    let begun = at(ReaderKind::Face, faceless);
    assert_eq!(begun.offered(), [Pin, StaffCheck]);
    assert_eq!(begun.withheld(), [(Face, Reason::FaceUnavailable)]);
}

#[test]
fn r015_after_one_failure_every_way_is_open_still() {
    let begun = || at(ReaderKind::Face, card(3));
    for (failed, reason) in [
        (begun().pin_refused(2), Reason::PinWrong),
        (
            begun().face_failed(FaceFailure::Mismatch),
            Reason::FaceMismatch,
        ),
        (
            not_captured(begun(), NotCaptured::NoFace),
            Reason::FaceNotCaptured,
        ),
        (
            begun().passcode_refused(PasscodeFailure::Wrong),
            Reason::PasscodeWrong,
        ),
        (begun().refused(Reason::LastTryKept), Reason::LastTryKept),
    ] {
        assert_eq!(failed.offered(), [Face, Pin, StaffCheck], "{reason:?}");
        assert_eq!(failed.last(), Some(reason));
        assert_eq!(failed.reason_to_end(), Some(reason));
    }
}

/// Takes a way to its end.
fn ended(it: Verification, way: Method) -> Verification {
    match way {
        Pin => it.pin_refused(2).pin_refused(1).pin_refused(0),
        Face => (0..3).fold(it, |it, _| it.face_failed(FaceFailure::Mismatch)),
        StaffCheck => (0..3).fold(it, |it, _| it.passcode_refused(PasscodeFailure::Wrong)),
    }
}

#[test]
fn r015_ways_end_in_any_order_until_none_is_left() {
    for first in WAYS {
        for second in WAYS.into_iter().filter(|way| *way != first) {
            let one = ended(at(ReaderKind::Face, card(3)), first);
            let left = one.offered();
            assert_eq!(left.len(), 2, "{first:?}: {left:?}");
            assert!(!left.contains(&first), "{left:?}");
            let two = ended(one, second);
            let [third] = two.offered()[..] else {
                panic!("{first:?}, {second:?}: {:?}", two.offered());
            };
            assert!(third != first && third != second, "{third:?}");
            let none = ended(two, third);
            assert_eq!(none.offered(), []);
            assert_eq!(none.withheld().len(), 3);
            assert_eq!(none.reason_to_end(), none.last());
            assert!(none.last().is_some());
        }
    }
}

#[test]
fn r015_the_policy_says_what_follows_a_way_that_ended() {
    for (way, next) in [
        (Face, [Pin, StaffCheck]),
        (Pin, [Face, StaffCheck]),
        (StaffCheck, [Face, Pin]),
    ] {
        let ended = ended(at(ReaderKind::Face, card(3)), way);
        assert_eq!(ended.offered(), next, "{way:?}");
    }
    let staff_first = include_str!("../../policy.toml").replace(
        "face_ended = [\"PIN\", \"STAFF_CHECK\"]",
        "face_ended = [\"STAFF_CHECK\", \"PIN\"]",
    );
    let policy = Arc::new(Policy::parse(&staff_first).unwrap());
    let begun = Verification::begin(policy, desk(ReaderKind::Face), card(3));
    assert_eq!(ended(begun, Face).offered(), [StaffCheck, Pin]);
}

#[test]
fn a_real_card_says_why_it_has_neither_face_nor_staff_check_and_offers_its_pin() {
    let real = CardSide {
        without_pin: false,
        ..card(3)
    };
    for reader in READERS {
        let begun = at(reader, real);
        assert_eq!(begun.offered(), [Pin]);
        let others = policy_ways(reader).filter(|way| *way != Pin);
        let why: Vec<_> = others
            .map(|way| (way, Reason::PinlessNotAvailable))
            .collect();
        assert_eq!(begun.withheld(), why, "{reader:?}");
    }
    let found_out = at(ReaderKind::Face, card(3)).pin_demanded();
    assert_eq!(found_out.offered(), [Pin]);
    assert_eq!(found_out.last(), Some(Reason::PinlessNotAvailable));
    assert_eq!(found_out.why_not(Face), Some(Reason::PinlessNotAvailable));
}

fn policy_ways(reader: ReaderKind) -> impl Iterator<Item = Method> {
    let ways = Policy::built_in().offers(Some(reader)).to_vec();
    ways.into_iter()
}

#[test]
fn nobody_is_sent_to_a_pin_that_cannot_be_entered() {
    let locked = at(ReaderKind::Face, card(0)).pin_demanded();
    let not_set = at(ReaderKind::Face, WITHOUT_PIN).pin_demanded();
    for (ended, reason) in [(locked, Reason::PinLocked), (not_set, Reason::PinNotSet)] {
        assert_eq!(ended.offered(), []);
        assert_eq!(ended.reason_to_end(), Some(reason));
    }
    let open = at(ReaderKind::Face, card(3)).pin_demanded();
    assert_eq!(open.reason_to_end(), Some(Reason::PinlessNotAvailable));
}

#[test]
fn a_staff_check_that_is_closed_says_so_and_is_not_offered() {
    let closed = DeskSide {
        staff_check: StaffCheckState::Closed,
        ..desk(ReaderKind::General)
    };
    let begun = begin(closed, card(3));
    assert_eq!(begun.offered(), [Pin]);
    assert_eq!(begun.withheld(), [(StaffCheck, Reason::StaffCheckClosed)]);
}

const STAFF_CHECKS: [StaffCheckState; 4] = [
    StaffCheckState::NotSet,
    StaffCheckState::Open,
    StaffCheckState::Closed,
    StaffCheckState::Unusable,
];

#[test]
fn where_nothing_is_offered_there_is_a_reason_to_end() {
    let pins = [0, 1, 3].map(|tries| card(tries).pin);
    let mut nothing_offered = 0;
    for reader in READERS {
        for pin in pins.into_iter().chain([PinState::NotSet]) {
            for bits in 0..32_u8 {
                let [camera, without_pin, face] = [1, 2, 4].map(|bit| bits & bit != 0);
                let staff_check = STAFF_CHECKS[usize::from(bits / 8)];
                let desk = DeskSide {
                    reader,
                    camera,
                    staff_check,
                };
                let card = CardSide {
                    pin,
                    without_pin,
                    face,
                };
                let begun = begin(desk, card);
                for way in WAYS {
                    let offered = begun.offered().contains(&way);
                    assert_eq!(offered, begun.why_not(way).is_none(), "{begun:?}");
                }
                if begun.offered().is_empty() {
                    nothing_offered += 1;
                    let reason = begun.reason_to_end();
                    let of_pin = match pin {
                        PinState::NotSet => Reason::PinNotSet,
                        _ => Reason::PinLocked,
                    };
                    assert_eq!(reason, Some(of_pin), "{begun:?}");
                }
            }
        }
    }
    assert!(nothing_offered > 0);
}

#[test]
fn whoever_leaves_before_trying_anything_has_no_reason_but_that() {
    assert_eq!(at(ReaderKind::Face, card(3)).reason_to_end(), None);
}
