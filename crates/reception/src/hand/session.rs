//! The thread's end: the session as far as it has come, and what is done in it.

use std::sync::mpsc::Receiver;

use apdu::Transport;
use card::{
    Card, CardError, CardKind, CertificateRead, CollationNumber, Face, FaceOutcome, FaceSelection,
    Locked, Pin, PinOutcome, PinTries, TerminalOutcome, Unlocked,
};
use qualification::{Medium, Reason};
use verification::PinState;
use zeroize::Zeroizing;

use super::{Job, PhotoFile, PinAnswer, ReadCard, Reply};
use crate::equipment::AnyTerminal;
use crate::place::{Place, reason};

type Link = Box<dyn Transport + Send>;

/// What a card says that does not tell its tries: they are taken for all three, so
/// nothing is shown; the card itself still counts.
const TRIES_NOT_TOLD: u8 = 3;

enum Session {
    None,
    Locked(Card<Link, Locked>),
    Unlocked(Card<Link, Unlocked>),
}

/// What came of a job, and the session that is left; none after a failure.
type Done<T> = Result<(T, Session), Reason>;

pub(super) fn work(place: &dyn Place, jobs: &Receiver<Job>) {
    let mut session = Session::None;
    for job in jobs {
        session = match (job, session) {
            (Job::Read(reply), before) => {
                drop(before);
                respond(reply, read(place))
            }
            (Job::Verify(pin, reply), Session::Locked(card)) => respond(reply, verify(card, pin)),
            (Job::Photo(number, reply), Session::Locked(card)) => {
                respond(reply, photo(card, number))
            }
            (Job::Certificate(reply), Session::Unlocked(mut card)) => {
                let read = card.certificate().map_err(of_card);
                respond(reply, read.map(|it| (it, Session::Unlocked(card))))
            }
            (Job::Sign(challenge, reply), Session::Unlocked(mut card)) => {
                let signed = card.sign(&challenge).map_err(of_card);
                respond(reply, signed.map(|it| (it, Session::Unlocked(card))))
            }
            (Job::SignWithoutPin(challenge, terminal, reply), Session::Locked(card)) => {
                respond(reply, sign_without_pin(card, &challenge, &terminal))
            }
            // A session that is not there: the card failed or was pulled before.
            (Job::Verify(_, reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Photo(_, reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Certificate(reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Sign(_, reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::SignWithoutPin(_, _, reply), _) => respond(reply, Err(Reason::CardRemoved)),
            (Job::Release, _) => Session::None,
        };
    }
}

fn respond<T>(reply: Reply<T>, done: Done<T>) -> Session {
    let (answer, session) = match done {
        Ok((answer, session)) => (Ok(answer), session),
        Err(reason) => (Err(reason), Session::None),
    };
    // A desk that gave up waiting does not want the answer.
    let _ = reply.send(answer);
    session
}

fn read(place: &dyn Place) -> Done<ReadCard> {
    let link = place.connect().map_err(reason)?;
    let mut card = Card::new(link).select_jpki().map_err(of_card)?;
    let simulated = card.is_simulated().map_err(of_card)?;
    let certificate = match card.certificate().map_err(of_card)? {
        CertificateRead::Shown(certificate) => Some(certificate),
        CertificateRead::AfterPin => None,
    };
    let pin = pin(&mut card)?;
    // Only a simulated one says which kind of card or phone it is. Of the others, what
    // shows its certificate only after the PIN is an Android phone; a real iPhone shows
    // it before, as a card does, and counts as one.
    let medium = match simulated {
        true => medium(card.kind().map_err(of_card)?),
        false if certificate.is_none() => Medium::Android,
        false => Medium::Card,
    };
    let read = ReadCard {
        certificate,
        pin,
        simulated,
        medium,
    };
    Ok((read, Session::Locked(card)))
}

const fn medium(kind: CardKind) -> Medium {
    match kind {
        CardKind::AndroidPhone => Medium::Android,
        CardKind::IPhone => Medium::Iphone,
        CardKind::Plastic | CardKind::Other => Medium::Card,
    }
}

fn pin(card: &mut Card<Link, Locked>) -> Result<PinState, Reason> {
    let tries = card.tries_left().map_err(of_card)?;
    let left = match tries {
        PinTries::Left(left) => left,
        PinTries::NotTold => TRIES_NOT_TOLD,
        PinTries::Blocked => 0,
    };
    Ok(match verification::PinTries::new(left) {
        Some(left) => PinState::Open(left),
        None => match card.availability() {
            Ok(there) if there.looks_without_pin(tries) => PinState::NotSet,
            Err(error @ CardError::Link(_)) => return Err(of_card(error)),
            // A card that does not say which certificates it has says nothing else by it.
            Ok(_) | Err(_) => PinState::Locked,
        },
    })
}

fn verify(card: Card<Link, Locked>, pin: Pin) -> Done<PinAnswer> {
    Ok(match card.verify(pin).map_err(of_card)? {
        PinOutcome::Accepted(card) => (PinAnswer::Accepted, Session::Unlocked(card)),
        PinOutcome::Wrong { card, tries_left } => {
            (PinAnswer::Wrong { tries_left }, Session::Locked(card))
        }
        PinOutcome::Blocked { card } => (PinAnswer::Blocked, Session::Locked(card)),
    })
}

fn photo(card: Card<Link, Locked>, number: CollationNumber) -> Done<Option<PhotoFile>> {
    let known = card.fingerprint().is_some();
    let (photo, card) = match card.select_face().map_err(of_card)? {
        FaceSelection::Selected(card) => {
            let (photo, card) = open(card, number).map_err(of_card)?;
            (photo, card.select_jpki())
        }
        FaceSelection::NotThere(card) => (None, card.select_jpki()),
    };
    let mut card = card.map_err(of_card)?;
    // JPKI was selected anew: on the card of this visit, and on no other.
    if known {
        card.certificate().map_err(of_card)?;
    }
    Ok((photo, Session::Locked(card)))
}

fn open(
    mut card: Card<Link, Face>,
    number: CollationNumber,
) -> Result<(Option<PhotoFile>, Card<Link, Face>), CardError> {
    match card.tries_left() {
        Ok(PinTries::Left(2..) | PinTries::NotTold) => {}
        Err(error @ CardError::Link(_)) => return Err(error),
        // The last try is for a person who reads the number off the card again.
        Ok(PinTries::Left(_) | PinTries::Blocked) | Err(_) => return Ok((None, card)),
    }
    Ok(match card.read_face(number)? {
        FaceOutcome::Read { card, face } => {
            let photo = Zeroizing::new(face.photo_jp2().to_vec());
            (Some(photo), card)
        }
        FaceOutcome::Wrong { card, .. } | FaceOutcome::Blocked { card } => (None, card),
        FaceOutcome::Unreadable { card, error } => {
            tracing::debug!(%error, "the card's front cannot be read");
            (None, card)
        }
    })
}

fn sign_without_pin(
    card: Card<Link, Locked>,
    challenge: &[u8],
    terminal: &AnyTerminal,
) -> Done<Option<Vec<u8>>> {
    let terminal = terminal.as_ref();
    Ok(
        match card.authenticate_terminal(terminal).map_err(of_card)? {
            TerminalOutcome::Accepted(mut card) => {
                let signature = card.sign(challenge).map_err(of_card)?;
                (Some(signature), Session::Unlocked(card))
            }
            TerminalOutcome::NotAvailable { card, why } => {
                tracing::info!(?why, "the card demands its PIN");
                (None, Session::Locked(card))
            }
        },
    )
}

fn of_card(error: CardError) -> Reason {
    tracing::debug!(%error, "the card failed");
    match error {
        CardError::Link(error) => reason(error),
        _ => Reason::CardUnreadable,
    }
}
