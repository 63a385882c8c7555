//! Several byte strings in one, as a fuzzer can bend them: before each its length in
//! two bytes. The last one may be cut short.

/// The byte strings in `bytes`.
pub fn of(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut list = Vec::new();
    while let [hi, lo, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*hi, *lo]));
        let (one, rest) = rest.split_at(length.min(rest.len()));
        list.push(one);
        bytes = rest;
    }
    list
}
