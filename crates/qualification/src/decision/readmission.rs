//! Who was let in in step 2, looked at again in step 5.

use super::admission::{let_in, spoken};
use crate::{Admission, Arrival, Reason, Switches, Trace};

/// Whether somebody who was let in in step 2 still is. Registration was `offered` then,
/// or it was not: whoever was registered then and is not any more is told so, and
/// nothing is offered that was not.
///
/// # Errors
/// The [`Reason`] of the refusal, which is an answer for the desk.
pub fn readmit(
    arrival: &Arrival<'_>,
    offered: bool,
    switches: &Switches,
    trace: &mut impl Trace,
) -> Result<Admission, Reason> {
    let again = arrival.holder().and_then(|person| {
        let ended = person.registration.refusal().filter(|_| !offered);
        ended.map_or(Ok(()), Err)
    });
    let admitted = again.and_then(|()| let_in(arrival, switches, trace));
    spoken(&admitted, trace);
    admitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::tests::{FRESH, TODAY, arrival, hidden, standing};
    use crate::{ReaderKind, Registration, Rule, Spoken, Unheard};
    use jiff::civil::date;

    #[test]
    fn r054_a_registration_that_ended_meanwhile_is_told_and_none_is_offered_late() {
        use Registration::{Deregistered, Deregistering, NotRegistered, Registered};
        let close = date(2026, 11, 25);
        let (not, gone) = (Err(Reason::NotRegistered), Err(Reason::Deregistered));
        for (registration, not_after, offered, want) in [
            (Registered, FRESH, false, Ok(false)),
            (Registered, FRESH, true, Ok(false)),
            (Deregistering, close, false, Ok(false)),
            (NotRegistered, FRESH, true, Ok(true)),
            (Deregistered, FRESH, true, Ok(true)),
            (NotRegistered, FRESH, false, not),
            (Deregistered, FRESH, false, gone),
            // It was never too late for one who was registered then.
            (Deregistered, close, false, gone),
            (Deregistered, TODAY, false, gone),
            (NotRegistered, close, false, not),
        ] {
            let person = standing(registration);
            let arrival = Arrival {
                reader: ReaderKind::Face,
                ..arrival(not_after, Some(&person))
            };
            let again = readmit(&arrival, offered, &Switches::DEFAULT, &mut Unheard);
            let again = again.map(|admission| admission.offer_registration);
            assert_eq!(again, want, "{registration:?} {not_after} {offered}");
        }
    }

    #[test]
    fn r082_whoever_may_not_be_shown_any_more_is_let_in_no_more() {
        for person in [Some(&hidden()), None] {
            let arrival = arrival(FRESH, person);
            for offered in [false, true] {
                let again = readmit(&arrival, offered, &Switches::DEFAULT, &mut Unheard);
                assert_eq!(again, Err(Reason::CardNotAccepted));
            }
        }
    }

    #[test]
    fn r007_the_directive_is_the_last_word_of_every_readmission() {
        let [registered, gone] =
            [Registration::Registered, Registration::Deregistered].map(standing);
        for person in [Some(&registered), Some(&gone), None] {
            let arrival = arrival(FRESH, person);
            let mut heard: Vec<Spoken> = Vec::new();
            let _ = readmit(&arrival, false, &Switches::DEFAULT, &mut heard);
            assert_eq!(heard.last().unwrap().rule, Rule::FlowDirective);
        }
    }
}
