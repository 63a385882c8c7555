use super::*;

#[test]
fn the_page_shows_every_outcome_cause_and_line() {
    let page = outcomes_markdown();
    for reason in Reason::ALL {
        let chapter = format!("\n## {}\n", reason.code());
        let (_, after) = page.split_once(&chapter).unwrap();
        let chapter = after.split("\n#").next().unwrap();
        for said in [
            reason.patient().ja,
            reason.staff().en,
            reason.next().ja,
            reason.mender().name().en,
            reason.source(),
            reason.evidence().code(),
        ] {
            assert!(chapter.contains(said), "{reason:?}: {said}");
        }
        for rule in reason.rules() {
            assert!(chapter.contains(rule.name()), "{reason:?} {rule:?}");
        }
        for document in reason.documents() {
            assert!(chapter.contains(document.code()), "{reason:?}");
        }
    }
    for cause in Cause::ALL {
        assert!(page.contains(cause.text().ja), "{cause:?}");
    }
    for line in HelpLine::all() {
        assert!(page.contains(line.what().ja), "{}", line.code());
    }
    assert!(page.contains("- 2027: 国民の祝日に関する法律; equinoxes computed (UNVERIFIED)"));
    assert!(page.contains("Mon–Fri 08:30–17:15; 2nd and 4th Sat 08:30–12:30; closed"));
}

#[test]
fn no_word_of_a_file_breaks_the_tables() {
    let page = outcomes_markdown();
    let columns = |line: &str| line.matches('|').count();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(next) = lines.peek().filter(|next| next.starts_with('|')) {
            assert!(
                !line.starts_with('|') || columns(line) == columns(next),
                "{next}"
            );
        }
    }
}

#[test]
fn r042_what_is_not_verified_is_a_note_and_no_fact() {
    let page = outcomes_markdown();
    assert!(Reason::PinLocked.unverified().is_some());
    for reason in Reason::ALL {
        if let Some(note) = reason.unverified() {
            let line = format!("- **UNVERIFIED**: {} / {}", note.ja, note.en);
            assert!(page.contains(&line), "{reason:?}");
        }
    }
}

#[test]
fn r088_the_days_of_the_year_end_are_said_to_be_assumed() {
    assert!(outcomes_markdown().contains("closed 年末年始 (assumed: 12-29 to 01-03)"));
}
