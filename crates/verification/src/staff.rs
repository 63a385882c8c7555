//! The institution's own passcode for 目視確認.

mod check;
mod file;
mod hash;
mod passcode;

pub use check::{PasscodeOutcome, StaffCheck, Standing};
pub use file::StaffCheckError;
pub use passcode::{Passcode, PasscodeFormat};
