//! PC/SC's many errors as the few a caller can act upon.

use apdu::LinkError;
use pcsc::Error;

/// What `error` means for one exchange with a card.
pub(crate) const fn link_error(error: Error) -> LinkError {
    match error {
        Error::RemovedCard | Error::NoSmartcard => LinkError::Removed,
        Error::ResetCard | Error::UnpoweredCard => LinkError::Reset,
        Error::SharingViolation | Error::ServerTooBusy => LinkError::Busy,
        Error::UnknownReader | Error::ReaderUnavailable | Error::NoReadersAvailable => {
            LinkError::NoReader
        }
        Error::NoService | Error::ServiceStopped | Error::Shutdown => LinkError::NoService,
        // What a call in progress gets when pcscd dies, by chance one of these or
        // `NoService`; and what it gets when polkit refuses: no service either way.
        Error::CommError | Error::SecurityViolation => LinkError::NoService,
        Error::Timeout | Error::UnresponsiveCard => LinkError::Mute,
        other => LinkError::Other { code: other as u32 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_fail_has_its_name() {
        let table = [
            (Error::RemovedCard, LinkError::Removed),
            (Error::NoSmartcard, LinkError::Removed),
            (Error::ResetCard, LinkError::Reset),
            (Error::UnpoweredCard, LinkError::Reset),
            (Error::SharingViolation, LinkError::Busy),
            (Error::UnknownReader, LinkError::NoReader),
            (Error::ReaderUnavailable, LinkError::NoReader),
            (Error::NoReadersAvailable, LinkError::NoReader),
            (Error::NoService, LinkError::NoService),
            (Error::ServiceStopped, LinkError::NoService),
            (Error::CommError, LinkError::NoService),
            (Error::SecurityViolation, LinkError::NoService),
            (Error::UnresponsiveCard, LinkError::Mute),
            (Error::ProtoMismatch, LinkError::Other { code: 0x8010_000F }),
        ];
        for (error, expected) in table {
            assert_eq!(link_error(error), expected, "{error:?}");
        }
    }
}
