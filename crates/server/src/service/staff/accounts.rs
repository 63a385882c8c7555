//! Accounts: ended, made, removed and listed.

use api::{EnrolStaff, Fault, Faults, Kept, ListStaff, RemoveStaff, Rpc, SignOut, v1};
use qualification::{Caller, IdempotencyKey, Institution, Party};
use store::{Change, Operation};
use tonic::Status;
use zeroize::Zeroizing;

use crate::CheckServer;
use crate::given::{moment, random};
use crate::recording::Call;
use crate::status;

/// Whose accounts a keeper means: the operator names an institution, an administrator
/// keeps their own.
fn keeps(caller: &Caller, named: Option<Institution>) -> Result<Institution, Status> {
    match (&caller.party, named) {
        (Party::Operator, Some(named)) => Ok(named),
        (Party::Operator, None) => Err(Faults(vec![Fault {
            field: "institution_code".into(),
            description: "is missing: the operator names it".into(),
        }])
        .into()),
        (Party::Institution(own), None) => Ok(own.clone()),
        (Party::Institution(own), Some(named)) if named == *own => Ok(named),
        (Party::Institution(_), Some(_)) => Err(status::not_operator()),
        (Party::Nobody, _) => Err(status::no_institution()),
    }
}

impl CheckServer {
    pub(super) async fn answer_sign_out(
        &self,
        caller: Caller,
        message: v1::SignOutRequest,
    ) -> Result<v1::SignOutResponse, Status> {
        let bytes = message.to_bytes();
        let request = SignOut::try_from(message)?;
        let staff = caller.staff.clone().ok_or_else(status::no_staff)?;
        let call = Call::new(
            Rpc::SignOut,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        let change = Change::SignOut {
            institution: call.institution()?.clone(),
            staff: staff.id,
        };
        let answer = v1::SignOutResponse {};
        self.administer(&call, Operation::SignOut, change, answer, "SIGNED_OUT")
            .await
    }

    pub(super) async fn answer_enrol_staff(
        &self,
        caller: Caller,
        mut message: v1::EnrolStaffRequest,
    ) -> Result<v1::EnrolStaffResponse, Status> {
        // What is kept to know the request again must not help to guess the passcode.
        let passcode = Zeroizing::new(std::mem::take(&mut message.passcode));
        message.passcode = self.access.tokens.disguise(&passcode);
        let bytes = message.to_bytes();
        message.passcode = passcode.to_string();
        let request = EnrolStaff::try_from(message)?;
        let institution = keeps(&caller, request.institution)?;
        let call = Call::new(
            Rpc::EnrolStaff,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let seat = self.seats.take()?;
        let salt = random(self.entropy.as_ref());
        let change = Change::EnrolStaff {
            institution,
            staff: request.staff,
            role: request.role,
            passcode: seat.hash(request.passcode, salt).await?,
        };
        let answer = v1::EnrolStaffResponse {};
        self.administer(&call, Operation::EnrolStaff, change, answer, "ENROLLED")
            .await
    }

    pub(super) async fn answer_remove_staff(
        &self,
        caller: Caller,
        message: v1::RemoveStaffRequest,
    ) -> Result<v1::RemoveStaffResponse, Status> {
        let bytes = message.to_bytes();
        let request = RemoveStaff::try_from(message)?;
        let institution = keeps(&caller, request.institution)?;
        let call = Call::new(
            Rpc::RemoveStaff,
            caller,
            moment(self.clock.as_ref()),
            request.key,
            &bytes,
        );
        if let Some(past) = call.past(self.store.as_ref()).await? {
            return Ok(past);
        }
        let account = self.store.staff(&institution, &request.staff).await;
        let account = account.map_err(|error| status::of_store(&error))?;
        let (change, result) = match account {
            Some(_) => {
                let staff = request.staff;
                (Change::RemoveStaff { institution, staff }, "REMOVED")
            }
            None => {
                let detail = format!("institution={}", institution.as_str());
                (Change::Nothing { detail }, "NOT_THERE")
            }
        };
        let was_there = matches!(change, Change::RemoveStaff { .. });
        let answer = v1::RemoveStaffResponse { was_there };
        self.administer(&call, Operation::RemoveStaff, change, answer, result)
            .await
    }

    pub(super) async fn answer_list_staff(
        &self,
        caller: Caller,
        message: v1::ListStaffRequest,
    ) -> Result<v1::ListStaffResponse, Status> {
        let bytes = message.to_bytes();
        let request = ListStaff::try_from(message)?;
        let institution = keeps(&caller, request.institution)?;
        let accounts = self.store.all_staff(&institution).await;
        let accounts = accounts.map_err(|error| status::of_store(&error))?;
        let accounts = accounts.into_iter().map(|account| api::StaffAccount {
            staff: account.id,
            role: account.role,
            locked_until: account.locked_until,
        });
        let answer = v1::ListStaffResponse {
            accounts: accounts.map(Into::into).collect(),
        };
        // It changes nothing and is never asked for again: its key is its own.
        let key = IdempotencyKey(random(self.entropy.as_ref()));
        let call = Call::new(
            Rpc::ListStaff,
            caller,
            moment(self.clock.as_ref()),
            key,
            &bytes,
        );
        let change = Change::Nothing {
            detail: format!("institution={}", institution.as_str()),
        };
        self.administer(&call, Operation::ListStaff, change, answer, "LISTED")
            .await
    }
}
