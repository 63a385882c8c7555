//! What the visit asks for is done here, and what comes of it becomes its next
//! input.

use std::future::Future;
use std::pin::Pin as Pinned;
use std::sync::Arc;

use api::{AuthenticateAnswer, CallError, Challenge};
use card::Certificate;
use qualification::{Assurance, Decision, Reason};
use visit::{Effect, Input};

use super::{Kept, Reception};
use crate::Answer;
use crate::hand::{PinAnswer, ReadCard};

/// Something that is being done, and what comes of it.
pub(super) type Doing = Pinned<Box<dyn Future<Output = Result<Came, Reason>> + Send>>;

/// What came of an effect.
pub(super) enum Came {
    Card(ReadCard),
    /// `None` when it will be asked for once the certificate is known.
    Challenge(Option<Challenge>),
    Pin(PinAnswer),
    Signature(Vec<u8>),
    /// A phone's, with what could be had only after its PIN.
    LateSignature {
        certificate: Certificate,
        challenge: Vec<u8>,
        signature: Vec<u8>,
    },
    Authenticated(AuthenticateAnswer),
    Completed(Result<Box<Decision>, Reason>),
}

impl Reception<'_> {
    pub(super) fn perform(&mut self, effect: Effect) {
        let (hand, asking) = (Arc::clone(&self.hand), self.desk.asking.clone());
        let kept = &mut self.kept;
        let certificate = kept.certificate.as_ref().map(|it| it.der().to_vec());
        let doing: Doing = match effect {
            Effect::ReleaseCard => {
                // The fence between visits: whatever is still going on is dropped.
                self.doing = None;
                let tries_left = kept.tries_left;
                *kept = Kept {
                    tries_left,
                    ..Kept::default()
                };
                return hand.release();
            }
            Effect::CloseVisit { visit } => {
                // The visit goes on without it: the server ends one by itself.
                self.closings.spawn(async move {
                    if let Err(error) = asking.abandon(visit).await {
                        tracing::warn!(%error, "the server was not told that the visit ended");
                    }
                });
                return;
            }
            Effect::ReadCard => Box::pin(async move { hand.read().await.map(Came::Card) }),
            Effect::OpenVisit => Box::pin(async move {
                // A phone shows its certificate after the PIN: the server is asked then.
                let Some(certificate) = certificate else {
                    return Ok(Came::Challenge(None));
                };
                let answer = asking.open_visit(certificate).await;
                let challenge = answer.map_err(|error| of_call(&error))?;
                Ok(Came::Challenge(Some(challenge)))
            }),
            Effect::VerifyPin => {
                let pin = kept.pin.take();
                Box::pin(async move {
                    let pin = pin.ok_or(Reason::Cancelled)?;
                    hand.verify(pin).await.map(Came::Pin)
                })
            }
            Effect::SignChallenge => {
                let challenge = kept.challenge.clone();
                let is_known = certificate.is_some();
                Box::pin(async move {
                    if is_known {
                        return hand.sign(challenge).await.map(Came::Signature);
                    }
                    let certificate = hand.certificate().await?;
                    let challenge = asking.open_visit(certificate.der().to_vec()).await;
                    let challenge = challenge.map_err(|error| of_call(&error))?.bytes;
                    let signature = hand.sign(challenge.clone()).await?;
                    Ok(Came::LateSignature {
                        certificate,
                        challenge,
                        signature,
                    })
                })
            }
            Effect::Authenticate { verified, attempts } => {
                let (challenge, signature) = (kept.challenge.clone(), kept.signature.clone());
                let assurance = Assurance::new(verified, self.desk.reader, attempts)
                    .map_err(|_| Reason::MethodNotOffered);
                let certificate = certificate.unwrap_or_default();
                Box::pin(async move {
                    let answer = asking
                        .authenticate(certificate, challenge, signature, assurance?)
                        .await;
                    answer
                        .map(Came::Authenticated)
                        .map_err(|error| of_call(&error))
                })
            }
            Effect::Complete { visit, choices } => Box::pin(async move {
                let answer = asking.complete(visit, choices).await;
                let answer = answer.map_err(|error| of_call(&error))?;
                Ok(Came::Completed(answer.map(Box::new)))
            }),
        };
        self.doing = Some(doing);
    }

    pub(super) fn take_answer(&mut self, answer: Answer) -> Input {
        match answer {
            Answer::Pin {
                pin,
                spend_last_try,
            } => {
                self.kept.pin = Some(pin);
                Input::PinEntered { spend_last_try }
            }
            Answer::Consent(categories) => Input::ConsentChosen(categories),
            Answer::Limit(choice) => Input::LimitChosen(choice),
            Answer::KeepLastTry => Input::Failed(Reason::LastTryKept),
            Answer::Cancel => Input::Cancelled,
        }
    }

    pub(super) fn take_up(&mut self, came: Result<Came, Reason>) -> Input {
        let kept = &mut self.kept;
        match came {
            Err(reason) => Input::Failed(reason),
            Ok(Came::Card(read)) if !read.simulated && !self.types => {
                Input::Failed(Reason::PersonNeeded)
            }
            Ok(Came::Card(read)) => {
                kept.certificate = read.certificate;
                kept.tries_left = Some(read.tries_left);
                Input::CardRead {
                    tries_left: read.tries_left,
                }
            }
            Ok(Came::Challenge(challenge)) => {
                kept.challenge = challenge.map(|it| it.bytes).unwrap_or_default();
                Input::ChallengeReceived
            }
            Ok(Came::Pin(PinAnswer::Accepted)) => {
                kept.tries_left = None;
                Input::PinAccepted
            }
            Ok(Came::Pin(PinAnswer::Wrong { tries_left })) => {
                kept.tries_left = Some(tries_left);
                Input::PinWasWrong { tries_left }
            }
            Ok(Came::Pin(PinAnswer::Blocked)) => {
                kept.tries_left = Some(0);
                Input::PinWasBlocked
            }
            Ok(Came::Signature(signature)) => {
                kept.signature = signature;
                Input::ChallengeSigned
            }
            Ok(Came::LateSignature {
                certificate,
                challenge,
                signature,
            }) => {
                kept.certificate = Some(certificate);
                kept.challenge = challenge;
                kept.signature = signature;
                Input::ChallengeSigned
            }
            Ok(Came::Authenticated(Ok((visit, admission)))) => Input::Admitted { visit, admission },
            Ok(Came::Authenticated(Err(reason)) | Came::Completed(Err(reason))) => {
                Input::WasRefused(reason)
            }
            Ok(Came::Completed(Ok(decision))) => Input::DecisionReceived(decision),
        }
    }
}

fn of_call(error: &CallError) -> Reason {
    tracing::warn!(%error, "the server gave no answer");
    error.reason()
}
