//! What the stories are played on.

pub(crate) mod duplex;
pub(crate) mod home;
pub(crate) mod processes;
