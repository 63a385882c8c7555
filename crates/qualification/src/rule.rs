//! The rules, by number and name. What each says, and on whose word, is in
//! `data/catalogue.toml`.

macro_rules! rules {
    ($($variant:ident = $number:literal, $name:literal;)+) => {
        /// One rule of the counter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each is described in data/catalogue.toml")]
        pub enum Rule { $($variant,)+ }

        impl Rule {
            /// Every rule, by number.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The number, 1 to 90; written `R046`.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number,)+ }
            }

            /// The name, such as `CERT-GRACE`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

rules! {
    TimeJst = 1, "TIME-JST";
    TimeClock = 2, "TIME-CLOCK";
    AgeLaw = 3, "AGE-LAW";
    MonthEnd = 4, "MONTH-END";
    Gloss = 5, "GLOSS";
    FlowFive = 6, "FLOW-5";
    FlowDirective = 7, "FLOW-DIRECTIVE";
    FlowEveryVisit = 8, "FLOW-EVERY-VISIT";
    FlowOldCard = 9, "FLOW-OLD-CARD";
    FlowNoReader = 10, "FLOW-NO-READER";
    FlowHomevisit = 11, "FLOW-HOMEVISIT";
    ReaderKind = 12, "READER-KIND";
    ReaderGenericConsent = 13, "READER-GENERIC-CONSENT";
    ReaderPatientPlaces = 14, "READER-PATIENT-PLACES";
    AuthChoice = 15, "AUTH-CHOICE";
    PinForm = 16, "PIN-FORM";
    PinRetry = 17, "PIN-RETRY";
    PinSecret = 18, "PIN-SECRET";
    FaceMatch = 19, "FACE-MATCH";
    VisualCheck = 20, "VISUAL-CHECK";
    AuthProxy = 21, "AUTH-PROXY";
    ConsentCategories = 22, "CONSENT-CATEGORIES";
    ConsentPerVisit = 23, "CONSENT-PER-VISIT";
    ConsentRefuse = 24, "CONSENT-REFUSE";
    ConsentChange = 25, "CONSENT-CHANGE";
    ConsentRole = 26, "CONSENT-ROLE";
    ConsentGrace = 27, "CONSENT-GRACE";
    ConsentWindow = 28, "CONSENT-WINDOW";
    ConsentAudit = 29, "CONSENT-AUDIT";
    LimitAsk = 30, "LIMIT-ASK";
    LimitArrears = 31, "LIMIT-ARREARS";
    LimitLongstay = 32, "LIMIT-LONGSTAY";
    LimitKakuninNote = 33, "LIMIT-KAKUNIN-NOTE";
    LimitSpecific = 34, "LIMIT-SPECIFIC";
    LimitOtherSubsidy = 35, "LIMIT-OTHER-SUBSIDY";
    LimitMonth = 36, "LIMIT-MONTH";
    LimitWhoNeeds = 37, "LIMIT-WHO-NEEDS";
    EligStatus = 38, "ELIG-STATUS";
    EligContent = 39, "ELIG-CONTENT";
    EligErrorInfo = 40, "ELIG-ERROR-INFO";
    EligServerDown = 41, "ELIG-SERVER-DOWN";
    EligCause = 42, "ELIG-CAUSE";
    CardValid = 43, "CARD-VALID";
    CertValid = 44, "CERT-VALID";
    CertNotice = 45, "CERT-NOTICE";
    CertGrace = 46, "CERT-GRACE";
    CertNonrenewDoc = 47, "CERT-NONRENEW-DOC";
    CertRevokedOther = 48, "CERT-REVOKED-OTHER";
    RegOnce = 49, "REG-ONCE";
    RegChannels = 50, "REG-CHANNELS";
    RegAtReader = 51, "REG-AT-READER";
    Reg5days = 52, "REG-5DAYS";
    RegStatus = 53, "REG-STATUS";
    Dereg = 54, "DEREG";
    LostSuspend = 55, "LOST-SUSPEND";
    LostMeanwhile = 56, "LOST-MEANWHILE";
    LostNodata = 57, "LOST-NODATA";
    LagLink = 58, "LAG-LINK";
    LagDoc = 59, "LAG-DOC";
    LagDuty = 60, "LAG-DUTY";
    DocOldEnd = 61, "DOC-OLD-END";
    DocIssue = 62, "DOC-ISSUE";
    DocKakuninClasses = 63, "DOC-KAKUNIN-CLASSES";
    DocKkProv = 64, "DOC-KK-PROV";
    DocKakuninValid = 65, "DOC-KAKUNIN-VALID";
    DocOshiraseValid = 66, "DOC-OSHIRASE-VALID";
    DocOshirasePair = 67, "DOC-OSHIRASE-PAIR";
    Fallback = 68, "FALLBACK";
    DocNoreader = 69, "DOC-NOREADER";
    DocReturn = 70, "DOC-RETURN";
    DocSend = 71, "DOC-SEND";
    Age75 = 72, "AGE75";
    Limit75half = 73, "LIMIT-75HALF";
    Age70 = 74, "AGE70";
    CopayRatio = 75, "COPAY-RATIO";
    Spec10wari = 76, "SPEC-10WARI";
    Selfpay10wari = 77, "SELFPAY-10WARI";
    ShareMatrix = 78, "SHARE-MATRIX";
    NumInsurer = 79, "NUM-INSURER";
    NumSymbol = 80, "NUM-SYMBOL";
    GaijiBlackdot = 81, "GAIJI-BLACKDOT";
    DvNodisclose = 82, "DV-NODISCLOSE";
    PrivMynumber = 83, "PRIV-MYNUMBER";
    PrivChip = 84, "PRIV-CHIP";
    PrivHandover = 85, "PRIV-HANDOVER";
    PrivVoluntary = 86, "PRIV-VOLUNTARY";
    PrivMin = 87, "PRIV-MIN";
    MsgHelpline = 88, "MSG-HELPLINE";
    MsgTexts = 89, "MSG-TEXTS";
    PhoneCard = 90, "PHONE-CARD";
}
