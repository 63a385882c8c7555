//! What the visit asks for is done here.

use std::future::Future;
use std::pin::Pin as Pinned;
use std::sync::Arc;

use api::CallError;
use jiff::Timestamp;
use qualification::{Assurance, Reason};
use tokio::task::spawn_blocking;
use verification::{Passcode, PasscodeFailure, PasscodeOutcome, Policy, StaffCheck};
use visit::Effect;

use super::inputs::Came;
use super::{Kept, Reception, face};

/// Something that is being done, and what comes of it.
pub(super) type Doing = Pinned<Box<dyn Future<Output = Result<Came, Reason>> + Send>>;

impl Reception<'_> {
    pub(super) fn perform(&mut self, effect: Effect) {
        let (hand, asking) = (Arc::clone(&self.hand), self.desk.asking.clone());
        let equipment = &self.desk.equipment;
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
            Effect::CompareFace => {
                let compared = face::compare(hand, equipment.clone());
                Box::pin(async move { compared.await.map(Came::Face) })
            }
            Effect::CheckPasscode => {
                let typed = kept.passcode.take().zip(equipment.staff_check.clone());
                let (policy, now) = (Arc::clone(&equipment.policy), self.desk.time.now());
                Box::pin(async move {
                    let ((staff, passcode), check) = typed.ok_or(Reason::Cancelled)?;
                    Ok(match compare(check, passcode, policy, now).await {
                        Ok(()) => Came::StaffConfirmed(staff),
                        Err(failure) => Came::PasscodeRefused(failure),
                    })
                })
            }
            Effect::SignChallenge { without_pin: true } => {
                let challenge = kept.challenge.clone();
                let terminal = equipment.terminal.clone();
                Box::pin(async move {
                    let Some(terminal) = terminal else {
                        return Ok(Came::Signature(None));
                    };
                    let signed = hand.sign_without_pin(challenge, terminal).await;
                    signed.map(Came::Signature)
                })
            }
            Effect::SignChallenge { without_pin: false } => {
                let challenge = kept.challenge.clone();
                let is_known = certificate.is_some();
                Box::pin(async move {
                    if is_known {
                        let signature = hand.sign(challenge).await?;
                        return Ok(Came::Signature(Some(signature)));
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
                let assurance = Assurance::new(verified, equipment.reader, attempts);
                let certificate = certificate.unwrap_or_default();
                Box::pin(async move {
                    // What this reader does not offer was never begun.
                    let assurance = assurance.map_err(|_| Reason::MethodNotOffered)?;
                    let answer = asking
                        .authenticate(certificate, challenge, signature, assurance)
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
}

/// Puts the passcode to the institution's own, where hashing holds up nobody.
async fn compare(
    check: StaffCheck,
    passcode: Passcode,
    policy: Arc<Policy>,
    now: Timestamp,
) -> Result<(), PasscodeFailure> {
    let compared = spawn_blocking(move || check.check(passcode, now, &policy.staff_check));
    match compared.await {
        Ok(Ok(PasscodeOutcome::Right)) => Ok(()),
        Ok(Ok(PasscodeOutcome::Wrong { left_in_a_row: 1.. })) => Err(PasscodeFailure::Wrong),
        Ok(Ok(PasscodeOutcome::Wrong { .. } | PasscodeOutcome::Closed { .. })) => {
            Err(PasscodeFailure::Closed)
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the staff's passcode cannot be compared");
            Err(PasscodeFailure::Unusable)
        }
        Err(_) => Err(PasscodeFailure::Unusable),
    }
}

fn of_call(error: &CallError) -> Reason {
    tracing::warn!(%error, "the server gave no answer");
    error.reason()
}
