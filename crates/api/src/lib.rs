//! The protocol in Rust: generated code, and the only conversions between its
//! messages and the domain.
//!
//! *Knows* protobuf and gRPC: the messages of `proto/`, how a domain value becomes
//! one, and which field is wrong when one cannot become a domain value.
//!
//! *Never* knows rules or SQL: it decides nothing and remembers nothing.
//!
//! *Start reading at* `proto/madoguchi/qualification/v1/qualification.proto`, then
//! [`request`] (what a server reads) and [`Client`] (what a desk calls).

pub mod admin;
mod answer;
mod assurance;
mod batch;
mod client;
mod codec;
mod codes;
mod connection;
mod consent;
mod failure;
mod field;
mod history;
mod kept;
mod number;
mod reference_number;
pub mod request;
mod rpc;
mod staff;

pub use answer::{AuthenticateAnswer, Challenge, CompleteAnswer};
pub use batch::{
    BatchHead, BatchNews, BatchPart, BatchReceipt, BookingResult, FollowBatch, MAX_BOOKINGS,
};
pub use client::{BatchResults, Client, HistoryPages, OperatorClient};
pub use connection::Connection;
pub use consent::{ListConsents, WithdrawConsent};
pub use failure::CallError;
pub use field::{Fault, Faults, reason};
pub use history::{HistoryAnswer, HistoryPage, MAX_PAGE, PAGE, PageToken, ReadHistory};
pub use kept::Kept;
pub use reference_number::{
    MAX_REFERENCE_NUMBER, ReferenceNumberAnswer, SetReferenceNumber, Whose,
};
pub use rpc::Rpc;
pub use staff::{
    EnrolStaff, ListStaff, Passcode, PasscodeFormat, RemoveStaff, SignIn, SignInAnswer,
    SignInRefusal, SignOut, StaffAccount, StaffToken,
};
pub use tonic::codegen::http::Uri;

/// The generated messages, client and server of version 1.
pub mod v1 {
    tonic::include_proto!("madoguchi.qualification.v1");
}

/// The compiled descriptors of `proto/`, for reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// The metadata key under which a call carries the name it has in logs.
pub const REQUEST_ID: &str = "x-request-id";
