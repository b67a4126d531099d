//! The messages about workbooks and answers. They live beside the codes that they word, so that a code without its words fails
//! a test here; pages give the same files to Fluent.

/// Messages about workbooks, in English.
pub const PROBLEMS_EN: &str = include_str!("problems.en.ftl");
/// Messages about workbooks, in French.
pub const PROBLEMS_FR: &str = include_str!("problems.fr.ftl");
/// Messages about answers, in English.
pub const FAULTS_EN: &str = include_str!("faults.en.ftl");
/// Messages about answers, in French.
pub const FAULTS_FR: &str = include_str!("faults.fr.ftl");
