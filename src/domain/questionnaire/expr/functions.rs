//! The functions that rules may call, with the number and kind of their arguments. Anything else is refused by name.

use regex::RegexBuilder;

use super::ExprError;
use super::parser::{Ast, Start};

/// Most memory that one compiled pattern may take.
const PATTERN_SIZE: usize = 1 << 20;

macro_rules! functions {
    ($($variant:ident $name:literal $least:literal ..= $most:literal),+ $(,)?) => {
        /// A function of the expression language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Function { $($variant),+ }

        impl Function {
            /// The function of this name, if it is one of ours.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Function::$variant),)+ _ => None }
            }

            /// The name that an author writes.
            pub fn name(self) -> &'static str {
                match self { $(Function::$variant => $name),+ }
            }

            fn takes(self, given: usize) -> bool {
                match self { $(Function::$variant => ($least..=$most).contains(&given)),+ }
            }
        }
    };
}

functions! {
    If "if" 3..=3, Selected "selected" 2..=2, SelectedAt "selected-at" 2..=2, CountSelected "count-selected" 1..=1,
    Coalesce "coalesce" 1..=50, Regex "regex" 2..=2, Contains "contains" 2..=2, StartsWith "starts-with" 2..=2,
    EndsWith "ends-with" 2..=2, StringLength "string-length" 0..=1, Substr "substr" 2..=3,
    SubstringBefore "substring-before" 2..=2, SubstringAfter "substring-after" 2..=2, NormalizeSpace "normalize-space" 0..=1,
    Concat "concat" 1..=200, Join "join" 1..=200, Translate "translate" 3..=3, Not "not" 1..=1, True "true" 0..=0,
    False "false" 0..=0, Boolean "boolean" 1..=1, BooleanFromString "boolean-from-string" 1..=1, Number "number" 0..=1,
    String "string" 0..=1, Int "int" 1..=1, Round "round" 1..=2, Abs "abs" 1..=1, Pow "pow" 2..=2, Sum "sum" 1..=1,
    Count "count" 1..=1, CountNonEmpty "count-non-empty" 1..=1, Min "min" 1..=200, Max "max" 1..=200,
    Position "position" 1..=1, Today "today" 0..=0, Now "now" 0..=0, Date "date" 1..=1, FormatDate "format-date" 2..=2,
    DecimalDateTime "decimal-date-time" 1..=1, Once "once" 1..=1, ChoiceName "jr:choice-name" 2..=2,
    IndexedRepeat "indexed-repeat" 3..=7,
}

impl Function {
    /// The call, once number and kind of the arguments are right.
    pub fn call(self, mut arguments: Vec<Ast>) -> Result<Ast, ExprError> {
        let name = || self.name().to_owned();
        let given = arguments.len();
        if !self.takes(given) || (self == Function::IndexedRepeat && given.is_multiple_of(2)) {
            return Err(ExprError::ArgumentCount { name: name(), given });
        }
        let wants_path = |wanted: &Ast| matches!(wanted, Ast::Path(_));
        let kind = |wanted: &str| ExprError::ArgumentKind { name: name(), wanted: wanted.into() };
        match self {
            Function::Regex => {
                let (Some(pattern), Some(value)) = (arguments.pop(), arguments.pop()) else { return Err(kind("text")) };
                // A pattern made of answers would let whoever answers choose it.
                let Ast::Text(pattern) = pattern else { return Err(kind("a pattern in quotes")) };
                Ok(Ast::Matches(Box::new(value), compiled(&pattern)?))
            }
            Function::ChoiceName => {
                let (Some(question), Some(value)) = (arguments.pop(), arguments.pop()) else {
                    return Err(kind("text"));
                };
                let code = quoted_reference(&question).ok_or_else(|| kind("'${question}' in quotes"))?;
                Ok(Ast::ChoiceName(Box::new(value), code))
            }
            Function::Sum | Function::Count | Function::CountNonEmpty if !arguments.iter().all(is_node_set) => {
                Err(kind("a question or a repeat"))
            }
            Function::Position if !arguments.iter().all(wants_path) => Err(kind("a path such as ..")),
            Function::IndexedRepeat => {
                let paths = arguments.first().into_iter().chain(arguments.iter().skip(1).step_by(2));
                if paths.into_iter().all(wants_path) {
                    Ok(Ast::Call(self, arguments))
                } else {
                    Err(kind("a question and its repeat"))
                }
            }
            _ => Ok(Ast::Call(self, arguments)),
        }
    }
}

fn is_node_set(argument: &Ast) -> bool {
    match argument {
        Ast::Path(_) => true,
        Ast::Chain(first, rest) => {
            is_node_set(first)
                && rest.iter().all(|(operator, operand)| *operator == super::Operator::Union && is_node_set(operand))
        }
        _ => false,
    }
}

/// The code in `'${code}'`, or in `${code}` as some authors write it.
fn quoted_reference(argument: &Ast) -> Option<String> {
    match argument {
        Ast::Text(text) => {
            let code = text.trim().strip_prefix("${")?.strip_suffix('}')?.trim();
            super::lexer::is_name(code).then(|| code.to_owned())
        }
        Ast::Path(path) if path.steps.is_empty() => match &path.start {
            Start::Code(code) => Some(code.clone()),
            Start::Here | Start::Current | Start::Root => None,
        },
        _ => None,
    }
}

/// Anchored at both ends, as `regex()` of ODK matches the whole value; groups keep an alternation inside the anchors.
fn compiled(pattern: &str) -> Result<regex::Regex, ExprError> {
    let bad = |reason: String| ExprError::BadPattern { pattern: pattern.chars().take(200).collect(), reason };
    // Checked alone first: an unbalanced parenthesis could otherwise close the group that is put around it.
    if let Err(error) = regex_syntax_check(pattern) {
        return Err(bad(error));
    }
    RegexBuilder::new(&format!("\\A(?:{})\\z", ascii_classes(pattern)))
        .size_limit(PATTERN_SIZE)
        .dfa_size_limit(PATTERN_SIZE)
        .nest_limit(50)
        .build()
        .map_err(|error| bad(last_line(&error.to_string())))
}

/// `\d`, `\w` and `\s` mean ASCII to ODK's clients. That is also what keeps a counted `\w` small enough to compile.
fn ascii_classes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match characters.next() {
            Some('d') => out.push_str("[0-9]"),
            Some('D') => out.push_str("[^0-9]"),
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('W') => out.push_str("[^0-9A-Za-z_]"),
            Some('s') => out.push_str("[ \\t\\n\\x0B\\x0C\\r]"),
            Some('S') => out.push_str("[^ \\t\\n\\x0B\\x0C\\r]"),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

fn regex_syntax_check(pattern: &str) -> Result<(), String> {
    RegexBuilder::new(&ascii_classes(pattern))
        .size_limit(PATTERN_SIZE)
        .nest_limit(50)
        .build()
        .map(|_| ())
        .map_err(|error| last_line(&error.to_string()))
}

/// The regex crate draws the pattern over several lines; only the last one says what is wrong.
fn last_line(message: &str) -> String {
    message.lines().last().unwrap_or_default().trim_start_matches("error:").trim().to_owned()
}
