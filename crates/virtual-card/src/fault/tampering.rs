//! Faults that are in the card's contents from the beginning.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rsa::RsaPrivateKey;

use super::Fault;
use crate::Image;
use crate::image::File;

/// RSA-2048, in bits.
const KEY_BITS: usize = 2048;

impl Fault {
    /// Works this fault into a card's contents, if it is one of that kind.
    pub(crate) fn work_into(&self, image: &mut Image, seed: u64) {
        match self {
            Self::TruncatedFile(id) => {
                for (_, file) in files(image).filter(|(other, _)| other == id) {
                    if let File::Transparent { contents, .. } = file {
                        contents.truncate(contents.len() / 2);
                    }
                }
            }
            Self::TamperedCertificate => {
                for (_, file) in files(image) {
                    if let File::Transparent { contents, .. } = file
                        && let Some(byte) = last_byte_of_certificate(contents)
                    {
                        *byte ^= 0x01;
                    }
                }
            }
            Self::ClonedCertificate => {
                let mut randomness = ChaCha20Rng::seed_from_u64(seed);
                // Whoever issued the card may have drawn its own key from this seed.
                randomness.set_stream(1);
                let other = RsaPrivateKey::new(&mut randomness, KEY_BITS);
                for (_, file) in files(image) {
                    // Making a key of this size does not fail.
                    if let (File::Key { key, .. }, Ok(other)) = (file, &other) {
                        **key = other.clone();
                    }
                }
            }
            _ => {}
        }
    }
}

fn files(image: &mut Image) -> impl Iterator<Item = &mut (u16, File)> {
    image.applications.iter_mut().flat_map(|it| &mut it.files)
}

/// The last byte of the DER that a file begins with, which is its signature's.
fn last_byte_of_certificate(contents: &mut [u8]) -> Option<&mut u8> {
    let [0x30, 0x82, hi, lo, ..] = *contents else {
        return None;
    };
    contents.get_mut(usize::from(u16::from_be_bytes([hi, lo])) + 3)
}
