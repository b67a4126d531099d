//! Questionnaires: XLSForm in, a compiled [`Form`], the expressions of its rules, and what they decide about a State's answers.
//!
//! Everything here but the store is pure: no clock, no database, no language of its own. A workbook is read by
//! [`xlsform::import`]; [`evaluate()`] decides for given answers what is shown, required, at fault and how visible it is;
//! [`check_value`] normalises one answer when it is saved.

mod alike;
pub mod check;
pub mod completeness;
pub mod evaluate;
pub mod expr;
pub mod fault;
pub mod form;
pub mod graph;
mod library;
pub mod messages;
pub mod model;
pub mod report;
mod store;
pub mod xlsform;

pub use alike::{Reworded, SectionTurned, Turned, reworded, same_kind, turned};
pub use check::{ACKNOWLEDGED, check_value, overrides_direction};
pub use completeness::{MissingText, WORKING_LANGUAGES, completeness, missing_working_languages};
pub use evaluate::{Evaluation, Given, Instance, InstanceId, Place, Row, Values, evaluate, evaluate_again, filled};
pub use expr::{Clock, Expr};
pub use fault::{Fault, FaultCode};
pub use form::FormError;
pub use library::{add, list, preview};
pub use model::*;
pub use report::report_json;
pub use store::FormRecord;
pub(in crate::domain) use store::compiled;
pub use xlsform::{Imported, Problem, ProblemCode, Severity, import};

#[cfg(test)]
mod tests;
