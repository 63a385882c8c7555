//! The requests of a visit as the plain generated client sends them, and what the
//! store keeps of them.

use std::path::PathBuf;

use api::v1;
use api::v1::authenticate_response::Answer;
use rusqlite::Connection;
use store::{AuditRecord, ChainVerdict, verify_chain};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::duplex::{Raw, Stage};
use super::signer::Signer;

impl Stage {
    /// The key and certificate of the insured person's card.
    pub(crate) fn signer(&self) -> Signer {
        Signer::of_card(&self.pki.card("insured"))
    }

    /// A challenge for that certificate.
    pub(crate) async fn challenge(&self, raw: &mut Raw, certificate: &[u8]) -> Vec<u8> {
        let request = v1::OpenVisitRequest {
            user_certificate: certificate.to_vec(),
        };
        raw.open_visit(request)
            .await
            .unwrap()
            .into_inner()
            .challenge
    }

    /// That signer's answer to a challenge, after a PIN at an ordinary reader.
    pub(crate) fn authenticate(
        &self,
        signer: &Signer,
        challenge: &[u8],
    ) -> v1::AuthenticateRequest {
        v1::AuthenticateRequest {
            user_certificate: signer.certificate.clone(),
            challenge: challenge.to_vec(),
            signature: signer.sign(challenge),
            assurance: Some(v1::Assurance {
                method: v1::Method::Pin.into(),
                reader_kind: v1::ReaderKind::General.into(),
                attempts: 1,
                ..v1::Assurance::default()
            }),
            idempotency_key: self.key(),
        }
    }

    /// The insured person's card, answering a fresh challenge.
    pub(crate) async fn card_answers(&self, raw: &mut Raw) -> v1::AuthenticateRequest {
        let signer = self.signer();
        let challenge = self.challenge(raw, &signer.certificate).await;
        self.authenticate(&signer, &challenge)
    }

    /// The insured person is let in. Gives the visit.
    pub(crate) async fn let_in(&self, raw: &mut Raw) -> Vec<u8> {
        let request = self.card_answers(raw).await;
        self.admitted(raw, request).await
    }

    /// That request lets the person in. Gives the visit.
    pub(crate) async fn admitted(
        &self,
        raw: &mut Raw,
        request: v1::AuthenticateRequest,
    ) -> Vec<u8> {
        let answer = raw.authenticate(request).await.unwrap().into_inner();
        match answer.answer {
            Some(Answer::Admission(admission)) => admission.visit_id,
            _ => panic!("not let in"),
        }
    }

    /// Agrees to everything.
    pub(crate) fn complete(&self, visit: &[u8]) -> v1::CompleteRequest {
        v1::CompleteRequest {
            visit_id: visit.to_vec(),
            consented: vec![1, 2, 3, 4],
            provide_limit: true,
            register: false,
            idempotency_key: self.key(),
            consent_surface: v1::ConsentSurface::DeskScreen.into(),
            as_of: None,
        }
    }

    /// The patient has left.
    pub(crate) fn close(&self, visit: &[u8]) -> v1::CloseVisitRequest {
        v1::CloseVisitRequest {
            visit_id: visit.to_vec(),
            ending: v1::Ending::Finished.into(),
            idempotency_key: self.key(),
        }
    }

    /// Asks by the number on the insured person's document.
    pub(crate) fn check(&self) -> v1::CheckByNumberRequest {
        v1::CheckByNumberRequest {
            insurer_number: "06439996".into(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: None,
            birth: Some(v1::CivilDate {
                year: 1980,
                month: 2,
                day: 17,
            }),
            provide_limit: true,
            idempotency_key: self.key(),
            as_of: None,
        }
    }

    /// Every audit record. Their chain is whole.
    pub(crate) async fn records(&self) -> Vec<AuditRecord> {
        match verify_chain(self.store.as_ref()).await.unwrap() {
            ChainVerdict::Whole { .. } => {}
            ChainVerdict::Broken { record, flaw } => panic!("record {record}: {flaw:?}"),
        }
        self.store.audit(0, 10_000).await.unwrap().records
    }

    /// How many rows a table has.
    pub(crate) fn rows(&self, table: &str) -> i64 {
        let file = Connection::open(self.store_file()).unwrap();
        let count = format!("SELECT count(*) FROM {table}");
        file.query_row(&count, [], |row| row.get(0)).unwrap()
    }

    pub(crate) fn store_file(&self) -> PathBuf {
        self.path().join("store.db")
    }
}

/// The code of a failure and the reason that its details name.
pub(crate) fn named(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.clone());
    (status.code(), reason.unwrap_or_default())
}
