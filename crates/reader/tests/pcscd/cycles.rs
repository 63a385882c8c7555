//! Many visits leave nothing behind.

use super::*;
use std::fs;

const VISITS: usize = 500;

/// How many files and threads a process has.
fn holdings(process: u32) -> (usize, usize) {
    let count = |what| fs::read_dir(format!("/proc/{process}/{what}")).unwrap();
    (count("fd").count(), count("task").count())
}

#[test]
fn five_hundred_visits_leave_no_file_and_no_thread_behind() {
    inside(|| {
        let pcscd = Pcscd::start();
        let card = good_card();
        let visit = || {
            let mut connection = open(WATCHDOG);
            assert_eq!(connection.exchange(&SELECT), Ok(vec![0x90, 0x00]));
            assert_eq!(connection.exchange(&READ), Ok(vec![0x90, 0x00]));
        };
        let all_held = || [std::process::id(), pcscd.process()].map(holdings);
        // The first visit finds the card being noticed.
        visit();
        let before = all_held();
        for _ in 1..VISITS {
            visit();
        }
        // A thread is gone a moment after its last word.
        patiently("what was held to be let go", || {
            let after = all_held();
            let mut pairs = after.iter().zip(before);
            pairs
                .all(|(after, before)| after.0 <= before.0 && after.1 <= before.1)
                .then_some(())
        });
        let commands = card.reached().into_iter();
        let commands = commands.filter(|reached| matches!(reached, Reached::Command(_)));
        assert_eq!(commands.count(), 2 * VISITS);
    });
}
