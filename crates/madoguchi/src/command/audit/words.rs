//! What people call an operation of the audit trail.

use qualification::Text;
use store::Operation;

/// What it is called.
pub(super) const fn operation(operation: Operation) -> Text {
    let (ja, en) = match operation {
        Operation::Open => ("受付開始", "open a visit"),
        Operation::Authenticate => ("本人確認", "authenticate"),
        Operation::Complete => ("資格確認", "complete"),
        Operation::Close => ("受付終了", "close the visit"),
        Operation::CheckNumber => ("番号による照会", "check by number"),
        Operation::SetReferenceNumber => ("照会番号登録", "set reference number"),
        Operation::ListConsents => ("同意の一覧", "list consents"),
        Operation::WithdrawConsent => ("同意の撤回", "withdraw consent"),
        Operation::ReadHistory => ("医療情報の閲覧", "read history"),
        Operation::SubmitBatch => ("一括照会の依頼", "submit batch"),
        Operation::CheckBatch => ("一括照会の結果", "check of a batch"),
        Operation::SignIn => ("職員の認証", "sign in"),
        Operation::SignOut => ("職員の終了", "sign out"),
        Operation::EnrolStaff => ("職員の登録", "enrol staff"),
        Operation::RemoveStaff => ("職員の削除", "remove staff"),
        Operation::ListStaff => ("職員の一覧", "list staff"),
        Operation::EnrolPerson => ("加入者の登録", "enrol person"),
        Operation::FindPerson => ("加入者の照会", "find person"),
        Operation::SuspendCard => ("カードの一時利用停止", "suspend card"),
        Operation::LiftCard => ("利用停止の解除", "lift suspension"),
        Operation::RenewCard => ("カードの更新", "renew card"),
        Operation::SetArrears => ("滞納の設定", "set arrears"),
        Operation::ChangeInsurer => ("保険者の変更", "change insurer"),
        Operation::ChangeRegistration => ("利用登録の変更", "change registration"),
        Operation::PutInstitution => ("医療機関の設定", "put institution"),
        Operation::ListInstitutions => ("医療機関の一覧", "list institutions"),
        Operation::GetClock => ("時計の照会", "get clock"),
        Operation::SetClock => ("時計の設定", "set clock"),
        Operation::PutFault => ("障害の設定", "put fault"),
        Operation::ListFaults => ("障害の一覧", "list faults"),
        Operation::RemoveFault => ("障害の解除", "remove fault"),
    };
    Text { ja, en }
}
