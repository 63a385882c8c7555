//! Accounts of an institution's staff, and their tokens.

use api::{Client, EnrolStaff, Passcode, SignIn, StaffToken};
use pki::Credentials;
use qualification::{Institution, Role, StaffId};
use tonic::transport::Channel;

use super::desk::PATIENCE;
use super::duplex::Stage;

/// The passcode of all of them.
pub(crate) const PASSCODE: &str = "mado-2026";

/// An account's name.
pub(crate) fn staff(id: &str) -> StaffId {
    StaffId::parse(id).unwrap()
}

impl Stage {
    /// A connection with those credentials, which are good.
    pub(crate) async fn with_credentials(&self, credentials: &Credentials) -> Channel {
        self.channel_with(credentials).await.unwrap()
    }

    /// The operator's connection.
    pub(crate) async fn as_operator(&self) -> Channel {
        self.with_credentials(&self.pki.operator().unwrap()).await
    }

    /// The operator makes an account.
    pub(crate) async fn enrol_one(&self, clinic: &str, id: &str, role: Role) {
        let operator = Client::over(self.as_operator().await, PATIENCE);
        let request = EnrolStaff {
            institution: Some(Institution::parse(clinic).unwrap()),
            staff: staff(id),
            role,
            passcode: Passcode::parse(PASSCODE).unwrap(),
            key: self.idempotency_key(),
        };
        operator.enrol_staff(request).await.unwrap();
    }

    /// Somebody with that role signs in.
    pub(crate) async fn sign_in(&self, channel: &Channel, id: &str) -> StaffToken {
        let request = SignIn {
            staff: staff(id),
            passcode: Passcode::parse(PASSCODE).unwrap(),
        };
        let client = Client::over(channel.clone(), PATIENCE);
        let answer = client
            .sign_in(request, self.idempotency_key())
            .await
            .unwrap();
        match answer {
            Ok(token) => token,
            Err(_) => panic!("not signed in"),
        }
    }
}
