//! What can be wrong with an answer, as codes with named arguments; the words are in `messages/faults.*.ftl`.

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident $({ $($arg:ident),+ })? = $key:literal),+ $(,)?) => {
        /// The kind of a fault with what its message names.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum FaultCode { $($(#[$doc])* $variant $({ $($arg: String),+ })?),+ }

        impl FaultCode {
            /// The id of the message, such as `too-long`.
            pub fn key(&self) -> &'static str {
                match self { $(FaultCode::$variant { .. } => $key),+ }
            }

            /// The arguments of the message, by name.
            pub fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(FaultCode::$variant $({ $($arg),+ })? => vec![$($((stringify!($arg), $arg.clone())),+)?]),+
                }
            }

            /// Every key, for the test that compares them with the messages.
            pub const KEYS: &'static [&'static str] = &[$($key),+];
        }
    };
}

faults! {
    Required = "required",
    /// The form's own message stands beside it where it has one.
    ConstraintFailed = "constraint-failed",
    NotANumber = "not-a-number",
    NotAWholeNumber = "not-a-whole-number",
    NotADate = "not-a-date",
    NotATime = "not-a-time",
    NotADateTime = "not-a-date-time",
    UnknownChoice { choice } = "unknown-choice",
    /// A choice of the list that the choice filter leaves out for the other answers given.
    ChoiceNotOffered { choice } = "choice-not-offered",
    ChoiceTwice { choice } = "choice-twice",
    RankIncomplete { count } = "rank-incomplete",
    TooLong { max } = "too-long",
    TooFewEntries { min } = "too-few-entries",
    TooManyEntries { max } = "too-many-entries",
    OutOfRange { start, end } = "out-of-range",
    OffStep { start, step } = "off-step",
    ControlCharacter = "control-character",
    LineBreak = "line-break",
    NotAcknowledged = "not-acknowledged",
    NotAnswerable = "not-answerable",
    NotDeclinable = "not-declinable",
}

/// One fault of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: FaultCode,
}

impl Fault {
    /// The id of the message.
    pub fn key(&self) -> &'static str {
        self.code.key()
    }

    /// The arguments of the message.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        self.code.args()
    }
}

impl From<FaultCode> for Fault {
    fn from(code: FaultCode) -> Self {
        Fault { code }
    }
}
