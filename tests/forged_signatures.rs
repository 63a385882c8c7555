//! Signatures that are not the card's over the server's own fresh challenge: thousands
//! of them, and nobody is let in.

use std::collections::BTreeMap;

use api::v1;
use api::v1::authenticate_response::Answer;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use rustls::SignatureScheme;

use crate::stage::duplex::{CLINIC, Raw, Stage};
use crate::stage::requests::named;
use crate::stage::signer::{Signer, key};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const FLIPS: usize = 2_000;

/// How the card's answer is forged.
type Forge = Box<dyn FnMut(&Signer, &[u8]) -> Vec<u8>>;

/// What the server says to it.
async fn told(raw: &mut Raw, request: v1::AuthenticateRequest) -> String {
    let answer = match raw.authenticate(request).await {
        Err(status) => return named(&status).1,
        Ok(answer) => answer.into_inner().answer.unwrap(),
    };
    match answer {
        Answer::Admission(_) => "ADMITTED".into(),
        Answer::Refusal(refusal) => refusal.reason().as_str_name().into(),
    }
}

#[tokio::test]
async fn t_a1_no_signature_but_the_cards_own_over_the_fresh_challenge_is_accepted() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let authority = stage.pki.card_authority().unwrap();
    let pkcs8 = key(31);
    let signing = |scheme| Signer::certified(&authority, &pkcs8, scheme);
    let card = signing(SignatureScheme::RSA_PKCS1_SHA256);
    stage.enrol_with(stage.insured(), &card.certificate).await;
    let sister = Signer::certified_by(&authority, 32);
    let before = stage.challenge(&mut raw, &card.certificate).await;
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut forgeries: Vec<(&str, usize, Forge)> = vec![
        ("zeros for a signature", 20, Box::new(|_, _| vec![0; 256])),
        ("ones for a signature", 20, Box::new(|_, _| vec![0xFF; 256])),
        ("one as a number", 20, Box::new(|_, _| one())),
        (
            "another nonce",
            20,
            Box::new(move |card, _| card.sign(&before)),
        ),
        (
            "another card's signature",
            20,
            Box::new(move |_, challenge| sister.sign(challenge)),
        ),
        (
            "the challenge as it is",
            20,
            Box::new(|_, challenge| challenge.to_vec()),
        ),
        (
            "a flipped bit",
            FLIPS,
            Box::new(move |card, challenge| {
                let mut signature = card.sign(challenge);
                let bit = usize::try_from(rng.next_u32()).unwrap() % (signature.len() * 8);
                signature[bit / 8] ^= 1 << (bit % 8);
                signature
            }),
        ),
    ];
    for (case, scheme) in [
        ("SHA-384 as the digest", SignatureScheme::RSA_PKCS1_SHA384),
        ("SHA-512 as the digest", SignatureScheme::RSA_PKCS1_SHA512),
        ("PSS as the padding", SignatureScheme::RSA_PSS_SHA256),
    ] {
        let otherwise = signing(scheme);
        let forge = move |_: &Signer, challenge: &[u8]| otherwise.sign(challenge);
        forgeries.push((case, 20, Box::new(forge)));
    }

    let (mut tries, mut answers) = (0, BTreeMap::new());
    for (case, times, forge) in &mut forgeries {
        for _ in 0..*times {
            let challenge = stage.challenge(&mut raw, &card.certificate).await;
            let mut request = stage.authenticate(&card, &challenge);
            request.signature = forge(&card, &challenge);
            let answer = told(&mut raw, request).await;
            assert_eq!(answer, "REASON_SIGNATURE_INVALID", "{case}");
            *answers.entry(*case).or_insert(0) += 1;
            tries += 1;
        }
    }
    eprintln!("{answers:#?}\n{tries} forged signatures: 0 accepted");
    assert_eq!(stage.rows("visit"), 0);
    let records = stage.records().await;
    let refused = records.iter().map(|it| it.event.result.as_str());
    assert_eq!(
        refused.filter(|it| *it == "SIGNATURE_INVALID").count(),
        tries
    );

    // No signature at all is no request.
    let challenge = stage.challenge(&mut raw, &card.certificate).await;
    let mut request = stage.authenticate(&card, &challenge);
    request.signature.clear();
    let without = raw.authenticate(request).await.unwrap_err();
    assert_eq!(without.code(), tonic::Code::InvalidArgument);
    // The card's own is accepted.
    let request = stage.authenticate(&card, &challenge);
    assert_eq!(told(&mut raw, request).await, "ADMITTED");
}

/// Whose every power is itself.
fn one() -> Vec<u8> {
    let mut signature = vec![0; 256];
    signature[255] = 1;
    signature
}
