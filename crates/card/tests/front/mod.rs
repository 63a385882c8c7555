//! The file of a made-up card's front.

/// A front with a photo and an address of so many bytes, laid out as a card does it.
pub(crate) fn front(photo: usize, address: usize) -> Vec<u8> {
    let key = [&[0x90, 3, 1, 0, 1, 0x91, 0x82, 1, 0][..], &[3; 256]].concat();
    let objects: [(u8, Vec<u8>); 9] = [
        (0x22, b"19800217".to_vec()),
        (0x23, b"2".to_vec()),
        (0x24, key),
        (0x25, vec![5; 40]),
        (0x26, vec![6; address]),
        (0x27, vec![7; photo]),
        (0x28, vec![8; 256]),
        (0x29, b"20350217".to_vec()),
        (0x2A, vec![10; 30]),
    ];
    let (mut offsets, mut inside) = (Vec::new(), Vec::new());
    for (tag, value) in objects {
        let length = u16::try_from(value.len()).unwrap();
        offsets.extend(u16::try_from(5 + 21 + inside.len()).unwrap().to_be_bytes());
        inside.extend([0xDF, tag]);
        match length {
            0..0x80 => inside.push(length.to_be_bytes()[1]),
            _ => inside.extend([&[0x82][..], &length.to_be_bytes()].concat()),
        }
        inside.extend(value);
    }
    let inside = [&[0xDF, 0x21, 18][..], &offsets, &inside].concat();
    let length = u16::try_from(inside.len()).unwrap().to_be_bytes();
    [&[0xFF, 0x20, 0x82][..], &length, &inside].concat()
}
