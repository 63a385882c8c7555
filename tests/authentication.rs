//! No visit without a trusted card's signature over the server's own fresh
//! challenge: everything else is refused, with its reason, and recorded.

use api::v1;
use api::v1::authenticate_response::Answer;
use jiff::{SignedDuration, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use server::{CHALLENGE_LIFE, Limits};

use crate::stage::duplex::{CLINIC, OTHER_CLINIC, Raw, Stage};
use crate::stage::signer::{Signer, authority};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
const ADMITTED: &str = "ADMITTED";

/// What the server says to it: ADMITTED, or the reason of its refusal.
async fn answer(raw: &mut Raw, request: v1::AuthenticateRequest) -> String {
    let answer = raw.authenticate(request).await.unwrap().into_inner();
    match answer.answer.unwrap() {
        Answer::Admission(_) => ADMITTED.to_owned(),
        Answer::Refusal(refusal) => {
            let name = refusal.reason().as_str_name();
            name.strip_prefix("REASON_").unwrap().to_owned()
        }
    }
}

/// It is answered so, and that is recorded; a visit is opened only by an admission.
async fn assert_answer(
    stage: &Stage,
    raw: &mut Raw,
    request: v1::AuthenticateRequest,
    expected: &str,
    case: &str,
) {
    let (records, visits) = (stage.records().await.len(), stage.rows("visit"));
    assert_eq!(answer(raw, request).await, expected, "{case}");
    let after = stage.records().await;
    assert_eq!(after.len(), records + 1, "{case}: one record");
    let event = &after[records].event;
    assert_eq!(event.result, expected, "{case}: recorded");
    let opened = expected == ADMITTED;
    assert_eq!(event.visit.is_some(), opened, "{case}");
    assert_eq!(stage.rows("visit"), visits + i64::from(opened), "{case}");
}

#[tokio::test]
async fn a_card_that_is_not_what_it_says_is_refused() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let card = stage.signer();
    let sister = Signer::certified_by(&stage.pki.card_authority().unwrap(), 11);
    let foreign = Signer::certified_by(&authority(12).0, 13);
    let own = Signer::self_signed(14);
    for (signer, expected, case) in [
        (
            &card.with_key_of(&sister),
            "SIGNATURE_INVALID",
            "a clone without the card's key",
        ),
        (
            &sister.with_key_of(&card),
            "SIGNATURE_INVALID",
            "another card's signature",
        ),
        (&foreign, "CERT_NOT_TRUSTED", "a foreign authority's card"),
        (&own, "CERT_NOT_TRUSTED", "a self-signed certificate"),
        (
            &sister,
            "CARD_NOT_ACCEPTED",
            "a genuine card that nobody knows",
        ),
        (&card, ADMITTED, "the card itself"),
    ] {
        let challenge = stage.challenge(&mut raw, &signer.certificate).await;
        let request = stage.authenticate(signer, &challenge);
        assert_answer(&stage, &mut raw, request, expected, case).await;
    }
}

#[tokio::test]
async fn a_signature_counts_only_for_the_challenge_it_was_made_over() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let card = stage.signer();
    let challenge = stage.challenge(&mut raw, &card.certificate).await;
    let before = stage.challenge(&mut raw, &card.certificate).await;
    let mut unsigned = stage.authenticate(&card, &challenge);
    unsigned.signature = card.sign(&before);
    assert_answer(&stage, &mut raw, unsigned, "SIGNATURE_INVALID", "another's").await;
    // A wrong signature has used the challenge up: there is one try for each.
    let late = stage.authenticate(&card, &challenge);
    assert_answer(&stage, &mut raw, late, "CHALLENGE_EXPIRED", "used up").await;
    for (length, case) in [(256, "zeros"), (1, "one byte"), (512, "twice as long")] {
        let challenge = stage.challenge(&mut raw, &card.certificate).await;
        let mut request = stage.authenticate(&card, &challenge);
        request.signature = vec![0; length];
        assert_answer(&stage, &mut raw, request, "SIGNATURE_INVALID", case).await;
    }
}

#[tokio::test]
async fn one_flipped_bit_anywhere_lets_nobody_in() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut flip = |bytes: &mut [u8]| {
        let bit = usize::try_from(rng.next_u32()).unwrap() % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        bit
    };
    for _ in 0..40 {
        let mut request = stage.card_answers(&mut raw).await;
        let bit = flip(&mut request.signature);
        let case = format!("bit {bit} of the signature");
        assert_answer(&stage, &mut raw, request, "SIGNATURE_INVALID", &case).await;
        let mut request = stage.card_answers(&mut raw).await;
        let bit = flip(&mut request.challenge);
        let case = format!("bit {bit} of the challenge");
        assert_answer(&stage, &mut raw, request, "CHALLENGE_EXPIRED", &case).await;
        let mut card = stage.signer();
        let bit = flip(&mut card.certificate);
        let challenge = stage.challenge(&mut raw, &card.certificate).await;
        let request = stage.authenticate(&card, &challenge);
        let case = format!("bit {bit} of the certificate");
        assert_answer(&stage, &mut raw, request, "CERT_NOT_TRUSTED", &case).await;
    }
}

#[tokio::test]
async fn a_challenge_is_for_one_institution_and_one_card() {
    let stage = Stage::at(MORNING).await;
    let (mut ours, mut theirs) = (stage.raw(CLINIC).await, stage.raw(OTHER_CLINIC).await);
    let card = stage.signer();
    let sister = Signer::certified_by(&stage.pki.card_authority().unwrap(), 11);
    let stolen = stage.challenge(&mut theirs, &card.certificate).await;
    let request = stage.authenticate(&card, &stolen);
    assert_answer(
        &stage,
        &mut ours,
        request.clone(),
        "CHALLENGE_EXPIRED",
        "stolen",
    )
    .await;
    let other_cards = stage.challenge(&mut ours, &sister.certificate).await;
    let request = stage.authenticate(&card, &other_cards);
    assert_answer(
        &stage,
        &mut ours,
        request,
        "CHALLENGE_EXPIRED",
        "another card's",
    )
    .await;
    let request = stage.authenticate(&card, &[0x01; 57]);
    assert_answer(&stage, &mut ours, request, "CHALLENGE_EXPIRED", "invented").await;
    // None of these used up the challenge of the other institution.
    let request = stage.authenticate(&card, &stolen);
    assert_answer(&stage, &mut theirs, request, ADMITTED, "whose it is").await;
}

#[tokio::test]
async fn a_challenge_ends_after_five_minutes_of_the_servers_clock() {
    let begin: Timestamp = MORNING.parse().unwrap();
    let millisecond = SignedDuration::from_millis(1);
    for (later, expected) in [
        (CHALLENGE_LIFE - millisecond, ADMITTED),
        (CHALLENGE_LIFE, "CHALLENGE_EXPIRED"),
    ] {
        let stage = Stage::at(MORNING).await;
        let mut raw = stage.raw(CLINIC).await;
        let request = stage.card_answers(&mut raw).await;
        stage.clock.set(&(begin + later).to_string());
        assert_answer(&stage, &mut raw, request, expected, &later.to_string()).await;
    }
}

#[tokio::test]
async fn a_challenge_is_used_once_whatever_the_key() {
    let stage = Stage::at(MORNING).await;
    let mut raw = stage.raw(CLINIC).await;
    let first = stage.card_answers(&mut raw).await;
    let again = v1::AuthenticateRequest {
        idempotency_key: stage.key(),
        ..first.clone()
    };
    assert_answer(&stage, &mut raw, first, ADMITTED, "first").await;
    assert_answer(
        &stage,
        &mut raw,
        again.clone(),
        "CHALLENGE_EXPIRED",
        "replayed",
    )
    .await;
    // A retry of the refused replay is the same refusal, not a second one.
    let records = stage.records().await.len();
    assert_eq!(answer(&mut raw, again).await, "CHALLENGE_EXPIRED");
    assert_eq!(stage.records().await.len(), records);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_sixty_four_uses_at_once_exactly_one_is_admitted() {
    let limits = Limits {
        calls_per_institution: 64,
        ..Limits::default()
    };
    let stage = Stage::with_limits(MORNING, limits).await;
    let mut raw = stage.raw(CLINIC).await;
    let request = stage.card_answers(&mut raw).await;
    let mut uses = Vec::new();
    for _ in 0..64 {
        let mut raw = raw.clone();
        let request = v1::AuthenticateRequest {
            idempotency_key: stage.key(),
            ..request.clone()
        };
        uses.push(tokio::spawn(async move { answer(&mut raw, request).await }));
    }
    let mut answers = Vec::new();
    for a_use in uses {
        answers.push(a_use.await.unwrap());
    }
    let admitted = answers.iter().filter(|it| *it == ADMITTED).count();
    let refused = answers.iter().filter(|it| *it == "CHALLENGE_EXPIRED");
    assert_eq!((admitted, refused.count()), (1, 63));
    assert_eq!(stage.rows("visit"), 1);
    assert_eq!(stage.records().await.len(), 64);
}
