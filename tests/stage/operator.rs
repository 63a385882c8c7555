//! The operator of a stage's check server.

use std::time::Duration;

use api::OperatorClient;
use api::admin::{FaultEffect, OneCard, PersonKey, PutFault, SwitchedFault};
use pki::CardTrust;
use qualification::{CardFingerprint, Cover, IdempotencyKey, InsurerNumber, PersonId};
use server::{CheckServer, Limits};

use super::duplex::Stage;

/// The person of the stage.
pub(crate) const INSURED: PersonKey = PersonKey::Id(PersonId([1; 16]));

impl Stage {
    /// Everything made anew, for developers.
    pub(crate) async fn for_developers(now: &str) -> Self {
        Self::for_developers_with(now, Limits::default()).await
    }

    pub(crate) async fn for_developers_with(now: &str, limits: Limits) -> Self {
        Self::changed(now, limits, CheckServer::for_developers).await
    }

    /// The operator at the server.
    pub(crate) async fn operator(&self) -> OperatorClient {
        let credentials = self.pki.operator().unwrap();
        let channel = self.channel_with(&credentials).await.unwrap();
        OperatorClient::over(channel, Duration::from_secs(30))
    }

    /// A fresh idempotency key.
    pub(crate) fn fresh_key(&self) -> IdempotencyKey {
        IdempotencyKey::try_from(self.key().as_slice()).unwrap()
    }

    /// What the server knows the insured person's card by.
    pub(crate) fn fingerprint(&self) -> CardFingerprint {
        let trust = CardTrust::new(&self.pki.card_authority_certificate().unwrap()).unwrap();
        let list = self.pki.suspended_list().unwrap();
        let card = trust.judge(&self.certificate(), &list).unwrap();
        CardFingerprint(card.fingerprint)
    }

    /// A change of that card.
    pub(crate) fn card_change(&self) -> OneCard {
        OneCard {
            card: self.fingerprint(),
            key: self.fresh_key(),
        }
    }

    /// The cover by another insurer that the person changes to: from 16 November 2026,
    /// known from the 21st.
    pub(crate) fn new_cover(&self) -> Cover {
        Cover {
            insurer: InsurerNumber::parse("439992").unwrap(),
            insurer_name: "窓口シミュレータ国保".into(),
            acquired_on: "2026-11-16".parse().unwrap(),
            linked_on: "2026-11-21".parse().unwrap(),
            ..self.insured().covers.remove(0)
        }
    }

    /// Switches a fault on; gives its number.
    pub(crate) async fn switch_on(&self, fault: SwitchedFault) -> u64 {
        let key = self.fresh_key();
        let put = PutFault { fault, key };
        self.operator().await.put_fault(put).await.unwrap()
    }
}

/// That fault, for every call of everybody.
pub(crate) fn always(effect: FaultEffect) -> SwitchedFault {
    SwitchedFault {
        institution: None,
        person: None,
        rpc: None,
        per_thousand: 1000,
        seed: 1,
        effect,
    }
}
