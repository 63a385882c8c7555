//! Why the online check could not be made.

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// Why the online check could not be made, so that a document is asked for
        /// (ELIG-CAUSE).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Cause { $($(#[$doc])* $name,)+ }

        impl Cause {
            /// Every cause.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The machine code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The cause with the machine `code`.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|cause| cause.code() == code)
            }
        }
    };
}

causes! {
    /// The institution has no reader.
    ReaderAbsent = "READER_ABSENT";
    /// The reader does not work.
    ReaderBroken = "READER_BROKEN";
    /// 券面汚損・ICチップ破損 (Kumamoto FAQ Q18※1).
    CardUnreadable = "CARD_UNREADABLE";
    /// The card is not registered as insurance card.
    NotRegistered = "NOT_REGISTERED";
    /// 利用登録の解除済.
    Deregistered = "DEREGISTERED";
    /// The PIN is locked.
    PinLocked = "PIN_LOCKED";
    /// The PIN is forgotten.
    PinForgotten = "PIN_FORGOTTEN";
    /// The face did not match.
    FaceMismatch = "FACE_MISMATCH";
    /// The certificate's grace is over.
    CertExpired = "CERT_EXPIRED";
    /// 一時利用停止: reported lost or stolen.
    CertSuspended = "CERT_SUSPENDED";
    /// 失効.
    CertRevoked = "CERT_REVOKED";
    /// The new insurer's data has not arrived (Kumamoto FAQ Q16).
    NewJoinerLag = "NEW_JOINER_LAG";
    /// 支援措置・不開示 (Kumamoto FAQ Q18※2). No screen says so.
    NotDisclosed = "NOT_DISCLOSED";
    /// The insurer's data is wrong (Kumamoto FAQ Q6).
    InfoError = "INFO_ERROR";
    /// The check server does not answer (Takasaki leaflet: 機械の不具合等).
    ServerDown = "SERVER_DOWN";
    /// A card for use by face alone, in online care (Kumamoto FAQ Q10).
    PinlessNotForOnline = "PINLESS_CARD_NOT_FOR_ONLINE";
}
