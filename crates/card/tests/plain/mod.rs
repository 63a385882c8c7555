//! A card that agrees to everything, and the visits a host makes to it.

use apdu::{LinkError, Transport};
use card::{
    Card, CardError, CertificateRead, CollationNumber, FaceOutcome, FaceSelection, Pin, PinOutcome,
    SignatureCertificateOutcome, SignaturePassword, Terminal, TerminalOutcome,
};

#[path = "../front/mod.rs"]
pub(crate) mod front;

pub(crate) const PIN: &str = "7391";
pub(crate) const PASSWORD: &str = "QX7Z81";
pub(crate) const COLLATION_NUMBER: &str = "55021720352285";

/// The file of a certificate with `length` bytes, zeros behind it.
pub(crate) fn certificate_file(length: u16) -> Vec<u8> {
    let inside = length - 4;
    let mut file = vec![0x30, 0x82];
    file.extend(inside.to_be_bytes());
    file.extend((0..inside).map(|i| i.to_be_bytes()[1]));
    file.resize(2000, 0);
    file
}

/// A simulated card that gives its files in pieces and agrees to the rest.
pub(crate) struct Plain {
    pub(crate) certificate: Vec<u8>,
    pub(crate) face: Vec<u8>,
    pub(crate) piece: usize,
    pub(crate) sent: usize,
    selected: u8,
}

impl Plain {
    pub(crate) fn new() -> Self {
        Self {
            certificate: certificate_file(300),
            face: front::front(1000, 200),
            piece: 256,
            sent: 0,
            selected: 0,
        }
    }

    fn file(&self) -> Vec<u8> {
        match self.selected {
            0x02 => self.face.clone(),
            0x06 => format!("{:32}{:96}", "JPKIAPICCTOKEN2", "MADOGUCHI SIMULATOR").into(),
            0x08 => vec![0x8F, 0x8F, 0x00],
            _ => self.certificate.clone(),
        }
    }

    fn data(&mut self, command: &apdu::Command<'_>) -> Vec<u8> {
        match (command.instruction, command.data) {
            (0xA4, [0x00, file]) => {
                self.selected = *file;
                Vec::new()
            }
            (0xB0, _) => {
                let offset = usize::from(u16::from_be_bytes([command.p1, command.p2]));
                let file = self.file();
                let rest = file.get(offset..).unwrap_or_default().iter().copied();
                rest.take(command.expected.min(self.piece)).collect()
            }
            (0x2A | 0x84, _) => vec![0x5A; command.expected],
            _ => Vec::new(),
        }
    }
}

impl Transport for Plain {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.sent += 1;
        let command = apdu::Command::parse(command).unwrap();
        Ok([self.data(&command), vec![0x90, 0x00]].concat())
    }
}

impl Transport for &mut Plain {
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        (**self).exchange(command)
    }
}

/// The kinds of visit.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Visit {
    ByPin,
    Face,
    SignatureCertificate,
    Terminal,
}

pub(crate) const VISITS: [Visit; 4] = [
    Visit::ByPin,
    Visit::Face,
    Visit::SignatureCertificate,
    Visit::Terminal,
];

impl Visit {
    /// Makes the visit; gives whether it came to its end.
    pub(crate) fn make<T: Transport>(self, transport: T) -> Result<bool, CardError> {
        match self {
            Self::ByPin => by_pin(transport),
            Self::Face => face(transport),
            Self::SignatureCertificate => signature_certificate(transport),
            Self::Terminal => terminal(transport),
        }
    }
}

fn by_pin<T: Transport>(transport: T) -> Result<bool, CardError> {
    let mut card = Card::new(transport).select_jpki()?;
    card.kind()?;
    card.availability()?;
    let shown = card.certificate()?;
    card.tries_left()?;
    let PinOutcome::Accepted(mut card) = card.verify(Pin::parse(PIN).unwrap())? else {
        return Ok(false);
    };
    card.certificate()?;
    card.sign(b"challenge")?;
    Ok(matches!(shown, CertificateRead::Shown(_)))
}

fn face<T: Transport>(transport: T) -> Result<bool, CardError> {
    let FaceSelection::Selected(mut card) = Card::new(transport).select_face()? else {
        return Ok(false);
    };
    card.tries_left()?;
    let number = CollationNumber::parse(COLLATION_NUMBER).unwrap();
    let (card, face) = match card.read_face(number)? {
        FaceOutcome::Read { card, face } => (card, face),
        FaceOutcome::Unreadable { error, .. } => return Err(error),
        FaceOutcome::Wrong { .. } | FaceOutcome::Blocked { .. } => return Ok(false),
    };
    assert_eq!((face.birth().len(), face.signature().len()), (8, 256));
    let mut card = card.select_jpki()?;
    let shown = card.certificate()?;
    card.tries_left()?;
    Ok(matches!(shown, CertificateRead::Shown(_)))
}

fn signature_certificate<T: Transport>(transport: T) -> Result<bool, CardError> {
    let mut card = Card::new(transport).select_jpki()?;
    card.signature_tries_left()?;
    let password = SignaturePassword::parse(PASSWORD).unwrap();
    let outcome = card.read_signature_certificate(password)?;
    Ok(matches!(outcome, SignatureCertificateOutcome::Read { .. }))
}

fn terminal<T: Transport>(transport: T) -> Result<bool, CardError> {
    let mut card = Card::new(transport).select_jpki()?;
    let shown = card.certificate()?;
    let TerminalOutcome::Accepted(mut card) = card.authenticate_terminal(&Desk::new())? else {
        return Ok(false);
    };
    card.sign(b"challenge")?;
    Ok(matches!(shown, CertificateRead::Shown(_)))
}

/// A terminal with a made-up certificate.
struct Desk {
    body: Vec<u8>,
    signature: Vec<u8>,
}

impl Desk {
    fn new() -> Self {
        let head = [0x7F, 0x21, 0x82, 0x02, 0x33, 0x5F, 0x4E, 0x82, 0x01, 0x29];
        Self {
            body: [&head[..], &[0xB0; 297]].concat(),
            signature: [&[0x5F, 0x37, 0x82, 0x01, 0x00][..], &[0xC0; 256]].concat(),
        }
    }
}

impl Terminal for Desk {
    fn certificate_body(&self) -> &[u8] {
        &self.body
    }

    fn certificate_signature(&self) -> &[u8] {
        &self.signature
    }

    fn sign(&self, challenge: &[u8]) -> Option<Vec<u8>> {
        assert_eq!(challenge.len(), 32);
        Some(vec![0xD0; 256])
    }
}
