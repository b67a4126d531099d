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

/// The message `prefix-key` of a Fluent file of one-line messages with plain variables, which is all that these files hold.
pub fn english(file: &str, prefix: &str, key: &str, args: &[(&'static str, String)]) -> String {
    let id = format!("{prefix}-{key} = ");
    let mut text = file.lines().find_map(|line| line.strip_prefix(&id)).unwrap_or(key).to_owned();
    for (name, value) in args {
        text = text.replace(&format!("{{ ${name} }}"), value);
    }
    text
}
