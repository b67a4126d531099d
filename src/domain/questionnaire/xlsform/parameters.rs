//! The `parameters` column: `start=1 end=10`.

use std::collections::BTreeMap;

use super::problem::{ProblemCode, Problems};
use super::rows::{Cell, Row};
use crate::domain::questionnaire::model::Kind;

/// The parameters of a row, by lower-case name; nothing where the cell cannot be read, which is reported.
pub fn read(row: &Row<'_>, problems: &mut Problems) -> (BTreeMap<String, String>, Option<Cell>) {
    let Some(cell) = row.expression("parameters") else { return (BTreeMap::new(), None) };
    match parse(&cell.text) {
        Some(parameters) => (parameters, Some(cell)),
        None => {
            let text = cell.text.chars().take(80).collect();
            problems.error(cell.at.clone(), ProblemCode::BadParameters { text });
            (BTreeMap::new(), Some(cell))
        }
    }
}

/// Pairs of words around `=`, divided by white space, commas or semicolons, which may stand around the `=` as well.
fn parse(text: &str) -> Option<BTreeMap<String, String>> {
    let spaced = text.replace('=', " = ");
    let mut tokens = spaced.split([' ', '\t', '\n', '\r', ',', ';']).filter(|token| !token.is_empty());
    let mut parameters = BTreeMap::new();
    while let Some(name) = tokens.next() {
        let (equals, value) = (tokens.next()?, tokens.next()?);
        if name == "=" || equals != "=" || value == "=" {
            return None;
        }
        parameters.insert(name.to_lowercase(), value.to_lowercase());
    }
    Some(parameters)
}

/// Reports what the type does not know, and what it knows but we do not do.
pub fn check(
    parameters: &BTreeMap<String, String>,
    cell: Option<&Cell>,
    accepted: &[&str],
    unsupported: &[&str],
    problems: &mut Problems,
) {
    let Some(cell) = cell else { return };
    for parameter in parameters.keys() {
        let parameter = parameter.clone();
        if unsupported.contains(&parameter.as_str()) {
            problems.error(cell.at.clone(), ProblemCode::UnsupportedParameter { parameter });
        } else if !accepted.contains(&parameter.as_str()) {
            let accepted = accepted.join(", ");
            problems.error(cell.at.clone(), ProblemCode::UnknownParameter { parameter, accepted });
        }
    }
}

/// The kind of a range question; pyxform's defaults are 1 to 10 in steps of 1.
pub fn range(
    parameters: &BTreeMap<String, String>,
    cell: Option<&Cell>,
    row: &Row<'_>,
    problems: &mut Problems,
) -> Kind {
    let at = || cell.map_or_else(|| row.whole(), |cell| cell.at.clone());
    let ticks = ["tick_interval", "placeholder", "tick_labelset"];
    check(parameters, cell, &["start", "end", "step"], &ticks, problems);
    let mut number = |name: &str, default: &str| {
        let text = parameters.get(name).map_or(default, String::as_str);
        let parsed = decimal(text);
        if parsed.is_none() {
            let code = ProblemCode::BadParameterValue { parameter: name.into(), value: text.into() };
            problems.error(at(), code);
        }
        (text.to_owned(), parsed)
    };
    let (start, end, step) = (number("start", "1"), number("end", "10"), number("step", "1"));
    if let (Some(first), Some(last), Some(width)) = (start.1, end.1, step.1) {
        if width == 0.0 {
            problems.error(at(), ProblemCode::ZeroParameter { parameter: "step".into() });
        } else if width > (last - first).abs() {
            let code = ProblemCode::StepTooWide { step: step.0.clone(), start: start.0.clone(), end: end.0.clone() };
            problems.error(at(), code);
        }
    }
    Kind::Range { start: start.0, end: end.0, step: step.0 }
}

/// A plain decimal number with an optional sign and exponent, as pyxform's `Decimal` reads it but without its infinities.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e'));
    if plain { text.parse::<f64>().ok().filter(|number| number.is_finite()) } else { None }
}

/// True where `rows` asks for a field of several lines.
pub fn several_rows(text: &str, cell: &Cell, problems: &mut Problems) -> bool {
    match text.parse::<f64>() {
        Ok(rows) if rows.is_finite() && rows.fract() == 0.0 => rows > 1.0,
        _ => {
            let code = ProblemCode::BadParameterValue { parameter: "rows".into(), value: text.into() };
            problems.error(cell.at.clone(), code);
            false
        }
    }
}
