//! One session with a card: what it shows by itself, and what is opened on request.

use apdu::Transport;
use card::{
    Availability, Card, CardError, CardFace, CardKind, Certificate, CertificateRead,
    CollationNumber, FaceOutcome, FaceSelection, Locked, Pin, PinOutcome, PinTries,
    SignatureCertificate, SignatureCertificateOutcome, SignaturePassword, TerminalOutcome,
    WhyNotAvailable,
};

use super::asker::{Asker, Question};
use crate::command::terminal::TerminalOf;

/// What is signed to see that the key works. It is nobody's challenge.
const TEST_WORDS: &[u8] = b"madoguchi card read --sign";

/// What is wanted beside what every card shows.
#[derive(Default)]
pub(crate) struct Wanted {
    /// The front; with its collation number, if that is known.
    pub(crate) face: Option<Known>,
    /// The signature certificate.
    pub(crate) signature: bool,
    /// Use without PIN, as this terminal.
    pub(crate) terminal: Option<TerminalOf>,
    /// A test signature with the PIN.
    pub(crate) sign: bool,
}

/// A collation number, if it is known without asking.
pub(crate) struct Known(pub(crate) Option<CollationNumber>);

/// What a card shows.
pub(crate) struct Seen {
    pub(crate) kind: CardKind,
    pub(crate) simulated: bool,
    pub(crate) availability: Option<Availability>,
    pub(crate) certificate: Option<Certificate>,
    pub(crate) tries: PinTries,
    pub(crate) signature: Option<Opened<SignatureCertificate>>,
    pub(crate) without_pin: Option<Result<(), WhyNotAvailable>>,
    pub(crate) signed: Option<Opened<()>>,
    pub(crate) face: Option<Opened<CardFace>>,
}

/// What came of opening something with a secret.
pub(crate) enum Opened<T> {
    Open(T),
    Wrong { tries_left: u8 },
    Blocked,
    NotThere,
    NotTried,
}

pub(crate) fn look<L: Transport>(
    link: L,
    wanted: Wanted,
    asker: &mut Asker,
) -> Result<Seen, CardError> {
    let mut card = Card::new(link).select_jpki()?;
    let (kind, simulated) = (card.kind()?, card.is_simulated()?);
    let mut seen = Seen {
        kind,
        simulated,
        availability: card.availability().ok(),
        certificate: match card.certificate()? {
            CertificateRead::Shown(certificate) => Some(certificate),
            CertificateRead::AfterPin => None,
        },
        tries: card.tries_left()?,
        signature: None,
        without_pin: None,
        signed: None,
        face: None,
    };
    if wanted.signature {
        let opened;
        (card, opened) = match seen.availability {
            Some(there) if !there.signature => {
                asker.pass_over();
                (card, Opened::NotThere)
            }
            _ => signature(card, simulated, asker)?,
        };
        seen.signature = Some(opened);
    }
    if let Some(terminal) = wanted.terminal {
        (card, seen.without_pin) = match card.authenticate_terminal(&terminal)? {
            TerminalOutcome::Accepted(mut card) => {
                card.sign(TEST_WORDS)?;
                (card.select_jpki()?, Some(Ok(())))
            }
            TerminalOutcome::NotAvailable { card, why } => (card, Some(Err(why))),
        };
    }
    if wanted.sign {
        let opened;
        (card, opened) = sign(card, &mut seen, asker)?;
        seen.signed = Some(opened);
    }
    if let Some(number) = wanted.face {
        seen.face = Some(face(card, simulated, number, asker)?);
    }
    Ok(seen)
}

fn signature<L: Transport>(
    mut card: Card<L, Locked>,
    simulated: bool,
    asker: &mut Asker,
) -> Result<(Card<L, Locked>, Opened<SignatureCertificate>), CardError> {
    let question = Question {
        ja: "署名用パスワード",
        en: "signature password",
        tries: card.signature_tries_left()?,
        simulated,
    };
    let Some(password) = asker.ask(&question, SignaturePassword::parse) else {
        return Ok((card, closed(question.tries)));
    };
    use SignatureCertificateOutcome as Outcome;
    Ok(match card.read_signature_certificate(password)? {
        Outcome::Read { card, certificate } => (card, Opened::Open(certificate)),
        Outcome::NotThere { card } => (card, Opened::NotThere),
        Outcome::Wrong { card, tries_left } => (card, Opened::Wrong { tries_left }),
        Outcome::Blocked { card } => (card, Opened::Blocked),
    })
}

/// A test signature. A card that shows its certificate only after the PIN shows it
/// now.
fn sign<L: Transport>(
    card: Card<L, Locked>,
    seen: &mut Seen,
    asker: &mut Asker,
) -> Result<(Card<L, Locked>, Opened<()>), CardError> {
    let question = Question {
        ja: "暗証番号",
        en: "PIN",
        tries: seen.tries,
        simulated: seen.simulated,
    };
    let Some(pin) = asker.ask(&question, Pin::parse) else {
        return Ok((card, closed(question.tries)));
    };
    Ok(match card.verify(pin)? {
        PinOutcome::Accepted(mut card) => {
            card.sign(TEST_WORDS)?;
            if seen.certificate.is_none() {
                seen.certificate = Some(card.certificate()?);
            }
            (card.select_jpki()?, Opened::Open(()))
        }
        PinOutcome::Wrong { card, tries_left } => {
            seen.tries = PinTries::Left(tries_left);
            (card, Opened::Wrong { tries_left })
        }
        PinOutcome::Blocked { card } => {
            seen.tries = PinTries::Blocked;
            (card, Opened::Blocked)
        }
    })
}

fn face<L: Transport>(
    card: Card<L, Locked>,
    simulated: bool,
    number: Known,
    asker: &mut Asker,
) -> Result<Opened<CardFace>, CardError> {
    let FaceSelection::Selected(mut card) = card.select_face()? else {
        return Ok(Opened::NotThere);
    };
    let tries = card.tries_left()?;
    let number = number.0.or_else(|| {
        let question = Question {
            ja: "照合番号B（生年月日6桁・有効期限の西暦4桁・セキュリティコード4桁）",
            en: "collation number B (birth YYMMDD in the Japanese era, expiry YYYY, security code)",
            tries,
            simulated,
        };
        asker.ask(&question, CollationNumber::parse)
    });
    let Some(number) = number else {
        return Ok(closed(tries));
    };
    Ok(match card.read_face(number)? {
        FaceOutcome::Read { face, .. } => Opened::Open(face),
        FaceOutcome::Wrong { tries_left, .. } => Opened::Wrong { tries_left },
        FaceOutcome::Blocked { .. } => Opened::Blocked,
        FaceOutcome::Unreadable { error, .. } => return Err(error),
    })
}

const fn closed<T>(tries: PinTries) -> Opened<T> {
    match tries {
        PinTries::Blocked => Opened::Blocked,
        PinTries::Left(_) | PinTries::NotTold => Opened::NotTried,
    }
}
