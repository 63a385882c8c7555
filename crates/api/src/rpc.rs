//! Every call of the protocol, listed from its descriptors.

include!(concat!(env!("OUT_DIR"), "/rpc.rs"));

impl Rpc {
    /// The call with that HTTP/2 path.
    #[must_use]
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rpc| rpc.path() == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_is_found_by_its_path() {
        for rpc in Rpc::ALL {
            assert_eq!(Rpc::at(rpc.path()), Some(rpc));
        }
        assert_eq!(
            Rpc::OpenVisit.path(),
            "/madoguchi.qualification.v1.QualificationService/OpenVisit"
        );
        assert_eq!(Rpc::at("/madoguchi.qualification.v1.HistoryService/"), None);
    }
}
