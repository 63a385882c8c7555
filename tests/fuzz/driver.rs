//! A host's visit to a card that answers anything. The first byte says which visit;
//! then come the answers, over and over, an empty one standing for the good card's.
#![no_main]

// The visits, the good card and the list of what may be sent are those of the room's
// own tests.
#[allow(dead_code)]
#[path = "../../crates/card/tests/hostile/evil.rs"]
mod evil;
mod list;
#[allow(dead_code)]
#[path = "../../crates/card/tests/plain/mod.rs"]
mod plain;

use apdu::Command;
use card::{CardError, MAX_COMMANDS};
use evil::{Evil, is_listed, secrets_given};
use libfuzzer_sys::fuzz_target;
use plain::VISITS;

fuzz_target!(|bytes: &[u8]| {
    let Some((visit, answers)) = bytes.split_first() else {
        return;
    };
    let visit = VISITS[usize::from(*visit) % VISITS.len()];
    let answers = list::of(answers);
    let mut card = Evil::new(|_: &Command<'_>, _: &[u8], n: usize| {
        let answer = answers.get(n % answers.len().max(1))?;
        (!answer.is_empty()).then(|| answer.to_vec())
    });
    let outcome = visit.make(&mut card);
    assert!(!matches!(outcome, Err(CardError::NotAllowed { .. })));
    assert!(card.sent.len() <= MAX_COMMANDS);
    assert!(secrets_given(&card.sent) <= 1);
    assert!(card.sent.iter().all(|command| is_listed(command)));
});
