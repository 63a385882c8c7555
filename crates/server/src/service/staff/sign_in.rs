//! Signing in: a passcode for a token.

use api::{SignIn, SignInAnswer, SignInRefusal, StaffToken, v1};
use qualification::StaffOnDuty;
use store::{Operation, SignInBegun, StaffAccount};
use tonic::Status;

use crate::CheckServer;
use crate::access::At;
use crate::given::moment;
use crate::peer::Peer;
use crate::{metrics, status};

impl CheckServer {
    pub(super) async fn answer_sign_in(
        &self,
        peer: &Peer,
        message: v1::SignInRequest,
    ) -> Result<v1::SignInResponse, Status> {
        let request = SignIn::try_from(message)?;
        // Who finds no seat has not tried.
        let seat = self.seats.take()?;
        let now = moment(self.clock.as_ref());
        let sign_in = store::SignIn {
            caller: peer.caller.clone(),
            staff: request.staff,
            at: now.at,
            monotonic: now.monotonic,
        };
        let begun = self.store.begin_sign_in(sign_in.clone()).await;
        let account = match begun.map_err(|error| status::of_store(&error))? {
            SignInBegun::Locked { until } => {
                metrics::signed_in("locked");
                self.count_denial(&peer.caller, Operation::SignIn).await;
                return Ok(SignInAnswer::Err(SignInRefusal::Locked { until }).into());
            }
            SignInBegun::Counted(account) => Some(account),
            SignInBegun::NoAccount => None,
        };
        let hash = account.as_ref().map(|account| account.passcode.clone());
        let right = seat.matches(request.passcode, hash).await?;
        if account.is_some() {
            let ended = self.store.end_sign_in(sign_in, right).await;
            ended.map_err(|error| status::of_store(&error))?;
        }
        metrics::signed_in(if right && account.is_some() {
            "right"
        } else {
            "wrong"
        });
        let answer = match account.filter(|_| right) {
            Some(account) => Ok(self.token(account, peer)?),
            None => {
                // The store has recorded it.
                self.count_denial(&peer.caller, Operation::SignIn).await;
                Err(SignInRefusal::Wrong)
            }
        };
        Ok(SignInAnswer::into(answer))
    }

    fn token(&self, account: StaffAccount, peer: &Peer) -> Result<StaffToken, Status> {
        let institution = peer.caller.institution();
        let at = At {
            institution: institution.ok_or_else(status::no_institution)?,
            fingerprint: &peer.fingerprint,
        };
        let staff = StaffOnDuty {
            id: account.id,
            role: account.role,
            session: account.session,
        };
        let (token, expires_at) = self.access.tokens.make(&staff, at, self.clock.now());
        Ok(StaffToken {
            token,
            role: staff.role,
            expires_at,
        })
    }
}
