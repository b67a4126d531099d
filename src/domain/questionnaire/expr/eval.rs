//! The values of expressions, by the rules of XPath 1.0 with the additions of ODK XForms. Function calls are in `calls.rs`.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::calls::Call;
use super::dates;
use super::parser::{Ast, Operator, Path};

/// What an expression may know of time and reader. Given from outside, never read from the system.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The platform's local time.
    pub now: DateTime,
    /// The offset of that time from UTC.
    pub offset: Offset,
    /// The language that `jr:choice-name` answers in.
    pub language: String,
}

/// Where an expression stands, and what it can see from there.
pub trait Source {
    /// The value or values that a path leads to. A value that a rule hides is empty.
    fn value(&self, path: &Path) -> Value;
    /// The place, from 1, of the repeat entry that a path leads to.
    fn position(&self, path: &Path) -> f64;
    /// The value at a path in the entries of given number, for `indexed-repeat`.
    fn indexed(&self, path: &Path, entries: &[(&Path, f64)]) -> Value;
    /// The label of a choice of the question `code`.
    fn choice_label(&self, code: &str, choice: &str) -> String;
    /// The stored value of the question itself, before any calculation.
    fn own(&self) -> String;
    fn clock(&self) -> &Clock;
}

/// A value of XPath, with typed dates as ODK has them.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Truth(bool),
    /// An ISO date or date-time made by `date()`, `today()` or `now()`.
    Day(String),
    /// The values of several entries of a repeat.
    Many(Vec<String>),
}

impl Value {
    /// XPath's `boolean()`: a text is true unless it is empty, so that `'false'` is true.
    pub fn truth(&self) -> bool {
        match self {
            Value::Text(text) | Value::Day(text) => !text.is_empty(),
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Truth(truth) => *truth,
            Value::Many(values) => !values.is_empty(),
        }
    }

    /// XPath's `number()`, which also counts the days of a date. An empty text is not a number.
    pub fn number(&self, clock: &Clock) -> f64 {
        match self {
            Value::Text(text) | Value::Day(text) => text_to_number(text, clock),
            Value::Number(number) => *number,
            Value::Truth(truth) => f64::from(u8::from(*truth)),
            Value::Many(values) => values.first().map_or(f64::NAN, |text| text_to_number(text, clock)),
        }
    }

    /// XPath's `string()`; of several values the first.
    pub fn into_text(self) -> String {
        match self {
            Value::Text(text) | Value::Day(text) => text,
            Value::Number(number) => number_to_text(number),
            Value::Truth(truth) => truth.to_string(),
            Value::Many(values) => values.into_iter().next().unwrap_or_default(),
        }
    }

    /// Every value by itself.
    pub(super) fn into_texts(self) -> Vec<String> {
        match self {
            Value::Many(values) => values,
            other => vec![other.into_text()],
        }
    }
}

pub(super) fn text_to_number(text: &str, clock: &Clock) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    // Rust also reads "inf", "1e5" and "+1", which XPath does not.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain && !digits.is_empty() {
        return text.parse().unwrap_or(f64::NAN);
    }
    dates::days_of(text, clock.offset).unwrap_or(f64::NAN)
}

/// A number as XPath writes it: no exponent, no trailing zeros, no negative zero.
pub fn number_to_text(number: f64) -> String {
    if number == 0.0 {
        "0".into()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity".into() } else { "-Infinity".into() }
    } else {
        number.to_string()
    }
}

/// The value of a tree. Recursion is bounded by the nesting that the parser allows.
pub fn evaluate(ast: &Ast, source: &dyn Source) -> Value {
    match ast {
        Ast::Number(number) => Value::Number(*number),
        Ast::Text(text) => Value::Text(text.to_string()),
        Ast::Path(path) => source.value(path),
        Ast::Negate(inner) => Value::Number(-evaluate(inner, source).number(source.clock())),
        Ast::Chain(first, rest) => chain(first, rest, source),
        Ast::Matches(value, pattern) => Value::Truth(pattern.is_match(&evaluate(value, source).into_text())),
        Ast::ChoiceName(value, code) => Value::Text(source.choice_label(code, &evaluate(value, source).into_text())),
        Ast::Call(function, arguments) => Call { source, arguments }.apply(*function),
    }
}

fn chain(first: &Ast, rest: &[(Operator, Ast)], source: &dyn Source) -> Value {
    let mut left = evaluate(first, source);
    for (operator, operand) in rest {
        left = match operator {
            // `and` and `or` do not look at what can no longer matter.
            Operator::Or => Value::Truth(left.truth() || evaluate(operand, source).truth()),
            Operator::And => Value::Truth(left.truth() && evaluate(operand, source).truth()),
            _ => binary(*operator, left, evaluate(operand, source), source.clock()),
        };
    }
    left
}

fn binary(operator: Operator, left: Value, right: Value, clock: &Clock) -> Value {
    let number = |apply: fn(f64, f64) -> f64| Value::Number(apply(left.number(clock), right.number(clock)));
    match operator {
        Operator::Or => Value::Truth(left.truth() || right.truth()),
        Operator::And => Value::Truth(left.truth() && right.truth()),
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual => Value::Truth(compare(operator, &left, &right, clock)),
        Operator::Add => number(|a, b| a + b),
        Operator::Subtract => number(|a, b| a - b),
        Operator::Multiply => number(|a, b| a * b),
        Operator::Divide => number(|a, b| a / b),
        Operator::Modulo => number(|a, b| a % b),
        Operator::Union => {
            let mut all = left.into_texts();
            all.extend(right.into_texts());
            Value::Many(all)
        }
    }
}

/// XPath's comparison. A set of values compares true where any of them does.
fn compare(operator: Operator, left: &Value, right: &Value, clock: &Clock) -> bool {
    let any =
        |values: &[String], test: &dyn Fn(&Value) -> bool| values.iter().any(|value| test(&Value::Text(value.clone())));
    match (left, right) {
        (Value::Many(_), Value::Truth(_)) | (Value::Truth(_), Value::Many(_)) => {
            compare_single(operator, &Value::Truth(left.truth()), &Value::Truth(right.truth()), clock)
        }
        (Value::Many(values), _) => any(values, &|value| compare(operator, value, right, clock)),
        (_, Value::Many(values)) => any(values, &|value| compare_single(operator, left, value, clock)),
        _ => compare_single(operator, left, right, clock),
    }
}

fn compare_single(operator: Operator, left: &Value, right: &Value, clock: &Clock) -> bool {
    let numbers = || (left.number(clock), right.number(clock));
    match operator {
        Operator::Equal => equal(left, right, clock),
        // NaN differs from everything, so this is more than the negation of equality for numbers; it is the same here.
        Operator::NotEqual => !equal(left, right, clock),
        Operator::Less => numbers().0 < numbers().1,
        Operator::LessOrEqual => numbers().0 <= numbers().1,
        Operator::Greater => numbers().0 > numbers().1,
        Operator::GreaterOrEqual => numbers().0 >= numbers().1,
        _ => false,
    }
}

fn equal(left: &Value, right: &Value, clock: &Clock) -> bool {
    match (left, right) {
        (Value::Truth(_), _) | (_, Value::Truth(_)) => left.truth() == right.truth(),
        // A typed date casts the other side, so that `today() = ${date}` holds whatever the shape of the text.
        (Value::Number(_) | Value::Day(_), _) | (_, Value::Number(_) | Value::Day(_)) => {
            left.number(clock) == right.number(clock)
        }
        (Value::Text(left), Value::Text(right)) => left == right,
        _ => false,
    }
}
