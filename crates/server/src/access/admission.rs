//! Whether a call is let through: the certificate, the institution, the rule of the
//! call, and who of the staff, in this order.

use api::Rpc;
use qualification::{Caller, Institution, Party, Role, StaffOnDuty};
use tonic::Status;
use tonic::codegen::http::HeaderMap;
use tonic::codegen::http::header::AUTHORIZATION;

use super::At;
use super::block::Counted;
use super::rule::{Rule, operation, rule};
use super::token::NotValid;
use crate::given::moment;
use crate::peer::Peer;
use crate::revocation::Standing;
use crate::{CheckServer, status};

/// What comes before the token in the metadata.
const BEARER: &str = "Bearer ";

/// Why a call is not let through.
enum Stop {
    /// It is denied.
    Denied {
        caller: Caller,
        counted: Option<Counted>,
        status: Status,
    },
    /// Nobody looked: the caller is blocked, or the store cannot be used.
    Unanswered(Status),
}

impl Stop {
    fn denied(peer: &Peer, counted: Option<Counted>, status: Status) -> Self {
        Self::Denied {
            caller: peer.caller.clone(),
            counted,
            status,
        }
    }
}

impl CheckServer {
    /// Who makes that call, if they may.
    pub(crate) async fn admit(
        &self,
        rpc: Rpc,
        peer: &Peer,
        headers: &HeaderMap,
    ) -> Result<Caller, Status> {
        match self.judge(rpc, peer, headers).await {
            Ok(caller) => Ok(caller),
            Err(Stop::Unanswered(status)) => Err(status),
            Err(Stop::Denied {
                caller,
                counted,
                status,
            }) => {
                if let Some(reason) = status::denial(&status) {
                    self.record_denial(&caller, operation(rpc), None, reason)
                        .await;
                }
                if let Some(counted) = counted {
                    self.count(counted, &caller, operation(rpc)).await;
                }
                Err(status)
            }
        }
    }

    async fn judge(&self, rpc: Rpc, peer: &Peer, headers: &HeaderMap) -> Result<Caller, Stop> {
        let certificate = Counted::Certificate(peer.fingerprint);
        self.expect_unblocked(&certificate)
            .map_err(Stop::Unanswered)?;
        let now = moment(self.clock.as_ref()).at;
        match self.access.revocation.standing(&peer.serial, now) {
            Standing::Good => {}
            Standing::Revoked => {
                let status = status::certificate_revoked();
                return Err(Stop::denied(peer, Some(certificate), status));
            }
            // That is the operator's to mend, and nobody's fault who asks.
            Standing::Unknown => {
                return Err(Stop::denied(peer, None, status::revocation_unknown()));
            }
        }
        match &peer.caller.party {
            Party::Nobody => {
                let status = status::no_institution();
                Err(Stop::denied(peer, Some(certificate), status))
            }
            Party::Operator => match rule(rpc) {
                Rule::Operator | Rule::Keeper => Ok(peer.caller.clone()),
                Rule::Terminal | Rule::Staff(_) => {
                    Err(Stop::denied(peer, None, status::no_institution()))
                }
            },
            Party::Institution(institution) => {
                self.judge_institution(rpc, institution, peer, headers)
                    .await
            }
        }
    }

    async fn judge_institution(
        &self,
        rpc: Rpc,
        institution: &Institution,
        peer: &Peer,
        headers: &HeaderMap,
    ) -> Result<Caller, Stop> {
        let counted = Counted::Institution(institution.clone());
        self.expect_unblocked(&counted).map_err(Stop::Unanswered)?;
        let denied = |status| Stop::denied(peer, Some(counted.clone()), status);
        let terms = self.store.institution(institution).await;
        let terms = terms.map_err(|error| Stop::Unanswered(status::of_store(&error)))?;
        if terms.is_some_and(|terms| terms.stopped) {
            return Err(denied(status::institution_stopped()));
        }
        let staff = self.staff_on_duty(institution, peer, headers);
        let roles = match rule(rpc) {
            Rule::Operator => return Err(denied(status::not_operator())),
            // Who is signed in is recorded; this may be done by who is not.
            Rule::Terminal => {
                return match staff.await {
                    Ok(staff) => Ok(peer.with(Some(staff))),
                    Err(Stop::Denied { .. }) => Ok(peer.with(None)),
                    Err(unanswered) => Err(unanswered),
                };
            }
            Rule::Staff(roles) => roles,
            Rule::Keeper => &[Role::Administrator],
        };
        let staff = staff.await?;
        let right = roles.contains(&staff.role);
        let caller = peer.with(Some(staff));
        if right {
            Ok(caller)
        } else {
            Err(Stop::Denied {
                caller,
                counted: Some(counted),
                status: status::wrong_role(),
            })
        }
    }

    /// Who of the staff asks, if their token is good and their account is still as the
    /// token says.
    async fn staff_on_duty(
        &self,
        institution: &Institution,
        peer: &Peer,
        headers: &HeaderMap,
    ) -> Result<StaffOnDuty, Stop> {
        let denied = |status| {
            let counted = Counted::Institution(institution.clone());
            Stop::denied(peer, Some(counted), status)
        };
        let invalid = || denied(status::staff_token_invalid());
        let token = headers.get(AUTHORIZATION);
        let token = token.ok_or_else(|| denied(status::no_staff()))?;
        let token = token.to_str().ok();
        let token = token.and_then(|token| token.strip_prefix(BEARER));
        let token = token.ok_or_else(invalid)?;
        let at = At {
            institution,
            fingerprint: &peer.fingerprint,
        };
        let staff = self.access.tokens.open(token, at, self.clock.now());
        let staff = staff.map_err(|why| match why {
            NotValid::Foreign => invalid(),
            // A desk that was left open guesses at nothing.
            NotValid::Expired => Stop::denied(peer, None, status::staff_token_invalid()),
        })?;
        let account = self.store.staff(institution, &staff.id).await;
        account
            .map_err(|error| Stop::Unanswered(status::of_store(&error)))?
            .filter(|account| account.session == staff.session && account.role == staff.role)
            .map(|_| staff)
            .ok_or_else(invalid)
    }

    fn expect_unblocked(&self, who: &Counted) -> Result<(), Status> {
        let left = self.access.blocks.blocked_for(who, self.clock.monotonic());
        left.map_or(Ok(()), |left| Err(status::blocked(left)))
    }
}
