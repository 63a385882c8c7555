//! 制度: which law an insurer works under.

macro_rules! schemes {
    ($($(#[$doc:meta])* $name:ident = [$($number:literal),*], $ja:literal;)+) => {
        /// 制度, told by the 法別番号, the first two of an insurer number's 8 digits
        /// (NUM-INSURER; public code table).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scheme { $($(#[$doc])* $name,)+ }

        impl Scheme {
            /// Every scheme.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name on screen, such as `協会けんぽ`.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $ja,)+ }
            }

            /// Its 法別番号, each of two digits; 国保 has none.
            #[must_use]
            pub const fn law_numbers(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($number),*],)+ }
            }
        }
    };
}

schemes! {
    /// Small and medium employers.
    HealthInsuranceAssociation = ["01"], "協会けんぽ";
    /// Seamen.
    Seamen = ["02"], "船員保険";
    /// Day labourers.
    DayLabourers = ["03", "04"], "日雇特例被保険者";
    /// Societies of large employers.
    Society = ["06"], "健康保険組合";
    /// Members of the Self-Defence Forces.
    SelfDefenceForces = ["07"], "自衛官等";
    /// Medical aid under public assistance (生活保護): no insurance, but checked alike.
    MedicalAid = ["12"], "医療扶助";
    /// Civil servants and teachers.
    MutualAid = ["31", "32", "33", "34"], "共済組合";
    /// 75 and more, or 65 and more with a disability.
    LateElderly = ["39"], "後期高齢者医療";
    /// Retired members of a society or of mutual aid.
    Retired = ["63", "72", "73", "74", "75"], "特例退職";
    /// Retired, in 国保.
    RetiredNational = ["67"], "退職者医療（国保）";
    /// Residents without other insurance: 6 digits, without 法別番号.
    National = [], "国民健康保険";
}

impl Scheme {
    /// The scheme with that 法別番号.
    pub(crate) fn of_law_number(number: &str) -> Option<Self> {
        let mut schemes = Self::ALL.iter().copied();
        schemes.find(|scheme| scheme.law_numbers().contains(&number))
    }
}
