//! Requests made from the descriptors of the protocol, with bytes that fit and bytes
//! that do not.

use std::collections::HashMap;
use std::sync::Arc;

use prost::Message as _;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

/// So deep is a message put into a message.
const DEEPEST: u32 = 5;
/// Numbers at the edges of their types.
const NUMBERS: [u64; 12] = [
    0,
    1,
    2,
    16,
    999,
    2026,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF,
    0x8000_0000_0000_0000,
    u64::MAX,
];
/// Texts that mean something to the server, or should mean nothing to anybody.
const TEXTS: [&str; 18] = [
    "",
    "06439996",
    "5021",
    "1234567",
    "1310000009",
    "D0001",
    "窓口　花子",
    "０１２３",
    "01",
    "a",
    "'; DROP TABLE audit; --",
    "\0",
    "\u{1b}[31m\r\n",
    "\u{202e}\u{feff}",
    "\u{10ffff}",
    "-1",
    "2026-11-21",
    "passcode1",
];

/// One call of the protocol.
pub(crate) struct Method {
    /// Its HTTP/2 path.
    pub(crate) path: String,
    pub(crate) service: String,
    /// Whether many requests go into one call.
    pub(crate) streams: bool,
    input: String,
}

/// Makes requests from a seed.
pub(crate) struct Generator {
    messages: HashMap<String, Arc<DescriptorProto>>,
    pub(crate) methods: Vec<Method>,
    rng: ChaCha20Rng,
}

impl Generator {
    pub(crate) fn from(seed: u64) -> Self {
        let set = FileDescriptorSet::decode(api::DESCRIPTORS).unwrap();
        let (mut messages, mut methods) = (HashMap::new(), Vec::new());
        for file in set.file {
            let package = format!(".{}", file.package());
            for message in file.message_type {
                keep(&mut messages, &package, message);
            }
            for service in file.service {
                methods.extend(service.method.iter().map(|method| Method {
                    path: format!("/{}.{}/{}", &package[1..], service.name(), method.name()),
                    service: service.name().to_owned(),
                    streams: method.client_streaming(),
                    input: method.input_type().to_owned(),
                }));
            }
        }
        let rng = ChaCha20Rng::seed_from_u64(seed);
        Self {
            messages,
            methods,
            rng,
        }
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.rng.next_u32()).unwrap() % end
    }

    /// One time in so many.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A request of that call.
    pub(crate) fn request(&mut self, method: usize) -> Vec<u8> {
        let input = self.methods[method].input.clone();
        // Some mean to be good, most have a few faults, and some are all faults.
        let faults = [1000, 12, 3][self.below(3)];
        let mut bytes = self.message(&input, 0, faults);
        if self.once_in(100) {
            bytes.truncate(bytes.len() / 2);
        }
        bytes
    }

    fn message(&mut self, name: &str, depth: u32, faults: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        if depth > DEEPEST {
            return bytes;
        }
        let message = Arc::clone(&self.messages[name]);
        let mut chosen = HashMap::new();
        for (index, oneof) in message.oneof_decl.iter().enumerate() {
            let of_it = |field: &&FieldDescriptorProto| {
                field.oneof_index == i32::try_from(index).ok() && !field.proto3_optional()
            };
            let fields: Vec<_> = message.field.iter().filter(of_it).collect();
            if !fields.is_empty() && !self.once_in(faults) {
                let field = fields[self.below(fields.len())];
                chosen.insert(oneof.name().to_owned(), field.number());
            }
        }
        for field in &message.field {
            let oneof = field.oneof_index.filter(|_| !field.proto3_optional());
            let times = if let Some(oneof) = oneof {
                let name = message.oneof_decl[usize::try_from(oneof).unwrap()].name();
                usize::from(chosen.get(name) == Some(&field.number()))
            } else if field.label() == Label::Repeated {
                let many = if self.once_in(faults * 10) { 3000 } else { 5 };
                self.below(many)
            } else {
                let missing = self.once_in(if field.proto3_optional() { 2 } else { faults });
                usize::from(!missing)
            };
            for _ in 0..times {
                self.field(field, depth, faults, &mut bytes);
            }
        }
        if self.once_in(faults) {
            // A field that nobody knows.
            varint(2047 << 3, &mut bytes);
            varint(self.rng.next_u64(), &mut bytes);
        }
        bytes
    }

    fn field(
        &mut self,
        field: &FieldDescriptorProto,
        depth: u32,
        faults: usize,
        bytes: &mut Vec<u8>,
    ) {
        let tag = u64::try_from(field.number()).unwrap() << 3;
        let content = match field.r#type() {
            Type::Message => self.message(field.type_name(), depth + 1, faults),
            Type::String => self.text(field.name(), faults),
            Type::Bytes => self.bytes(faults),
            Type::Fixed64 | Type::Sfixed64 | Type::Double => {
                varint(tag | 1, bytes);
                let number = self.number(faults);
                return bytes.extend(number.to_le_bytes());
            }
            _ => {
                varint(tag, bytes);
                let number = match field.r#type() {
                    Type::Enum if !self.once_in(faults) => 1 + self.below(4) as u64,
                    Type::Bool => self.below(2) as u64,
                    _ => self.plausible(field.name(), faults),
                };
                return varint(number, bytes);
            }
        };
        varint(tag | 2, bytes);
        varint(content.len() as u64, bytes);
        bytes.extend(content);
    }

    fn number(&mut self, faults: usize) -> u64 {
        if self.once_in(faults) {
            return self.rng.next_u64();
        }
        NUMBERS[self.below(NUMBERS.len())]
    }

    /// A day where a day belongs.
    fn plausible(&mut self, name: &str, faults: usize) -> u64 {
        if self.once_in(faults) {
            return self.number(faults);
        }
        match name {
            "year" => 1980 + self.below(50) as u64,
            "month" => 1 + self.below(12) as u64,
            "day" => 1 + self.below(28) as u64,
            "seconds" => 1_700_000_000 + self.below(100_000_000) as u64,
            "per_thousand" | "page_size" => 1 + self.below(500) as u64,
            _ => self.number(faults),
        }
    }

    fn text(&mut self, name: &str, faults: usize) -> Vec<u8> {
        if self.once_in(faults * 3) {
            // A lone surrogate, as UTF-8 has none.
            return vec![0xED, 0xA0, 0x80];
        }
        if self.once_in(faults * 3) {
            return vec![b'9'; self.below(5000)];
        }
        let fits = match name {
            "insurer_number" => 1,
            "symbol" => 2,
            "number" => 3,
            "institution_code" | "code" => 4,
            "staff_id" => 5,
            // Whatever is one is hashed, which takes long.
            "passcode" if self.once_in(20) => TEXTS.len() - 1,
            "passcode" => 0,
            _ => self.below(TEXTS.len()),
        };
        let other = self.below(TEXTS.len());
        let index = if self.once_in(faults) { other } else { fits };
        TEXTS[index].into()
    }

    fn bytes(&mut self, faults: usize) -> Vec<u8> {
        let wrong = [0, 1, 15, 17, 32, 64, 256, 5000][self.below(8)];
        let length = if self.once_in(faults) { wrong } else { 16 };
        let mut bytes = vec![0; length];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }
}

fn keep(
    messages: &mut HashMap<String, Arc<DescriptorProto>>,
    within: &str,
    message: DescriptorProto,
) {
    let name = format!("{within}.{}", message.name());
    for nested in message.nested_type.clone() {
        keep(messages, &name, nested);
    }
    messages.insert(name, Arc::new(message));
}

fn varint(mut number: u64, bytes: &mut Vec<u8>) {
    while number > 0x7F {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}
