//! Questionnaires: the compiled form, and what it makes of given answers.
pub mod expr;
pub mod model;
pub use model::*;
