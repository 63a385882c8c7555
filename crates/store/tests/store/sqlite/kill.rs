//! What was answered is there after the process was killed.

use super::{location, path};
use crate::kill::{is_being_killed, nothing_is_lost_by_kills};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_survives_a_kill() {
    if is_being_killed().await {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "sqlite::kill::what_was_answered_survives_a_kill";
    nothing_is_lost_by_kills(test, &location(&path(&folder))).await;
}
