//! What came of an import as JSON, for the command line and for comparison with other readers of XLSForm.

use serde_json::{Value, json};

use super::expr::Expr;
use super::model::{Form, Kind, Node};
use super::xlsform::{Imported, Problem};

/// `{accepted, problems: [{cell, severity, key, message}], bindings: [{code, type, relevant, ...}]}`. `worded` gives a problem's message.
pub fn report_json(imported: &Imported, worded: impl Fn(&Problem) -> String) -> Value {
    let problems: Vec<Value> = imported
        .problems
        .iter()
        .map(|problem| {
            json!({
                "cell": problem.cell(),
                "severity": problem.severity,
                "key": problem.key(),
                "message": worded(problem),
            })
        })
        .collect();
    let bindings: Vec<Value> = imported.form.iter().flat_map(bindings).collect();
    json!({ "accepted": imported.form.is_some(), "problems": problems, "bindings": bindings })
}

fn bindings(form: &Form) -> Vec<Value> {
    let source = |rule: &Option<Expr>| rule.as_ref().map(|rule| rule.source().to_owned());
    let binding = |node: &Node| {
        json!({
            "code": node.code,
            "type": binding_type(&node.kind),
            "relevant": source(&node.relevant),
            "required": source(&node.required),
            "constraint": source(&node.constraint),
            "calculation": source(&node.calculation),
        })
    };
    form.nodes.iter().filter(|node| !node.gathered).map(binding).collect()
}

/// The data type as XForms binds it.
fn binding_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Group => "group",
        Kind::Repeat => "repeat",
        Kind::Integer => "int",
        Kind::Decimal => "decimal",
        Kind::Range { start, end, step } => {
            if [start, end, step].iter().all(|text| text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)) {
                "int"
            } else {
                "decimal"
            }
        }
        Kind::Date => "date",
        Kind::DateTime => "dateTime",
        Kind::Time => "time",
        Kind::Rank { .. } => "odk:rank",
        Kind::File => "binary",
        Kind::Text { .. }
        | Kind::SelectOne { .. }
        | Kind::SelectMultiple { .. }
        | Kind::Note
        | Kind::Acknowledge
        | Kind::Calculate
        | Kind::Hidden => "string",
    }
}
