//! What each function does with its arguments.

use jiff::tz::Offset;

use super::dates;
use super::eval::{Source, Value, evaluate, text_to_number};
use super::functions::Function;
use super::parser::{Ast, Path};

/// A call with its arguments, which are evaluated only as far as the function looks at them.
pub(super) struct Call<'a> {
    pub source: &'a dyn Source,
    pub arguments: &'a [Ast],
}

impl Call<'_> {
    fn value(&self, at: usize) -> Value {
        self.arguments.get(at).map_or(Value::Text(String::new()), |ast| evaluate(ast, self.source))
    }

    fn text(&self, at: usize) -> String {
        self.value(at).into_text()
    }

    fn number(&self, at: usize) -> f64 {
        self.value(at).number(self.source.clock())
    }

    fn truth(&self, at: usize) -> bool {
        self.value(at).truth()
    }

    /// The first argument, or the question's own value where there is none.
    fn text_or_own(&self) -> String {
        if self.arguments.is_empty() { self.source.own() } else { self.text(0) }
    }

    /// The values of all arguments from `at` on, sets spread out.
    fn spread(&self, at: usize) -> Vec<String> {
        let arguments = self.arguments.iter().skip(at);
        arguments.flat_map(|ast| evaluate(ast, self.source).into_texts()).collect()
    }

    /// The numbers among all arguments; a blank entry of a repeat is no number and does not spoil the rest.
    fn numbers(&self) -> Vec<f64> {
        let texts = self.spread(0);
        let texts = texts.iter().filter(|text| !text.trim().is_empty());
        texts.map(|text| text_to_number(text, self.source.clock())).collect()
    }

    /// The value of the call.
    pub fn apply(&self, function: Function) -> Value {
        match function {
            Function::If => self.value(if self.truth(0) { 1 } else { 2 }),
            Function::Not => Value::Truth(!self.truth(0)),
            Function::True => Value::Truth(true),
            Function::False => Value::Truth(false),
            Function::Boolean => Value::Truth(self.truth(0)),
            Function::BooleanFromString => Value::Truth(matches!(self.text(0).trim(), "true" | "1")),
            Function::Selected => Value::Truth(self.selected()),
            Function::SelectedAt => self.selected_at(),
            Function::CountSelected => Value::Number(count(self.text(0).split_whitespace())),
            Function::Coalesce => {
                Value::Text(self.spread(0).into_iter().find(|text| !text.is_empty()).unwrap_or_default())
            }
            Function::Once => match self.source.own() {
                own if own.is_empty() => self.value(0),
                own => Value::Text(own),
            },
            // Both are compiled to nodes of their own by the parser.
            Function::Regex | Function::ChoiceName => Value::Truth(false),
            Function::Sum => Value::Number(self.numbers().iter().filter(|number| !number.is_nan()).sum()),
            Function::Min => Value::Number(least(&self.numbers(), |a, b| a < b)),
            Function::Max => Value::Number(least(&self.numbers(), |a, b| a > b)),
            Function::Count => Value::Number(count(self.set().iter())),
            Function::CountNonEmpty => Value::Number(count(self.set().iter().filter(|text| !text.is_empty()))),
            Function::Position => Value::Number(self.path(0).map_or(f64::NAN, |path| self.source.position(path))),
            Function::IndexedRepeat => self.indexed(),
            Function::Number | Function::Int | Function::Round | Function::Abs | Function::Pow => {
                self.arithmetic(function)
            }
            Function::Today | Function::Now | Function::Date | Function::FormatDate | Function::DecimalDateTime => {
                self.temporal(function)
            }
            Function::Contains
            | Function::StartsWith
            | Function::EndsWith
            | Function::StringLength
            | Function::Substr
            | Function::SubstringBefore
            | Function::SubstringAfter
            | Function::NormalizeSpace
            | Function::Concat
            | Function::Join
            | Function::Translate
            | Function::String => self.textual(function),
        }
    }

    fn path(&self, at: usize) -> Option<&Path> {
        match self.arguments.get(at) {
            Some(Ast::Path(path)) => Some(path),
            _ => None,
        }
    }

    /// The values of a node set, where a single hidden value is no node at all.
    fn set(&self) -> Vec<String> {
        match self.value(0) {
            Value::Many(values) => values,
            single => Some(single.into_text()).filter(|text| !text.is_empty()).into_iter().collect(),
        }
    }

    fn selected(&self) -> bool {
        let wanted = self.text(1);
        let wanted = wanted.trim();
        self.value(0).into_texts().iter().any(|list| list.split_whitespace().any(|choice| choice == wanted))
    }

    fn selected_at(&self) -> Value {
        let at = index(self.number(1));
        let list = self.text(0);
        Value::Text(at.and_then(|at| list.split_whitespace().nth(at)).unwrap_or_default().to_owned())
    }

    fn indexed(&self) -> Value {
        let Some(path) = self.path(0) else { return Value::Text(String::new()) };
        let pairs = (1..self.arguments.len()).step_by(2);
        let entries: Vec<(&Path, f64)> = pairs.filter_map(|at| Some((self.path(at)?, self.number(at + 1)))).collect();
        self.source.indexed(path, &entries)
    }

    fn arithmetic(&self, function: Function) -> Value {
        let number = || self.number(0);
        Value::Number(match function {
            Function::Number if self.arguments.is_empty() => text_to_number(&self.source.own(), self.source.clock()),
            Function::Int => number().trunc(),
            Function::Abs => number().abs(),
            Function::Pow => number().powf(self.number(1)),
            // XPath rounds a half towards positive infinity.
            Function::Round if self.arguments.len() == 1 => (number() + 0.5).floor(),
            Function::Round => {
                let scale = 10f64.powf(self.number(1).trunc().clamp(-15.0, 15.0));
                (number() * scale + 0.5).floor() / scale
            }
            _ => number(),
        })
    }

    fn temporal(&self, function: Function) -> Value {
        let clock = self.source.clock();
        match function {
            Function::Today => Value::Day(clock.now.date().to_string()),
            Function::Now => {
                let whole = clock.now.strftime("%Y-%m-%dT%H:%M:%S").to_string();
                Value::Day(format!("{whole}{}", offset_text(clock.offset)))
            }
            Function::Date => match self.value(0) {
                Value::Number(days) => Value::Day(dates::from_days(days).map(|d| d.to_string()).unwrap_or_default()),
                other => {
                    let text = other.into_text();
                    let known = dates::days_of(text.trim(), clock.offset).is_some();
                    Value::Day(if known { text.trim().to_owned() } else { String::new() })
                }
            },
            Function::DecimalDateTime => Value::Number(self.number(0)),
            _ => Value::Text(self.format_date()),
        }
    }

    fn format_date(&self) -> String {
        let offset = self.source.clock().offset;
        let moment = match self.value(0) {
            Value::Number(days) => dates::from_days(days).map(|date| date.to_datetime(jiff::civil::Time::midnight())),
            other => {
                let text = other.into_text();
                let text = text.trim();
                let day = dates::date(text).map(|date| date.to_datetime(jiff::civil::Time::midnight()));
                day.or_else(|| dates::datetime(text, offset))
            }
        };
        moment.map(|moment| dates::format(moment, &self.text(1))).unwrap_or_default()
    }

    fn textual(&self, function: Function) -> Value {
        match function {
            Function::Contains => Value::Truth(self.text(0).contains(&self.text(1))),
            Function::StartsWith => Value::Truth(self.text(0).starts_with(&self.text(1))),
            Function::EndsWith => Value::Truth(self.text(0).ends_with(&self.text(1))),
            Function::StringLength => Value::Number(count(self.text_or_own().chars())),
            Function::NormalizeSpace => {
                let text = self.text_or_own();
                Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Function::Concat => Value::Text(self.spread(0).concat()),
            Function::Join => Value::Text(self.spread(1).join(&self.text(0))),
            Function::SubstringBefore => {
                let (text, mark) = (self.text(0), self.text(1));
                Value::Text(text.split_once(mark.as_str()).map(|(before, _)| before.to_owned()).unwrap_or_default())
            }
            Function::SubstringAfter => {
                let (text, mark) = (self.text(0), self.text(1));
                Value::Text(text.split_once(mark.as_str()).map(|(_, after)| after.to_owned()).unwrap_or_default())
            }
            Function::Substr => Value::Text(self.substr()),
            Function::Translate => Value::Text(translate(&self.text(0), &self.text(1), &self.text(2))),
            _ => Value::Text(self.text_or_own()),
        }
    }

    /// ODK's `substr(text, start, end)`: from 0, the end not included, negative numbers counting from the end.
    fn substr(&self) -> String {
        let characters: Vec<char> = self.text(0).chars().collect();
        let length = count(characters.iter());
        let clamp = |at: f64| index((if at < 0.0 { at + length } else { at }).clamp(0.0, length)).unwrap_or(0);
        let start = clamp(self.number(1));
        let end = if self.arguments.len() == 3 { clamp(self.number(2)) } else { characters.len() };
        characters.into_iter().take(end).skip(start).collect()
    }
}

/// `+00:00` as XML Schema writes it.
fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    let mapped = |c: char| match from.chars().position(|wanted| wanted == c) {
        Some(at) => to.get(at).copied(),
        None => Some(c),
    };
    text.chars().filter_map(mapped).collect()
}

fn least(numbers: &[f64], better: fn(f64, f64) -> bool) -> f64 {
    if numbers.iter().any(|number| number.is_nan()) {
        return f64::NAN;
    }
    numbers.iter().copied().reduce(|best, next| if better(next, best) { next } else { best }).unwrap_or(f64::NAN)
}

/// A length as a number of XPath; lengths here are far below where a float loses whole numbers.
fn count<T>(items: impl Iterator<Item = T>) -> f64 {
    u32::try_from(items.count()).map_or(f64::INFINITY, f64::from)
}

/// A number of XPath as a place in a list.
fn index(number: f64) -> Option<usize> {
    if (0.0..=1e9).contains(&number) { format!("{:.0}", number.trunc()).parse().ok() } else { None }
}
