//! What the card writes into the log. Alone in its program, because a log that is
//! collected by one thread misses lines whose place another thread passed first.

#![allow(clippy::unwrap_used, reason = "a test program")]

mod issued;
mod logged;

use issued::issue_with_pin;
use logged::logged;
use virtual_card::{Card, CounterMemory, issued_image, take};

fn visit(card: &mut Card) {
    for command in [
        &b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01"[..],
        b"\x00\x20\x00\x98",
        b"\x00\x20\x00\x98\x048642",
        b"\x00\x20\x00\x98\x048643",
        // Lengths that do not add up, around a PIN all the same.
        b"\x00\x20\x00\x98\x058642",
        b"\x00\x20\x00\x98\x0486420",
        b"\x00\x20\x00\x988642",
        b"\x80\x2A\x00\x97\x048642\x00",
        // Her name and address, read and told.
        b"\x00\xA4\x04\x0C\x0A\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x08",
        b"\x00\x20\x00\x91\x048642",
        b"\x00\xB0\x82\x00\x00",
    ] {
        card.answer(command);
    }
}

#[test]
fn no_log_line_contains_the_pin() {
    let text = logged(|| {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("insured");
        issue_with_pin("8642", &folder);

        let image = issued_image(&folder).unwrap();
        let counters = CounterMemory::fresh(&image);
        visit(&mut Card::new(image, counters));

        let mut card = take(&folder).unwrap();
        place.close().unwrap();
        visit(&mut card);
    });
    for said in ["Lc=4", "WrongLength", "could not be stored"] {
        assert!(text.contains(said), "{said} is missing in:\n{text}");
    }
    for pin in ["8642", "8643", "38363432", "38, 36", "56, 54", "窓口"] {
        assert!(!text.contains(pin), "{pin} is in:\n{text}");
    }
}
