//! Why a check ended as it did: one closed list. What is said of each stands in
//! `data/outcomes.toml`.

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)+) => {
        /// Why a check, or a visit at the desk, ended as it did, wholly or in a part.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The machine code, the same in the protocol, in JSON and in records.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

reasons! {
    /// Exactly one cover holds.
    Confirmed = "CONFIRMED";
    /// Cover holds, but the certificate is in its grace.
    ConfirmedInGrace = "CONFIRMED_IN_GRACE";
    /// Cover holds; the whole is paid at first (特別療養費, SPEC-10WARI).
    ConfirmedSpecialCare = "CONFIRMED_SPECIAL_CARE";
    /// 6 有効（未登録）: medical aid.
    ConfirmedUnregistered = "CONFIRMED_UNREGISTERED";
    /// A document was accepted in place of the online check (FALLBACK).
    ConfirmedByDocument = "CONFIRMED_BY_DOCUMENT";
    /// Nothing confirmed the cover (SELFPAY-10WARI).
    NotConfirmed = "NOT_CONFIRMED";
    /// This card cannot be used to check in. Why is said to nobody.
    CardNotAccepted = "CARD_NOT_ACCEPTED";
    /// The card was deregistered (解除済).
    Deregistered = "DEREGISTERED";
    /// Deregistration is being processed, so it cannot be registered now.
    RegistrationPending = "REGISTRATION_PENDING";
    /// Fewer than five days are left to register (REG-5DAYS).
    RegTooClose = "REG_TOO_CLOSE";
    /// Only a 顔認証付きカードリーダー registers (REG-AT-READER).
    RegNotOnThisReader = "REG_NOT_ON_THIS_READER";
    /// Online care needs a card with a PIN (FLOW-ONLINE).
    PinlessNotForOnline = "PINLESS_CARD_NOT_FOR_ONLINE";
    /// That form of care was not yet checked online on the day.
    VenueNotStarted = "SETTING_NOT_STARTED";
    /// Phones were not yet taken on the day (PHONE-CARD).
    PhoneNotStarted = "PHONE_NOT_STARTED";
    /// This terminal takes no phones (PHONE-CARD).
    PhoneNotSupportedHere = "PHONE_NOT_SUPPORTED_HERE";
    /// The limit amount cannot be used: arrears. For the staff alone.
    LimitInArrears = "LIMIT_UNAVAILABLE_ARREARS";
    /// The limit amount cannot be used: special care expense. For the staff alone.
    LimitSpecialCare = "LIMIT_UNAVAILABLE_SPECIAL_CARE";
    /// A consent has ended (CONSENT-PER-VISIT).
    ConsentExpired = "CONSENT_EXPIRED";
    /// There is no consent to that (CONSENT-PER-VISIT).
    NotConsented = "NOT_CONSENTED";
    /// The reader is there and does not work (FLOW-NO-READER).
    ReaderBroken = "READER_BROKEN";
    /// Cover has ended and no newer one is known.
    Lapsed = "COVER_LAPSED";
    /// The number is an old insurer's; a newer cover exists.
    NewCoverExists = "NEW_COVER_EXISTS";
    /// No cover, or no such person.
    NotFound = "COVER_NOT_FOUND";
    /// More than one cover holds.
    MultipleCovers = "MULTIPLE_COVERS";
    /// The card is not registered as insurance card.
    NotRegistered = "NOT_REGISTERED";
    /// The certificate's grace is over.
    CertExpired = "CERT_EXPIRED";
    /// The certificate's first day has not come.
    CertNotYetValid = "CERT_NOT_YET_VALID";
    /// The card is suspended or its certificate revoked.
    CertSuspended = "CERT_SUSPENDED";
    /// The certificate is not of the authority that is trusted here.
    CertNotTrusted = "CERT_NOT_TRUSTED";
    /// The challenge was not signed by the card's key.
    SignatureInvalid = "SIGNATURE_INVALID";
    /// The challenge is too old.
    ChallengeExpired = "CHALLENGE_EXPIRED";
    /// The PIN is blocked on the card.
    PinLocked = "PIN_LOCKED";
    /// The patient gave up after a wrong PIN, or a script had no other.
    PinWrong = "PIN_WRONG";
    /// A script was not told that it may spend the last try for the PIN.
    LastTryKept = "LAST_TRY_KEPT";
    /// A script came with a real card, which only a person uses.
    PersonNeeded = "PERSON_NEEDED";
    /// The card has no PIN (顔認証マイナンバーカード).
    PinNotSet = "PIN_NOT_SET";
    /// That way of verification is not offered at this kind of reader.
    MethodNotOffered = "METHOD_NOT_OFFERED";
    /// The desk has no camera.
    CameraAbsent = "CAMERA_ABSENT";
    /// The card signs with its PIN only, as every real card does here.
    PinlessNotAvailable = "PINLESS_NOT_AVAILABLE";
    /// The face did not match the chip's photo.
    FaceMismatch = "FACE_MISMATCH";
    /// No face could be taken.
    FaceNotCaptured = "FACE_NOT_CAPTURED";
    /// The chip's photo cannot be had.
    FaceUnavailable = "FACE_UNAVAILABLE";
    /// The staff's passcode was wrong.
    PasscodeWrong = "PASSCODE_WRONG";
    /// The staff's check is closed after too many wrong passcodes.
    StaffCheckClosed = "STAFF_CHECK_CLOSED";
    /// The institution has set no passcode.
    StaffCheckNotSet = "STAFF_CHECK_NOT_SET";
    /// What keeps the passcode cannot be used.
    StaffCheckUnusable = "STAFF_CHECK_UNUSABLE";
    /// The staff found that it is not the person on the card.
    NotThePerson = "NOT_THE_PERSON";
    /// The card does not answer, or answers what no My Number card answers.
    CardUnreadable = "CARD_UNREADABLE";
    /// The card was taken away before the end.
    CardRemoved = "CARD_REMOVED";
    /// No reader is connected.
    ReaderAbsent = "READER_ABSENT";
    /// The PC/SC service does not run.
    ReaderServiceDown = "READER_SERVICE_DOWN";
    /// Another program holds the card.
    ReaderBusy = "READER_BUSY";
    /// The check server cannot be reached, or did not answer in time.
    ServerDown = "SERVER_DOWN";
    /// The check server sheds load.
    ServerBusy = "SERVER_BUSY";
    /// The check server cannot use its store.
    StoreUnavailable = "STORE_UNAVAILABLE";
    /// The server is not certified by the authority trusted here.
    ServerNotTrusted = "SERVER_NOT_TRUSTED";
    /// The server does not accept this institution's certificate.
    InstitutionRefused = "INSTITUTION_REFUSED";
    /// The patient or the staff stopped.
    Cancelled = "CANCELLED";
    /// No card was put down in the time that was waited.
    NoCard = "NO_CARD";
    /// Nobody did anything for too long.
    TimedOut = "TIMED_OUT";
}

impl Reason {
    /// The reason with the machine `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.code() == code)
    }

    /// Whether the visit ended with cover confirmed online.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        matches!(
            self,
            Self::Confirmed
                | Self::ConfirmedInGrace
                | Self::ConfirmedSpecialCare
                | Self::ConfirmedUnregistered
        )
    }
}
