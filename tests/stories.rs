//! Whole-system stories: what people do with Madoguchi, from outside.
//!
//! A story that needs pcscd, a server or a namespace starts its own and ends only
//! that. One whose part is missing on the machine fails and names the package.

// A story that cannot go on has failed: panicking is how it says so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod stage;

mod rules_check;
mod rules_covered;
mod rules_kept;
mod the_desk_asks;
mod tidy;
mod visit_in_one_process;

mod admin_commands;
mod administration;
mod assurance;
mod audit_cannot_be_written;
mod audit_complete;
mod audit_read;
mod audit_trail;
mod authentication;
mod authorisation;
mod backup;
mod bad_bytes;
mod bad_client_certificates;
mod bad_requests;
mod consents;
mod disk_full;
mod every_visit;
mod exit_codes;
mod faults;
mod followed_lists;
mod forged_signatures;
mod generated_requests;
mod history;
mod measured;
mod nine_days;
mod not_disclosed;
mod nothing_personal_logged;
mod operators_calls;
mod overload;
mod rated_load;
mod registration;
mod replayed;
mod rules_at_the_command_line;
mod same_answer_again;
mod server_killed;
mod server_stops;
mod set_clock;
mod settings;
mod shut_out;
mod slow_clients;
mod staff_denied;
mod start_refused;
mod step_two;
mod stolen_tokens;
mod suspended_cards;
mod two_servers;
mod under_faults;
mod who_may_connect;
mod witnessed;

mod at_the_terminal;
mod before_the_camera;
mod card_commands;
mod card_trouble;
mod evil_card;
mod opensc;
mod own_card;
mod pyscard;
mod python_client;
mod three_ways;
mod through_pcscd;
mod transcripts;
