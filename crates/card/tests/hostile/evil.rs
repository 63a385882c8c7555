//! Cards that answer well until they do not.

use apdu::{Command, LinkError, Transport};

use crate::plain::Plain;

/// The twelve ways to answer badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Nothing,
    OneByte,
    NoStatus,
    FarTooMuch,
    EndlessMore,
    EndlessWrongLength,
    OneByteTooMany,
    TruncatedObject,
    HugeLength,
    Nested,
    Garbage,
    WrongButFine,
}

pub(crate) const CLASSES: [Class; 12] = [
    Class::Nothing,
    Class::OneByte,
    Class::NoStatus,
    Class::FarTooMuch,
    Class::EndlessMore,
    Class::EndlessWrongLength,
    Class::OneByteTooMany,
    Class::TruncatedObject,
    Class::HugeLength,
    Class::Nested,
    Class::Garbage,
    Class::WrongButFine,
];

impl Class {
    /// Instead of `good` data to `command`, the `n`th one.
    fn answer(self, command: &Command<'_>, good: &[u8], n: usize) -> Vec<u8> {
        let fine = |data: &[u8]| [data, &[0x90, 0x00]].concat();
        let as_asked = |mut data: Vec<u8>| {
            data.truncate(command.expected);
            fine(&data)
        };
        match self {
            Self::Nothing => Vec::new(),
            Self::OneByte => vec![0x90],
            Self::NoStatus => good.to_vec(),
            Self::FarTooMuch => fine(&[0x41; 65_000]),
            Self::EndlessMore => vec![0x61, 0xFF],
            Self::EndlessWrongLength => vec![0x6C, 0x10],
            Self::OneByteTooMany => fine(&vec![0x42; command.expected + 1]),
            Self::TruncatedObject => fine(&good[..good.len() / 2]),
            Self::HugeLength => as_asked([0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF].repeat(50)),
            Self::Nested => as_asked([0xFF, 0x20, 0x80, 0x30, 0x80].repeat(60)),
            Self::Garbage => (1..=good.len().max(6))
                .map(|i| (i.wrapping_mul(i + 7 * n + 3) % 251).to_le_bytes()[0])
                .collect(),
            Self::WrongButFine => as_asked(vec![0x00; 256]),
        }
    }
}

/// A card that answers well, but for what `instead` says of its `n`th answer.
pub(crate) struct Evil<F> {
    pub(crate) instead: F,
    pub(crate) sent: Vec<Vec<u8>>,
    good: Plain,
}

impl<F> Evil<F> {
    pub(crate) fn new(instead: F) -> Self {
        Self {
            instead,
            sent: Vec::new(),
            good: Plain::new(),
        }
    }
}

/// Of a class, at the `from`th command alone or from there on.
pub(crate) fn of_class(
    class: Class,
    from: usize,
    once: bool,
) -> impl Fn(&Command<'_>, &[u8], usize) -> Option<Vec<u8>> {
    move |command, good, n| {
        let is_evil = n == from || (!once && n > from);
        is_evil.then(|| class.answer(command, good, n))
    }
}

impl<F> Transport for &mut Evil<F>
where
    F: Fn(&Command<'_>, &[u8], usize) -> Option<Vec<u8>>,
{
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        let n = self.sent.len();
        self.sent.push(command.to_vec());
        let good = self.good.exchange(command)?;
        let data = &good[..good.len() - 2];
        let command = Command::parse(command).unwrap();
        Ok((self.instead)(&command, data, n).unwrap_or(good))
    }
}

/// Whether a front desk may send these bytes, written down a second time and apart
/// from the driver's own list.
pub(crate) fn is_listed(command: &[u8]) -> bool {
    match hex::encode_upper(command).as_str() {
        "00A4040C0AD392F000260100000001" | "00A4040C0AD3921000310001010402" => true,
        "00200080" | "0084000020" => true,
        hex if hex.starts_with("00A4020C02") => [
            "0001", "0006", "0008", "000A", "0016", "0017", "0018", "001B", "0002", "0012",
        ]
        .contains(&&hex[10..]),
        hex if hex.starts_with("00B0") => hex.len() == 10 && command[2] < 0x80,
        hex if hex.starts_with("00C00000") => hex.len() == 10,
        hex => [
            ("0020008004", 9),
            ("0020008006", 11),
            ("002000800E", 19),
            ("802A0080333031300D060960864801650304020105000420", 57),
            ("80A206C10001337F218202335F4E820129", 314),
            ("80A200C10001055F37820100", 268),
            ("00820080000100", 263),
        ]
        .iter()
        .any(|(head, length)| hex.starts_with(head) && command.len() == *length),
    }
}

/// How many of these commands give the card a secret.
pub(crate) fn secrets_given(sent: &[Vec<u8>]) -> usize {
    sent.iter()
        .filter(|command| command.starts_with(&[0x00, 0x20]) && command.len() > 4)
        .count()
}
