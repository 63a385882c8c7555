//! Each way's own limits.

use super::*;

fn mismatched(times: u8) -> Verification {
    let begun = at(ReaderKind::Face, card(3));
    (0..times).fold(begun, |it, _| it.face_failed(FaceFailure::Mismatch))
}

#[test]
fn pin_retry_counts_down_shows_what_is_left_and_locks() {
    let mut it = at(ReaderKind::Face, card(3));
    assert_eq!((it.tries_shown(), it.attempts()), (None, 1));
    // tries that the card leaves, what is shown, whether it is the last, attempts
    for (left, shown, last, attempts) in [(2, Some(2), false, 2), (1, Some(1), true, 3)] {
        it = it.pin_refused(left);
        assert_eq!(it.tries().map(PinTries::left), Some(left));
        assert_eq!(it.tries().map(PinTries::is_last), Some(last));
        assert_eq!(it.tries_shown(), shown);
        assert_eq!(it.last(), Some(Reason::PinWrong));
        assert_eq!(it.attempts(), attempts);
        assert_eq!(it.why_not(Pin), None);
    }
    it = it.pin_refused(0);
    assert_eq!((it.tries(), it.tries_shown()), (None, None));
    assert_eq!(it.why_not(Pin), Some(Reason::PinLocked));
    assert_eq!(it.attempts(), 4);
}

#[test]
fn pin_retry_begins_with_what_another_desk_left_on_the_card() {
    let elsewhere = at(ReaderKind::General, card(1));
    assert_eq!(elsewhere.tries_shown(), Some(1));
    assert!(elsewhere.tries().unwrap().is_last());
    assert_eq!(elsewhere.attempts(), 1);
    let locked = elsewhere.pin_refused(0);
    assert_eq!(locked.why_not(Pin), Some(Reason::PinLocked));
}

#[test]
fn pin_retry_face_and_passcode_leave_the_cards_tries_alone() {
    let begun = at(ReaderKind::Face, card(2));
    let failed = not_captured(begun.clone(), NotCaptured::Timeout)
        .face_failed(FaceFailure::Mismatch)
        .face_failed(FaceFailure::Unavailable)
        .passcode_refused(PasscodeFailure::Wrong)
        .passcode_refused(PasscodeFailure::Closed);
    assert_eq!(failed.tries(), begun.tries());
    assert_eq!(failed.offered(), [Pin]);
}

#[test]
fn face_match_mismatches_are_limited_and_then_it_is_pin_or_staff() {
    for times in 1..=2 {
        let mismatched = mismatched(times);
        assert_eq!(mismatched.why_not(Face), None);
        assert_eq!(mismatched.attempts(), times + 1);
    }
    let ended = mismatched(3);
    assert_eq!(ended.why_not(Face), Some(Reason::FaceMismatch));
    assert_eq!(ended.offered(), [Pin, StaffCheck]);
    assert_eq!(ended.last(), Some(Reason::FaceMismatch));
}

#[test]
fn face_match_a_frame_without_a_face_is_no_mismatch_and_says_what_was_wrong() {
    let mut it = mismatched(2);
    for hint in NotCaptured::ALL.into_iter().take(4) {
        it = not_captured(it, hint);
        assert_eq!(it.hint(), Some(hint));
        assert_eq!(it.last(), Some(Reason::FaceNotCaptured));
        assert_eq!(it.why_not(Face), None, "{hint:?}");
        assert_eq!(it.attempts(), 3);
    }
    let mismatched = it.clone().face_failed(FaceFailure::Mismatch);
    assert_eq!(mismatched.hint(), None);
    assert_eq!(mismatched.why_not(Face), Some(Reason::FaceMismatch));
    let tired = not_captured(it, NotCaptured::BadLight);
    assert_eq!(tired.hint(), Some(NotCaptured::BadLight));
    assert_eq!(tired.why_not(Face), Some(Reason::FaceNotCaptured));
    assert_eq!(tired.offered(), [Pin, StaffCheck]);
    assert_eq!(tired.pin_refused(2).hint(), None);
}

#[test]
fn face_match_a_chips_photo_that_cannot_be_read_ends_the_way_at_once() {
    let ended = at(ReaderKind::Face, card(3)).face_failed(FaceFailure::Unavailable);
    assert_eq!(ended.why_not(Face), Some(Reason::FaceUnavailable));
    assert_eq!(ended.offered(), [Pin, StaffCheck]);
    assert_eq!(ended.attempts(), 1);
}

#[test]
fn visual_check_wrong_passcodes_change_nothing_on_the_card_and_end_the_way() {
    for reader in READERS {
        let begun = at(reader, card(2));
        let mut it = begun.clone();
        for _ in 1..=2 {
            it = it.passcode_refused(PasscodeFailure::Wrong);
            assert_eq!(it.last(), Some(Reason::PasscodeWrong));
            assert_eq!(it.why_not(StaffCheck), None);
        }
        let third = it.passcode_refused(PasscodeFailure::Wrong);
        let closed = begun.clone().passcode_refused(PasscodeFailure::Closed);
        let unusable = begun.clone().passcode_refused(PasscodeFailure::Unusable);
        for (ended, reason) in [
            (third, Reason::PasscodeWrong),
            (closed, Reason::StaffCheckClosed),
            (unusable, Reason::StaffCheckUnusable),
        ] {
            assert_eq!(ended.why_not(StaffCheck), Some(reason));
            assert!(!ended.offered().is_empty());
            assert_eq!(ended.tries(), begun.tries());
            // No PIN and no face was compared.
            assert_eq!(ended.attempts(), 1);
        }
    }
}

#[test]
fn visual_check_is_open_while_tries_remain_and_when_a_card_without_pin_fails_by_face() {
    let begun = at(ReaderKind::General, card(3));
    assert!(begun.offered().contains(&StaffCheck));
    let failed = ended(at(ReaderKind::Face, WITHOUT_PIN), Face);
    assert_eq!(failed.offered(), [StaffCheck]);
}

#[test]
fn a_way_that_the_policy_leaves_out_afterwards_is_refused_too() {
    let text = include_str!("../../../policy.toml").replace(
        "pin_locked = [\"FACE\", \"STAFF_CHECK\"]",
        "pin_locked = [\"FACE\"]",
    );
    let policy = Arc::new(Policy::parse(&text).unwrap());
    let locked = Verification::begin(policy, desk(ReaderKind::Face), card(0));
    assert_eq!(locked.offered(), [Face]);
    assert_eq!(locked.why_not(StaffCheck), Some(Reason::MethodNotOffered));
}

#[test]
fn what_was_said_of_one_way_is_not_said_of_the_next_but_ends_the_visit_all_the_same() {
    let refused = at(ReaderKind::Face, card(3)).pin_refused(2);
    assert_eq!(refused.told(), Some(Reason::PinWrong));
    let chosen = refused.chosen();
    assert_eq!(chosen.told(), None);
    assert_eq!(chosen.last(), Some(Reason::PinWrong));
}
