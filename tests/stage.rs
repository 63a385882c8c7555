//! What the stories are played on.

pub(crate) mod bad_certificates;
pub(crate) mod desk;
pub(crate) mod duplex;
pub(crate) mod duty;
pub(crate) mod equipped;
pub(crate) mod frames;
pub(crate) mod generated;
pub(crate) mod grant;
pub(crate) mod home;
pub(crate) mod instances;
pub(crate) mod leaks;
pub(crate) mod made;
pub(crate) mod operator;
pub(crate) mod pipe;
pub(crate) mod postgres;
pub(crate) mod processes;
pub(crate) mod requests;
pub(crate) mod rounds;
pub(crate) mod signer;
pub(crate) mod staff;

pub(crate) mod clinic;
pub(crate) mod room;
pub(crate) mod terminal;
pub(crate) mod verifying;
