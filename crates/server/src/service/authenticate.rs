//! Step 2: is this card genuine and here, whose is it, and what follows?

use api::request::Authenticate;
use api::{AuthenticateAnswer, Kept, Rpc, v1};
use jiff::Timestamp;
use pki::{Distrust, SuspendedList, TrustedCard};
use qualification::{
    Arrival, Caller, CardFingerprint, CertificateDates, Institution, InsuredPerson, Purpose,
    Reason, Unheard, VisitId, admit, visit_date,
};
use ring::digest;
use store::{Authentication, Entry, NewVisit, Recorded, StoreError};
use tonic::Status;

use super::CheckServer;
use crate::given::{moment, random};
use crate::recording::Call;
use crate::status;

impl CheckServer {
    pub(super) async fn answer_authenticate(
        &self,
        caller: Caller,
        message: v1::AuthenticateRequest,
    ) -> Result<v1::AuthenticateResponse, Status> {
        let bytes = message.to_bytes();
        let request = Authenticate::try_from(message)?;
        let call = Call::new(
            Rpc::Authenticate,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let suspended = self.suspended()?;
        let (nonce, card) = self.believe(call.at, call.institution()?, &request, &suspended);
        let (answer, entry) = match card {
            Err(reason) => (Err(reason), Entry::Refused { person: None }),
            Ok(card) => self.let_in(&call, &request, card).await?,
        };
        let answered = self.record(&call, &request, nonce, answer, entry).await;
        let (recorded, answer) = match answered {
            // It is replayed: refused, and recorded under a number of its own.
            (Ok(Recorded::ChallengeUsed), _) => {
                let nonce = random(self.entropy.as_ref());
                let refusal = Err(Reason::ChallengeExpired);
                let entry = Entry::Refused { person: None };
                self.record(&call, &request, nonce, refusal, entry).await
            }
            answered => answered,
        };
        call.answer(recorded, answer)
    }

    /// Records the answer; gives what came of it and the message.
    async fn record(
        &self,
        call: &Call,
        request: &Authenticate,
        nonce: [u8; 16],
        answer: AuthenticateAnswer,
        entry: Entry,
    ) -> (Result<Recorded, StoreError>, v1::AuthenticateResponse) {
        let result = result_of(&answer);
        let answer = v1::AuthenticateResponse::from(answer);
        let recorded = self
            .store
            .record_authentication(Authentication {
                effect: call.effect(&answer, result),
                nonce,
                card: CardFingerprint(fingerprint(&request.user_certificate)),
                assurance: request.assurance.clone(),
                entry,
            })
            .await;
        (recorded, answer)
    }

    /// Whether the card is genuine and answered this server's fresh challenge. The
    /// nonce is the challenge's, or a new one where there is none to use up: the
    /// refusal is recorded all the same.
    fn believe(
        &self,
        at: Timestamp,
        institution: &Institution,
        request: &Authenticate,
        suspended: &SuspendedList,
    ) -> ([u8; 16], Result<TrustedCard, Reason>) {
        let certificate = &request.user_certificate;
        let opened = self
            .seal
            .open(&request.challenge, institution, certificate, at);
        let Ok(nonce) = opened else {
            return (random(self.entropy.as_ref()), Err(Reason::ChallengeExpired));
        };
        let card = match self.trust.judge(certificate, suspended) {
            Ok(card) if card.signed(&request.challenge, &request.signature) => Ok(card),
            Ok(_) => Err(Reason::SignatureInvalid),
            Err(Distrust::Suspended) => Err(Reason::CertSuspended),
            Err(Distrust::Malformed | Distrust::NotTrusted(_)) => Err(Reason::CertNotTrusted),
        };
        (nonce, card)
    }

    /// Whose card it is, and whether they are let in.
    async fn let_in(
        &self,
        call: &Call,
        request: &Authenticate,
        card: TrustedCard,
    ) -> Result<(AuthenticateAnswer, Entry), Status> {
        let found = self.store.person_of_card(CardFingerprint(card.fingerprint));
        let person = found.await.map_err(|error| status::of_store(&error))?;
        if self.is_suspended(CardFingerprint(card.fingerprint)).await? {
            let person = person.map(|person| person.id);
            return Ok((Err(Reason::CertSuspended), Entry::Refused { person }));
        }
        let certificate = CertificateDates {
            not_before: visit_date(card.not_before),
            not_after: visit_date(card.not_after),
        };
        let arrival = Arrival {
            certificate,
            person: person.as_ref(),
            reader: request.assurance.reader(),
            purpose: Purpose::of(call.institution()?),
            visit_date: visit_date(call.at),
            as_of: visit_date(call.at),
        };
        let id = |person: &InsuredPerson| person.id;
        let switches = self.switches_at(call.institution()?).await?;
        match (admit(&arrival, &switches, &mut Unheard), &person) {
            (Ok(admission), Some(person)) => {
                let visit = VisitId(random(self.entropy.as_ref()));
                let opened = NewVisit {
                    id: visit,
                    person: person.id,
                    visit_date: arrival.visit_date,
                    certificate,
                    card_serial: card.serial,
                    offered_registration: admission.offer_registration,
                    scope: admission.scope,
                };
                Ok((Ok((visit, admission)), Entry::Admitted(opened)))
            }
            (admission, person) => {
                let reason = admission.err().unwrap_or(Reason::CardNotAccepted);
                let person = person.as_ref().map(id);
                Ok((Err(reason), Entry::Refused { person }))
            }
        }
    }
}

const fn result_of(answer: &AuthenticateAnswer) -> &'static str {
    match answer {
        Ok(_) => "ADMITTED",
        Err(reason) => reason.code(),
    }
}

fn fingerprint(certificate: &[u8]) -> [u8; 32] {
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest::digest(&digest::SHA256, certificate).as_ref());
    fingerprint
}
