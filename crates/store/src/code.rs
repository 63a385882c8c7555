//! Codes for what has none in the domain, as tables and the audit trail hold them.

macro_rules! codes {
    ($module:ident: $type:path { $($name:ident = $code:literal),+ $(,)? }) => {
        pub(crate) mod $module {
            use $type as Value;

            pub(crate) const fn code(value: Value) -> &'static str {
                match value { $(Value::$name => $code,)+ }
            }

            pub(crate) fn value(code: &str) -> Option<Value> {
                match code { $($code => Some(Value::$name),)+ _ => None }
            }
        }
    };
}

codes!(sex: qualification::Sex { Male = "MALE", Female = "FEMALE", NotStated = "NOT_STATED" });
codes!(registration: qualification::Registration {
    Registered = "REGISTERED", NotRegistered = "NOT_REGISTERED",
    Deregistering = "DEREGISTERING", Deregistered = "DEREGISTERED",
});
codes!(disclosure: qualification::Disclosure {
    Disclosed = "DISCLOSED", NotDisclosed = "NOT_DISCLOSED",
});
codes!(relation: qualification::Relation { Insured = "INSURED", Family = "FAMILY" });
codes!(operation: crate::Operation {
    Authenticate = "AUTHENTICATE", Complete = "COMPLETE", Close = "CLOSE",
    CheckNumber = "CHECK_NUMBER",
});
codes!(ending: crate::Ending { Finished = "FINISHED", Abandoned = "ABANDONED" });
