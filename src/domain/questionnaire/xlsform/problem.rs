//! What can be wrong with a workbook, each fault with its cell, a stable key and named arguments.
//!
//! The words are in `messages/problems.*.ftl`: pages and the command line take them through Fluent. [`Problem`]'s `Display` is for logs.

use std::fmt;

use serde::Serialize;

/// Whether a problem keeps the form from being imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
}

/// One fault of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// The sheet's name as in the workbook; empty where the whole file is meant.
    pub sheet: String,
    /// Counted from 1 as spreadsheets do; 0 where no row is meant.
    pub row: u32,
    /// The column's letters; empty where no column is meant.
    pub column: String,
    /// The header of that column.
    pub header: String,
    pub code: ProblemCode,
}

impl Problem {
    /// The cell as people write it: `survey!H12`, `survey!12`, `survey`, or nothing.
    pub fn cell(&self) -> String {
        match (self.sheet.as_str(), self.row) {
            ("", _) => String::new(),
            (sheet, 0) => sheet.into(),
            (sheet, row) => format!("{sheet}!{}{row}", self.column),
        }
    }

    /// The id of the message, such as `unknown-question`.
    pub fn key(&self) -> &'static str {
        self.code.key()
    }

    /// The arguments of the message.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        self.code.args()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.cell(), self.key())?;
        self.args().iter().try_for_each(|(name, value)| write!(f, " {name}={value:?}"))
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $({ $($arg:ident),+ })? = $key:literal),+ $(,)?) => {
        /// The kind of a fault with what its message names.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ProblemCode { $($(#[$doc])* $variant $({ $($arg: String),+ })?),+ }

        impl ProblemCode {
            /// The id of the message.
            pub fn key(&self) -> &'static str {
                match self { $(ProblemCode::$variant { .. } => $key),+ }
            }

            /// The arguments of the message, by name.
            pub fn args(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(ProblemCode::$variant $({ $($arg),+ })? => vec![$($((stringify!($arg), $arg.clone())),+)?]),+
                }
            }

            /// The same with arguments of a length that a message can carry.
            fn shortened(self) -> Self {
                match self {
                    $(ProblemCode::$variant $({ $($arg),+ })? => ProblemCode::$variant $({ $($arg: short($arg)),+ })?),+
                }
            }

            /// Every key, for the test that compares them with the messages.
            pub const KEYS: &'static [&'static str] = &[$($key),+];
        }
    };
}

codes! {
    // The file as a whole.
    FileTooLarge { limit } = "file-too-large",
    NotAWorkbook = "not-a-workbook",
    OldWorkbook = "old-workbook",
    EncryptedWorkbook = "encrypted-workbook",
    Macros = "macros",
    TooManyParts { limit } = "too-many-parts",
    UnpacksTooLarge { limit } = "unpacks-too-large",
    DocumentType { part } = "document-type",
    Damaged = "damaged",
    // Sheets.
    MissingSheet { expected } = "missing-sheet",
    SimilarSheet { found, expected } = "similar-sheet",
    IgnoredSheet = "ignored-sheet",
    UnsupportedSheet = "unsupported-sheet",
    TooManySheets { limit } = "too-many-sheets",
    TooManyRows { limit } = "too-many-rows",
    TooManyColumns { limit } = "too-many-columns",
    TooManyCells { limit } = "too-many-cells",
    CellTooLong { limit } = "cell-too-long",
    ControlCharacters = "control-characters",
    // Columns.
    DuplicateHeader { other } = "duplicate-header",
    MissingHeader { expected } = "missing-header",
    UnknownConcordColumn = "unknown-concord-column",
    UnsupportedColumn { header } = "unsupported-column",
    IgnoredColumn = "ignored-column",
    CellWithoutHeader = "cell-without-header",
    LanguageWithoutTag { language, tag } = "language-without-tag",
    LanguageTwice { language, other, tag } = "language-twice",
    MissingTranslation { language, text } = "missing-translation",
    MissingTranslations { language, count, texts } = "missing-translations",
    UnknownDefaultLanguage { language } = "unknown-default-language",
    // Rows of the survey.
    NoType = "no-type",
    NoCode = "no-code",
    BadCode { code } = "bad-code",
    ReservedCode { code } = "reserved-code",
    CodeTooLong { limit } = "code-too-long",
    DuplicateCode { code, first } = "duplicate-code",
    CodeCaseClash { code, other } = "code-case-clash",
    UnknownType { kind } = "unknown-type",
    UnsupportedType { kind } = "unsupported-type",
    Loop = "loop",
    TypeWithoutList { kind } = "type-without-list",
    EndWithoutBegin { kind } = "end-without-begin",
    EndOfAnother { kind, open, code, begun } = "end-of-another",
    NotClosed { code, kind } = "not-closed",
    TooDeep { limit } = "too-deep",
    RowSkipped = "row-skipped",
    RowDisabled = "row-disabled",
    NoLabel { code } = "no-label",
    RepeatWithoutLabel { code } = "repeat-without-label",
    NoCalculation { code } = "no-calculation",
    NoEffect { kind } = "no-effect",
    NoQuestions = "no-questions",
    TooManyProblems { count } = "too-many-problems",
    // Choices.
    UnknownList { list } = "unknown-list",
    OrOtherWithFilter = "or-other-with-filter",
    ChoiceWithoutName { list } = "choice-without-name",
    ChoiceWithoutList = "choice-without-list",
    ChoiceWithoutLabel { list, choice } = "choice-without-label",
    DuplicateChoice { list, choice, first } = "duplicate-choice",
    ChoiceWithSpace { list, choice, code } = "choice-with-space",
    TooManyChoices { list, limit } = "too-many-choices",
    // Parameters.
    BadParameters { text } = "bad-parameters",
    UnknownParameter { parameter, accepted } = "unknown-parameter",
    UnsupportedParameter { parameter } = "unsupported-parameter",
    BadParameterValue { parameter, value } = "bad-parameter-value",
    ZeroParameter { parameter } = "zero-parameter",
    StepTooWide { step, start, end } = "step-too-wide",
    // Expressions.
    ExpressionSyntax { found } = "expression-syntax",
    ExpressionUnfinished = "expression-unfinished",
    UnknownFunction { function } = "unknown-function",
    ArgumentCount { function, given } = "argument-count",
    ArgumentKind { function, wanted } = "argument-kind",
    UnsupportedExpression { what } = "unsupported-expression",
    BadReference { reference } = "bad-reference",
    BadPattern { pattern, reason } = "bad-pattern",
    TooManyPatterns { limit } = "too-many-patterns",
    ExpressionTooLong { limit } = "expression-too-long",
    ExpressionTooDeep { limit } = "expression-too-deep",
    UnknownQuestion { question, column } = "unknown-question",
    AmbiguousQuestion { question, column } = "ambiguous-question",
    UnknownPath { path, column } = "unknown-path",
    UnknownChoiceColumn { name, list } = "unknown-choice-column",
    NotInRepeat { question, repeat } = "not-in-repeat",
    NotAChoiceQuestion { question } = "not-a-choice-question",
    Cycle { cycle } = "cycle",
    BadDefault { value, kind } = "bad-default",
    TooManyDependencies { limit } = "too-many-dependencies",
    // Our own columns.
    BadValue { value, accepted } = "bad-value",
    WiderThanGroup { own, group, code } = "wider-than-group",
    RepeatBounds { min, max } = "repeat-bounds",
    TooManyEntries { limit } = "too-many-entries",
}

impl From<crate::domain::questionnaire::expr::ExprError> for ProblemCode {
    fn from(error: crate::domain::questionnaire::expr::ExprError) -> Self {
        use crate::domain::questionnaire::expr::ExprError;
        match error {
            ExprError::Syntax { found } => ProblemCode::ExpressionSyntax { found },
            ExprError::Unfinished => ProblemCode::ExpressionUnfinished,
            ExprError::UnknownFunction { name } => ProblemCode::UnknownFunction { function: name },
            ExprError::ArgumentCount { name, given } => {
                ProblemCode::ArgumentCount { function: name, given: given.to_string() }
            }
            ExprError::ArgumentKind { name, wanted } => ProblemCode::ArgumentKind { function: name, wanted },
            ExprError::Unsupported { what } => ProblemCode::UnsupportedExpression { what },
            ExprError::BadReference { reference } => ProblemCode::BadReference { reference },
            ExprError::BadPattern { pattern, reason } => ProblemCode::BadPattern { pattern, reason },
            ExprError::TooManyPatterns { limit } => ProblemCode::TooManyPatterns { limit: limit.to_string() },
            ExprError::TooLong { limit } => ProblemCode::ExpressionTooLong { limit: limit.to_string() },
            ExprError::TooDeep { limit } => ProblemCode::ExpressionTooDeep { limit: limit.to_string() },
        }
    }
}

/// The beginning of what an author wrote, enough to recognise it.
fn short(text: String) -> String {
    const MOST: usize = 300;
    if text.len() <= MOST { text } else { text.chars().take(MOST / 4).chain(['\u{2026}']).collect() }
}

/// All problems found so far, in the order of finding.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Problem>);

/// A place to report from.
#[derive(Debug, Clone, Default)]
pub struct At {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub header: String,
}

impl Problems {
    /// Adds an error at a place.
    pub fn error(&mut self, at: At, code: ProblemCode) {
        self.add(Severity::Error, at, code);
    }

    /// Adds a warning at a place.
    pub fn warn(&mut self, at: At, code: ProblemCode) {
        self.add(Severity::Warning, at, code);
    }

    /// Adds a problem at a place.
    pub fn add(&mut self, severity: Severity, at: At, code: ProblemCode) {
        let At { sheet, row, column, header } = at;
        let code = code.shortened();
        self.0.push(Problem { severity, sheet, row, column, header, code });
    }

    /// True where something keeps the form from being imported.
    pub fn any_error(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }
}
