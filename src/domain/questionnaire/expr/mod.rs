//! Expressions of a form's rules: the part of XPath 1.0 that XLSForm authors use.
//!
//! An [`Expr`] is parsed once, when a form is compiled or loaded, and evaluated against a [`Source`] that knows where the
//! expression stands. Length and nesting are bounded while parsing, so that evaluation, which follows the tree, is bounded too.

mod calls;
pub mod dates;
mod eval;
mod functions;
mod lexer;
mod parser;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

pub use dates::{days_of, is_iso_date};
pub use eval::{Clock, Source, Value};
pub use functions::Function;
pub use lexer::is_name;
pub use parser::{Ast, Operator, Path, Start, Step};

/// Most characters of one expression.
pub const MAX_LENGTH: usize = 10_000;
/// Most patterns of one expression: a compiled pattern is far larger than its text.
pub const MAX_PATTERNS: usize = 20;
/// Deepest nesting of parentheses and function calls.
pub const MAX_DEPTH: usize = 64;

/// Why a text is not an expression that we evaluate.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExprError {
    /// The text breaks the grammar; `found` is what stands where something else was expected.
    #[error("it cannot be read at \u{201c}{found}\u{201d}")]
    Syntax { found: String },
    /// The text ends too early.
    #[error("it ends too early")]
    Unfinished,
    /// A function outside the list in `functions.rs`.
    #[error("unknown function {name}()")]
    UnknownFunction { name: String },
    /// A known function with too few or too many arguments.
    #[error("{name}() does not take {given} arguments")]
    ArgumentCount { name: String, given: usize },
    /// An argument of another kind than the function can work with.
    #[error("{name}() needs {wanted} here")]
    ArgumentKind { name: String, wanted: String },
    /// Something of XPath or ODK that this platform leaves out, such as predicates.
    #[error("{what} is not supported")]
    Unsupported { what: String },
    /// `${...}` around something that is not a code.
    #[error("malformed reference {reference}")]
    BadReference { reference: String },
    /// A pattern that is not a regular expression of linear time.
    #[error("bad pattern {pattern}: {reason}")]
    BadPattern { pattern: String, reason: String },
    #[error("more than {limit} patterns")]
    TooManyPatterns { limit: usize },
    #[error("longer than {limit} characters")]
    TooLong { limit: usize },
    #[error("nested deeper than {limit} levels")]
    TooDeep { limit: usize },
}

/// A parsed expression. It is stored and compared as the text that the author wrote.
#[derive(Clone)]
pub struct Expr {
    source: Arc<str>,
    ast: Arc<Ast>,
}

impl Expr {
    /// Parses `source`; every fault of grammar, function or bound is an error and none a panic.
    pub fn parse(source: &str) -> Result<Self, ExprError> {
        let ast = parser::parse(source)?;
        Ok(Expr { source: source.into(), ast: Arc::new(ast) })
    }

    /// An expression whose value is `text` itself. XPath has no escape inside quotes, hence `concat` where both kinds occur.
    pub fn literal(text: &str) -> Self {
        let source = if !text.contains('\'') {
            format!("'{text}'")
        } else if !text.contains('"') {
            format!("\"{text}\"")
        } else {
            let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
            format!("concat({})", parts.join(", \"'\", "))
        };
        // Parsed again after a form is loaded, where a text too long for the grammar would not come back.
        Expr { source: source.into(), ast: Arc::new(Ast::Text(text.into())) }
    }

    /// The text as the author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The parsed form, for walks that look for something particular.
    pub fn ast(&self) -> &Ast {
        &self.ast
    }

    /// Every path in the expression, `${code}` included, in order of appearance.
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        self.ast.collect_paths(&mut found);
        found
    }

    /// The codes that `jr:choice-name` takes labels from.
    pub fn choice_name_codes(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.ast.collect_choice_names(&mut found);
        found
    }

    /// The value, seen from `source`.
    pub fn evaluate(&self, source: &dyn Source) -> Value {
        eval::evaluate(&self.ast, source)
    }

    /// The value as XPath's `boolean()` sees it, which is how `relevant`, `required` and `constraint` are read.
    pub fn holds(&self, source: &dyn Source) -> bool {
        self.evaluate(source).truth()
    }

    /// The value as text. A calculation that is not a number is empty, as ODK's clients store it.
    pub fn text(&self, source: &dyn Source) -> String {
        match self.evaluate(source) {
            Value::Number(number) if number.is_nan() => String::new(),
            value => value.into_text(),
        }
    }

    /// The bound `N` where the whole expression is `string-length(.) <= N`.
    pub fn length_bound(&self) -> Option<u32> {
        let Ast::Chain(left, rest) = &*self.ast else { return None };
        let (Ast::Call(Function::StringLength, arguments), [(Operator::LessOrEqual, Ast::Number(bound))]) =
            (&**left, rest.as_slice())
        else {
            return None;
        };
        let own = match arguments.as_slice() {
            [] => true,
            [Ast::Path(path)] => path.is_own_value(),
            _ => false,
        };
        // Formatting is the one conversion from a float that cannot truncate silently.
        (own && bound.fract() == 0.0).then(|| format!("{bound:.0}").parse().ok()).flatten()
    }

    /// True where the expression is nothing but `false()`.
    pub fn is_never(&self) -> bool {
        matches!(&*self.ast, Ast::Call(Function::False, _))
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({:?})", self.source)
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Expr::parse(&source).map_err(serde::de::Error::custom)
    }
}
