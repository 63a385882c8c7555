//! What the answer to a question for medical information gives away.

use api::v1;
use api::v1::read_history_response::Answer;
use prost::Message as _;
use tonic::Status;

use super::duty::DRUG;
use super::requests::named;

/// Why nothing is told: the status's reason, or the refusal's. Empty where something is.
pub(crate) fn reason(status: &Status, bytes: &[u8]) -> String {
    let named = named(status).1;
    if !named.is_empty() {
        return named;
    }
    let message = bytes.get(5..).unwrap_or_default();
    match v1::ReadHistoryResponse::decode(message).map(|it| it.answer) {
        Ok(Some(Answer::Refusal(refusal))) => {
            let reason = refusal.reason().as_str_name();
            reason.replace("HISTORY_REFUSAL_REASON_", "")
        }
        _ => String::new(),
    }
}

/// Whether a drug of the history stands in it.
pub(crate) fn tells_history(bytes: &[u8]) -> bool {
    let drug = DRUG.as_bytes();
    bytes.windows(drug.len()).any(|it| it == drug)
}
