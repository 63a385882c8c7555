//! Staff who are signed in, and a person with a history.

use std::time::Duration;

use api::{Client, EnrolStaff, Passcode, ReadHistory, SignIn};
use pki::CardTrust;
use qualification::{
    CardFingerprint, Category, Drug, HistoryRecord, HistorySource, IdempotencyKey, Institution,
    Medication, Provider, Purpose, Quantity, Role, Setting, StaffId, VisitId,
};
use store::{AuditEvent, Enrolment, Operation};

use super::duplex::Stage;

const PASSCODE: &str = "kamome-no-himitsu";

impl Stage {
    /// A fresh key, as a value.
    pub(crate) fn idempotency_key(&self) -> IdempotencyKey {
        IdempotencyKey::try_from(self.key().as_slice()).unwrap()
    }

    /// Somebody of that role, whose account the operator has made, signed in at the
    /// institution's terminal.
    pub(crate) async fn on_duty(&self, institution: &str, role: Role) -> Client {
        let at_once = Duration::from_secs(10);
        let operator = self.channel_with(&self.pki.operator().unwrap()).await;
        let staff = StaffId::parse(role.code()).unwrap();
        let account = EnrolStaff {
            institution: Institution::parse(institution).ok(),
            staff: staff.clone(),
            role,
            passcode: Passcode::parse(PASSCODE).unwrap(),
            key: self.idempotency_key(),
        };
        let operator = Client::over(operator.unwrap(), at_once);
        operator.enrol_staff(account).await.unwrap();
        let terminal = Client::over(self.channel(institution).await, at_once);
        let passcode = Passcode::parse(PASSCODE).unwrap();
        let sign_in = SignIn { staff, passcode };
        let token = terminal.sign_in(sign_in, self.idempotency_key()).await;
        terminal.signed_in(&token.unwrap().ok().unwrap())
    }

    /// The insured person comes, and agrees to those categories. Gives the visit.
    pub(crate) async fn consenting(&self, institution: &str, to: &[api::v1::Category]) -> VisitId {
        let mut raw = self.raw(institution).await;
        let visit = self.let_in(&mut raw).await;
        let mut request = self.complete(&visit);
        request.consented = to.iter().map(|category| i32::from(*category)).collect();
        raw.complete(request).await.unwrap();
        VisitId::try_from(visit.as_slice()).unwrap()
    }

    /// The insured person, with that history.
    pub(crate) async fn enrol_history(&self, history: Vec<HistoryRecord>) {
        let trust = CardTrust::new(&self.pki.card_authority_certificate().unwrap()).unwrap();
        let list = self.pki.suspended_list().unwrap();
        let card = trust.judge(&self.certificate(), &list).unwrap();
        let insured = Enrolment {
            person: self.insured(),
            cards: vec![CardFingerprint(card.fingerprint)],
            history,
        };
        self.store.enrol(vec![insured]).await.unwrap();
    }

    /// The audit records of those operations, in order.
    pub(crate) async fn recorded(&self, operations: &[Operation]) -> Vec<AuditEvent> {
        let records = self.records().await.into_iter();
        let events = records.map(|record| record.event);
        events
            .filter(|event| operations.contains(&event.operation))
            .collect()
    }
}

/// So many drugs, one a day back from 2026-11-20, each prescribed and not dispensed yet
/// (so it can be seen for a hundred days), or on a receipt when it is older.
pub(crate) fn medications(many: u32) -> Vec<HistoryRecord> {
    let newest = jiff::civil::date(2026, 11, 20);
    let records = (0..many).map(|number| {
        let day = newest.saturating_sub(jiff::Span::new().days(i64::from(number % 900)));
        let clinic = Provider {
            institution: Institution::parse("1310000001").unwrap(),
            name: "窓口シミュレータ医院".into(),
        };
        let is_new = number % 900 < 60;
        HistoryRecord::Medication(Medication {
            source: if is_new {
                HistorySource::Prescribing
            } else {
                HistorySource::Receipt
            },
            dispensed_by: None,
            prescribed_by: Some(clinic),
            dispensed_on: None,
            prescribed_on: Some(day),
            setting: Setting::Outpatient,
            drug: Drug {
                code: format!("6{number:08}"),
                name: DRUG.into(),
                ingredient: None,
            },
            quantity: Quantity {
                amount: "1".into(),
                unit: "錠".into(),
            },
            usage: "１日１回朝食後".into(),
            times: 28,
        })
    });
    records.collect()
}

/// What a drug of [`medications`] is called.
pub(crate) const DRUG: &str = "翡翠鸚鵡錠";

/// The medication of that visit, in the pages that the server likes.
pub(crate) fn medication(visit: VisitId) -> ReadHistory {
    ReadHistory {
        visit,
        category: Category::Medication,
        purpose: Purpose::Care,
        from: None,
        until: None,
        page_size: api::PAGE,
        after: None,
    }
}
