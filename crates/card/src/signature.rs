//! What the card is given to sign.

use ring::digest;

/// The DER that stands before a SHA-256 hash in a PKCS#1 v1.5 signature
/// (RFC 8017, 9.2, note 1). The card adds the padding only, so the terminal
/// sends this and the hash.
pub const DIGEST_INFO_SHA256: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// The length of a signature by the card's RSA-2048 key, in bytes.
pub const SIGNATURE_LENGTH: usize = 256;

/// How many bytes the card is given to sign.
pub(crate) const DIGEST_INFO_LENGTH: usize = DIGEST_INFO_SHA256.len() + digest::SHA256_OUTPUT_LEN;

/// `DigestInfo` of the SHA-256 of `message`.
pub(crate) fn digest_info(message: &[u8]) -> Vec<u8> {
    let hash = digest::digest(&digest::SHA256, message);
    [&DIGEST_INFO_SHA256, hash.as_ref()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    /// A signature made by `openssl dgst -sha256 -sign` with a throw-away key.
    const MESSAGE: &[u8] = b"synthetic challenge";
    const PUBLIC_KEY: &str = "\
        3082010a0282010100cd5ca99db7da9fe6e815efa10359047482b469b9859a74f6f0692597e2ee3e242b\
        06485350faf12694234e1a0f9f62e810fe73f5fbc52ef4071b2920ef0cc8e3a74e943a195a146b1d6c03\
        d92f49f8f1ac3931452689a7262ac53645a3c8351d1c2943a8eeb395d3c59f45253fa28ebd6fa9a315f3\
        3261e96ada91fab2e46c3e75f6945ac542b38e3bd16585d9abeae6fd7eb191779e914efb25204ba79e62\
        1ad2cdee0409e08272b1f5359b7d26d2097c0153fb74d8e0a656fa12a31d4249137f4a4f12143d5028b5\
        d69ba25682d8330142bc5906b52b04c654ae1f914e5342e19f56406a55fd82982ece21e4c21377398bc7\
        f565690ca1f07692c2704919fd0203010001";
    const SIGNATURE: &str = "\
        4e95d901ae2c1ccd4f709b9c105f3dc29a2721847e51bda46e66d7493584c11da05bc76da05d8c593a7b\
        5224c4678ff638f3e57d83c58a86f0fc61b3ef86e4976e2338119d293fa2cd7ab943d5a37bb662c75708\
        6c7303f6bd0c4a90352b67084c05454fba1959437ff3e3aaab8bac185103bd4b816551116ef17fe3de37\
        e1c22f2fbc529c54f9b215cf76a753d69bce21b514bd1eedc0967d0c3cf8a8232ee8dc4e4083d768ccbe\
        73cf9653dc989d843d541478bd2384e7d44f7517117b697b0bd4100bca113cc14d57b0d1799594aaef3f\
        27005ae4f24f4e4f245b03210b7a74467572862d64b7572b3ff63efd8997ab415ebae87da49de525aa14\
        d329f07c";

    /// `value² mod modulus` or `value·other mod modulus`, bit by bit: slow and
    /// plain, for one test.
    fn multiply(value: &[u8], other: &[u8], modulus: &[u8]) -> Vec<u8> {
        let mut result = vec![0; modulus.len()];
        for bit in value
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1))
        {
            result = add(&result, &result, modulus);
            if bit == 1 {
                result = add(&result, other, modulus);
            }
        }
        result
    }

    fn add(left: &[u8], right: &[u8], modulus: &[u8]) -> Vec<u8> {
        let mut sum = vec![0; left.len()];
        let mut carry = 0;
        for i in (0..left.len()).rev() {
            let digit = u16::from(left[i]) + u16::from(right[i]) + carry;
            sum[i] = digit.to_be_bytes()[1];
            carry = digit >> 8;
        }
        if carry == 1 || sum.as_slice() >= modulus {
            let mut borrow = 0;
            for i in (0..sum.len()).rev() {
                let digit = 0x100 + u16::from(sum[i]) - u16::from(modulus[i]) - borrow;
                sum[i] = digit.to_be_bytes()[1];
                borrow = 1 - (digit >> 8);
            }
        }
        sum
    }

    /// Opens a signature that ring accepts and looks at what was signed.
    #[test]
    fn what_the_card_signs_is_what_ring_verifies() {
        let public_key = hex::decode(PUBLIC_KEY).unwrap();
        let signature = hex::decode(SIGNATURE).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public_key)
            .verify(MESSAGE, &signature)
            .unwrap();

        // 30 82 01 0A, 02 82 01 01 00, modulus, 02 03 01 00 01.
        let modulus = &public_key[9..9 + SIGNATURE_LENGTH];
        let mut opened = signature.clone();
        for _ in 0..16 {
            opened = multiply(&opened, &opened, modulus);
        }
        opened = multiply(&opened, &signature, modulus);

        let signed = digest_info(MESSAGE);
        assert_eq!(signed.len(), DIGEST_INFO_LENGTH);
        let padding = vec![0xFF; SIGNATURE_LENGTH - 3 - DIGEST_INFO_LENGTH];
        assert_eq!(opened, [&[0, 1][..], &padding, &[0], &signed].concat());
    }
}
